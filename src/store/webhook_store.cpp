#include "store/webhook_store.hpp"

#include "store/checked_query.hpp"

namespace store {
namespace {

using webhook::DeadEvents;
using webhook::Webhook;
using OptionalSeq = std::optional<std::int64_t>;

constexpr Query<Webhook(ids::Organization)> kList{"webhook_list"};
constexpr Query<Webhook(ids::Organization, ids::Webhook)> kFind{"webhook_find"};
constexpr Query<Webhook()> kListEnabled{"webhook_list_enabled"};
constexpr Query<void(ids::Webhook, ids::Organization, std::string, std::string, std::int64_t, bool, std::string, base::Time,
                     std::int64_t)>
    kInsert{"webhook_insert"};
constexpr Query<void(ids::Organization, ids::Webhook, std::string, std::string, std::int64_t, std::optional<base::Time>,
                     bool)>
    kUpdate{"webhook_update"};
constexpr Query<void(ids::Organization, ids::Webhook)> kDelete{"webhook_delete"};
constexpr Query<void(ids::Organization, ids::Webhook, std::int64_t)> kMove{"webhook_move"};
constexpr Query<void(ids::Organization, ids::Webhook, std::int64_t, base::Time)> kSucceed{"webhook_succeed"};
constexpr Query<void(ids::Organization, ids::Webhook, base::Time, std::string, base::Time)> kFail{"webhook_fail"};
constexpr Query<void(ids::Organization, ids::Webhook, std::string, base::Time)> kSwitchOff{"webhook_switch_off"};
constexpr Query<OptionalSeq(ids::Organization, std::int64_t, base::Time)> kLastUntil{"webhook_last_event_until"};
constexpr Query<WaitingEvents(ids::Organization, std::int64_t, std::int64_t)> kWaiting{"webhook_waiting"};
constexpr Query<void(ids::DeadEvents, ids::Organization, ids::Webhook, std::int64_t, std::int64_t, std::string, base::Time,
                     bool)>
    kDeadInsert{"webhook_dead_insert"};
constexpr Query<DeadEvents(ids::Organization, ids::Webhook, std::int64_t)> kDeadList{"webhook_dead_list"};
constexpr Query<DeadEvents(ids::Organization, ids::Webhook)> kDeadLatest{"webhook_dead_latest"};
constexpr Query<DeadEvents(ids::Organization, ids::Webhook)> kDeadNextReplay{"webhook_dead_next_replay"};
constexpr Query<void(ids::Organization, ids::DeadEvents, std::int64_t, std::int64_t, bool)> kDeadUpdate{
    "webhook_dead_update"};
constexpr Query<void(ids::Organization, ids::Webhook, bool)> kDeadReplay{"webhook_dead_replay"};
constexpr Query<void(ids::Organization, ids::DeadEvents)> kDeadDelete{"webhook_dead_delete"};
constexpr Query<void(ids::Organization, ids::Webhook)> kDeadDeleteOf{"webhook_dead_delete_of"};

}  // namespace

std::vector<Webhook> list_webhooks(Reading& reading, ids::Organization organization) {
  return reading.rows(kList, organization);
}

std::vector<Webhook> list_enabled_webhooks(Reading& reading) { return reading.rows(kListEnabled); }

std::optional<Webhook> find_webhook(Reading& reading, ids::Organization organization, ids::Webhook id) {
  return reading.one(kFind, organization, id);
}

void insert_webhook(Transaction& transaction, const Webhook& in) {
  transaction.run(kInsert, in.id, in.organization_id, in.url, in.kinds, in.secret_version, in.enabled, in.off_reason,
                  in.created_at, in.position);
}

void update_webhook(Transaction& transaction, const Webhook& in) {
  transaction.run(kUpdate, in.organization_id, in.id, in.url, in.kinds, in.secret_version, in.secret_changed_at, in.enabled);
}

void delete_webhook(Transaction& transaction, ids::Organization organization, ids::Webhook id) {
  transaction.run(kDeadDeleteOf, organization, id);
  transaction.run(kDelete, organization, id);
}

void move_webhook(Transaction& transaction, const Webhook& of, std::int64_t position) {
  transaction.run(kMove, of.organization_id, of.id, position);
}

void note_webhook_success(Transaction& transaction, const Webhook& of, std::int64_t position) {
  transaction.run(kSucceed, of.organization_id, of.id, position, transaction.now());
}

void note_webhook_failure(Transaction& transaction, const Webhook& of, base::Time retry_at, const std::string& reason) {
  transaction.run(kFail, of.organization_id, of.id, retry_at, reason, transaction.now());
}

void switch_webhook_off(Transaction& transaction, const Webhook& of, const std::string& reason) {
  transaction.run(kSwitchOff, of.organization_id, of.id, reason, transaction.now());
}

std::optional<std::int64_t> last_event_until(Reading& reading, ids::Organization organization, std::int64_t from,
                                             base::Time until) {
  return reading.one(kLastUntil, organization, from, until).value_or(std::nullopt);
}

std::vector<WaitingEvents> count_waiting_events(Reading& reading, ids::Organization organization, std::int64_t after,
                                                std::int64_t most) {
  return reading.rows(kWaiting, organization, after, most);
}

void insert_dead_events(Transaction& transaction, const DeadEvents& in) {
  transaction.run(kDeadInsert, in.id, in.organization_id, in.webhook_id, in.from_seq, in.to_seq, in.reason, in.died_at,
                  in.replaying);
}

std::vector<DeadEvents> list_dead_events(Reading& reading, ids::Organization organization, ids::Webhook webhook,
                                         std::int64_t limit) {
  return reading.rows(kDeadList, organization, webhook, limit);
}

std::optional<DeadEvents> latest_dead_events(Reading& reading, ids::Organization organization, ids::Webhook webhook) {
  return reading.one(kDeadLatest, organization, webhook);
}

std::optional<DeadEvents> next_replay(Reading& reading, ids::Organization organization, ids::Webhook webhook) {
  return reading.one(kDeadNextReplay, organization, webhook);
}

void update_dead_events(Transaction& transaction, const DeadEvents& in) {
  transaction.run(kDeadUpdate, in.organization_id, in.id, in.from_seq, in.to_seq, in.replaying);
}

void set_replaying(Transaction& transaction, ids::Organization organization, ids::Webhook webhook, bool replaying) {
  transaction.run(kDeadReplay, organization, webhook, replaying);
}

void delete_dead_events(Transaction& transaction, const DeadEvents& in) {
  transaction.run(kDeadDelete, in.organization_id, in.id);
}

std::vector<CheckedQuery> webhook_queries() {
  return {kList,           kFind,       kListEnabled, kInsert,     kUpdate,       kDelete,     kMove,
          kSucceed,        kFail,       kSwitchOff,   kLastUntil,  kWaiting,      kDeadInsert, kDeadList,
          kDeadNextReplay, kDeadUpdate, kDeadReplay,  kDeadDelete, kDeadDeleteOf, kDeadLatest};
}

}  // namespace store
