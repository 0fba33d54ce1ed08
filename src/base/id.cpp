#include "base/id.hpp"

#include <algorithm>

namespace base {
namespace {
constexpr std::int64_t kEpochMs = 1'735'689'600'000;  // 2025-01-01T00:00:00Z
constexpr int kSequenceBits = 8;
constexpr int kNodeBits = 4;
}  // namespace

std::int64_t IdMaker::next_number() {
  const std::int64_t ms = std::max<std::int64_t>(clock_.now().time_since_epoch().count() - kEpochMs, 1);
  std::int64_t last = last_.load(std::memory_order_relaxed);
  std::int64_t next = 0;
  do {
    next = std::max(last + 1, ms << kSequenceBits);
  } while (!last_.compare_exchange_weak(last, next, std::memory_order_relaxed));
  const std::int64_t sequence = next & ((1 << kSequenceBits) - 1);
  return (((next >> kSequenceBits) << kNodeBits | node_) << kSequenceBits) | sequence;
}

}  // namespace base
