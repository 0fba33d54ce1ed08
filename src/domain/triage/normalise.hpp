#pragma once
// A post as the models of triage read it: one list of tokens in which what differs without meaning is made alike. Addresses,
// handles and numbers become one token each, letters are small, letters repeated for effect stand twice, a hashtag stands
// whole and in its parts, and the words after a negation are marked until the sentence turns.
//
//   Normaliser normaliser;                 // Keep it: after a few posts it allocates no more.
//   for (const Token& token : normaliser.read(post)) use(normaliser.points(token));
//
// Any bytes may come in; what is no UTF-8 counts as punctuation. A post is read as far as kMostBytes, so the time is bounded.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "domain/triage/triage.hpp"

namespace triage {

inline constexpr std::size_t kMostBytes = 4096;

enum class TokenKind : std::uint8_t {
  word,
  sign,  // Punctuation or an emoji: a single code point.
  mark,  // What was said of the text instead of a piece of it; a code point of a private area, below.
};

// The marks.
inline constexpr char32_t kUrl = 0xF0000;
inline constexpr char32_t kHandle = 0xF0001;
inline constexpr char32_t kNumber = 0xF0002;
inline constexpr char32_t kSmile = 0xF0003;
inline constexpr char32_t kFrown = 0xF0004;
inline constexpr char32_t kCapitals = 0xF0005;   // The word before stands in capital letters.
inline constexpr char32_t kElongated = 0xF0006;  // A letter of the word before is repeated: "sooo".
inline constexpr char32_t kRepeated = 0xF0007;   // The sign before is repeated: "!!!".

struct Token {
  std::uint32_t begin = 0;  // In points of the normalised text.
  std::uint32_t end = 0;
  TokenKind kind = TokenKind::word;
  bool negated = false;
  std::uint64_t hash = 0;  // Of its points.
};

class Normaliser {
 public:
  // The tokens hold until the next read().
  std::span<const Token> read(std::string_view post);
  // The same, and each token's place in the post is known then.
  std::span<const Token> read_with_places(std::string_view post);
  [[nodiscard]] Span place(std::size_t token) const { return places_[token]; }
  [[nodiscard]] std::u32string_view points(const Token& token) const {
    return {points_.data() + token.begin, token.end - token.begin};
  }

 private:
  void decode(std::string_view post);
  void decode_point(std::string_view post, std::size_t& at);
  void read_token();
  void note_places(std::size_t from);
  bool read_address();
  bool read_handle();
  bool read_number();
  bool read_face();
  void read_word(bool hashtag);
  void read_sign();
  void split_hashtag(std::size_t begin, std::size_t end);
  void mark_negation();

  [[nodiscard]] char32_t at(std::size_t place) const { return place < text_.size() ? text_[place] : U' '; }
  [[nodiscard]] bool stands(std::size_t place, std::u32string_view lower) const;
  void end_token(std::size_t begin, TokenKind kind);
  void add_point(char32_t point, TokenKind kind);

  std::vector<char32_t> text_;    // What was decoded, letters as they were written.
  std::vector<char32_t> points_;  // What was normalised, token after token.
  std::vector<Token> tokens_;
  std::size_t next_ = 0;  // In text_.
  bool with_places_ = false;
  std::vector<std::uint32_t> bytes_;  // Of each point of text_, where it begins in the post; and where the text ends.
  std::vector<Span> places_;          // Of each token.
};

}  // namespace triage
