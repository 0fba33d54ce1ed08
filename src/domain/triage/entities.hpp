#pragma once
// What a message speaks of that can be looked up: order numbers, amounts of money, dates. Products and a company's own patterns
// are found by Company. Looks at the numbers of the message only, each a few bytes to the left and right.

#include <string_view>
#include <vector>

#include "domain/triage/triage.hpp"

namespace triage {

struct EntitiesWanted {
  bool orders = true;
};

// Appends, in the order they stand. Numbers inside `personal` are left out. At most kMostPlainBytes are looked at.
void find_entities(std::string_view text, const std::vector<PersonalData>& personal, EntitiesWanted wanted,
                   std::vector<Entity>& out);

}  // namespace triage
