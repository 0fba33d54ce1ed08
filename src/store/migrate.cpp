#include "store/migrate.hpp"

#include <optional>
#include <string>

#include "store/transaction.hpp"

namespace store {
namespace {

constexpr Query<std::optional<std::int64_t>()> kVersion{"schema_version"};
constexpr Query<void(std::int64_t, std::string_view, base::Time)> kAdd{"schema_add"};

std::string table_of(const Catalogue& catalogue) {
  return "CREATE TABLE IF NOT EXISTS " + std::string(catalogue.schema_table()) +
         " (version BIGINT PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL)";
}

std::int64_t version_of(Reading& reading) { return reading.one(kVersion).value_or(std::nullopt).value_or(0); }

void refuse_newer(std::int64_t found, std::int64_t known) {
  if (found <= known) return;
  throw StoreError(Trouble::setup,
                   "This data was written by a newer Heed (schema " + std::to_string(found) + ", this program knows " +
                       std::to_string(known) +
                       "). Start that newer Heed, or restore a backup made before the upgrade. Nothing was changed.");
}

// Runs the next migration that the database has not seen; false when there is none.
bool migrate_once(EngineConnection& connection, const Catalogue& catalogue, base::Time now) {
  Reading reading(connection, now);
  const auto known = static_cast<std::int64_t>(catalogue.migrations().size());
  const std::int64_t found = version_of(reading);
  refuse_newer(found, known);
  if (found == known) return false;
  const auto& next = catalogue.migrations()[static_cast<std::size_t>(found)];
  try {
    connection.run_script(next.sql);
  } catch (const StoreError& error) {
    throw StoreError(error.trouble(), "The database could not be brought to this program's schema: migration " +
                                          std::to_string(next.version) + " (" + std::string(next.name) +
                                          ") failed: " + error.what() + ". It is as it was before.");
  }
  run_statement(connection, kAdd, Delivery::at_once, nullptr, next.version, next.name, now);
  return true;
}

}  // namespace

void migrate(EngineConnection& connection, const Catalogue& catalogue, base::Time now) {
  bool more = true;
  while (more) {
    connection.begin_migration();
    try {
      connection.run_script(table_of(catalogue));
      more = migrate_once(connection, catalogue, now);
    } catch (...) {
      connection.rollback();
      throw;
    }
    connection.commit();
  }
}

std::vector<CheckedQuery> schema_queries() { return {kVersion, kAdd}; }

}  // namespace store
