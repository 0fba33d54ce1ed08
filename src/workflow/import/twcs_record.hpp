#pragma once
// Records of a file of separated values, one after the other, without holding more of it than the record at hand: commas
// with RFC 4180 quotes, or tabs without any. What is not a record is given as a fault, and reading goes on behind it.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "workflow/import/gzip_input.hpp"

namespace workflow {

class RecordReader {
 public:
  struct Record {
    std::int64_t line = 0;                 // Where it begins; the first line of the file is 1.
    std::vector<std::string_view> fields;  // Valid until the next call. At most kMostFields; `count` tells all.
    std::size_t count = 0;
    std::string fault;  // Why this is no record; empty for a good one.
  };

  // A first line with a tab in it makes it a file of tabs. Fails on what is not text in UTF-8 at all.
  [[nodiscard]] static base::Result<RecordReader> open(const std::string& path);

  // False at the end. Empty lines are passed over.
  [[nodiscard]] base::Result<bool> next(Record& record);

  [[nodiscard]] const GzipInput& input() const { return input_; }

  static constexpr std::size_t kLongestRecord = 4 * 1024 * 1024;
  static constexpr std::size_t kMostFields = 64;

 private:
  // A field as it stands in the buffer, without its outer quotes.
  struct Extent {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool escaped = false;  // Holds doubled quotes.
  };
  enum class Outcome { complete, needs_more, broken };
  struct Scan {
    Outcome outcome = Outcome::needs_more;
    std::size_t length = 0;             // Of the whole record with its line end, when complete.
    std::size_t count = 0;              // Fields.
    std::size_t open_quote = kNowhere;  // Where the quote stands that was open, or whose field is broken.
    static constexpr std::size_t kNowhere = std::string::npos;
  };

  explicit RecordReader(GzipInput input) : input_(std::move(input)) {}

  [[nodiscard]] std::string_view rest() const { return std::string_view(buffer_).substr(at_); }
  [[nodiscard]] base::Result<void> fill();
  [[nodiscard]] base::Result<void> pass_over_line();
  void consume(std::size_t length);

  [[nodiscard]] Scan scan() { return tabs_ ? scan_tabs(rest()) : scan_commas(rest()); }
  [[nodiscard]] Scan scan_tabs(std::string_view text);
  [[nodiscard]] Scan scan_commas(std::string_view text);
  [[nodiscard]] bool scan_quoted(std::string_view text, std::size_t& at, Scan& scan);
  void add_field(Scan& scan, Extent extent);

  void give(const Scan& scan, Record& record);
  [[nodiscard]] base::Result<void> refuse(const Scan& scan, Record& record);

  GzipInput input_;
  bool tabs_ = false;
  bool ended_ = false;  // The buffer holds all that is left.
  std::string buffer_;
  std::size_t at_ = 0;  // Start of the next record in the buffer.
  std::int64_t line_ = 1;
  std::vector<Extent> extents_;
};

}  // namespace workflow
