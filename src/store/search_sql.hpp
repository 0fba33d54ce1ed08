#pragma once
// The SQL of the search index: full-text search is what the two databases do not share. Internal to the store.

#include <memory>

#include "store/catalogue.hpp"

namespace store {

[[nodiscard]] std::shared_ptr<const Catalogue> search_catalogue(bool is_postgres, std::vector<CheckedQuery> checks);

}  // namespace store
