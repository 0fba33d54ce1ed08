#include "domain/triage/facets.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace triage {
namespace {

// Names may hold anything that people type in one line.
constexpr char kBetween = '\n';
constexpr std::string_view kIntent = "intent:", kSentiment = "sentiment:", kLanguage = "language:", kUrgency = "urgency:";
constexpr std::string_view kSpam = "spam", kAbuse = "abuse";

using Names = std::vector<std::string>;

void put_in_order(Names& names) {
  std::ranges::sort(names);
  names.erase(std::ranges::unique(names).begin(), names.end());
}

void add(std::string& text, std::string_view field, std::string_view value = {}) {
  if (!text.empty()) text += kBetween;
  text += field;
  text += value;
}

bool is_any_of(const Names& found, const Names& wanted) {
  return wanted.empty() || std::ranges::find_first_of(found, wanted) != found.end();
}

}  // namespace

Facets facets_of(const std::vector<Triage>& words) {
  Facets out;
  out.spam = !words.empty() && std::ranges::all_of(words, &Triage::spam);
  for (const auto& said : words) {
    for (const auto& intent : said.intents) out.intents.push_back(intent.name);
    if (said.sentiment.label != kUnsure) out.sentiments.push_back(said.sentiment.label);
    if (!said.language.empty()) out.languages.push_back(said.language);
    out.urgency = std::max<std::int64_t>(out.urgency, said.urgency);
    out.abuse = out.abuse || said.abuse;
  }
  for (auto* names : {&out.intents, &out.sentiments, &out.languages}) put_in_order(*names);
  return out;
}

std::string to_text(const Facets& facets) {
  std::string text;
  for (const auto& name : facets.intents) add(text, kIntent, name);
  for (const auto& name : facets.sentiments) add(text, kSentiment, name);
  for (const auto& name : facets.languages) add(text, kLanguage, name);
  add(text, kUrgency, std::to_string(facets.urgency));
  if (facets.spam) add(text, kSpam);
  if (facets.abuse) add(text, kAbuse);
  return text;
}

Facets read_facets(std::string_view text) {
  Facets out;
  for (const auto part : base::split(text, kBetween)) {
    const auto rest = [&part](std::string_view field) { return std::string(part.substr(field.size())); };
    if (part.starts_with(kIntent)) out.intents.push_back(rest(kIntent));
    else if (part.starts_with(kSentiment)) out.sentiments.push_back(rest(kSentiment));
    else if (part.starts_with(kLanguage)) out.languages.push_back(rest(kLanguage));
    else if (part == "urgency:1") out.urgency = 1;
    else if (part == "urgency:2") out.urgency = 2;
    else if (part == kSpam) out.spam = true;
    else if (part == kAbuse) out.abuse = true;
  }
  return out;
}

bool narrows(const FacetFilter& filter) { return filter != FacetFilter{}; }

bool matches(const Facets& facets, const FacetFilter& filter) {
  return is_any_of(facets.intents, filter.intents) && is_any_of(facets.sentiments, filter.sentiments) &&
         is_any_of(facets.languages, filter.languages) && facets.urgency >= filter.urgency &&
         facets.spam == filter.spam.value_or(facets.spam) && facets.abuse == filter.abuse.value_or(facets.abuse);
}

}  // namespace triage
