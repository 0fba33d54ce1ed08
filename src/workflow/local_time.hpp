#pragma once
// What time it is where a company is.

#include <chrono>
#include <string>

#include "base/clock.hpp"

namespace workflow {

// East of Greenwich, at that moment. Zero where the machine does not know the zone ("Europe/Lisbon").
[[nodiscard]] std::chrono::seconds offset_at(const std::string& time_zone, base::Time at);

}  // namespace workflow
