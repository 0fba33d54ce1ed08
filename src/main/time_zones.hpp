#pragma once
// The time zones that the system keeps.

#include <string>

#include "base/result.hpp"
#include "domain/sla/zone.hpp"

namespace heed {

// "Europe/Berlin"; refused, with a sentence, where the system has none of that name.
[[nodiscard]] base::Result<sla::Zone> open_time_zone(const std::string& name);

}  // namespace heed
