#include "store/organization_store.hpp"

namespace store {
namespace {

using organization::Organization;

constexpr Query<Organization(ids::Organization)> kFind{"organization_find"};
constexpr Query<Organization()> kFirst{"organization_first"};
constexpr Query<Organization()> kList{"organization_list"};
constexpr Query<void(ids::Organization, std::string, std::string, std::string, bool, base::Time)> kInsert{
    "organization_insert"};
constexpr Query<void(ids::Organization, std::string, std::string, std::string)> kUpdate{"organization_update"};

}  // namespace

std::optional<Organization> find_organization(Reading& reading, ids::Organization id) { return reading.one(kFind, id); }

std::optional<Organization> first_organization(Reading& reading) { return reading.one(kFirst); }

std::vector<Organization> list_organizations(Reading& reading) { return reading.rows(kList); }

void insert_organization(Transaction& transaction, const Organization& in) {
  transaction.run(kInsert, in.id, in.name, in.language, in.time_zone, in.sample, in.created_at);
}

void update_organization(Transaction& transaction, const Organization& in) {
  transaction.run(kUpdate, in.id, in.name, in.language, in.time_zone);
}

std::vector<CheckedQuery> organization_queries() { return {kFind, kFirst, kList, kInsert, kUpdate}; }

}  // namespace store
