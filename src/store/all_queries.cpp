#include "store/all_queries.hpp"

namespace store {

// Each noun's file ends with its list.
std::vector<CheckedQuery> event_queries();
std::vector<CheckedQuery> schema_queries();

std::vector<CheckedQuery> all_queries() {
  using List = std::vector<CheckedQuery> (*)();
  constexpr List kLists[] = {schema_queries, event_queries};
  std::vector<CheckedQuery> all;
  for (const List list : kLists) {
    const auto queries = list();
    all.insert(all.end(), queries.begin(), queries.end());
  }
  return all;
}

}  // namespace store
