#include "store/rule_store.hpp"

#include <utility>

#include "base/json/decode.hpp"
#include "base/json/encode.hpp"
#include "store/checked_query.hpp"

namespace store {
namespace {

using automation::Rule;
using OptionalNumber = std::optional<std::int64_t>;
using OptionalPolicy = std::optional<ids::SlaPolicy>;

struct RuleRow {
  ids::Rule id;
  ids::Organization organization_id;
  std::string name;
  bool enabled = false;
  automation::Trigger answers_to = automation::Trigger::message_in;
  std::string conditions;
  std::string actions;
  std::int64_t max_per_hour = 0;
  bool once_per_conversation = false;
  std::int64_t place = 0;
  std::int64_t from_seq = 0;
  std::string off_reason;
  base::Time created_at{};
  base::Time changed_at{};
};
BOOST_DESCRIBE_STRUCT(RuleRow, (),
                      (id, organization_id, name, enabled, answers_to, conditions, actions, max_per_hour,
                       once_per_conversation, place, from_seq, off_reason, created_at, changed_at))

struct EventTime {
  std::int64_t seq = 0;
  base::Time at{};
};
BOOST_DESCRIBE_STRUCT(EventTime, (), (seq, at))

constexpr Query<RuleRow(ids::Organization)> kList{"rule_list"};
constexpr Query<void(ids::Rule, ids::Organization, std::string, bool, automation::Trigger, std::string, std::string,
                     std::int64_t, bool, std::int64_t, std::int64_t, std::string, base::Time, base::Time)>
    kInsert{"rule_insert"};
constexpr Query<void(ids::Organization, ids::Rule, std::string, bool, automation::Trigger, std::string, std::string,
                     std::int64_t, bool, std::int64_t, std::string, base::Time)>
    kUpdate{"rule_update"};
constexpr Query<void(ids::Organization, ids::Rule, std::int64_t)> kSetPlace{"rule_set_place"};
constexpr Query<void(ids::Organization, ids::Rule)> kDelete{"rule_delete"};
constexpr Query<void(ids::Organization, ids::Rule, std::int64_t, std::string, ids::Conversation, RunOutcome, std::string,
                     std::string, std::int64_t, base::Time)>
    kRunInsert{"rule_run_insert"};
constexpr Query<std::int64_t(ids::Organization, ids::Rule, std::int64_t)> kRunExists{"rule_run_exists"};
constexpr Query<std::int64_t(ids::Organization, ids::Rule, base::Time)> kRunCountSince{"rule_run_count_since"};
constexpr Query<std::int64_t(ids::Organization, ids::Conversation, ids::Rule)> kRunCountIn{"rule_run_count_in"};
constexpr Query<RuleRun(ids::Organization, ids::Rule, std::int64_t, std::int64_t)> kRunPage{"rule_run_page"};
constexpr Query<RunTally(ids::Organization, base::Time)> kRunTally{"rule_run_tally"};
constexpr Query<std::int64_t(ids::Organization)> kLockNumbers{"rule_lock_numbers"};
constexpr Query<std::int64_t(ids::Organization)> kIsNeeded{"rule_is_needed"};
constexpr Query<std::int64_t(ids::Organization)> kPositionFind{"rule_position_find"};
constexpr Query<void(ids::Organization, std::int64_t)> kPositionBegin{"rule_position_begin"};
constexpr Query<void(ids::Organization, std::int64_t, std::int64_t)> kPositionMove{"rule_position_move"};
constexpr Query<void(ids::Organization)> kPositionEnd{"rule_position_end"};
constexpr Query<RulePosition()> kPositionList{"rule_position_list"};
constexpr Query<void(ids::Organization, std::int64_t, std::int64_t)> kEchoInsert{"rule_echo_insert"};
constexpr Query<std::int64_t(ids::Organization, std::int64_t)> kEchoFind{"rule_echo_find"};
constexpr Query<void(ids::Organization, std::int64_t)> kEchoDelete{"rule_echo_delete"};
constexpr Query<void(ids::Organization)> kEchoDeleteAll{"rule_echo_delete_all"};
constexpr Query<Override(ids::Organization, ids::Conversation)> kOverrideFind{"override_find"};
constexpr Query<std::int64_t(ids::Organization)> kOverrideCount{"override_policy_count"};
constexpr Query<void(ids::Organization, ids::Conversation, OptionalNumber, std::string, OptionalPolicy, std::string)>
    kOverridePut{"override_put"};
constexpr Query<EventTime(ids::Organization, std::int64_t)> kEventFrom{"rule_event_from"};
constexpr Query<StoredEvent(ids::Organization, std::int64_t, std::int64_t, std::string, std::string)> kEventsOf{
    "rule_events_of"};
constexpr Query<std::int64_t(base::Time, std::int64_t)> kRunClean{"rule_run_clean"};

// Conditions that this program cannot read would hold for everything: such a rule is off, and says why.
Rule to_rule(RuleRow row) {
  Rule out;
  out.id = row.id;
  out.organization_id = row.organization_id;
  out.name = std::move(row.name);
  out.enabled = row.enabled;
  out.trigger = row.answers_to;
  out.max_per_hour = row.max_per_hour;
  out.once_per_conversation = row.once_per_conversation;
  out.place = row.place;
  out.from_seq = row.from_seq;
  out.off_reason = std::move(row.off_reason);
  out.created_at = row.created_at;
  out.changed_at = row.changed_at;
  auto conditions = base::decode_text<std::vector<automation::Condition>>(row.conditions);
  auto actions = base::decode_text<std::vector<automation::Action>>(row.actions);
  if (!conditions || !actions) {
    out.enabled = false;
    out.off_reason = "It was written by another version: " + (conditions ? actions.error() : conditions.error()).message;
    return out;
  }
  out.conditions = *std::move(conditions);
  out.actions = *std::move(actions);
  return out;
}

}  // namespace

std::vector<Rule> list_rules(Reading& reading, ids::Organization organization) {
  std::vector<Rule> out;
  for (auto& row : reading.rows(kList, organization)) out.push_back(to_rule(std::move(row)));
  return out;
}

void insert_rule(Transaction& transaction, const Rule& r) {
  transaction.run(kInsert, r.id, r.organization_id, r.name, r.enabled, r.trigger, base::encode(r.conditions),
                  base::encode(r.actions), r.max_per_hour, r.once_per_conversation, r.place, r.from_seq, r.off_reason,
                  r.created_at, r.changed_at);
}

void update_rule(Transaction& transaction, const Rule& r) {
  transaction.run(kUpdate, r.organization_id, r.id, r.name, r.enabled, r.trigger, base::encode(r.conditions),
                  base::encode(r.actions), r.max_per_hour, r.once_per_conversation, r.from_seq, r.off_reason, r.changed_at);
}

void set_rule_place(Transaction& transaction, ids::Organization organization, ids::Rule id, std::int64_t place) {
  transaction.run(kSetPlace, organization, id, place);
}

void delete_rule(Transaction& transaction, ids::Organization organization, ids::Rule id) {
  transaction.run(kDelete, organization, id);
}

void insert_rule_run(Transaction& transaction, const RuleRun& r) {
  transaction.run(kRunInsert, r.organization_id, r.rule_id, r.event_seq, r.rule_name, r.conversation_id, r.outcome,
                  r.actions, r.trouble, r.depth, r.at);
}

bool has_run(Reading& reading, ids::Organization organization, ids::Rule rule, std::int64_t event_seq) {
  return reading.one(kRunExists, organization, rule, event_seq).value_or(0) > 0;
}

std::int64_t count_runs_since(Reading& reading, ids::Organization organization, ids::Rule rule, base::Time since) {
  return reading.one(kRunCountSince, organization, rule, since).value_or(0);
}

std::int64_t count_runs_in(Reading& reading, ids::Organization organization, ids::Conversation conversation,
                           ids::Rule rule) {
  return reading.one(kRunCountIn, organization, conversation, rule).value_or(0);
}

std::vector<RuleRun> page_rule_runs(Reading& reading, ids::Organization organization, ids::Rule rule,
                                    std::int64_t before_seq, std::int64_t limit) {
  return reading.rows(kRunPage, organization, rule, before_seq, limit);
}

std::vector<RunTally> tally_runs(Reading& reading, ids::Organization organization, base::Time since) {
  return reading.rows(kRunTally, organization, since);
}

std::int64_t lock_event_numbers(Transaction& transaction, ids::Organization organization) {
  return transaction.one(kLockNumbers, organization).value_or(0);
}

void follow_where_needed(Transaction& transaction, ids::Organization organization) {
  const bool needed = transaction.one(kIsNeeded, organization).value_or(0) > 0;
  const bool followed = transaction.one(kPositionFind, organization).has_value();
  if (needed == followed) return;
  if (needed) {
    transaction.run(kPositionBegin, organization, lock_event_numbers(transaction, organization));
  } else {
    transaction.run(kPositionEnd, organization);
    transaction.run(kEchoDeleteAll, organization);
  }
}

std::vector<RulePosition> list_rule_positions(Reading& reading) { return reading.rows(kPositionList); }

bool move_rule_position(Transaction& transaction, ids::Organization organization, std::int64_t from, std::int64_t to) {
  return transaction.run_counted(kPositionMove, organization, from, to) == 1;
}

void insert_echo(Transaction& transaction, ids::Organization organization, std::int64_t seq, std::int64_t depth) {
  transaction.run(kEchoInsert, organization, seq, depth);
}

std::int64_t depth_of_event(Reading& reading, ids::Organization organization, std::int64_t seq) {
  return reading.one(kEchoFind, organization, seq).value_or(0);
}

void delete_echoes(Transaction& transaction, ids::Organization organization, std::int64_t up_to_seq) {
  transaction.run(kEchoDelete, organization, up_to_seq);
}

std::optional<Override> find_override(Reading& reading, ids::Organization organization, ids::Conversation conversation) {
  return reading.one(kOverrideFind, organization, conversation);
}

void put_override(Transaction& transaction, ids::Organization organization, ids::Conversation conversation,
                  const Override& w) {
  transaction.run(kOverridePut, organization, conversation, w.priority_floor, w.priority_rule, w.policy_id, w.policy_rule);
}

bool has_policy_overrides(Reading& reading, ids::Organization organization) {
  return reading.one(kOverrideCount, organization).value_or(0) > 0;
}

std::int64_t seq_before(Reading& reading, ids::Organization organization, base::Time since) {
  // Numbers rise with the times: halved until one is left.
  std::int64_t low = 0;
  std::int64_t high = last_seq(reading, organization);
  while (low < high) {
    const std::int64_t middle = low + (high - low) / 2;
    const auto found = reading.one(kEventFrom, organization, middle + 1);
    if (!found || found->at >= since) high = middle;
    else low = found->seq;
  }
  return low;
}

std::vector<StoredEvent> events_of(Reading& reading, ids::Organization organization, std::int64_t after, std::int64_t to,
                                   const std::string& type, const std::string& other_type) {
  return reading.rows(kEventsOf, organization, after, to, type, other_type);
}

std::int64_t clean_rule_runs(Transaction& transaction, base::Time before, std::int64_t limit) {
  return static_cast<std::int64_t>(transaction.rows(kRunClean, before, limit).size());
}

std::vector<CheckedQuery> rule_queries() {
  return {kList,          kInsert,       kUpdate,        kSetPlace,     kDelete,      kRunInsert, kRunExists,
          kRunCountSince, kRunCountIn,   kRunPage,       kRunTally,     kLockNumbers, kIsNeeded,  kPositionFind,
          kPositionBegin, kPositionMove, kPositionEnd,   kPositionList, kEchoInsert,  kEchoFind,  kEchoDelete,
          kEchoDeleteAll, kOverrideFind, kOverrideCount, kOverridePut,  kEventFrom,   kEventsOf,  kRunClean};
}

}  // namespace store
