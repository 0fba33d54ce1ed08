#pragma once
// Every query of the program with its types, collected from the files that use them.

#include <vector>

#include "store/checked_query.hpp"

namespace store {
[[nodiscard]] std::vector<CheckedQuery> all_queries();
}  // namespace store
