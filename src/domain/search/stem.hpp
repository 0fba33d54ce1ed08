#pragma once
// The stem of a word: what "parcels" and "parcel" share. One rule set a language (Snowball).

#include <string>
#include <string_view>
#include <vector>

namespace search {

// True when words of this language ("en", "pt") can be stemmed.
[[nodiscard]] bool has_stems(std::string_view language);

// The word is lower case with its accents. Gives the word itself where there is nothing to take off, or no rule.
[[nodiscard]] std::string stem(std::string_view word, std::string_view language);

// Every language with rules, by its code.
[[nodiscard]] const std::vector<std::string>& stemmed_languages();

}  // namespace search
