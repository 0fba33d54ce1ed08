#pragma once
// Documents and expressions in the words of the two databases' full-text search. Every term begins with the ordinal of its
// organization, so that no search can reach another's. Internal to the store.

#include <cstdint>
#include <string>

#include "domain/search/document.hpp"
#include "domain/search/expression.hpp"

namespace store {

// SQLite: "1.parcels |1.parcel 1.lost"; PostgreSQL: a tsvector, "'1.parcels':1 '1.parcel':1 '1.lost':2".
[[nodiscard]] std::string stored_terms(const search::Document& document, std::int64_t ordinal, bool is_postgres);

// SQLite: an expression of FTS5; PostgreSQL: a tsquery. One group of `all` at least has to be there.
[[nodiscard]] std::string asked_terms(const search::Expression& expression, std::int64_t ordinal, bool is_postgres);

}  // namespace store
