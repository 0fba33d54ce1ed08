#include "domain/triage/concepts.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.hpp"
#include "domain/triage/feature_key.hpp"

// tools/models/concepts/en.tsv, by cmake/embed.cmake.
extern "C" {
extern const char heed_triage_lexicon_begin[];  // NOLINT(readability-identifier-naming)
extern const char heed_triage_lexicon_end[];    // NOLINT(readability-identifier-naming)
}

namespace triage {
namespace {

constexpr std::uint64_t kBasis = 0xCBF29CE484222325ULL;
constexpr std::uint64_t kWhole = 0x2545F4914F6CDD1DULL;   // The word ends here.
constexpr std::uint64_t kBegins = 0x6C62272E07BB0142ULL;  // Whatever ends it.
constexpr std::uint64_t kInside = 0x27220A95FE0D1B5CULL;  // Anywhere in a text without spaces.
constexpr std::size_t kMostWords = 3;
constexpr std::size_t kFewestBegun = 2;  // Points before a star.
constexpr std::size_t kMostBegun = 14;   // Longer beginnings are not looked up.
constexpr std::size_t kMostInside = 8;   // Points of an entry without spaces.
constexpr unsigned kBloomBits = 18;
constexpr std::size_t kMostConcepts = 4096;

// Scripts that put no spaces between words; Korean puts them, but hangs its endings on.
bool is_unspaced(char32_t point) {
  return (point >= 0x0E00 && point <= 0x0EFF) || (point >= 0x3040 && point <= 0x30FF) ||
         (point >= 0x3400 && point <= 0x9FFF) || (point >= 0xAC00 && point <= 0xD7A3) ||
         (point >= 0x20000 && point <= 0x3FFFF);
}

std::uint64_t hash_of(std::u32string_view points, std::uint64_t hash) {
  for (const char32_t point : points) hash = (hash ^ point) * kHashStep;
  return hash;
}

// The keys of one entry: of its words, one after the other.
std::uint64_t hash_of_entry(std::string_view entry, Normaliser& normaliser) {
  const bool star = entry.ends_with('*');
  if (star) entry.remove_suffix(1);
  std::uint64_t hash = kBasis;
  std::size_t words = 0;
  bool unspaced = false;
  for (const Token& token : normaliser.read(entry)) {
    const auto points = normaliser.points(token);
    if (token.kind == TokenKind::mark && words > 0) continue;  // "!!" after a word says how, not what.
    if (words > 0) hash = (hash ^ ' ') * kHashStep;
    hash = hash_of(points, hash);
    unspaced = unspaced || is_unspaced(points.front());
    ++words;
  }
  if (words == 0 || words > kMostWords) return 0;
  return unspaced && words == 1 ? hash ^ kInside : star ? hash ^ kBegins : hash ^ kWhole;
}

}  // namespace

base::Result<ConceptParts> read_lexicon(std::span<const LexiconText> files) {
  ConceptParts parts;
  std::map<std::string, Concept, std::less<>> numbers;
  std::set<std::pair<std::uint32_t, Concept>> all;
  Normaliser normaliser;
  for (const LexiconText& file : files) {
    std::size_t line_number = 0;
    for (const std::string_view line : base::split(file.text, '\n')) {
      ++line_number;
      if (line.empty()) continue;
      const auto tab = line.find('\t');
      const auto refuse = [&](const std::string& why) {
        return base::fail(base::FailureKind::invalid,
                          file.name + ", line " + std::to_string(line_number) + ": " + why + ".");
      };
      if (tab == std::string_view::npos || tab == 0) return refuse("it is no name, tab and entries");
      const std::string_view name = line.substr(0, tab);
      auto found = numbers.find(name);
      if (found == numbers.end()) {
        if (&file != files.data() || numbers.size() >= kMostConcepts)
          return refuse("the first file has no concept \"" + std::string(name) + "\"");
        found = numbers.emplace(name, static_cast<Concept>(numbers.size())).first;
        parts.names.emplace_back(name);
      }
      for (const std::string_view cell : base::split(line.substr(tab + 1), ',')) {
        const std::string_view entry = base::trim(cell);
        if (entry.empty()) continue;
        if (const std::uint64_t hash = hash_of_entry(entry, normaliser); hash != 0) all.emplace(key_of(hash), found->second);
      }
    }
  }
  for (const auto& [key, number] : all) {
    parts.keys.push_back(key);
    parts.concepts.push_back(number);
  }
  return parts;
}

Concepts::Concepts(std::span<const std::uint32_t> keys, std::span<const Concept> concepts)
    : keys_(keys), concepts_(concepts), there_((std::size_t{1} << kBloomBits) / 64, 0) {
  for (const std::uint32_t key : keys) there_[(key >> (32 - kBloomBits)) / 64] |= 1ULL << ((key >> (32 - kBloomBits)) % 64);
}

std::string_view shipped_lexicon() {
  return {heed_triage_lexicon_begin, static_cast<std::size_t>(heed_triage_lexicon_end - heed_triage_lexicon_begin)};
}

std::span<const Concept> Concepts::at(std::uint32_t key) const {
  const std::uint32_t bit = key >> (32 - kBloomBits);
  if ((there_[bit / 64] >> (bit % 64) & 1U) == 0) return {};
  const auto [first, last] = std::ranges::equal_range(keys_, key);
  return concepts_.subspan(static_cast<std::size_t>(first - keys_.begin()), static_cast<std::size_t>(last - first));
}

void Concepts::look_up(std::uint64_t hash, bool negated, std::vector<Concept>& out) const {
  for (const Concept one : at(key_of(hash))) out.push_back(static_cast<Concept>(one + (negated ? kNegatedConcept : 0)));
}

std::vector<std::string> Concepts::names(std::string_view lexicon) const {
  std::vector<std::string> names;
  if (keys_.empty()) return names;
  Normaliser normaliser;
  for (const std::string_view line : base::split(lexicon, '\n')) {
    const auto tab = line.find('\t');
    if (tab == std::string_view::npos) continue;
    std::map<Concept, int> led_to;
    int entries = 0;
    for (const std::string_view cell : base::split(line.substr(tab + 1), ',')) {
      const std::uint64_t hash = hash_of_entry(base::trim(cell), normaliser);
      if (hash == 0) continue;
      ++entries;
      for (const Concept one : at(key_of(hash))) ++led_to[one];
    }
    const auto most = std::ranges::max_element(led_to, {}, &std::pair<const Concept, int>::second);
    if (most == led_to.end() || 2 * most->second <= entries) continue;
    if (names.size() <= most->first) names.resize(most->first + 1U);
    names[most->first] = line.substr(0, tab);
  }
  return names;
}

// The word as it is, and its beginnings; `before` is the hash of the words before it in a phrase.
void Concepts::find_word(std::u32string_view word, std::uint64_t before, bool negated, std::vector<Concept>& out) const {
  std::uint64_t hash = before;
  for (std::size_t i = 0; i < word.size(); ++i) {
    hash = (hash ^ word[i]) * kHashStep;
    if (i + 1 >= kFewestBegun && i < kMostBegun) look_up(hash ^ kBegins, negated, out);
  }
  look_up(hash ^ kWhole, negated, out);
}

void Concepts::find(std::span<const Token> tokens, const Normaliser& normaliser, std::vector<Concept>& out) const {
  if (keys_.empty()) return;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].kind == TokenKind::mark && tokens[i].end - tokens[i].begin != 1) continue;
    const auto word = normaliser.points(tokens[i]);
    if (tokens[i].kind == TokenKind::word && is_unspaced(word.front())) {
      for (std::size_t first = 0; first < word.size(); ++first) {
        std::uint64_t hash = kBasis;
        for (std::size_t end = first; end < std::min(word.size(), first + kMostInside); ++end) {
          hash = (hash ^ word[end]) * kHashStep;
          look_up(hash ^ kInside, tokens[i].negated, out);
        }
      }
      continue;
    }
    std::uint64_t phrase = kBasis;
    std::size_t words = 0;
    for (std::size_t k = i; k < tokens.size() && words < kMostWords; ++k) {
      if (tokens[k].kind == TokenKind::mark && words > 0) continue;
      if (words > 0) phrase = (phrase ^ ' ') * kHashStep;
      find_word(normaliser.points(tokens[k]), phrase, tokens[i].negated, out);
      phrase = hash_of(normaliser.points(tokens[k]), phrase);
      ++words;
    }
  }
}

}  // namespace triage
