#pragma once
// Times of one thing done many times, for measurements.

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

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

}  // namespace heed
