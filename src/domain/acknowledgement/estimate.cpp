#include "domain/acknowledgement/estimate.hpp"

#include <chrono>
#include <cmath>

namespace acknowledgement {
namespace {

using std::chrono::milliseconds;

milliseconds whole(double seconds) { return milliseconds(std::llround(std::ceil(seconds) * 1000)); }

}  // namespace

Estimate estimate(const forecast::Queue& queue, std::int64_t ahead, const sla::Hours* hours, base::Time promised_at,
                  base::Time now) {
  Estimate out;
  out.promised_at = promised_at;
  const bool closed = hours != nullptr && hours->worked(now, now + milliseconds(1)) == milliseconds(0);
  if (closed) {
    // A moment of work from now on: where it ends, they have just begun.
    const auto begun = hours->deadline(now, milliseconds(1));
    if (begun) out.opens_at = *begun - milliseconds(1);
  }
  const auto within = forecast::within(queue, ahead, kShare);
  if (!within) return out;
  if (hours == nullptr) {
    out.by = now + whole(*within);
  } else if (const auto by = hours->deadline(now, whole(*within))) {
    out.by = *by;
  }
  return out;
}

}  // namespace acknowledgement
