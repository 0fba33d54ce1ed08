#pragma once
// What a text is found by. One analysis serves both databases and the highlighting of hits, so that all three agree.
//
// Words of scripts with spaces are tokens by themselves; "ann@example.com" and "48-2210" are several in a row, found again
// as a phrase. Scripts without spaces give overlapping pairs of letters, and the last letter of a run alone, so that one
// letter is found as the beginning of a pair. "@heed_help" and "#sale" keep their sign in a second form of the token.
//
// Hostile text costs linear time and bounded space: a token has at most kLongestToken code points (what is longer is
// several tokens), a text at most kMostTokens; what follows is not found.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace search {

inline constexpr std::size_t kLongestToken = 64;
inline constexpr std::size_t kMostTokens = 16'000;
inline constexpr std::size_t kMostBytes = 400'000;

// Raise it when the same text would be analysed otherwise: the index is then built anew.
inline constexpr std::int64_t kAnalysisForm = 1;

struct Token {
  std::string folded;       // "parcels", "strasse", "東京"
  std::string lower;        // With its accents, for the stemmer; empty where it is as `folded`.
  std::string sign;         // "@heed_help", "#sale"; mostly empty.
  std::uint32_t begin = 0;  // Bytes in the text.
  std::uint32_t end = 0;
  bool is_word = false;  // Of letters with spaces between words: has a stem.
  bool is_pair = false;  // Of an unspaced run: two letters that overlap the next token,
  bool is_last = false;  // or its last letter alone.
};

[[nodiscard]] std::vector<Token> analyze(std::string_view text);

// The stem of a token, accents left out; empty where it is the folded form itself.
[[nodiscard]] std::string stem_of(const Token& token, std::string_view language);

}  // namespace search
