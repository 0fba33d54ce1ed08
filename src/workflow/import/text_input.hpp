#pragma once
// A text file, gzipped or not, from any byte on, with no more of it in memory than is asked for. It knows the line and the
// byte at which it stands, so that reading may be taken up there again.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "workflow/import/gzip_input.hpp"

namespace workflow {

struct TextPosition {
  std::int64_t byte = 0;  // Of the unpacked text.
  std::int64_t line = 1;
  bool operator==(const TextPosition&) const = default;
};

class TextInput {
 public:
  // Fails on what is no text in UTF-8 or its like at all: a folder, a ZIP archive, UTF-16.
  [[nodiscard]] static base::Result<TextInput> open(const std::string& path, TextPosition from);

  // What is in memory and not consumed. Views end with the next fill() or line().
  [[nodiscard]] std::string_view rest() const { return std::string_view(buffer_).substr(at_); }
  // Reads more behind it. False when there is no more.
  [[nodiscard]] base::Result<bool> fill();
  void consume(std::size_t length);

  struct Line {
    std::string_view text;  // Without its end.
    bool cut = false;       // There was more than `longest` bytes; the rest is passed over.
  };
  // Consumes the next line; none at the end.
  [[nodiscard]] base::Result<std::optional<Line>> line(std::size_t longest);

  [[nodiscard]] TextPosition position() const { return position_; }
  [[nodiscard]] const GzipInput& input() const { return input_; }

 private:
  explicit TextInput(GzipInput input) : input_(std::move(input)) {}

  GzipInput input_;
  std::string buffer_;
  std::size_t at_ = 0;
  bool ended_ = false;
  TextPosition position_;
  std::string cut_;  // The beginning of a line that was too long.
};

}  // namespace workflow
