#pragma once
// Addresses that are told of what happens.

#include "api/call.hpp"
#include "api/contract/webhook.hpp"
#include "store/event_log.hpp"

namespace api {

net::Task<base::Result<contract::WebhookList>> list_webhooks(Call& call /*outlives*/);
net::Task<base::Result<contract::CreatedWebhook>> post_webhook(Call& call /*outlives*/, contract::CreateWebhook in);
net::Task<base::Result<contract::Webhook>> patch_webhook(Call& call /*outlives*/, contract::ChangeWebhook in);
net::Task<base::Result<contract::Done>> delete_webhook(Call& call /*outlives*/, contract::WebhookPath in);
net::Task<base::Result<contract::CreatedWebhook>> post_webhook_secret(Call& call /*outlives*/, contract::WebhookPath in);
net::Task<base::Result<contract::WebhookTested>> post_webhook_test(Call& call /*outlives*/, contract::WebhookPath in);
net::Task<base::Result<contract::DeadEventsList>> list_dead_events(Call& call /*outlives*/, contract::WebhookPath in);
net::Task<base::Result<contract::Done>> post_webhook_replay(Call& call /*outlives*/, contract::WebhookPath in);

// `data` of what an address is told of an event, as JSON: what the live feed says of it, for workflow::PresentEvent. None where
// the feed does not carry it, or this program does not know it.
[[nodiscard]] std::optional<std::string> webhook_data(ids::Organization organization, const store::StoredEvent& event);

}  // namespace api
