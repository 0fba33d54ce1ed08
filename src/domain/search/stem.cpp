#include "domain/search/stem.hpp"

#include <libstemmer.h>

#include <algorithm>
#include <array>
#include <memory>

namespace search {
namespace {

struct Rules {
  std::string_view language;
  const char* name;  // Snowball's.
};
constexpr std::array kRules{
    Rules{"ar", "arabic"},     Rules{"ca", "catalan"},  Rules{"da", "danish"},     Rules{"de", "german"},
    Rules{"el", "greek"},      Rules{"en", "english"},  Rules{"es", "spanish"},    Rules{"eu", "basque"},
    Rules{"fi", "finnish"},    Rules{"fr", "french"},   Rules{"ga", "irish"},      Rules{"hi", "hindi"},
    Rules{"hu", "hungarian"},  Rules{"hy", "armenian"}, Rules{"id", "indonesian"}, Rules{"it", "italian"},
    Rules{"lt", "lithuanian"}, Rules{"ne", "nepali"},   Rules{"nl", "dutch"},      Rules{"no", "norwegian"},
    Rules{"pt", "portuguese"}, Rules{"ro", "romanian"}, Rules{"ru", "russian"},    Rules{"sr", "serbian"},
    Rules{"sv", "swedish"},    Rules{"ta", "tamil"},    Rules{"tr", "turkish"},    Rules{"yi", "yiddish"},
};

struct Free {
  void operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }
};
using Stemmer = std::unique_ptr<sb_stemmer, Free>;

// A stemmer keeps the word it works on: each thread has its own.
sb_stemmer* stemmer_of(std::string_view language) {
  thread_local std::array<Stemmer, kRules.size()> stemmers;
  const auto* const found = std::ranges::find(kRules, language, &Rules::language);
  if (found == kRules.end()) return nullptr;
  auto& slot = stemmers.at(static_cast<std::size_t>(found - kRules.begin()));
  if (slot == nullptr) slot.reset(sb_stemmer_new(found->name, "UTF_8"));
  return slot.get();
}

}  // namespace

bool has_stems(std::string_view language) { return std::ranges::find(kRules, language, &Rules::language) != kRules.end(); }

std::string stem(std::string_view word, std::string_view language) {
  sb_stemmer* const stemmer = stemmer_of(language);
  if (stemmer == nullptr) return std::string(word);
  const auto* stemmed =
      sb_stemmer_stem(stemmer, reinterpret_cast<const sb_symbol*>(word.data()), static_cast<int>(word.size()));
  if (stemmed == nullptr) return std::string(word);  // No memory for it.
  return {reinterpret_cast<const char*>(stemmed), static_cast<std::size_t>(sb_stemmer_length(stemmer))};
}

const std::vector<std::string>& stemmed_languages() {
  static const std::vector<std::string> kCodes = [] {
    std::vector<std::string> codes;
    for (const auto& rules : kRules) codes.emplace_back(rules.language);
    return codes;
  }();
  return kCodes;
}

}  // namespace search
