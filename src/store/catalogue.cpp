#include "store/catalogue.hpp"

#include <utility>

#include "base/check.hpp"
#include "store/all_queries.hpp"

namespace store {

Catalogue::Catalogue(std::vector<EmbeddedQuery> queries, std::vector<EmbeddedMigration> migrations,
                     std::vector<CheckedQuery> checks, std::string_view schema_table)
    : queries_(std::move(queries)),
      migrations_(std::move(migrations)),
      checks_(std::move(checks)),
      schema_table_(schema_table) {
  for (const auto& query : queries_) {
    const bool is_new = by_name_.emplace(query.name, &query).second;
    HEED_CHECK(is_new, query.name);
  }
  for (std::size_t i = 0; i < migrations_.size(); ++i) {
    HEED_CHECK(migrations_[i].version == static_cast<int>(i) + 1, migrations_[i].name);
  }
}

std::shared_ptr<const Catalogue> Catalogue::embedded() {
  const auto queries = embedded_queries();
  const auto migrations = embedded_migrations();
  return std::make_shared<const Catalogue>(std::vector(queries.begin(), queries.end()),
                                           std::vector(migrations.begin(), migrations.end()), all_queries());
}

const EmbeddedQuery* Catalogue::find(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : found->second;
}

}  // namespace store
