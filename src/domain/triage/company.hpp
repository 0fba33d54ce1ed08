#pragma once
// What a company adds to triage without training anything: how its order numbers look, what its products are called, words
// that mean something of its own. Checked and compiled once, shared by all threads.

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/result.hpp"
#include "domain/triage/plain.hpp"
#include "domain/triage/triage.hpp"

namespace triage {

// Found in the message as it was written, small and capital letters alike.
struct OwnPattern {
  std::string name;     // What it finds: "order" stands in for the order numbers that are found without it.
  std::string pattern;  // RE2's syntax.
};
BOOST_DESCRIBE_STRUCT(OwnPattern, (), (name, pattern))

// A message with one of these words, in any case and with or without accents, is taken to be of that intent. Without words it is
// known from examples alone (layer.hpp).
struct OwnWords {
  std::string intent;
  std::vector<std::string> words;
};
BOOST_DESCRIBE_STRUCT(OwnWords, (), (intent, words))

struct CompanyWords {
  std::vector<OwnPattern> patterns;
  std::vector<std::string> products;
  std::vector<OwnWords> intents;
};
BOOST_DESCRIBE_STRUCT(CompanyWords, (), (patterns, products, intents))

class Company {
 public:
  // Names the field that is refused ("patterns[1].pattern") and says why.
  [[nodiscard]] static base::Result<Company> compile(const CompanyWords& words);
  Company(Company&&) noexcept;
  Company& operator=(Company&&) noexcept;
  ~Company();

  void find_entities(std::string_view message, const PlainText& plain, std::vector<Entity>& out) const;
  // Own intents; each word that speaks for one is a reason with the intent as its rule.
  void find_intents(const PlainText& plain, std::vector<Reason>& out) const;
  [[nodiscard]] bool has_order_pattern() const;

 private:
  struct Compiled;
  Company();
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace triage
