#include "store/import_position_store.hpp"

#include "store/checked_query.hpp"

namespace store {
namespace {
constexpr Query<ImportPosition(ids::Organization, std::string)> kFind{"import_position_find"};
constexpr Query<void(ids::Organization, std::string, std::int64_t, std::int64_t, base::Time)> kPut{"import_position_put"};
constexpr Query<void(ids::Organization, std::string)> kDelete{"import_position_delete"};
}  // namespace

std::optional<ImportPosition> find_import_position(Reading& reading, ids::Organization organization,
                                                   const std::string& file) {
  return reading.one(kFind, organization, file);
}

void put_import_position(Transaction& transaction, ids::Organization organization, const std::string& file,
                         const ImportPosition& position) {
  transaction.run(kPut, organization, file, position.byte, position.line, transaction.now());
}

void delete_import_position(Transaction& transaction, ids::Organization organization, const std::string& file) {
  transaction.run(kDelete, organization, file);
}

std::vector<CheckedQuery> import_position_queries() { return {kFind, kPut, kDelete}; }

}  // namespace store
