#include "main/command_input.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iostream>

namespace heed {

base::Result<std::string> read_command_input(const std::optional<std::string>& path, std::size_t most) {
  std::ifstream file;
  if (path) file.open(*path, std::ios::binary);
  if (path && !file) return base::fail(base::FailureKind::not_found, *path + " cannot be read.");
  std::istream& input = path ? file : std::cin;
  std::string out;
  std::array<char, 64UL * 1024> block{};
  while (out.size() <= most && input) {
    input.read(block.data(), static_cast<std::streamsize>(std::min(block.size(), most + 1 - out.size())));
    out.append(block.data(), static_cast<std::size_t>(input.gcount()));
  }
  return out;
}

}  // namespace heed
