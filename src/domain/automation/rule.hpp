#pragma once
// Rules: when something happens (a trigger) to a conversation of which all conditions hold, actions are taken. Pure: whoever runs
// them finds the facts and takes the actions. No action says something to the customer, resolves a conversation or dismisses what
// is owed: a rule prepares, people answer.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "domain/contact/contact.hpp"
#include "domain/conversation/conversation.hpp"
#include "domain/ids.hpp"

namespace automation {

enum class Trigger {
  message_in,             // The customer said something.
  conversation_opened,    // The first word of a conversation, or one that was split off.
  conversation_reopened,  // The customer wrote again in one that was resolved.
  triaged,                // It was read what a message says, or put right by a person.
  clock_warned,
  clock_breached,
  clock_escalated,
  solution_warned,
  solution_late,
  strike_added,  // A mishap: a matter that we had answered and closed was not at its end.
  assigned,      // It went to another person or team.
  resolved,
};
BOOST_DESCRIBE_ENUM(Trigger, message_in, conversation_opened, conversation_reopened, triaged, clock_warned, clock_breached,
                    clock_escalated, solution_warned, solution_late, strike_added, assigned, resolved)

// What a condition can ask for; what each takes is in fields.hpp.
enum class ConditionField {
  text,
  language,
  sentiment,
  intent,
  urgency,
  spam,
  abuse,
  priority,
  channel,
  inbox,
  team,
  assignee,
  status,
  owed,
  late,
  contact_value,
  followers,
  strikes,
  visibility,
  waiting_minutes,
  hour,
  label,
};
BOOST_DESCRIBE_ENUM(ConditionField, text, language, sentiment, intent, urgency, spam, abuse, priority, channel, inbox, team,
                    assignee, status, owed, late, contact_value, followers, strikes, visibility, waiting_minutes, hour,
                    label)

enum class Comparison { contains, contains_not, is, is_not, at_least, at_most };
BOOST_DESCRIBE_ENUM(Comparison, contains, contains_not, is, is_not, at_least, at_most)

struct Condition {
  ConditionField field = ConditionField::text;
  Comparison comparison = Comparison::contains;
  std::vector<std::string> values;  // Any of them will do; of the negated comparisons, none may.
};
BOOST_DESCRIBE_STRUCT(Condition, (), (field, comparison, values))

enum class ActionKind {
  assign_user,
  assign_team,
  add_label,
  remove_label,
  set_priority,  // At least this much, whatever triage finds.
  set_policy,    // What is promised from now on.
  add_note,
  notify,       // By name.
  draft_macro,  // The macro's text is offered to whoever works on it; nothing is sent.
  start_playbook,
  tell_webhooks,  // Addresses that are told of `rule.ran` hear of it, as of every run; nothing else is done.
};
BOOST_DESCRIBE_ENUM(ActionKind, assign_user, assign_team, add_label, remove_label, set_priority, set_policy, add_note,
                    notify, draft_macro, start_playbook, tell_webhooks)

// Whom `notify` tells, where it names nobody.
enum class Whom { assignee, leads, team };
BOOST_DESCRIBE_ENUM(Whom, assignee, leads, team)

// Which members a kind needs is in fields.hpp.
struct Action {
  ActionKind kind = ActionKind::assign_user;
  std::optional<ids::User> user_id;
  std::optional<ids::Team> team_id;
  std::optional<std::string> label;
  std::optional<std::int64_t> priority;
  std::optional<ids::SlaPolicy> policy_id;
  std::optional<std::string> text;
  std::optional<Whom> whom;
  std::optional<ids::Macro> macro_id;
  std::optional<ids::Playbook> playbook_id;
};
BOOST_DESCRIBE_STRUCT(Action, (), (kind, user_id, team_id, label, priority, policy_id, text, whom, macro_id, playbook_id))

struct Rule {
  ids::Rule id;
  ids::Organization organization_id;
  std::string name;
  bool enabled = false;
  Trigger trigger = Trigger::message_in;
  std::vector<Condition> conditions;  // All of them hold; none: always.
  std::vector<Action> actions;        // In this order.
  std::int64_t max_per_hour = 100;
  bool once_per_conversation = false;
  std::int64_t place = 0;     // In which order rules run that answer to the same event.
  std::int64_t from_seq = 0;  // It answers to events after this one: those since it was switched on.
  std::string off_reason;     // Why it was switched off, where nobody did.
  base::Time created_at{};
  base::Time changed_at{};
};

// What is known of a conversation when something happens to it.
struct Facts {
  std::string text;  // What the customer said, with the event or last.
  std::vector<std::string> languages;
  std::vector<std::string> sentiments;
  std::vector<std::string> intents;
  std::int64_t urgency = 0;
  bool spam = false;
  bool abuse = false;
  std::int64_t priority = 0;
  std::string channel;
  ids::Inbox inbox_id;
  std::optional<ids::Team> team_id;
  std::optional<ids::User> assignee_id;
  conversation::Status status = conversation::Status::open;
  bool owed = false;
  bool late = false;  // The clock that runs is breached.
  contact::Value value = contact::Value::none;
  std::int64_t followers = 0;
  std::int64_t strikes = 0;
  bool is_public = false;
  std::int64_t waiting_minutes = 0;
  std::int64_t hour = 0;  // Of the day, where the organization is.
  std::vector<std::string> labels;
};

// Conditions hold, or which one does not first.
struct Match {
  bool holds = true;
  std::optional<std::size_t> failed;  // Number of the condition.
  std::string why;                    // "urgency at_least 2, and it is 1"
};
[[nodiscard]] Match matches(const Rule& rule, const Facts& facts);
[[nodiscard]] bool holds(const Condition& condition, const Facts& facts);

// Whether the conditions ask for any of these: what nobody asks for need not be found out.
[[nodiscard]] bool asks_for(const Rule& rule, ConditionField field);

// How often rules may answer to what rules did: an event that is no rule's doing has depth 0, and a rule that answers to one of
// depth 2 acts at depth 3, the last there is.
inline constexpr std::int64_t kDeepest = 3;

inline constexpr std::size_t kMostConditions = 20;
inline constexpr std::size_t kMostActions = 10;
inline constexpr std::size_t kMostValues = 50;
inline constexpr std::int64_t kMostPerHour = 1000;
inline constexpr std::size_t kLongestName = 80;
inline constexpr std::size_t kLongestLabel = 40;

// Refuses, by its field ("conditions[1].values"), what means nothing. Whether the rows that it names are there, the caller sees.
[[nodiscard]] base::Result<void> check(const Rule& rule);
// The same of a list of actions, of a rule's or a macro's.
[[nodiscard]] base::Result<void> check(const std::vector<Action>& actions, bool of_macro);
// A label as it is kept: trimmed, on one line, in lower case.
[[nodiscard]] base::Result<std::string> clean_label(const std::string& text, const std::string& field);
// Leaves out what the kind of each action has no use for.
[[nodiscard]] std::vector<Action> tidy(std::vector<Action> actions);

}  // namespace automation
