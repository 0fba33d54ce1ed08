#pragma once
// How much of the feed one reader gets. A bucket of bytes that fills at a steady rate: within it every event is told, past
// it the reader is told to load anew instead, and events are told again when for a second they have come at no more than
// half the rate, so that a flow at the edge does not flap. Pure: time is an argument.

#include <algorithm>
#include <chrono>
#include <cstddef>

namespace api {

class FeedPace {
 public:
  using Instant = std::chrono::steady_clock::time_point;

  explicit FeedPace(Instant now) : filled_at_(now), looked_at_(now) {}

  // Counts what is about to be told. False when it is more than the reader can use: from then on is_over().
  bool take(std::size_t bytes, std::size_t bytes_per_s, Instant now) {
    fill(bytes_per_s, now);
    if (const auto cost = static_cast<double>(bytes); cost <= level_) {
      level_ -= cost;
      return true;
    }
    over_ = true;
    looked_at_ = now;
    passed_ = 0;
    return false;
  }

  [[nodiscard]] bool is_over() const { return over_; }
  // Counts what was not told.
  void pass_over(std::size_t bytes) { passed_ += static_cast<double>(bytes); }

  // Once it is over: has it become calm again? Then the next take() begins with a full bucket.
  bool calms_down(std::size_t bytes_per_s, Instant now) {
    const double seconds = std::chrono::duration<double>(now - looked_at_).count();
    if (!over_ || seconds < kWindow_s) return false;
    over_ = passed_ > seconds * static_cast<double>(bytes_per_s) / 2;
    looked_at_ = now;
    passed_ = 0;
    if (over_) return false;
    level_ = burst(bytes_per_s);
    filled_at_ = now;
    return true;
  }

 private:
  static constexpr double kWindow_s = 1.0;
  static constexpr double kLeastBurst = 64.0 * 1024;  // A few events at once are never too much.

  static double burst(std::size_t bytes_per_s) { return std::max(kLeastBurst, static_cast<double>(bytes_per_s)); }

  void fill(std::size_t bytes_per_s, Instant now) {
    const double seconds = std::chrono::duration<double>(now - filled_at_).count();
    level_ = std::min(burst(bytes_per_s), full_ ? burst(bytes_per_s) : level_ + seconds * static_cast<double>(bytes_per_s));
    full_ = false;
    filled_at_ = now;
  }

  double level_ = 0;
  double passed_ = 0;  // Since looked_at_.
  Instant filled_at_;
  Instant looked_at_;
  bool full_ = true;  // Nothing was taken yet.
  bool over_ = false;
};

}  // namespace api
