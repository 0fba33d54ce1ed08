#pragma once
// Addresses that are told of what happens.

#include <boost/json/value.hpp>

#include "api/contract/common.hpp"
#include "domain/webhook/webhook.hpp"

namespace api::contract {

struct Webhook {
  ids::Webhook id;
  std::string url;
  std::vector<std::string> kinds;  // Event types as in GET /events; empty: all of them.
  bool enabled = true;
  std::string off_reason;  // Why it was switched off, where nobody did.
  base::Time created_at{};
  std::int64_t waiting = 0;   // Events that it was not told of yet; 10,000 means that or more.
  std::int64_t failures = 0;  // In a row.
  std::optional<base::Time> retry_at;
  std::optional<base::Time> last_success_at;
  std::string last_error;
  std::optional<base::Time> last_error_at;
};
BOOST_DESCRIBE_STRUCT(Webhook, (),
                      (id, url, kinds, enabled, off_reason, created_at, waiting, failures, retry_at, last_success_at,
                       last_error, last_error_at))

struct WebhookList {
  std::vector<Webhook> items;
  std::vector<std::string> kinds;  // Every type there is.
};
BOOST_DESCRIBE_STRUCT(WebhookList, (), (items, kinds))

struct CreateWebhook {
  std::string url;
  std::vector<std::string> kinds;
};
BOOST_DESCRIBE_STRUCT(CreateWebhook, (), (url, kinds))

// The secret is shown this once.
struct CreatedWebhook {
  Webhook webhook;
  std::string secret;  // "whsec_…"
};
BOOST_DESCRIBE_STRUCT(CreatedWebhook, (), (webhook, secret))

struct WebhookPath {
  ids::Webhook webhook_id;
};
BOOST_DESCRIBE_STRUCT(WebhookPath, (), (webhook_id))

struct ChangeWebhook {
  ids::Webhook webhook_id;
  std::optional<std::string> url;
  std::optional<std::vector<std::string>> kinds;
  std::optional<bool> enabled;  // Switched on again, it is told of what happened meanwhile.
};
BOOST_DESCRIBE_STRUCT(ChangeWebhook, (), (webhook_id, url, kinds, enabled))

struct WebhookTested {
  bool taken = false;
  std::string reason;  // Where it was not taken.
};
BOOST_DESCRIBE_STRUCT(WebhookTested, (), (taken, reason))

// Events that it did not take for three days.
struct DeadEvents {
  std::int64_t from_seq = 0;
  std::int64_t to_seq = 0;
  std::string reason;
  base::Time died_at{};
  bool replaying = false;
};
BOOST_DESCRIBE_STRUCT(DeadEvents, (), (from_seq, to_seq, reason, died_at, replaying))

struct DeadEventsList {
  std::vector<DeadEvents> items;
};
BOOST_DESCRIBE_STRUCT(DeadEventsList, (), (items))

}  // namespace api::contract
