#include "workflow/import/import.hpp"

#include <utility>

namespace workflow {

void ImportSummary::refuse(std::int64_t line, std::string reason) {
  ++refused;
  if (first_refused.size() < kShownRefusals) first_refused.push_back({line, std::move(reason)});
}

}  // namespace workflow
