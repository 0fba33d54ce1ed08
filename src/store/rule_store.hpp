#pragma once
// Rows of rules, of what they did, and of how far the events were looked at for them.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "domain/automation/rule.hpp"
#include "store/event_log.hpp"
#include "store/transaction.hpp"

namespace store {

// In the order in which they run.
[[nodiscard]] std::vector<automation::Rule> list_rules(Reading& reading, ids::Organization organization);
void insert_rule(Transaction& transaction, const automation::Rule& rule);
// All but its place.
void update_rule(Transaction& transaction, const automation::Rule& rule);
void set_rule_place(Transaction& transaction, ids::Organization organization, ids::Rule id, std::int64_t place);
// What it did stays.
void delete_rule(Transaction& transaction, ids::Organization organization, ids::Rule id);

enum class RunOutcome {
  acted,  // All of its actions, or those that went; the trouble says why the others did not.
  depth,  // Not at all: it would have answered to a rule that answered to a rule …
  rate,   // Not at all: it acted as often within an hour as it may, and was switched off.
};
BOOST_DESCRIBE_ENUM(RunOutcome, acted, depth, rate)

struct RuleRun {
  ids::Organization organization_id;
  ids::Rule rule_id;
  std::int64_t event_seq = 0;
  std::string rule_name;
  ids::Conversation conversation_id;
  RunOutcome outcome = RunOutcome::acted;
  std::string actions;  // JSON: names of those that were done.
  std::string trouble;
  std::int64_t depth = 1;
  base::Time at{};
};
BOOST_DESCRIBE_STRUCT(RuleRun, (),
                      (organization_id, rule_id, event_seq, rule_name, conversation_id, outcome, actions, trouble, depth,
                       at))
void insert_rule_run(Transaction& transaction, const RuleRun& run);
[[nodiscard]] bool has_run(Reading& reading, ids::Organization organization, ids::Rule rule, std::int64_t event_seq);
[[nodiscard]] std::int64_t count_runs_since(Reading& reading, ids::Organization organization, ids::Rule rule,
                                            base::Time since);
[[nodiscard]] std::int64_t count_runs_in(Reading& reading, ids::Organization organization, ids::Conversation conversation,
                                         ids::Rule rule);
// Newest first, of events before that one.
[[nodiscard]] std::vector<RuleRun> page_rule_runs(Reading& reading, ids::Organization organization, ids::Rule rule,
                                                  std::int64_t before_seq, std::int64_t limit);
struct RunTally {
  ids::Rule rule_id;
  std::int64_t count = 0;
  base::Time last_at{};
};
BOOST_DESCRIBE_STRUCT(RunTally, (), (rule_id, count, last_at))
// How many were removed; call again while it is `limit`.
std::int64_t clean_rule_runs(Transaction& transaction, base::Time before, std::int64_t limit);
[[nodiscard]] std::vector<RunTally> tally_runs(Reading& reading, ids::Organization organization, base::Time since);

// From here to the end of the transaction nobody else takes numbers of events; gives the last that was taken.
[[nodiscard]] std::int64_t lock_event_numbers(Transaction& transaction, ids::Organization organization);

// Events are looked at from now on where there is a rule switched on or a playbook under way, else no more. To be called by
// whoever changed that.
void follow_where_needed(Transaction& transaction, ids::Organization organization);

struct RulePosition {
  ids::Organization organization_id;
  std::int64_t seq = 0;       // The last event that was looked at,
  std::int64_t last_seq = 0;  // and the last there is.
};
BOOST_DESCRIBE_STRUCT(RulePosition, (), (organization_id, seq, last_seq))
// Of every organization whose events are looked at.
[[nodiscard]] std::vector<RulePosition> list_rule_positions(Reading& reading);
// False where it is not at `from` any more: somebody else looked at these events.
[[nodiscard]] bool move_rule_position(Transaction& transaction, ids::Organization organization, std::int64_t from,
                                      std::int64_t to);

void insert_echo(Transaction& transaction, ids::Organization organization, std::int64_t seq, std::int64_t depth);
// 0 for what is no rule's doing.
[[nodiscard]] std::int64_t depth_of_event(Reading& reading, ids::Organization organization, std::int64_t seq);
void delete_echoes(Transaction& transaction, ids::Organization organization, std::int64_t up_to_seq);

// What rules set for a conversation.
struct Override {
  std::optional<std::int64_t> priority_floor;
  std::string priority_rule;  // Empty: the customer's second strike said so.
  std::optional<ids::SlaPolicy> policy_id;
  std::string policy_rule;
};
BOOST_DESCRIBE_STRUCT(Override, (), (priority_floor, priority_rule, policy_id, policy_rule))
[[nodiscard]] std::optional<Override> find_override(Reading& reading, ids::Organization organization,
                                                    ids::Conversation conversation);
void put_override(Transaction& transaction, ids::Organization organization, ids::Conversation conversation,
                  const Override& wanted);
// Whether any conversation has a policy of a rule's.
[[nodiscard]] bool has_policy_overrides(Reading& reading, ids::Organization organization);

// The number before the first event of that time or later; the last number where there is none.
[[nodiscard]] std::int64_t seq_before(Reading& reading, ids::Organization organization, base::Time since);
// Events of two types with numbers above `after`, up to `to`.
[[nodiscard]] std::vector<StoredEvent> events_of(Reading& reading, ids::Organization organization, std::int64_t after,
                                                 std::int64_t to, const std::string& type, const std::string& other_type);

}  // namespace store
