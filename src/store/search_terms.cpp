#include "store/search_terms.hpp"

#include <algorithm>
#include <string_view>

#include "base/check.hpp"

namespace store {
namespace {

constexpr std::size_t kLastPosition = 16'383;  // PostgreSQL's.

// 'it''s' and "say ""so""".
void append_quoted(std::string& out, std::string_view text, char quote) {
  out.push_back(quote);
  for (const char c : text) {
    if (c == quote || (quote == '\'' && c == '\\')) out.push_back(c);
    out.push_back(c);
  }
  out.push_back(quote);
}

std::string stored_in_sqlite(const search::Document& document, const std::string& mark) {
  std::string out;
  for (const auto& position : document) {
    std::string_view lead;
    for (const auto& form : position.forms) {
      if (!out.empty()) out.push_back(' ');
      out.append(lead).append(mark).append(form);
      lead = "|";
    }
  }
  return out;
}

std::string stored_in_postgres(const search::Document& document, const std::string& mark) {
  std::string out;
  for (std::size_t at = 0; at < document.size(); ++at) {
    for (const auto& form : document[at].forms) {
      if (!out.empty()) out.push_back(' ');
      append_quoted(out, mark + form, '\'');
      out += ":" + std::to_string(std::min(at + 1, kLastPosition));
    }
  }
  return out;
}

std::string phrase_in_sqlite(const search::Phrase& phrase, const std::string& mark) {
  std::string terms;
  for (const auto& term : phrase.terms) terms += (terms.empty() ? "" : " ") + mark + term;
  std::string out;
  append_quoted(out, terms, '"');
  return phrase.is_prefix ? out + " *" : out;
}

std::string phrase_in_postgres(const search::Phrase& phrase, const std::string& mark) {
  std::string out;
  for (const auto& term : phrase.terms) {
    if (!out.empty()) out += " <-> ";
    append_quoted(out, mark + term, '\'');
  }
  if (phrase.is_prefix) out += ":*";
  return phrase.terms.size() > 1 ? "(" + out + ")" : out;
}

class Asked {
 public:
  Asked(std::string mark, bool is_postgres) : mark_(std::move(mark)), is_postgres_(is_postgres) {}

  [[nodiscard]] std::string any_of(const search::Group& group) const {
    std::string out;
    for (const auto& phrase : group) {
      if (!out.empty()) out += is_postgres_ ? " | " : " OR ";
      out += is_postgres_ ? phrase_in_postgres(phrase, mark_) : phrase_in_sqlite(phrase, mark_);
    }
    return "(" + out + ")";
  }

  [[nodiscard]] std::string whole(const search::Expression& expression) const {
    std::string out;
    for (const auto& group : expression.all) {
      if (!out.empty()) out += is_postgres_ ? " & " : " AND ";
      out += any_of(group);
    }
    if (!is_postgres_) out = "(" + out + ")";
    for (const auto& group : expression.none) out += (is_postgres_ ? " & !" : " NOT ") + any_of(group);
    return out;
  }

 private:
  std::string mark_;
  bool is_postgres_;
};

std::string mark_of(std::int64_t ordinal) { return std::to_string(ordinal) + "."; }

}  // namespace

std::string stored_terms(const search::Document& document, std::int64_t ordinal, bool is_postgres) {
  return is_postgres ? stored_in_postgres(document, mark_of(ordinal)) : stored_in_sqlite(document, mark_of(ordinal));
}

std::string asked_terms(const search::Expression& expression, std::int64_t ordinal, bool is_postgres) {
  HEED_CHECK(!expression.all.empty(), "a search asks for something");
  return Asked(mark_of(ordinal), is_postgres).whole(expression);
}

}  // namespace store
