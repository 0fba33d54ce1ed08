#pragma once
// A line of progress on standard error: redrawn in place on a terminal, a plain line every few seconds elsewhere.

#include <chrono>
#include <cstdint>
#include <string>

namespace heed {

class Progress {
 public:
  Progress();
  // Ends the line, if one is open.
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // "Storing  [#####-----]  50 %  12,000 rows  8,100 rows/s  3 s left". `done` of `total` in any unit; `rows` for the rate.
  // A new `what` begins a new line.
  void show(const std::string& what, std::int64_t done, std::int64_t total, std::int64_t rows);

 private:
  using SteadyTime = std::chrono::steady_clock::time_point;
  void end_line();

  bool terminal_;
  std::string what_;
  SteadyTime began_;
  SteadyTime shown_;
  bool open_ = false;
};

// "12,345"
[[nodiscard]] std::string with_commas(std::int64_t number);

}  // namespace heed
