#pragma once
// What a list of conversations can be narrowed by, of what triage says: of the customer's words that nobody has answered yet, and
// where all are answered, of their last one. Kept with the conversation as a short text (to_text()), which is the same for the
// same facets.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "domain/triage/triage.hpp"

namespace triage {

struct Facets {
  std::vector<std::string> intents;     // Of any of the words, each once, in order of the letters.
  std::vector<std::string> sentiments;  // "negative", "neutral", "positive"; what is unsure is none of them.
  std::vector<std::string> languages;   // ISO 639-1
  std::int64_t urgency = 0;             // Of the most urgent word.
  bool spam = false;                    // All of the words are.
  bool abuse = false;                   // One of them is.
};
BOOST_DESCRIBE_STRUCT(Facets, (), (intents, sentiments, languages, urgency, spam, abuse))

[[nodiscard]] Facets facets_of(const std::vector<Triage>& words);

[[nodiscard]] std::string to_text(const Facets& facets);
// Of a text that this program did not write, what it understands.
[[nodiscard]] Facets read_facets(std::string_view text);

// Each member that is set narrows; of several names in one, any will do.
struct FacetFilter {
  std::vector<std::string> intents;
  std::vector<std::string> sentiments;
  std::vector<std::string> languages;
  std::int64_t urgency = 0;  // At least.
  std::optional<bool> spam;
  std::optional<bool> abuse;
  friend bool operator==(const FacetFilter&, const FacetFilter&) = default;
};
[[nodiscard]] bool narrows(const FacetFilter& filter);
[[nodiscard]] bool matches(const Facets& facets, const FacetFilter& filter);

}  // namespace triage
