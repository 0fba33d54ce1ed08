#pragma once
// What the index is asked: groups of phrases. Of every group of `all` one phrase at least has to stand in the document,
// and none of `none`. Filters are phrases of one term that begins with '=', which no word does (filter.hpp).

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "domain/search/document.hpp"
#include "domain/search/query.hpp"

namespace search {

struct Phrase {
  std::vector<std::string> terms;  // At neighbouring positions; one at least.
  bool is_prefix = false;          // The last term is the beginning of a word.
};

using Group = std::vector<Phrase>;  // Any of them.

struct Expression {
  std::vector<Group> all;
  std::vector<Group> none;
};

// The words of the query; its fields are the caller's. `languages`: those whose stems the index holds.
[[nodiscard]] base::Result<Expression> express_words(const Query& query, const std::vector<std::string>& languages);

// A name as the index keeps it: a phrase of its words, each beginning with `mark`. No terms where it holds no word.
[[nodiscard]] Phrase express_name(const std::string& mark, const std::string& name);

// The position behind the phrase where it stands at `at`; 0 where it does not.
[[nodiscard]] std::size_t match_at(const Phrase& phrase, const Document& document, std::size_t at);

// What the index answers, found by looking at the document itself; for tests.
[[nodiscard]] bool matches(const Expression& expression, const Document& document);

}  // namespace search
