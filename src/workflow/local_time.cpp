#include "workflow/local_time.hpp"

#include <fstream>
#include <iterator>

#include "domain/sla/zone.hpp"
#include "workflow/change_organization.hpp"

namespace workflow {

std::chrono::seconds offset_at(const std::string& time_zone, base::Time at) {
  const auto name = check_time_zone(time_zone);
  if (!name) return {};
  std::ifstream file(kZoneFolder + *name, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  const auto zone = sla::Zone::read(bytes);
  return zone ? zone->at(at).ahead : std::chrono::seconds{};
}

}  // namespace workflow
