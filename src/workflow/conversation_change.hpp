#pragma once
// Parts that every change of a conversation shares: finding it as the asker may see it, keeping its clock in line with
// what is owed, and writing both.

#include <chrono>
#include <optional>

#include "base/result.hpp"
#include "domain/event.hpp"
#include "domain/rights/rights.hpp"
#include "store/transaction.hpp"

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
// waiting began earlier than was known, and stores what changed.
class ConversationChange {
 public:
  // Of a stored conversation.
  explicit ConversationChange(event::ConversationState before);
  // Of one that write() will insert.
  static ConversationChange of_new(conversation::Conversation fresh, std::string contact_name);

  event::ConversationState state;

  // `target`: of the clock to start. `at`: when the word was said that started or stopped it. A clock that is late
  // already at its start is marked so at once: no alarm is rung for what was over before we heard of it.
  void write(store::Transaction& transaction, std::chrono::seconds target, base::Time at,
             sla::StopCause cause = sla::StopCause::answered);

  [[nodiscard]] bool is_new() const { return is_new_; }

  // Tells that anything but messages changed.
  void publish_updated(store::Transaction& transaction, const rights::Principal& by) const;

 private:
  bool is_new_ = false;
  conversation::Conversation before_;  // As it is stored.
};

}  // namespace workflow
