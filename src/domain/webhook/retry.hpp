#pragma once
// When an address that failed is tried again, when its events are given up, and which of its secrets count. Pure.

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/clock.hpp"
#include "domain/webhook/webhook.hpp"

namespace webhook {

// An event is tried for so long: over a weekend somebody comes back to.
inline constexpr std::chrono::hours kPatience{72};

// After so many failures in a row: 5 s, doubling to an hour, a fifth more or less by `random`, so that what failed together
// does not come back together. What the address itself asked for goes before, up to six hours.
[[nodiscard]] std::chrono::milliseconds pause_after(std::int64_t failures, std::uint64_t random,
                                                    std::optional<std::chrono::seconds> asked);

// Of an event that happened at `at`, and an address that has failed since `failing_since`: nobody can say that it was not tried.
[[nodiscard]] bool is_given_up(base::Time at, base::Time failing_since, base::Time now);

// A secret that was replaced is used beside the new one for so long: time to bring the new one to whoever checks it.
inline constexpr std::chrono::hours kOldSecretLives{24};

// The versions of its secret to sign with, the newest first.
[[nodiscard]] std::vector<std::int64_t> live_secrets(const Webhook& of, base::Time now);

}  // namespace webhook
