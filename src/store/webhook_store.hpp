#pragma once
// Addresses that are told of events, how far each has come, and what it did not take.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "domain/webhook/webhook.hpp"
#include "store/transaction.hpp"

namespace store {

[[nodiscard]] std::vector<webhook::Webhook> list_webhooks(Reading& reading, ids::Organization organization);
[[nodiscard]] std::vector<webhook::Webhook> list_enabled_webhooks(Reading& reading);
[[nodiscard]] std::optional<webhook::Webhook> find_webhook(Reading& reading, ids::Organization organization,
                                                           ids::Webhook id);
void insert_webhook(Transaction& transaction, const webhook::Webhook& in);
// URL, kinds, secret and switch; its failures are forgotten.
void update_webhook(Transaction& transaction, const webhook::Webhook& in);
void delete_webhook(Transaction& transaction, ids::Organization organization, ids::Webhook id);

void move_webhook(Transaction& transaction, const webhook::Webhook& of, std::int64_t position);
void note_webhook_success(Transaction& transaction, const webhook::Webhook& of, std::int64_t position);
void note_webhook_failure(Transaction& transaction, const webhook::Webhook& of, base::Time retry_at,
                          const std::string& reason);
void switch_webhook_off(Transaction& transaction, const webhook::Webhook& of, const std::string& reason);

// Of the events from `from` on that happened until then, the last; none where there is none.
[[nodiscard]] std::optional<std::int64_t> last_event_until(Reading& reading, ids::Organization organization,
                                                           std::int64_t from, base::Time until);

struct WaitingEvents {
  std::string type;
  std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(WaitingEvents, (), (type, count))
[[nodiscard]] std::vector<WaitingEvents> count_waiting_events(Reading& reading, ids::Organization organization,
                                                              std::int64_t after, std::int64_t most);

void insert_dead_events(Transaction& transaction, const webhook::DeadEvents& in);
[[nodiscard]] std::vector<webhook::DeadEvents> list_dead_events(Reading& reading, ids::Organization organization,
                                                                ids::Webhook webhook, std::int64_t limit);
// The run that was given up last.
[[nodiscard]] std::optional<webhook::DeadEvents> latest_dead_events(Reading& reading, ids::Organization organization,
                                                                    ids::Webhook webhook);
[[nodiscard]] std::optional<webhook::DeadEvents> next_replay(Reading& reading, ids::Organization organization,
                                                             ids::Webhook webhook);
void update_dead_events(Transaction& transaction, const webhook::DeadEvents& in);
void set_replaying(Transaction& transaction, ids::Organization organization, ids::Webhook webhook, bool replaying);
void delete_dead_events(Transaction& transaction, const webhook::DeadEvents& in);

}  // namespace store
