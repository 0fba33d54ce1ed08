#include <csignal>
#include <string>
#include <vector>

#include "main/commands.hpp"
#include "main/dispatch.hpp"

int main(int count, char** words) {
  std::signal(SIGPIPE, SIG_IGN);  // A reader that goes away is an error of that write, not our end.
  return heed::dispatch(heed::all_commands(), std::vector<std::string>(words + 1, words + count), heed::process_environment);
}
