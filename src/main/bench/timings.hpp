#pragma once
// Times of one thing done many times, for measurements.

#include <algorithm>
#include <chrono>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "main/bench/bench.hpp"

namespace heed {

class Timings {
 public:
  template <class Work>
  void time(Work&& work) {
    const auto began = std::chrono::steady_clock::now();
    std::forward<Work>(work)();
    ms_.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count());
  }

  void add(const Timings& more) { ms_.insert(ms_.end(), more.ms_.begin(), more.ms_.end()); }
  [[nodiscard]] bool empty() const { return ms_.empty(); }

  [[nodiscard]] double at(double part) const {
    if (ms_.empty()) return 0;
    std::vector<double> sorted(ms_);
    std::ranges::sort(sorted);
    return sorted[std::min(sorted.size() - 1, static_cast<std::size_t>(part * static_cast<double>(sorted.size())))];
  }
  [[nodiscard]] double p50_ms() const { return at(0.5); }
  [[nodiscard]] double p99_ms() const { return at(0.99); }

 private:
  std::vector<double> ms_;
};

// Of each thing done, its middle and its slow end; what the bare engine takes ("bare_rows") is a limit.
inline void keep(BenchResult& result, const std::map<std::string, Timings>& timings, const std::string& suffix) {
  for (const auto& [name, one] : timings) {
    auto& where = name == "bare_rows" ? result.limits : result.figures;
    where[name + suffix + "_p50_ms"] = one.p50_ms();
    where[name + suffix + "_p99_ms"] = one.p99_ms();
  }
}

}  // namespace heed
