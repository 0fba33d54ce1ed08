#pragma once
// The yardstick of the feed: a process that holds plain TCP connections and does nothing but send() the same bytes to each
// of them when it is told to. No server, whatever its library, can be quicker or smaller on this machine.

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "base/result.hpp"
#include "main/bench/child.hpp"

namespace heed {

class BareSender {
 public:
  // Accepts as many connections as come.
  static base::Result<BareSender> start();

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] const Child& process() const { return child_; }
  // Takes in whoever has connected and sends them so many bytes each, while this goes on.
  void begin_send(std::size_t bytes) { child_.tell(std::to_string(bytes)); }
  // Waits until it is done, and gives when it began, in nanoseconds of the steady clock.
  base::Result<std::int64_t> sent();

 private:
  BareSender(Child child, std::uint16_t port) : child_(std::move(child)), port_(port) {}
  Child child_;
  std::uint16_t port_;
};

}  // namespace heed
