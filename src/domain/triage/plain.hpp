#pragma once
// A message as the rules read it: one line of small letters without accents, every word and every sign between two single
// spaces, so that a space is where a word begins or ends, in any script. Each byte of it knows where in the message it came
// from.
//
//   PlainText plain;                        // Keep it: after a few messages it allocates no more.
//   plain.read("Don't SHOUT,\nmüßig!");     // " don't shout , mussig ! "
//
// Any bytes may come in. A message is read as far as kMostPlainBytes, so the time is bounded.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "domain/triage/triage.hpp"

namespace triage {

inline constexpr std::size_t kMostPlainBytes = std::size_t{128} * 1024;

class PlainText {
 public:
  void read(std::string_view message /*outlives the next read()*/);

  [[nodiscard]] std::string_view text() const { return {text_.data(), size_}; }
  // Where the bytes of text() from `begin` to `end` came from, spaces at either side left out.
  [[nodiscard]] Span origin(std::size_t begin, std::size_t end) const;

 private:
  void read_ascii(char c, std::size_t at);
  void read_point(char32_t point, std::size_t at);
  void add_letter(char c, std::size_t at);
  void add_points(char32_t point, std::size_t at);
  void add_word(char32_t point, std::size_t at);
  void add_sign(char32_t point, std::size_t at);
  void add_space(std::size_t at);
  void put(char c, std::size_t at) {
    text_[size_] = c;
    origins_[size_++] = static_cast<std::uint32_t>(at);
  }

  std::string_view message_;
  std::string text_;                    // As long as the longest message needed; `size_` bytes of it count.
  std::vector<std::uint32_t> origins_;  // Of each byte of text_.
  std::size_t size_ = 0;
  std::size_t behind_ = 0;  // The point of the message that is being read.
  char run_of_ = 0;         // The letter that stands there last, and how often.
  int run_ = 0;
};

// A word or a piece of a pattern with its letters as PlainText writes them; ASCII other than capitals is left alone.
[[nodiscard]] std::string plain_letters(std::string_view text);
// The whole of a short text as PlainText writes it, without the spaces at either side.
[[nodiscard]] std::string plain_words(std::string_view text);

}  // namespace triage
