#pragma once
// What people do with alerts: look at one with what was there before it, and say that they have seen it.

#include <vector>

#include "base/result.hpp"
#include "domain/rights/rights.hpp"
#include "domain/signal/alert.hpp"
#include "store/alert_store.hpp"
#include "store/transaction.hpp"

namespace workflow {

struct AlertPoint {
  base::Time at{};  // Begin of ten minutes.
  std::int64_t count = 0;
  double usual = 0;
  double most = 0;  // The most that chance explains.
};

// A post that stood before the alert, ours or one that many people answered.
struct PrecedingPost {
  store::AlertPost post;
  std::int64_t people = 0;                           // Who answered it, since a day before the alert.
  std::optional<ids::Conversation> conversation_id;  // One to open: its own, or the newest that answers it.
};

struct AlertStory {
  signals::Alert alert;
  std::vector<AlertPoint> points;          // From a day before it began to three hours after it ended, or now.
  std::vector<PrecedingPost> posts;        // What drew most comes first.
  std::vector<store::AlertPerson> people;  // Who did it, newest first.
};

// Failure `not_found`.
[[nodiscard]] base::Result<AlertStory> tell_alert(store::Reading& reading, ids::Organization organization, ids::Alert id);

// Notes who looked at it first. Failure `not_found`.
base::Result<signals::Alert> see_alert(store::Transaction& transaction, const rights::Principal& who, ids::Alert id);

}  // namespace workflow
