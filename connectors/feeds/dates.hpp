#pragma once
// The times that feeds give: RFC 822 with all its liberties in RSS, RFC 3339 in Atom and JSON Feed, a day alone in Dublin Core. Pure.

#include <optional>
#include <string_view>

#include "base/clock.hpp"

namespace feeds {

[[nodiscard]] std::optional<base::Time> parse_date(std::string_view text);

}  // namespace feeds
