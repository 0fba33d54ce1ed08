#include "connectors/email/encode.hpp"

#include <algorithm>
#include <vector>

#include "base/base64.hpp"
#include "base/text.hpp"

namespace email {
namespace {

constexpr std::size_t kLine = 76;
constexpr std::size_t kLongestPlainWord = 70;
constexpr std::size_t kBytesInWord = 39;  // 52 letters, 64 with what is around them.
constexpr std::string_view kHex = "0123456789ABCDEF";

bool is_control(char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }

// On one line, with single spaces.
std::string one_line(std::string_view text) {
  std::string out;
  for (char c : base::to_storable(text)) {
    if (is_control(c)) c = ' ';
    if (c != ' ' || !out.ends_with(' ')) out += c;
  }
  return std::string(base::trim(out));
}

bool is_plain(std::string_view text) {
  if (text.find("=?") != std::string_view::npos) return false;
  const auto words = base::split(text, ' ');
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; }) &&
         std::ranges::all_of(words, [](std::string_view word) { return word.size() <= kLongestPlainWord; });
}

std::string hex(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return {kHex[byte >> 4U], kHex[byte & 15U]};
}

// At most so many bytes, cut between code points.
std::string_view cut(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xc0U) == 0x80U) --most;
  return text.substr(0, most);
}

std::vector<std::string> encoded_words(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const auto piece = cut(text, kBytesInWord);
    out.push_back("=?utf-8?B?" + base::to_base64(piece) + "?=");
    text.remove_prefix(piece.size());
  }
  return out;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> out;
  for (const auto word : base::split(text, ' ')) {
    if (!word.empty()) out.emplace_back(word);
  }
  return out;
}

std::string fold(std::string_view name, const std::vector<std::string>& words) {
  std::string out = std::string(name) + ":";
  std::size_t length = out.size();
  for (const auto& word : words) {
    const bool breaks = length + 1 + word.size() > kLine;
    out += breaks ? "\r\n " : " ";
    length = (breaks ? 0 : length) + 1 + word.size();
    out += word;
  }
  return out + "\r\n";
}

bool is_atoms(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ' ||
           std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
  });
}

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

bool is_attribute_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
}

}  // namespace

std::string text_field(std::string_view name, std::string_view text) {
  const std::string line = one_line(text);
  return fold(name, is_plain(line) ? words_of(line) : encoded_words(line));
}

std::string plain_field(std::string_view name, std::string_view words) { return fold(name, words_of(one_line(words))); }

std::string address_field(std::string_view name, std::string_view display_name, std::string_view address) {
  const std::string shown = one_line(display_name);
  std::vector<std::string> words;
  if (!is_plain(shown)) words = encoded_words(shown);
  else if (is_atoms(shown)) words = words_of(shown);
  else words = words_of(in_quotes(shown));
  words.push_back("<" + std::string(address) + ">");
  return fold(name, words);
}

std::string parameter(std::string_view name, std::string_view value) {
  const std::string line = one_line(value);
  if (is_plain(line) && line.size() <= kLongestPlainWord - name.size())
    return ";\r\n " + std::string(name) + "=" + in_quotes(line);
  std::vector<std::string> pieces{"utf-8''"};
  for (const char c : line) {
    if (pieces.back().size() > 50) pieces.emplace_back();
    pieces.back() += is_attribute_char(c) ? std::string(1, c) : "%" + hex(c);
  }
  std::string out;
  for (std::size_t i = 0; i < pieces.size(); ++i)
    out += ";\r\n " + std::string(name) + (pieces.size() == 1 ? "" : "*" + std::to_string(i)) + "*=" + pieces[i];
  return out;
}

std::string base64_lines(std::string_view bytes) {
  constexpr std::size_t kBytes = kLine / 4 * 3;
  std::string out;
  out.reserve(bytes.size() / 3 * 4 + bytes.size() / kBytes * 2 + 8);
  for (; !bytes.empty(); bytes.remove_prefix(std::min(kBytes, bytes.size())))
    out.append(base::to_base64(bytes.substr(0, kBytes))).append("\r\n");
  return out;
}

std::string quoted_printable(std::string_view text) {
  std::string out;
  std::size_t length = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n') {
      out += "\r\n";
      length = 0;
      continue;
    }
    const bool ends_line = i + 1 == text.size() || text[i + 1] == '\n';
    const bool is_from = length == 0 && text.substr(i, 5) == "From ";  // Some programs put a ">" before it.
    const bool is_itself = (c > ' ' && c <= '~' && c != '=' && !is_from) || ((c == ' ' || c == '\t') && !ends_line);
    const std::string letters = is_itself ? std::string(1, c) : "=" + hex(c);
    if (length + letters.size() > kLine - 1) {
      out += "=\r\n";
      length = 0;
    }
    out += letters;
    length += letters.size();
  }
  return out + "\r\n";
}

}  // namespace email
