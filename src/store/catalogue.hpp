#pragma once
// All SQL there is: the named queries, the migrations, and the types the program uses each query with. The embedded one
// comes from src/store/queries and src/store/migrations through tools/embed_sql.py.

#include <memory>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "store/checked_query.hpp"

namespace store {

struct EmbeddedQuery {
  std::string_view name;  // "conversation_find"
  std::string_view sql;
  std::string_view place;  // "conversation.sql:12"
  int parameters;          // $1 … $n
};

struct EmbeddedMigration {
  int version;
  std::string_view name;  // "first" of 0001_first.sql
  std::string_view sql;
};

[[nodiscard]] std::span<const EmbeddedQuery> embedded_queries();
[[nodiscard]] std::span<const EmbeddedMigration> embedded_migrations();

class Catalogue {
 public:
  // Versions of the migrations are 1, 2, 3 … `schema_table` is where those that ran are noted; the queries schema_version
  // and schema_add read and write it.
  Catalogue(std::vector<EmbeddedQuery> queries, std::vector<EmbeddedMigration> migrations, std::vector<CheckedQuery> checks,
            std::string_view schema_table = "schema_migrations");

  // What this program was built with.
  [[nodiscard]] static std::shared_ptr<const Catalogue> embedded();

  // Null when there is none of that name.
  [[nodiscard]] const EmbeddedQuery* find(std::string_view name) const;

  [[nodiscard]] const std::vector<EmbeddedQuery>& queries() const { return queries_; }
  [[nodiscard]] const std::vector<EmbeddedMigration>& migrations() const { return migrations_; }
  [[nodiscard]] const std::vector<CheckedQuery>& checks() const { return checks_; }
  [[nodiscard]] std::string_view schema_table() const { return schema_table_; }

 private:
  std::vector<EmbeddedQuery> queries_;
  std::vector<EmbeddedMigration> migrations_;
  std::vector<CheckedQuery> checks_;
  std::string_view schema_table_;
  std::unordered_map<std::string_view, const EmbeddedQuery*> by_name_;
};

}  // namespace store
