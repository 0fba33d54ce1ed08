#pragma once
// The organization's own settings.

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "domain/organization/organization.hpp"
#include "store/transaction.hpp"

namespace workflow {

struct OrganizationChange {
  std::optional<std::string> name;
  std::optional<std::string> language;
  std::optional<std::string> time_zone;
};
base::Result<organization::Organization> change_organization(store::Transaction& transaction, ids::Organization id,
                                                             const OrganizationChange& change);

// Where the machine keeps its time zones.
inline constexpr const char* kZoneFolder = "/usr/share/zoneinfo/";

// The name of a time zone that this machine's data knows; where it has none, the form of the name must do.
base::Result<std::string> check_time_zone(std::string_view text);

}  // namespace workflow
