#pragma once
// Addresses that are told of events: made, changed, deleted, and asked to take what they did not.

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "domain/webhook/webhook.hpp"
#include "store/transaction.hpp"

namespace workflow {

inline constexpr std::size_t kMostWebhooks = 20;  // Of an organization.

struct NewWebhook {
  std::string url;
  std::vector<std::string> kinds;  // Event types; none: all of them.
};
// Told of what happens from now on.
base::Result<webhook::Webhook> create_webhook(store::Transaction& transaction, ids::Organization organization,
                                              const NewWebhook& wanted);

struct WebhookChange {
  ids::Webhook webhook_id;
  std::optional<std::string> url;
  std::optional<std::vector<std::string>> kinds;
  std::optional<bool> enabled;  // Switched on again, it is told of what happened meanwhile.
  bool new_secret = false;      // The one before is used beside it for a day.
};
base::Result<webhook::Webhook> change_webhook(store::Transaction& transaction, ids::Organization organization,
                                              const WebhookChange& change);
base::Result<void> delete_webhook(store::Transaction& transaction, ids::Organization organization, ids::Webhook id);

// What it did not take is told of once more, after what is newer.
base::Result<void> replay_dead_events(store::Transaction& transaction, ids::Organization organization, ids::Webhook id);

}  // namespace workflow
