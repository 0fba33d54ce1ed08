#pragma once
// A program started for a measurement, and a folder for what it writes; both are gone when the object is.

#include <sys/types.h>

#include <chrono>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace heed {

class ScratchFolder {
 public:
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

class Child {
 public:
  // Starts it with standard output to a pipe and standard error to /dev/null.
  static base::Result<Child> start(const std::vector<std::string>& words);
  Child(Child&& other) noexcept;
  Child& operator=(Child&&) = delete;
  ~Child();  // SIGTERM, SIGKILL after ten seconds; waits.

  // Reads standard output until a line holds `text`; gives the line.
  base::Result<std::string> wait_for_line(const std::string& text, std::chrono::milliseconds limit);

  // Processor time of the process and its children so far, in seconds.
  [[nodiscard]] double cpu_seconds() const;
  [[nodiscard]] double resident_mib() const;
  [[nodiscard]] pid_t pid() const { return pid_; }

 private:
  Child(pid_t pid, int output) : pid_(pid), output_(output) {}
  pid_t pid_;
  int output_;
  std::string pending_;
};

// The path of the program that is running.
[[nodiscard]] std::string own_path();
// A loopback port that nobody uses at this moment.
[[nodiscard]] std::uint16_t free_port();

}  // namespace heed
