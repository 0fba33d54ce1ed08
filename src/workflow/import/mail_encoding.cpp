#include "workflow/import/mail_encoding.hpp"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <utility>

#include "base/text.hpp"

namespace workflow {
namespace {

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

int base64_value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  return c == '+' ? 62 : c == '/' ? 63 : -1;
}

void append_point(std::string& out, std::uint32_t point) {
  if (point == 0 || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) point = 0xFFFD;
  if (point < 0x80) {
    out += static_cast<char>(point);
  } else if (point < 0x800) {
    out += static_cast<char>(0xC0 | point >> 6U);
    out += static_cast<char>(0x80 | (point & 0x3FU));
  } else if (point < 0x10000) {
    out += static_cast<char>(0xE0 | point >> 12U);
    out += static_cast<char>(0x80 | (point >> 6U & 0x3FU));
    out += static_cast<char>(0x80 | (point & 0x3FU));
  } else {
    out += static_cast<char>(0xF0 | point >> 18U);
    out += static_cast<char>(0x80 | (point >> 12U & 0x3FU));
    out += static_cast<char>(0x80 | (point >> 6U & 0x3FU));
    out += static_cast<char>(0x80 | (point & 0x3FU));
  }
}

// A charset's converter, closed again; invalid where the system does not know the name.
class Converter {
 public:
  explicit Converter(const std::string& charset) : handle_(iconv_open("UTF-8", charset.c_str())) {}
  ~Converter() {
    if (valid()) iconv_close(handle_);
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;
  // iconv_open() says so by (iconv_t)-1.
  [[nodiscard]] bool valid() const { return reinterpret_cast<std::intptr_t>(handle_) != -1; }

  std::string convert(std::string_view bytes) {
    std::string out, in(bytes);
    std::array<char, 4096> buffer{};
    char* from = in.data();
    std::size_t left = in.size();
    while (left > 0) {
      char* to = buffer.data();
      std::size_t room = buffer.size();
      const auto done = iconv(handle_, &from, &left, &to, &room);
      out.append(buffer.data(), buffer.size() - room);
      if (done != static_cast<std::size_t>(-1) || errno == E2BIG) continue;
      out += "\xEF\xBF\xBD";  // A byte that means nothing in it.
      ++from;
      --left;
    }
    return out;
  }

 private:
  iconv_t handle_;
};

// The entity that begins with the & at `at`: appended, and `at` behind it; else the & itself.
void take_entity(std::string_view html, std::size_t& at, std::string& out) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kNamed{
      {{"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"}, {"nbsp", " "}}};
  const auto end = html.substr(at, 12).find(';');
  const auto name = end == std::string_view::npos ? std::string_view() : html.substr(at + 1, end - 1);
  const auto named = std::ranges::find(kNamed, name, &std::pair<std::string_view, std::string_view>::first);
  if (named != kNamed.end()) {
    out += named->second;
  } else if (name.size() > 1 && name[0] == '#') {
    const bool in_hex = name[1] == 'x' || name[1] == 'X';
    const auto digits = name.substr(in_hex ? 2 : 1);
    std::uint32_t point = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), point, in_hex ? 16 : 10);
    append_point(out, point);
  } else {
    out += '&';
    ++at;
    return;
  }
  at += end + 1;
}

bool is_block(std::string_view tag) {
  constexpr std::array<std::string_view, 10> kBlocks{"br", "p", "div", "tr", "li", "h1", "h2", "h3", "blockquote", "table"};
  return std::ranges::find(kBlocks, tag) != kBlocks.end();
}

}  // namespace

std::string decode_base64(std::string_view text) {
  std::string out;
  out.reserve(text.size() * 3 / 4);
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : text) {
    const int value = base64_value(c);
    if (value < 0) continue;
    bits = (bits << 6U | static_cast<std::uint32_t>(value)) & 0xFFFFFFU;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    out += static_cast<char>(bits >> static_cast<unsigned>(held) & 0xFFU);
  }
  return out;
}

std::string decode_quoted_printable(std::string_view text, bool in_header) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_header && c == '_') {
      out += ' ';
    } else if (c != '=') {
      out += c;
    } else if (text.substr(i + 1).starts_with("\n")) {
      i += 1;  // A soft line break.
    } else if (text.substr(i + 1).starts_with("\r\n")) {
      i += 2;
    } else if (i + 2 < text.size() && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0) {
      out += static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2]));
      i += 2;
    } else {
      out += c;
    }
  }
  return out;
}

std::string to_utf8(std::string_view bytes, std::string_view charset) {
  const auto name = base::to_lower_ascii(base::trim(charset));
  if (name.empty() || name == "utf-8" || name == "utf8" || name == "us-ascii") return base::to_storable(bytes);
  Converter converter(name);
  if (!converter.valid()) return base::to_storable(bytes);
  return base::to_storable(converter.convert(bytes));
}

std::string text_of_html(std::string_view html) {
  std::string out;
  std::string_view hidden;  // The element whose content is not shown.
  for (std::size_t at = 0; at < html.size();) {
    const char c = html[at];
    if (c == '<') {
      const auto end = html.substr(at).starts_with("<!--") ? html.find("-->", at) : html.find('>', at);
      auto tag = html.substr(at + 1, std::min(html.find_first_of(" \t\r\n>", at + 1), html.size()) - at - 1);
      const bool closes = tag.starts_with('/');
      if (closes) tag.remove_prefix(1);
      if (tag.ends_with('/')) tag.remove_suffix(1);
      const auto name = base::to_lower_ascii(tag.substr(0, 16));
      for (const std::string_view one : {"style", "script", "head", "title"}) {
        if (name == one && hidden.empty() && !closes) hidden = one;
        else if (name == one && hidden == one && closes) hidden = {};
      }
      if (is_block(name) && !out.empty() && !out.ends_with('\n')) out += '\n';
      if (end == std::string_view::npos) break;
      at = end + (html[end] == '-' ? 3 : 1);
      continue;
    }
    if (!hidden.empty()) {
      ++at;
    } else if (c == '&') {
      take_entity(html, at, out);
    } else {
      const bool space = c == ' ' || c == '\t' || c == '\r' || c == '\n';
      if (!space) out += c;
      else if (!out.empty() && out.back() != ' ' && out.back() != '\n') out += ' ';
      ++at;
    }
  }
  return base::to_storable(base::trim(out));
}

}  // namespace workflow
