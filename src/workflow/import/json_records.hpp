#pragma once
// The JSON values of a file, one after the other: one a line, or the elements of one list however it is laid out, or
// objects over many lines. Nothing is held but the value at hand. What is broken is given as a fault and reading goes on
// behind it: with the next line where a value is a line, elsewhere where the brackets close.

#include <optional>
#include <string>

#include <boost/json/value.hpp>

#include "base/result.hpp"
#include "workflow/import/text_input.hpp"

namespace workflow {

class JsonRecords {
 public:
  [[nodiscard]] static base::Result<JsonRecords> open(const std::string& path, TextPosition from);

  struct Record {
    std::int64_t line = 0;  // Where it begins.
    std::string text;
    std::string fault;  // Why it cannot be read; empty when it can.
  };
  // None at the end.
  [[nodiscard]] base::Result<std::optional<Record>> next() { return by_line_ ? next_line() : next_value(); }

  [[nodiscard]] const TextInput& input() const { return input_; }

  static constexpr std::size_t kLongest = 16 * 1024 * 1024;

 private:
  explicit JsonRecords(TextInput input) : input_(std::move(input)) {}
  [[nodiscard]] base::Result<std::optional<Record>> next_line();
  [[nodiscard]] base::Result<std::optional<Record>> next_value();
  [[nodiscard]] base::Result<bool> skip_between();

  TextInput input_;
  bool by_line_ = true;
};

// A member that is there and not null.
[[nodiscard]] const boost::json::value* json_member(const boost::json::value& in, std::string_view name);
// A text, or a whole number as text; else empty.
[[nodiscard]] std::string json_text(const boost::json::value* in);
[[nodiscard]] inline std::string json_text(const boost::json::value& in, std::string_view name) {
  return json_text(json_member(in, name));
}

}  // namespace workflow
