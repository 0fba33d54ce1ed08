#include "domain/acknowledgement/acknowledgement.hpp"

#include "base/text.hpp"

namespace acknowledgement {

base::Result<Settings> check(Settings settings) {
  using base::FailureKind;
  if (settings.wait_s < 0 || settings.wait_s > kLongestWait_s)
    return base::fail(FailureKind::invalid, "wait_s: 0 to " + std::to_string(kLongestWait_s) + " seconds", "wait_s");
  settings.help = base::trim(base::to_storable(settings.help));
  if (base::count_points(settings.help) > kLongestHelp)
    return base::fail(FailureKind::invalid, "help: at most " + std::to_string(kLongestHelp) + " characters", "help");
  return settings;
}

std::optional<Outcome> why_not(const Standing& standing, base::Time due_at, base::Time now) {
  if (standing.answered) return Outcome::answered;
  if (!standing.owed) return Outcome::dismissed;
  if (standing.spam) return Outcome::spam;
  if (!standing.enabled) return Outcome::switched_off;
  if (standing.put_off) return Outcome::put_off;
  if (standing.said_lately) return Outcome::said_lately;
  if (now - due_at > kStale) return Outcome::too_late;
  return std::nullopt;
}

}  // namespace acknowledgement
