#include "domain/webhook/retry.hpp"

#include <algorithm>

namespace webhook {

using std::chrono::milliseconds;

std::chrono::milliseconds pause_after(std::int64_t failures, std::uint64_t random,
                                      std::optional<std::chrono::seconds> asked) {
  constexpr milliseconds kFirst{5'000};
  constexpr milliseconds kLongest{3'600'000};
  constexpr std::int64_t kDoublings = 10;
  if (asked) return std::clamp<milliseconds>(*asked, kFirst, std::chrono::hours(6));
  const auto doublings = std::clamp<std::int64_t>(failures - 1, 0, kDoublings);
  const milliseconds pause = std::min(kLongest, kFirst * (std::int64_t{1} << doublings));
  const std::int64_t fifth = pause.count() / 5;
  return pause - milliseconds(fifth) +
         milliseconds(static_cast<std::int64_t>(random % static_cast<std::uint64_t>(2 * fifth + 1)));
}

bool is_given_up(base::Time at, base::Time failing_since, base::Time now) {
  return now - std::max(at, failing_since) >= kPatience;
}

std::vector<std::int64_t> live_secrets(const Webhook& of, base::Time now) {
  std::vector<std::int64_t> out{of.secret_version};
  if (of.secret_changed_at && now - *of.secret_changed_at < kOldSecretLives) out.push_back(of.secret_version - 1);
  return out;
}

}  // namespace webhook
