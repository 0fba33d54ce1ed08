#include "base/json/encode.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "base/json/in_order.hpp"

namespace base::json_detail {

namespace {

bool is_special(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

// Where the next byte stands that has to be escaped, from `at` on; eight bytes at a time, for most texts have none.
std::size_t next_special(std::string_view text, std::size_t at) {
  constexpr std::uint64_t kHigh = 0x8080808080808080U;
  constexpr std::uint64_t kOnes = 0x0101010101010101U;
  const auto has_zero = [](std::uint64_t bytes) { return (bytes - kOnes) & ~bytes & kHigh; };
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text.data() + at, 8);
    const std::uint64_t controls = (bytes - kOnes * 0x20) & ~bytes & kHigh;
    if ((controls | has_zero(bytes ^ (kOnes * '"')) | has_zero(bytes ^ (kOnes * '\\'))) != 0) break;
  }
  while (at < text.size() && !is_special(text[at])) ++at;
  return at;
}

}  // namespace

void write_string(std::string& out, std::string_view text) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  out += '"';
  std::size_t clean = 0;  // start of the run not yet written
  for (std::size_t i = next_special(text, 0); i < text.size(); i = next_special(text, i + 1)) {
    const char c = text[i];
    out.append(text.substr(clean, i - clean));
    clean = i + 1;
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        out += "\\u00";
        out += kHex[static_cast<unsigned char>(c) >> 4U];
        out += kHex[static_cast<unsigned char>(c) & 15U];
    }
  }
  out.append(text.substr(clean));
  out += '"';
}

void write_number(std::string& out, std::int64_t number) {
  std::array<char, 24> buffer{};
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
  out.append(buffer.data(), end);
}

void write_number(std::string& out, double number) {
  if (!std::isfinite(number)) {
    out += "null";
    return;
  }
  std::array<char, 40> buffer{};
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
  out.append(buffer.data(), end);
}

void write_any(std::string& out, const boost::json::value& value) { out += boost::json::serialize(value); }

void write_time(std::string& out, Time time) {
  out += '"';
  append_rfc3339(out, time);
  out += '"';
}

void write_name(std::string& out, char& before, std::string_view name) {
  out += before;
  before = ',';
  write_string(out, name);
  out += ':';
}

void write_end(std::string& out, char before) { out += before == '{' ? "{}" : "}"; }

void drop_nulls(std::string& out, std::size_t begin) {
  static constexpr std::string_view kNull = ",null";
  while (out.size() - begin >= kNull.size() && out.ends_with(kNull)) out.resize(out.size() - kNull.size());
}

}  // namespace base::json_detail
