#include "channel/mail/words.hpp"

#include <algorithm>
#include <functional>
#include <optional>

#include "base/text.hpp"
#include "channel/mail/charset.hpp"
#include "channel/mail/transfer.hpp"

namespace mail {
namespace {

constexpr std::size_t kMostHidden = 5'000;

struct Word {
  std::string_view charset;
  std::string bytes;
  std::size_t size = 0;  // In the text.
};

// The word that `text` begins with: "=?charset*language?q?…?=".
std::optional<Word> word_at(std::string_view text) {
  if (!text.starts_with("=?")) return std::nullopt;
  const auto charset_end = text.find('?', 2);
  if (charset_end == std::string_view::npos || charset_end + 2 >= text.size() || text[charset_end + 2] != '?')
    return std::nullopt;
  const char encoding = text[charset_end + 1];
  const bool is_q = encoding == 'q' || encoding == 'Q';
  if (!is_q && encoding != 'b' && encoding != 'B') return std::nullopt;
  const auto begin = charset_end + 3;
  const auto end = text.find("?=", begin);
  if (end == std::string_view::npos) return std::nullopt;
  Word out;
  out.charset = text.substr(2, charset_end - 2);
  out.charset = out.charset.substr(0, out.charset.find('*'));
  const auto content = text.substr(begin, end - begin);
  out.bytes = is_q ? decode_q(content) : decode_base64(content);
  out.size = end + 2;
  // "=?utf-8?q?=?=": the last "=" belongs to the word.
  if (is_q && content.empty() && text.substr(end).starts_with("?=?=")) {
    out.bytes = "=";
    out.size += 2;
  }
  return out;
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

// Copies `text`, and hands each run of words to `put`, decoded. Between words white space means nothing; words of one charset
// are decoded together, because letters are cut between them.
void replace_words(std::string_view text, std::string& out, const std::function<void(std::string)>& put) {
  std::string run;
  std::string bytes;
  std::string charset;
  const auto decode = [&] {
    if (!bytes.empty()) run += to_utf8(bytes, charset);
    bytes.clear();
  };
  const auto finish = [&] {
    decode();
    if (!run.empty()) put(std::move(run));
    run.clear();
  };
  std::size_t done = 0;
  bool in_run = false;
  for (auto at = text.find("=?"); at != std::string_view::npos; at = text.find("=?", at)) {
    const auto word = word_at(text.substr(at));
    if (!word) {
      at += 2;
      continue;
    }
    const auto between = text.substr(done, at - done);
    if (!in_run || !is_blank(between)) {
      finish();
      out.append(between);
    }
    if (!base::equal_ignoring_case(charset, word->charset)) {
      decode();
      charset = word->charset;
    }
    bytes += word->bytes;
    at += word->size;
    done = at;
    in_run = true;
  }
  finish();
  out.append(text.substr(done));
}

// A private sign of Unicode, plane 15, for the word of that number.
void append_sign(std::string& out, std::size_t number) {
  out += '\xF3';
  out += static_cast<char>(0xB0U | number >> 12U);
  out += static_cast<char>(0x80U | (number >> 6U & 0x3FU));
  out += static_cast<char>(0x80U | (number & 0x3FU));
}

}  // namespace

std::string decode_words(std::string_view text) {
  if (text.find("=?") == std::string_view::npos) return std::string(text);
  std::string out;
  replace_words(text, out, [&out](const std::string& word) { out += word; });
  // Line breaks inside a word would make lines where there are none.
  std::ranges::replace_if(out, [](char c) { return c == '\r' || c == '\n'; }, ' ');
  return out;
}

std::string HiddenWords::hide(std::string_view text) {
  std::string out;
  replace_words(text, out, [&](std::string word) {
    if (words_.size() >= kMostHidden) return;
    append_sign(out, words_.size());
    words_.push_back(std::move(word));
  });
  return out;
}

std::string HiddenWords::show(std::string_view text) const {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const bool is_sign = byte(i) == 0xF3 && i + 3 < text.size() && byte(i + 1) >= 0xB0;
    const std::size_t number =
        is_sign ? (byte(i + 1) & 0x0FU) << 12U | (byte(i + 2) & 0x3FU) << 6U | (byte(i + 3) & 0x3FU) : words_.size();
    if (number < words_.size()) {
      out += words_[number];
      i += 3;
    } else {
      out += text[i];
    }
  }
  return base::to_storable(out);
}

}  // namespace mail
