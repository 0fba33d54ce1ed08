#include "domain/search/expression.hpp"

#include <algorithm>
#include <utility>

#include "domain/search/analyze.hpp"

namespace search {
namespace {

constexpr std::size_t kShortestPrefix = 2;

std::string plain_or_sign(const Token& token) { return token.sign.empty() ? token.folded : token.sign; }

// Words in a row. The last letter of an unspaced run stands alone in the index only where the run ends there; a text may
// go on behind what was asked for.
Phrase in_a_row(const std::vector<Token>& tokens, bool is_prefix) {
  Phrase phrase;
  phrase.is_prefix = is_prefix && tokens.back().is_word;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    const bool ends = token.is_last && i + 1 == tokens.size();
    if (ends && i > 0 && tokens[i - 1].is_pair) break;
    if (ends) phrase.is_prefix = true;
    phrase.terms.push_back(plain_or_sign(token));
  }
  return phrase;
}

void add_new(Group& group, std::string term) {
  const auto is_same = [&term](const Phrase& phrase) { return phrase.terms.front() == term; };
  if (!term.empty() && std::ranges::none_of(group, is_same)) group.push_back({{std::move(term)}, false});
}

// One word in any of its forms. Who asks may leave out accents that the stemmers know, and the other way round.
Group in_any_form(const Token& token, const std::vector<std::string>& languages) {
  Group group{{{token.folded}, false}};
  Token plain = token;
  plain.lower.clear();
  for (const auto& language : languages) {
    add_new(group, stem_of(token, language));
    add_new(group, stem_of(plain, language));
  }
  return group;
}

base::Result<Group> express_word(const Word& word, const std::vector<std::string>& languages) {
  const auto tokens = analyze(word.text);
  if (tokens.empty()) return Group{};
  if (word.is_prefix && tokens.size() == 1 && tokens[0].is_word && plain_or_sign(tokens[0]).size() < kShortestPrefix)
    return base::fail(base::FailureKind::invalid,
                      word.text + "*: at least " + std::to_string(kShortestPrefix) + " letters before the star", "q");
  const bool is_plain_word = tokens.size() == 1 && tokens[0].is_word && tokens[0].sign.empty();
  if (is_plain_word && !word.is_phrase && !word.is_prefix) return in_any_form(tokens[0], languages);
  return Group{in_a_row(tokens, word.is_prefix)};
}

bool has_form(const Position& position, const std::string& term, bool is_prefix) {
  return std::ranges::any_of(position.forms,
                             [&](const std::string& form) { return is_prefix ? form.starts_with(term) : form == term; });
}

bool stands_in(const Group& group, const Document& document) {
  return std::ranges::any_of(group, [&](const Phrase& phrase) {
    for (std::size_t at = 0; at < document.size(); ++at)
      if (match_at(phrase, document, at) != 0) return true;
    return false;
  });
}

}  // namespace

base::Result<Expression> express_words(const Query& query, const std::vector<std::string>& languages) {
  Expression expression;
  for (const auto& word : query.words) {
    auto group = express_word(word, languages);
    if (!group) return base::pass_on(group.error());
    if (group->empty()) continue;
    (word.is_not ? expression.none : expression.all).push_back(*std::move(group));
  }
  return expression;
}

Phrase express_name(const std::string& mark, const std::string& name) {
  Phrase phrase;
  for (const auto& token : analyze(name)) phrase.terms.push_back(mark + token.folded);
  return phrase;
}

std::size_t match_at(const Phrase& phrase, const Document& document, std::size_t at) {
  if (at + phrase.terms.size() > document.size()) return 0;
  for (std::size_t i = 0; i < phrase.terms.size(); ++i) {
    const bool is_prefix = phrase.is_prefix && i + 1 == phrase.terms.size();
    if (!has_form(document[at + i], phrase.terms[i], is_prefix)) return 0;
  }
  return at + phrase.terms.size();
}

bool matches(const Expression& expression, const Document& document) {
  return std::ranges::all_of(expression.all, [&](const Group& group) { return stands_in(group, document); }) &&
         std::ranges::none_of(expression.none, [&](const Group& group) { return stands_in(group, document); });
}

}  // namespace search
