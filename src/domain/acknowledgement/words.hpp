#pragma once
// The acknowledgement in the customer's language.

#include <string>
#include <string_view>

#include "domain/acknowledgement/estimate.hpp"
#include "domain/sla/zone.hpp"

namespace acknowledgement {

// Those that it can be said in: ISO 639-1.
[[nodiscard]] bool speaks(std::string_view language);

struct Situation {
  Estimate estimate;
  base::Time now{};
  const sla::Zone* zone = nullptr;  // Of the team's clock on the wall; null: UTC.
  std::string zone_name;            // "Europe/Lisbon"
  std::string help;                 // What the company says they can do now; empty: nothing of its own.
};

// In English where the language is none of those. Never a fixed phrase about time: minutes where it is soon, else the hour, the day where
// that is not today, and whose clock it is.
[[nodiscard]] std::string compose(const Situation& situation, std::string_view language);

}  // namespace acknowledgement
