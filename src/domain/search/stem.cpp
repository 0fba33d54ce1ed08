#include "domain/search/stem.hpp"

#include <libstemmer.h>

#include <algorithm>
#include <array>
#include <functional>
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

// Few words are most of what is said, and to stem one costs as much as all else that is done to it: those stemmed last are
// kept, each in the one place its hash gives it.
class Recent {
 public:
  struct Entry {
    std::string word;
    std::string stem;
  };

  Recent() : entries_(kEntries) {}
  Entry& at(std::string_view word) { return entries_[std::hash<std::string_view>{}(word) % kEntries]; }

 private:
  static constexpr std::size_t kEntries = 4096;  // 256 KiB, and as much again at most for words that are long.
  std::vector<Entry> entries_;
};

constexpr std::size_t kLongestKept = 32;  // Bytes; what is longer comes once.

struct Language {
  Stemmer stemmer;
  Recent recent;
};

// A stemmer keeps the word it works on: each thread has its own.
Language* language_of(std::string_view code) {
  thread_local std::array<std::unique_ptr<Language>, kRules.size()> languages;
  const auto* const found = std::ranges::find(kRules, code, &Rules::language);
  if (found == kRules.end()) return nullptr;
  auto& slot = languages.at(static_cast<std::size_t>(found - kRules.begin()));
  if (slot == nullptr) {
    slot = std::make_unique<Language>();
    slot->stemmer.reset(sb_stemmer_new(found->name, "UTF_8"));
  }
  return slot.get();
}

std::string stem_anew(sb_stemmer* stemmer, std::string_view word) {
  const auto* stemmed =
      sb_stemmer_stem(stemmer, reinterpret_cast<const sb_symbol*>(word.data()), static_cast<int>(word.size()));
  if (stemmed == nullptr) return std::string(word);  // No memory for it.
  return {reinterpret_cast<const char*>(stemmed), static_cast<std::size_t>(sb_stemmer_length(stemmer))};
}

}  // namespace

bool has_stems(std::string_view language) { return std::ranges::find(kRules, language, &Rules::language) != kRules.end(); }

std::string stem(std::string_view word, std::string_view language) {
  Language* const known = language_of(language);
  if (known == nullptr || known->stemmer == nullptr) return std::string(word);
  if (word.empty() || word.size() > kLongestKept) return stem_anew(known->stemmer.get(), word);
  auto& entry = known->recent.at(word);
  if (entry.word != word) entry = {std::string(word), stem_anew(known->stemmer.get(), word)};
  return entry.stem;
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
