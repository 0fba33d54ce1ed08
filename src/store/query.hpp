#pragma once
// A named query of src/store/queries/*.sql with the types it takes and gives:
//
//   constexpr Query<conversation::Conversation(ids::Organization, ids::Conversation)> kFind{"conversation_find"};
//   std::optional<conversation::Conversation> found = reading.one(kFind, organization, id);
//
// $1, $2 … of the SQL are the parameters in order. Result columns are matched by name to the members of the described
// Row struct when the query is prepared, so a misspelt column fails at start and in the store's test, not at midnight. A
// Row may also be a single value (std::int64_t, std::string, an Id, an optional of these …) for queries of one column, or
// void. Types: bool, whole numbers, double, text, base::Id, base::Time, described enums (kept as the enumerator's name),
// and std::optional of these for what may be NULL.

#include <cstdint>
#include <string_view>
#include <variant>

namespace store {

template <class Signature>
struct Query;

template <class Row, class... Params>
struct Query<Row(Params...)> {
  const char* name;  // A string literal: prepared statements are found by its address.
};

// A parameter as the engines take it. Text is borrowed for the time of the call.
using Parameter = std::variant<std::monostate, bool, std::int64_t, double, std::string_view>;

}  // namespace store
