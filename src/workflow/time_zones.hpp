#pragma once
// The time zones that the machine keeps (the package tzdata).

#include <string>

#include "base/result.hpp"
#include "domain/sla/zone.hpp"

namespace workflow {

// "Europe/Lisbon", "UTC". Refused, with a sentence, where it is no name or the machine has none of it.
[[nodiscard]] base::Result<sla::Zone> open_time_zone(const std::string& name);

}  // namespace workflow
