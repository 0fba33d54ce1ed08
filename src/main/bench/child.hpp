#pragma once
// A program started for a measurement, and a folder for what it writes; both are gone when the object is.

#include <sys/types.h>

#include <chrono>
#include <functional>
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
  // Starts it with pipes for standard input and output, and standard error to /dev/null.
  static base::Result<Child> start(const std::vector<std::string>& words);
  // The same with a function of this program in a process of its own. No other thread may be running here.
  static base::Result<Child> start_here(const std::function<void()>& program);
  Child(Child&& other) noexcept;
  Child& operator=(Child&&) = delete;
  ~Child();  // SIGTERM, SIGKILL after ten seconds; waits.

  // Writes a line to its standard input.
  void tell(const std::string& line);
  // Reads standard output until a line holds `text`; gives the line.
  base::Result<std::string> wait_for_line(const std::string& text, std::chrono::milliseconds limit);

  // Processor time of the process and its children so far, in seconds.
  [[nodiscard]] double cpu_seconds() const;
  [[nodiscard]] double resident_mib() const;
  [[nodiscard]] pid_t pid() const { return pid_; }

 private:
  Child(pid_t pid, int input, int output) : pid_(pid), input_(input), output_(output) {}
  static base::Result<Child> fork_to(const std::string& name, const std::function<void()>& program);

  pid_t pid_;
  int input_;
  int output_;
  std::string pending_;
};

// The share of all cores' time that nobody used since the object was made, 0 to 1: how quiet the machine was.
class IdleShare {
 public:
  IdleShare();
  [[nodiscard]] double so_far() const;

 private:
  double idle_;
  double all_;
};

// The path of the program that is running.
[[nodiscard]] std::string own_path();
// A loopback port that nobody uses at this moment.
[[nodiscard]] std::uint16_t free_port();

}  // namespace heed
