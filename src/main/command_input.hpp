#pragma once
// What a command is asked about: a file, or standard input where none is named.

#include <cstddef>
#include <optional>
#include <string>

#include "base/result.hpp"

namespace heed {

// At most one byte more than `most`: who takes less can tell that there was more.
[[nodiscard]] base::Result<std::string> read_command_input(const std::optional<std::string>& path, std::size_t most);

}  // namespace heed
