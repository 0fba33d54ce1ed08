#include "store/search_sql.hpp"

#include <utility>
#include <vector>

namespace store {
namespace {

constexpr std::string_view kPlace = "search_sql.cpp";
constexpr const char* kMigrations = "search_migrations";

const std::vector<EmbeddedQuery> kShared = {
    {"schema_version", "SELECT MAX(version) AS version FROM search_migrations;", kPlace, 0},
    {"schema_add", "INSERT INTO search_migrations (version, name, applied_at) VALUES ($1, $2, $3);", kPlace, 3},
    {"search_form", "SELECT form FROM search_form;", kPlace, 0},
    {"search_form_set", "INSERT INTO search_form (id, form) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET form = $1;",
     kPlace, 1},
    {"search_progress", "SELECT ordinal, seq, scanned_id FROM search_tenants WHERE organization_id = $1;", kPlace, 1},
    {"search_last_ordinal", "SELECT MAX(ordinal) FROM search_tenants;", kPlace, 0},
    {"search_tenant_add", "INSERT INTO search_tenants (organization_id, ordinal, seq, scanned_id) VALUES ($1, $2, $3, $4);",
     kPlace, 4},
    {"search_tenant_move", "UPDATE search_tenants SET seq = $2, scanned_id = $3 WHERE organization_id = $1;", kPlace, 3},
    {"search_languages",
     "SELECT language FROM search_languages WHERE organization_id = $1 ORDER BY messages DESC, language LIMIT $2;", kPlace,
     2},
    {"search_language_add",
     "INSERT INTO search_languages (organization_id, language, messages) VALUES ($1, $2, $3) "
     "ON CONFLICT (organization_id, language) DO UPDATE SET messages = search_languages.messages + excluded.messages;",
     kPlace, 3},
    {"search_place", "SELECT message_id, mark, live FROM search_places WHERE place = $1;", kPlace, 1},
    {"search_place_add", "INSERT INTO search_places (place, message_id, mark, live) VALUES ($1, $2, $3, TRUE);", kPlace, 3},
    {"search_place_end", "UPDATE search_places SET live = FALSE WHERE place = $1;", kPlace, 1},
    {"search_size",
     "SELECT COUNT(*) AS places, COALESCE(SUM(CASE WHEN live THEN 0 ELSE 1 END), 0) AS dead FROM search_places;", kPlace, 0},
    {"search_wipe_places", "DELETE FROM search_places;", kPlace, 0},
    {"search_wipe_tenants", "DELETE FROM search_tenants;", kPlace, 0},
    {"search_wipe_languages", "DELETE FROM search_languages;", kPlace, 0},
};

// $1 terms, $2 and $3 places, $4 limit
const std::vector<EmbeddedQuery> kSqlite = {
    {"search_find",
     "SELECT p.place, p.message_id FROM search_terms CROSS JOIN search_places p ON p.place = search_terms.rowid "
     "WHERE search_terms MATCH $1 AND search_terms.rowid < $2 AND search_terms.rowid >= $3 AND p.live "
     "ORDER BY search_terms.rowid DESC LIMIT $4;",
     kPlace, 4},
    {"search_terms_add", "INSERT INTO search_terms (rowid, terms) VALUES ($1, $2);", kPlace, 2},
    {"search_wipe_terms", "INSERT INTO search_terms (search_terms) VALUES ('delete-all');", kPlace, 0},
    {"search_tidy", "INSERT INTO search_terms (search_terms) VALUES ('optimize');", kPlace, 0},
};

const std::vector<EmbeddedQuery> kPostgres = {
    {"search_find",
     "SELECT p.place, p.message_id FROM search_terms t JOIN search_places p ON p.place = t.place "
     "WHERE t.terms @@ CAST(CAST($1 AS TEXT) AS tsquery) AND t.place < $2 AND t.place >= $3 AND p.live "
     "ORDER BY t.place DESC LIMIT $4;",
     kPlace, 4},
    {"search_terms_add", "INSERT INTO search_terms (place, terms) VALUES ($1, CAST(CAST($2 AS TEXT) AS tsvector));", kPlace,
     2},
    {"search_wipe_terms", "DELETE FROM search_terms;", kPlace, 0},
    {"search_tidy", "ANALYZE search_terms;", kPlace, 0},
};

// scanned_id is null once the first reading of the organization's messages is over.
constexpr std::string_view kTables =
    "CREATE TABLE search_form (id BIGINT PRIMARY KEY, form BIGINT NOT NULL);"
    "CREATE TABLE search_tenants (organization_id BIGINT PRIMARY KEY, ordinal BIGINT NOT NULL UNIQUE, seq BIGINT NOT NULL, "
    "scanned_id BIGINT);"
    "CREATE TABLE search_languages (organization_id BIGINT NOT NULL, language TEXT NOT NULL, messages BIGINT NOT NULL, "
    "PRIMARY KEY (organization_id, language));"
    "CREATE TABLE search_places (place BIGINT PRIMARY KEY, message_id BIGINT NOT NULL, mark BIGINT NOT NULL, "
    "live BOOLEAN NOT NULL);";
const std::string kSqliteTables =
    std::string(kTables) +
    "CREATE VIRTUAL TABLE search_terms USING fts5(terms, content = '', columnsize = 0, tokenize = 'heed_terms');";
const std::string kPostgresTables = std::string(kTables) +
                                    "CREATE TABLE search_terms (place BIGINT PRIMARY KEY, terms tsvector NOT NULL);"
                                    "CREATE INDEX search_terms_by_term ON search_terms USING gin (terms);";

}  // namespace

std::shared_ptr<const Catalogue> search_catalogue(bool is_postgres, std::vector<CheckedQuery> checks) {
  std::vector<EmbeddedQuery> queries(kShared);
  const auto& own = is_postgres ? kPostgres : kSqlite;
  queries.insert(queries.end(), own.begin(), own.end());
  std::vector<EmbeddedMigration> migrations = {{1, "first", is_postgres ? kPostgresTables : kSqliteTables}};
  return std::make_shared<const Catalogue>(std::move(queries), std::move(migrations), std::move(checks), kMigrations);
}

}  // namespace store
