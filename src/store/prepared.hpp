#pragma once
// What both engines do alike with a statement: find it by its query's name, match its columns to the members of the row,
// and look at parameters before the database does. Internal to the engines.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "store/catalogue.hpp"
#include "store/statement.hpp"

namespace store {

// The column of each member, in the order of the shape. Throws StoreError naming query, struct and column when a member
// has no column, a column no member, or a single value not exactly one column.
[[nodiscard]] std::vector<int> match_columns(std::string_view query, const QueryShape& shape,
                                             std::span<const std::string> columns);

// Throws StoreError unless the SQL has as many parameters as the types say.
void match_parameters(const EmbeddedQuery& query, const QueryShape& shape);

// Text has to be UTF-8 without NUL, and a number finite: one engine or the other would not take it, or take it for NULL.
// base::to_storable makes text so.
void check_parameters(const char* query, std::span<const Parameter> parameters);

[[nodiscard]] const EmbeddedQuery& find_query(const Catalogue& catalogue, const char* name);

// Prepared statements of one connection, found by the addresses of the query's name and types: no string is hashed when
// they run.
template <class Statement>
class StatementCache {
 public:
  template <class Prepare>
  Statement& get(const char* name, const QueryShape& shape, Prepare&& prepare) {
    auto& slot = slots_[{name, &shape}];
    if (slot == nullptr) [[unlikely]]
      slot = prepare(name, shape);
    return *slot;
  }
  void clear() { slots_.clear(); }

 private:
  using Key = std::pair<const char*, const QueryShape*>;
  struct HashKey {
    std::size_t operator()(const Key& key) const {
      return reinterpret_cast<std::uintptr_t>(key.first) * 31U + reinterpret_cast<std::uintptr_t>(key.second);
    }
  };
  std::unordered_map<Key, std::unique_ptr<Statement>, HashKey> slots_;
};

}  // namespace store
