#pragma once
// A server for measurements of the live feed, in a process of its own, that publishes what it is told to and notes when
// each commit was done. Events are committed as in earnest; only what they tell of is made up.

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "domain/ids.hpp"
#include "main/bench/child.hpp"
#include "net/socket_swarm.hpp"

namespace heed {

// An organization with an agent's API token, in an empty folder, or in an empty PostgreSQL beside it.
struct BenchCompany {
  ids::Organization organization;
  std::string token;
};
[[nodiscard]] base::Result<BenchCompany> make_company(const std::string& folder, const base::Secret& store = {});

// What an agent's socket sends to become one, and its first message.
[[nodiscard]] net::SwarmPlan agents_plan(const BenchCompany& company, std::uint16_t port, std::size_t sockets);
// The port in "Heed answers at http://127.0.0.1:8080".
[[nodiscard]] std::uint16_t port_in(const std::string& line);

class FeedStage {
 public:
  static base::Result<FeedStage> start(const std::string& folder, ids::Organization organization);

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] const Child& server() const { return child_; }
  // Begins to publish this many events a second for so many seconds; a rate of 0: one event. It goes on meanwhile.
  void publish(int per_second, int seconds);
  // Waits until that is over. When each event's commit was done, by its number, in nanoseconds of the steady clock.
  base::Result<std::unordered_map<std::int64_t, std::int64_t>> commits();

 private:
  FeedStage(Child child, std::uint16_t port) : child_(std::move(child)), port_(port) {}
  Child child_;
  std::uint16_t port_;
};

}  // namespace heed
