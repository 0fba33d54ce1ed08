#pragma once
// Counts for /metrics, in Prometheus' text form. Labels are closed sets (routes of the table, a dozen statuses), so that
// no request can make the answer grow; nothing in it is an organization's.

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace api {

class RequestMetrics {
 public:
  // One label for each route, and "other" for every address that is none.
  explicit RequestMetrics(std::vector<std::string> routes);

  // `route`: its place in the list, or -1.
  void count(int route, int status, std::chrono::steady_clock::duration took);

  void write(std::string& out) const;

 private:
  static constexpr std::array<int, 16> kStatuses{200, 204, 304, 401, 403, 404, 405, 409,
                                                 413, 422, 426, 429, 500, 502, 503, 0};
  static constexpr std::array<double, 11> kBounds{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5};

  struct Counts {
    std::array<std::uint64_t, kStatuses.size()> by_status{};
    std::array<std::uint64_t, kBounds.size() + 1> by_time{};
    double seconds = 0;
  };
  std::vector<std::string> routes_;
  std::vector<Counts> counts_;
};

// One line with its type, for figures that are read when they are asked for.
void write_gauge(std::string& out, const char* name, const char* help, double value);
void write_counter(std::string& out, const char* name, const char* help, double value);

}  // namespace api
