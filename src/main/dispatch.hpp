#pragma once
// From the words of the command line to a running command: parses them, reads the configuration, has the data folder
// ready and locked as the command's `touches` asks, runs it. Everything that stands in the way is one sentence on
// standard error and an exit code; nothing has been changed then.

#include <string>
#include <vector>

#include "main/command.hpp"
#include "main/config.hpp"

namespace heed {

[[nodiscard]] int dispatch(const std::vector<Command>& commands, const std::vector<std::string>& words,
                           const Environment& environment);

}  // namespace heed
