#include "workflow/change_organization.hpp"

#include <sys/stat.h>

#include "domain/rights/account.hpp"
#include "store/organization_store.hpp"

namespace workflow {
namespace {

bool is_there(const std::string& path, mode_t type) {
  struct stat facts{};
  return ::stat(path.c_str(), &facts) == 0 && (facts.st_mode & S_IFMT) == type;
}

}  // namespace

base::Result<std::string> check_time_zone(std::string_view text) {
  const std::string folder = kZoneFolder;
  auto zone = organization::clean_time_zone(text);
  if (!zone || *zone == "UTC" || !is_there(folder, S_IFDIR) || is_there(folder + *zone, S_IFREG)) return zone;
  return base::fail(base::FailureKind::invalid, "time_zone: there is no " + *zone + "; a right one is Europe/Lisbon",
                    "time_zone");
}

base::Result<organization::Organization> change_organization(store::Transaction& transaction, ids::Organization id,
                                                             const OrganizationChange& change) {
  auto organization = store::find_organization(transaction, id);
  if (!organization) return base::fail(base::FailureKind::not_found, "There is no such organization.");
  if (change.name) {
    auto name = rights::clean_name(*change.name);
    if (!name) return base::pass_on(name.error());
    organization->name = *name;
  }
  if (change.language) {
    auto language = organization::clean_language(*change.language);
    if (!language) return base::pass_on(language.error());
    organization->language = *language;
  }
  if (change.time_zone) {
    auto time_zone = check_time_zone(*change.time_zone);
    if (!time_zone) return base::pass_on(time_zone.error());
    organization->time_zone = *time_zone;
  }
  store::update_organization(transaction, *organization);
  transaction.publish(id, event::OrganizationChanged{id});
  return *organization;
}

}  // namespace workflow
