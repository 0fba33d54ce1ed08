#pragma once
// Dates as HTTP writes them: "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 §5.6.7), the one form that may be sent today.

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace channel {

[[nodiscard]] std::optional<base::Time> parse_http_date(std::string_view text);
[[nodiscard]] std::string to_http_date(base::Time time);

}  // namespace channel
