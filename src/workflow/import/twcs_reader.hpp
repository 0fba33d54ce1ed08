#pragma once
// Reads the public customer-care archive, row by row, in both forms it goes round in, gzipped or not:
//
//   CSV  tweet_id, author_id, inbound, created_at, text, response_tweet_id, in_response_to_tweet_id; fields may be quoted
//        (RFC 4180) and then hold newlines
//   TSV  tweet_id, author, inbound, created_at, in_response_to, text; one line a row, nothing quoted
//
// The header line tells which; columns are found by name, others are passed over. A malformed row is given as refused, with
// its line and the reason, and reading goes on after it: also where a quote that never closes would swallow the rest of
// the file, which costs only the row that it stands in.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "workflow/import/gzip_input.hpp"
#include "workflow/import/twcs_record.hpp"

namespace workflow {

struct TwcsRow {
  std::int64_t line = 0;  // Of the unpacked text; the header is line 1.
  std::string id;         // Digits only.
  std::string author;
  bool inbound = false;  // A customer's post; otherwise the brand's.
  base::Time at{};
  std::string parent_id;  // What it replies to; digits only or empty.
  std::string text;
};

struct TwcsRefusal {
  std::int64_t line = 0;  // Where the row begins.
  std::string reason;     // "created_at "yesterday" is no time"
};

using TwcsItem = std::variant<TwcsRow, TwcsRefusal>;

class TwcsReader {
 public:
  // Fails where the file cannot be read, or is not such an archive: the failure says what is missing.
  [[nodiscard]] static base::Result<TwcsReader> open(const std::string& path);

  // The next row or refusal; nullopt at the end. Fails where the file itself breaks off.
  [[nodiscard]] base::Result<std::optional<TwcsItem>> next();

  // Rows whose author or text was not well-formed UTF-8, or held NULs, and were repaired.
  [[nodiscard]] std::int64_t repaired() const { return repaired_; }

  // How far into the file on disk.
  [[nodiscard]] std::int64_t bytes_read() const { return records_.input().bytes_read(); }
  [[nodiscard]] std::int64_t bytes_total() const { return records_.input().bytes_total(); }

  static constexpr std::size_t kLongestText = 64 * 1024;
  static constexpr std::size_t kLongestAuthor = 200;

 private:
  // Where the columns stand.
  struct Columns {
    std::size_t id = 0, author = 0, inbound = 0, at = 0, text = 0, parent = 0;
    std::size_t count = 0;
  };
  explicit TwcsReader(RecordReader records) : records_(std::move(records)) {}

  [[nodiscard]] static base::Result<Columns> find_columns(const std::string& path, const std::vector<std::string>& names);
  [[nodiscard]] TwcsItem row_of(RecordReader::Record& record);
  [[nodiscard]] std::string storable(std::string_view text, bool& repaired) const;

  RecordReader records_;
  Columns columns_;
  std::int64_t repaired_ = 0;
};

// Reads both ways the archive writes a time: "Tue Oct 31 22:10:47 +0000 2017" and RFC 3339.
[[nodiscard]] base::Result<base::Time> parse_twcs_time(std::string_view text);

}  // namespace workflow
