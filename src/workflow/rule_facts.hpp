#pragma once
// What rules are told of a conversation when something happens to it.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "domain/automation/rule.hpp"
#include "domain/event.hpp"
#include "store/transaction.hpp"

namespace workflow {

// An event that rules can answer to.
struct RuleEvent {
  std::vector<automation::Trigger> triggers;
  event::ConversationState state;                // As the event carries it.
  std::optional<conversation::Message> message;  // That was said with it.
  std::optional<ids::Message> message_id;        // Or that it is about.
  base::Time at{};
};
// None where no rule answers to such events.
[[nodiscard]] std::optional<RuleEvent> read_rule_event(const event::Event& happened, base::Time at);

// The types of the events in which a trigger is found; the second is empty where there is one.
struct TriggerEvents {
  const char* type = "";
  const char* other = "";
};
[[nodiscard]] TriggerEvents events_of(automation::Trigger trigger);

// One object serves a transaction, or a look at many events: what does not change is read once.
class RuleFacts {
 public:
  explicit RuleFacts(store::Reading& reading /*outlives*/) : reading_(reading) {}

  // Of the conversation as `state` has it, which may be newer than the event. What no condition asks for is not looked up.
  [[nodiscard]] automation::Facts of(const automation::Rule& rule, const RuleEvent& happened,
                                     const event::ConversationState& state);

 private:
  void look_up_words(automation::Facts& facts, const automation::Rule& rule, const RuleEvent& happened,
                     const conversation::Conversation& c);
  void look_up_contact(automation::Facts& facts, const automation::Rule& rule, const conversation::Conversation& c,
                       base::Time at);
  [[nodiscard]] const std::string& channel_of(ids::Organization organization, ids::Inbox inbox);
  [[nodiscard]] std::int64_t hour_of(ids::Organization organization, base::Time at);

  store::Reading& reading_;
  std::vector<std::pair<ids::Inbox, std::string>> channels_;
  std::vector<std::pair<ids::Organization, std::string>> zones_;
};

}  // namespace workflow
