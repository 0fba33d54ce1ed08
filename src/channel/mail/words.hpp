#pragma once
// Encoded words in fields of a head: "=?utf-8?q?caf=C3=A9?=" → "café" (RFC 2047), also broken ones: letters cut in two between
// words, spaces inside, padding left out, words in quotes.

#include <string>
#include <string_view>
#include <vector>

namespace mail {

[[nodiscard]] std::string decode_words(std::string_view text);

// For fields that have a grammar, whose signs may stand in a word: words are taken out while the field is read, and put back
// into what was read.
class HiddenWords {
 public:
  [[nodiscard]] std::string hide(std::string_view text);
  [[nodiscard]] std::string show(std::string_view text) const;

 private:
  std::vector<std::string> words_;
};

}  // namespace mail
