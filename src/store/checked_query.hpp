#pragma once
// A query with its types as data, for the check at start: what the SQL gives and takes is what the program says. Each
// noun's file ends with the list of its queries, and all_queries.cpp collects them:
//
//   std::vector<CheckedQuery> conversation_queries() { return {checked(kFind), checked(kInsert)}; }

#include <vector>

#include "store/statement.hpp"

namespace store {

struct CheckedQuery {
  template <class Row, class... Params>
  CheckedQuery(
      const Query<Row(Params...)>& query)  // NOLINT(google-explicit-constructor): a list of queries is one of these.
      : name(query.name), shape(&statement_detail::kShape<Row, Params...>) {}

  const char* name;
  const QueryShape* shape;
};

template <class Row, class... Params>
[[nodiscard]] CheckedQuery checked(const Query<Row(Params...)>& query) {
  return query;
}

}  // namespace store
