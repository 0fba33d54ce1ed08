#pragma once
// Rules run behind the events, in the order of their numbers: what happened is looked at in a snapshot, and only where a rule may
// answer to it (or a playbook is under way) a transaction runs. In it the position moves on, so that of several servers one does
// it, each rule acts at most once for the event, and what it did is a row (store::RuleRun) and an event (RuleRan).
//
//   auto look = look_at_events(reading, position, limit);       // What there is to do.
//   answer_event(transaction, position, look.seqs[0]);          // One event at a time, in order.
//   pass_events(transaction, position, look.looked_to);         // Nothing is left to do up to there.
//
// Rules cannot loop: what a rule does carries how deep in a chain of rules it is (automation::kDeepest), and each has a number of runs an
// hour, past which it is switched off.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "domain/automation/rule.hpp"
#include "store/rule_store.hpp"
#include "store/transaction.hpp"

namespace workflow {

class RuleFacts;

struct EventsToAnswer {
  std::vector<std::int64_t> seqs;  // To be answered, in order.
  std::int64_t looked_to = 0;      // The last event that was looked at.
};
// Events above `after`, which is at or above the position. Gives `looked_to` == `after` where there are none.
[[nodiscard]] EventsToAnswer look_at_events(store::Reading& reading, ids::Organization organization, std::int64_t after,
                                            std::int64_t limit);

// Moves the position from `from` to the event and answers to it. False where somebody else has moved it: look again.
bool answer_event(store::Transaction& transaction, ids::Organization organization, std::int64_t from, std::int64_t seq);
// Moves the position, and does nothing else.
bool pass_events(store::Transaction& transaction, ids::Organization organization, std::int64_t from, std::int64_t to);

// Removes what rules did so long ago that nobody looks at it any more. Gives how many; call again while it is `limit`.
std::int64_t clean_rule_runs(store::Transaction& transaction, std::int64_t limit);

// --- What a rule would have done

struct TriedConversation {
  ids::Conversation conversation_id;
  std::string contact_name;
  std::string text;  // A preview of what the customer had said.
  base::Time at{};   // When it would have acted first.
  std::int64_t times = 0;
};

struct Trial {
  std::int64_t looked_at = 0;               // Events of the trigger.
  std::int64_t acted = 0;                   // For so many of them it would have acted,
  std::int64_t conversations = 0;           // in so many conversations.
  std::vector<std::int64_t> failed;         // By condition: for how many events it was the first that did not hold.
  std::vector<TriedConversation> examples;  // The first 100, in order of time.
  std::int64_t position = 0;                // The last event that was looked at.
  bool complete = false;                    // All of the time was looked at.
};

// Over the events that are kept, a portion at a time until `complete`, with the facts that the events carry; labels, and what is known
// of the contact, are those of today. Changes nothing. Neither limits nor other rules count.
class RuleTrial {
 public:
  RuleTrial(automation::Rule rule, base::Time since) : rule_(std::move(rule)), since_(since) {}
  // A thousand numbers of events.
  void look(store::Reading& reading);
  [[nodiscard]] const Trial& trial() const { return trial_; }

 private:
  void look_at(const store::StoredEvent& stored, RuleFacts& facts);

  automation::Rule rule_;
  base::Time since_;
  bool begun_ = false;
  std::int64_t last_ = 0;
  Trial trial_;
  std::vector<std::pair<ids::Conversation, std::size_t>> seen_;  // Sorted; the number of its example.
};

}  // namespace workflow
