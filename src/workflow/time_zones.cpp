#include "workflow/time_zones.hpp"

#include <fstream>
#include <iterator>

#include "workflow/change_organization.hpp"

namespace workflow {

base::Result<sla::Zone> open_time_zone(const std::string& name) {
  const auto zone = check_time_zone(name);  // A name may not lead out of the folder.
  if (!zone) return base::pass_on(zone.error());
  if (*zone == "UTC") return sla::Zone();
  std::ifstream file(kZoneFolder + *zone, std::ios::binary);
  if (!file)
    return base::fail(base::FailureKind::not_found, "This machine keeps no time zones; install the package tzdata.",
                      "time_zone");
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  return sla::Zone::read(bytes);
}

}  // namespace workflow
