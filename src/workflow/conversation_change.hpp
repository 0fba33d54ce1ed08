#pragma once
// Parts that every change of a conversation shares: finding it as the asker may see it, keeping its clock in line with
// what is owed, and writing both.

#include <optional>

#include "base/result.hpp"
#include "domain/event.hpp"
#include "domain/rights/rights.hpp"
#include "domain/sla/solution.hpp"
#include "store/transaction.hpp"
#include "workflow/promises.hpp"

namespace workflow {

// The conversation as it stands; not_found when it is not there or not the asker's to see.
[[nodiscard]] base::Result<event::ConversationState> find_visible(store::Reading& reading, const rights::Principal& who,
                                                                  ids::Conversation id);

// The same for whoever changes it: what was merged into another conversation is worked on there, which is a conflict here.
[[nodiscard]] base::Result<event::ConversationState> find_workable(store::Reading& reading, const rights::Principal& who,
                                                                   ids::Conversation id);

// Tells of a conversation as it stands, where something other than its team and assignee changed. `by`: none for the system.
void tell_as_it_stands(store::Transaction& transaction, event::ConversationState state, std::optional<ids::User> by);
// The same of a stored one; of one that was merged away nothing is told.
void tell_as_it_stands(store::Transaction& transaction, ids::Organization organization, ids::Conversation id,
                       std::optional<ids::User> by);

// A conversation being changed within one transaction. Change `state.conversation` by the rules of the domain, then
// write() once: it starts a clock where an answer became owed, stops it where none is owed any more, moves it where the
// waiting began earlier than was known, and stores what changed. The clock of the solution is kept with it.
class ConversationChange {
 public:
  // Of a stored conversation.
  explicit ConversationChange(event::ConversationState before);
  // Of one that write() will insert.
  static ConversationChange of_new(conversation::Conversation fresh, std::string contact_name);

  event::ConversationState state;

  // `promises`: for the clock to start. `at`: when the word was said that started or stopped it. A clock that is late
  // already at its start is marked so at once: no alarm is rung for what was over before we heard of it.
  void write(store::Transaction& transaction, Promises& promises, base::Time at,
             sla::StopCause cause = sla::StopCause::answered);
  // For what starts no clock of its own, as a rule.
  void write(store::Transaction& transaction, base::Time at, sla::StopCause cause = sla::StopCause::answered);

  // The conversation is another team's, say: the clock that runs is due by the terms that hold now.
  void renew(Promises& promises);
  // The customer asked to hear from us only `until` then. None: they did not, and a pause that they asked for before is over.
  void pause(Promises& promises, base::Time now, std::optional<base::Time> until);

  [[nodiscard]] bool is_new() const { return is_new_; }

  // Tells that anything but messages changed.
  void publish_updated(store::Transaction& transaction, const rights::Principal& by) const;

 private:
  bool is_new_ = false;
  bool renewed_ = false;
  sla::Wish wish_;
  conversation::Conversation before_;  // As it is stored.
};

}  // namespace workflow
