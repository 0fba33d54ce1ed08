#include <csignal>
#include <string>
#include <vector>

#include "main/commands.hpp"
#include "main/dispatch.hpp"

// Read by jemalloc before anything else: few arenas, for there are few threads, and what a flood left goes back to the system
// after a second (docs/decisions/0019). A name and a type that jemalloc dictates.
extern "C" const char* malloc_conf;
const char* malloc_conf = "narenas:4,dirty_decay_ms:1000,muzzy_decay_ms:0";

int main(int count, char** words) {
  std::signal(SIGPIPE, SIG_IGN);  // A reader that goes away is an error of that write, not our end.
  return heed::dispatch(heed::all_commands(), std::vector<std::string>(words + 1, words + count), heed::process_environment);
}
