#pragma once
// An address that is told of what happens, in the order of the event log.

#include <cstdint>
#include <optional>
#include <string>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "base/id.hpp"
#include "domain/ids.hpp"

namespace ids {
struct WebhookTag {
  static constexpr const char* noun = "webhook";
};
using Webhook = base::Id<WebhookTag>;
struct DeadEventsTag {
  static constexpr const char* noun = "dead letter";
};
using DeadEvents = base::Id<DeadEventsTag>;
}  // namespace ids

namespace webhook {

struct Webhook {
  ids::Webhook id;
  ids::Organization organization_id;
  std::string url;
  std::string kinds;                            // JSON list of event types; empty: all of them.
  std::int64_t secret_version = 1;              // What it is signed with is made from this; nothing of it is stored.
  std::optional<base::Time> secret_changed_at;  // The one before is used beside it for a day.
  bool enabled = true;
  std::string off_reason;  // Why it was switched off, where nobody did.
  base::Time created_at{};
  std::int64_t position = 0;  // The last event that was delivered, given up, or not asked for.
  std::optional<base::Time> failing_since;
  std::int64_t failures = 0;  // In a row.
  std::optional<base::Time> retry_at;
  std::optional<base::Time> last_success_at;
  std::string last_error;
  std::optional<base::Time> last_error_at;
};
BOOST_DESCRIBE_STRUCT(Webhook, (),
                      (id, organization_id, url, kinds, secret_version, secret_changed_at, enabled, off_reason, created_at,
                       position, failing_since, failures, retry_at, last_success_at, last_error, last_error_at))

// Events that it did not take in time, from one number to another.
struct DeadEvents {
  ids::DeadEvents id;
  ids::Organization organization_id;
  ids::Webhook webhook_id;
  std::int64_t from_seq = 0;
  std::int64_t to_seq = 0;
  std::string reason;
  base::Time died_at{};
  bool replaying = false;  // Somebody asked for them: delivered when nothing newer waits.
};
BOOST_DESCRIBE_STRUCT(DeadEvents, (), (id, organization_id, webhook_id, from_seq, to_seq, reason, died_at, replaying))

}  // namespace webhook
