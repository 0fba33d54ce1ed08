#pragma once
// Time as Heed keeps it: milliseconds of UTC. Rules get it as an argument; only main makes a real Clock.

#include <chrono>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace base {

using Time = std::chrono::sys_time<std::chrono::milliseconds>;

class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Time now() const = 0;
};

// A clock that stands still until told; for tests and simulations.
class FixedClock final : public Clock {
 public:
  explicit FixedClock(Time time) : time_(time) {}
  [[nodiscard]] Time now() const override { return time_; }
  void set(Time time) { time_ = time; }
  void advance(std::chrono::milliseconds by) { time_ += by; }

 private:
  Time time_;
};

// "2026-11-21T19:27:06Z"; milliseconds only where they are not zero ("…06.250Z").
[[nodiscard]] std::string to_rfc3339(Time time);
void append_rfc3339(std::string& out, Time time);

// Takes RFC 3339 with any offset ("…+02:00") and up to nine fractional digits, cut to milliseconds.
[[nodiscard]] Result<Time> parse_rfc3339(std::string_view text);

}  // namespace base
