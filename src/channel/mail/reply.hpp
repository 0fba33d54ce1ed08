#pragma once
// What somebody newly wrote, out of a text that also holds what they answer to and their signature. Pure.

#include <string>
#include <string_view>

namespace mail {

// Quotes and signatures are away; answers between quoted lines stay, and so does a mail that is handed on. Never blank where
// `text` is not: a mail that is nothing but a quote is shown as it is.
[[nodiscard]] std::string newly_written(std::string_view text);

}  // namespace mail
