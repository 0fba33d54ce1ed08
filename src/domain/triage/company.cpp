#include "domain/triage/company.hpp"

#include <re2/re2.h>

#include <algorithm>

#include "base/text.hpp"
#include "domain/search/fold.hpp"
#include "domain/triage/literals.hpp"

namespace triage {
namespace {

constexpr std::size_t kMostPatterns = 20;
constexpr std::size_t kMostPatternBytes = 200;
constexpr std::size_t kMostWords = 5'000;
constexpr std::size_t kMostWordPoints = 100;
constexpr std::size_t kMostNamePoints = 40;
constexpr std::size_t kMostIntents = 100;
constexpr std::size_t kMostFound = 32;  // Of one pattern in one message.
constexpr int kPatternMemory = 1 << 18;
constexpr std::string_view kOrder = "order";

tl::unexpected<base::Failure> refuse(std::string message, std::string field) {
  return base::fail(base::FailureKind::invalid, std::move(message), std::move(field));
}

base::Result<void> check_name(const std::string& name, const std::string& field) {
  if (base::trim(name).empty()) return refuse("A name is missing.", field);
  if (base::count_points(name) > kMostNamePoints)
    return refuse("A name has at most " + std::to_string(kMostNamePoints) + " characters.", field);
  return {};
}

bool is_unspaced(std::string_view plain) {
  for (std::size_t i = 0; i < plain.size();)
    if (search::kind_of(search::next_point(plain, i)) == search::PointKind::unspaced) return true;
  return false;
}

// As it stands in PlainText, with the spaces around it; text without spaces between words is found anywhere.
base::Result<std::string> as_plain(const std::string& word, const std::string& field) {
  if (base::count_points(word) > kMostWordPoints)
    return refuse("A word has at most " + std::to_string(kMostWordPoints) + " characters.", field);
  const std::string plain = plain_words(word);
  const std::string found = is_unspaced(plain) ? plain : " " + plain + " ";
  if (found.size() < Literals::kShortest) return refuse("It is too short: too many messages have it.", field);
  return found;
}

std::string at(std::string_view list, std::size_t index) { return std::string(list) + "[" + std::to_string(index) + "]"; }

}  // namespace

struct Company::Compiled {
  struct Pattern {
    std::string name;
    std::unique_ptr<RE2> pattern;
  };
  std::vector<Pattern> patterns;
  Literals products;
  Literals words;
  std::vector<std::string> intents;  // Of each of `words`.
};

Company::Company() : compiled_(std::make_unique<Compiled>()) {}
Company::Company(Company&&) noexcept = default;
Company& Company::operator=(Company&&) noexcept = default;
Company::~Company() = default;

base::Result<Company> Company::compile(const CompanyWords& words) {
  Company company;
  Compiled& compiled = *company.compiled_;
  if (words.patterns.size() > kMostPatterns)
    return refuse("At most " + std::to_string(kMostPatterns) + " patterns.", "patterns");
  RE2::Options options(RE2::Quiet);
  options.set_max_mem(kPatternMemory);
  options.set_case_sensitive(false);
  for (std::size_t i = 0; i < words.patterns.size(); ++i) {
    const OwnPattern& own = words.patterns[i];
    if (const auto name = check_name(own.name, at("patterns", i) + ".name"); !name) return base::pass_on(name.error());
    const std::string field = at("patterns", i) + ".pattern";
    if (own.pattern.size() > kMostPatternBytes)
      return refuse("A pattern has at most " + std::to_string(kMostPatternBytes) + " bytes.", field);
    auto pattern = std::make_unique<RE2>(own.pattern, options);
    if (!pattern->ok()) return refuse("The pattern cannot be read: " + pattern->error() + ".", field);
    if (RE2::PartialMatch("", *pattern)) return refuse("The pattern also matches where nothing stands.", field);
    compiled.patterns.push_back({own.name, std::move(pattern)});
  }
  if (words.intents.size() > kMostIntents) return refuse("At most " + std::to_string(kMostIntents) + " intents.", "intents");
  std::size_t count = words.products.size();
  for (const OwnWords& own : words.intents) count += own.words.size();
  if (count > kMostWords)
    return refuse("At most " + std::to_string(kMostWords) + " products and words together.", "products");
  std::vector<std::string> products;
  for (std::size_t i = 0; i < words.products.size(); ++i) {
    auto plain = as_plain(words.products[i], at("products", i));
    if (!plain) return base::pass_on(plain.error());
    products.push_back(*std::move(plain));
  }
  compiled.products = Literals(std::move(products));
  std::vector<std::string> literals;
  for (std::size_t i = 0; i < words.intents.size(); ++i) {
    const OwnWords& own = words.intents[i];
    const std::string field = at("intents", i) + ".intent";
    if (const auto name = check_name(own.intent, field); !name) return base::pass_on(name.error());
    if (own.intent.find(',') != std::string::npos) return refuse("A name has no comma: it stands between names.", field);
    for (std::size_t k = 0; k < own.words.size(); ++k) {
      auto plain = as_plain(own.words[k], at("intents", i) + "." + at("words", k));
      if (!plain) return base::pass_on(plain.error());
      literals.push_back(*std::move(plain));
      compiled.intents.push_back(own.intent);
    }
  }
  compiled.words = Literals(std::move(literals));
  return company;
}

void Company::find_entities(std::string_view message, const PlainText& plain, std::vector<Entity>& out) const {
  message = message.substr(0, kMostPlainBytes);
  const re2::StringPiece text(message.data(), message.size());
  for (const Compiled::Pattern& one : compiled_->patterns) {
    re2::StringPiece place;
    std::size_t from = 0;
    for (std::size_t found = 0;
         found < kMostFound && one.pattern->Match(text, from, text.size(), RE2::UNANCHORED, &place, 1) && !place.empty();
         ++found) {
      const auto begin = static_cast<std::size_t>(place.data() - text.data());
      from = begin + place.size();
      out.push_back({one.name, std::string(place), {static_cast<std::int64_t>(begin), static_cast<std::int64_t>(from)}});
    }
  }
  std::size_t found = 0;
  compiled_->products.find(plain.text(), [&](std::uint32_t word, std::size_t begin) {
    if (++found > kMostFound) return;
    const Span place = plain.origin(begin, begin + compiled_->products.word(word).size());
    out.push_back({"product",
                   std::string(message.substr(static_cast<std::size_t>(place.begin),
                                              static_cast<std::size_t>(place.end - place.begin))),
                   place});
  });
}

void Company::find_intents(const PlainText& plain, std::vector<Reason>& out) const {
  compiled_->words.find(plain.text(), [&](std::uint32_t word, std::size_t begin) {
    const std::string& intent = compiled_->intents[word];
    const Span place = plain.origin(begin, begin + compiled_->words.word(word).size());
    const auto same = std::ranges::find(out, intent, &Reason::rule);
    if (same == out.end()) out.push_back({"intent:" + intent, intent, 1, {place}});
    else if (same->places.size() < kMostFound) same->places.push_back(place);
  });
}

bool Company::has_order_pattern() const {
  return std::ranges::find(compiled_->patterns, kOrder, &Compiled::Pattern::name) != compiled_->patterns.end();
}

}  // namespace triage
