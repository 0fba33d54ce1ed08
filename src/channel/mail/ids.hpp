#pragma once
// Message ids as fields of a head name them.

#include <string>
#include <string_view>
#include <vector>

namespace mail {

// What stands between < and >, in order; of a field without brackets its words that look like ids. No id twice.
[[nodiscard]] std::vector<std::string> read_ids(std::string_view field);

}  // namespace mail
