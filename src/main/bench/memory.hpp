#pragma once
// The memory of this process, in MiB, as the kernel counts it.

namespace heed {

[[nodiscard]] double resident_mib();
// The most that was resident since the start, or since forget_peak().
[[nodiscard]] double peak_mib();
// Memory that nobody uses goes back to the system first, so that what comes next is seen whole.
void forget_peak();

}  // namespace heed
