#pragma once
// Every connection is an open file, and most systems let a process have 1,024 of them until it asks for more.

#include <cstddef>

namespace heed {

// Asks for as many as this process may have, and gives how many it has now.
std::size_t raise_open_files();

// Connections to take at most where a process may have so many files open: the record, its readers, the log and the
// calls to platforms need some too. Never over 15,000, never under 16.
[[nodiscard]] std::size_t connections_within(std::size_t open_files);

}  // namespace heed
