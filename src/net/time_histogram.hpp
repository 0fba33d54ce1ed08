#pragma once
// Times in microseconds, counted in buckets that are a 32nd of a power of two wide or narrower: quantiles of millions of
// measurements in a few kilobytes, right to 3 %.

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace net {

class TimeHistogram {
 public:
  void add(std::uint64_t us) {
    ++counts_[index(us)];
    ++total_;
    longest_ = std::max(longest_, us);
  }
  [[nodiscard]] std::uint64_t total() const { return total_; }
  [[nodiscard]] double longest_ms() const { return static_cast<double>(longest_) / 1000.0; }

  // `share` 0.99: all but the slowest hundredth were this quick. 0 when nothing was measured.
  [[nodiscard]] double quantile_ms(double share) const {
    const auto rank = static_cast<std::uint64_t>(share * static_cast<double>(total_));
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < counts_.size(); ++i) {
      seen += counts_[i];
      if (seen > rank) return value(i) / 1000.0;
    }
    return 0;
  }

 private:
  static constexpr int kFineBits = 5;

  static std::size_t index(std::uint64_t us) {
    if (us < (1U << kFineBits)) return static_cast<std::size_t>(us);
    const int shift = std::bit_width(us) - kFineBits - 1;
    const auto at = (static_cast<std::size_t>(shift + 1) << kFineBits) + (us >> shift) - (1U << kFineBits);
    return std::min(at, std::size_t{kBuckets - 1});
  }
  static double value(std::size_t i) {
    if (i < (2U << kFineBits)) return static_cast<double>(i);
    const auto shift = (i >> kFineBits) - 1;
    return static_cast<double>(((i & ((1U << kFineBits) - 1)) + (1U << kFineBits)) << shift);
  }

  static constexpr std::size_t kBuckets = 1024;
  std::array<std::uint64_t, kBuckets> counts_{};
  std::uint64_t total_ = 0;
  std::uint64_t longest_ = 0;
};

}  // namespace net
