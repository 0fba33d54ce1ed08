#include "workflow/import/json_records.hpp"

#include <utility>

#include "base/text.hpp"

namespace workflow {
namespace {

constexpr std::string_view kTooLong = "longer than 16 MiB";
constexpr std::string_view kBetween = " \t\r\n,[]";

// Whether one value of the file is more than one line: its first line opens something and stops.
bool goes_on(std::string_view first_line) {
  const auto text = base::trim(first_line);
  return !text.empty() && std::string_view("{[,").find(text.back()) != std::string_view::npos;
}

// Where a value ends, found piece by piece: with the bracket that closes its first, or where a word ends.
class ValueEnd {
 public:
  // How many bytes of the piece are the value's; `closed` when it ends there.
  std::size_t scan(std::string_view piece, bool& closed) {
    for (std::size_t i = 0; i < piece.size(); ++i) {
      if (step(piece[i])) {
        closed = true;
        return i + (takes_last_ ? 1 : 0);
      }
    }
    return piece.size();
  }

 private:
  bool step(char c) {
    if (in_string_) {
      if (escaped_) escaped_ = false;
      else if (c == '\\') escaped_ = true;
      else if (c == '"') in_string_ = false;
      started_ = true;
      return !in_string_ && depth_ == 0;
    }
    if (depth_ == 0 && started_ && (kBetween.find(c) != std::string_view::npos || c == '{' || c == '"')) {
      takes_last_ = false;
      return true;
    }
    started_ = true;
    if (c == '"') in_string_ = true;
    else if (c == '{' || c == '[') ++depth_;
    else if (c == '}' || c == ']') return --depth_ <= 0;
    return false;
  }

  std::int64_t depth_ = 0;
  bool in_string_ = false, escaped_ = false, started_ = false, takes_last_ = true;
};

}  // namespace

base::Result<JsonRecords> JsonRecords::open(const std::string& path, TextPosition from) {
  // The form shows at the beginning, wherever reading goes on.
  auto beginning = TextInput::open(path, {});
  if (!beginning) return base::pass_on(beginning.error());
  bool by_line = true;
  for (bool found = false; !found;) {
    auto next = beginning->line(kLongest);
    if (!next) return base::pass_on(next.error());
    const auto& line = *next;
    if (!line) break;
    const auto text = base::trim(line->text);
    found = !text.empty();
    if (found) by_line = text.front() != '[' && !goes_on(text);
  }
  auto input = TextInput::open(path, from);
  if (!input) return base::pass_on(input.error());
  JsonRecords records(*std::move(input));
  records.by_line_ = by_line;
  return records;
}

base::Result<std::optional<JsonRecords::Record>> JsonRecords::next_line() {
  for (;;) {
    const auto at = input_.position().line;
    auto next = input_.line(kLongest);
    if (!next) return base::pass_on(next.error());
    const auto& line = *next;
    if (!line) return std::optional<Record>();
    if (line->cut) return std::optional(Record{at, {}, std::string(kTooLong)});
    if (!base::trim(line->text).empty()) return std::optional(Record{at, std::string(line->text), {}});
  }
}

// False at the end of the file.
base::Result<bool> JsonRecords::skip_between() {
  for (;;) {
    const auto at = input_.rest().find_first_not_of(kBetween);
    if (at != std::string_view::npos) {
      input_.consume(at);
      return true;
    }
    input_.consume(input_.rest().size());
    auto more = input_.fill();
    if (!more || !*more) return more;
  }
}

base::Result<std::optional<JsonRecords::Record>> JsonRecords::next_value() {
  auto any = skip_between();
  if (!any) return base::pass_on(any.error());
  if (!*any) return std::optional<Record>();
  Record record{input_.position().line, {}, {}};
  ValueEnd end;
  for (bool closed = false; !closed;) {
    const auto length = end.scan(input_.rest(), closed);
    if (record.text.size() + length > kLongest) {
      record.fault = kTooLong;
      record.text.clear();
    }
    if (record.fault.empty()) record.text.append(input_.rest().substr(0, length));
    input_.consume(length);
    if (closed) break;
    auto more = input_.fill();
    if (!more) return base::pass_on(more.error());
    if (!*more) break;
  }
  return std::optional(std::move(record));
}

const boost::json::value* json_member(const boost::json::value& in, std::string_view name) {
  const auto* object = in.if_object();
  const auto* found = object != nullptr ? object->if_contains(name) : nullptr;
  return found == nullptr || found->is_null() ? nullptr : found;
}

std::string json_text(const boost::json::value* in) {
  if (in == nullptr) return {};
  if (in->is_string()) return std::string(in->get_string());
  if (in->is_int64()) return std::to_string(in->get_int64());
  if (in->is_uint64()) return std::to_string(in->get_uint64());
  return {};
}

}  // namespace workflow
