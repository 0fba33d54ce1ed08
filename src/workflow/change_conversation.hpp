#pragma once
// Who has a conversation, and how it stands.

#include <optional>
#include <string>

#include "base/result.hpp"
#include "domain/event.hpp"
#include "domain/rights/rights.hpp"
#include "store/transaction.hpp"

namespace workflow {

// An outer nullopt leaves the member as it is; an inner one clears it. `note`: for who has it next, written before it goes, so that
// also who sees it no more afterwards can leave one.
struct Assignment {
  ids::Conversation conversation_id;
  std::optional<std::optional<ids::User>> user_id;
  std::optional<std::optional<ids::Team>> team_id;
  std::optional<std::string> note = std::nullopt;
};
base::Result<event::ConversationState> assign_conversation(store::Transaction& transaction, const rights::Principal& who,
                                                           const Assignment& assignment);

struct StatusChange {
  ids::Conversation conversation_id;
  conversation::Status status = conversation::Status::open;
  std::optional<base::Time> snoozed_until;
  std::optional<conversation::DismissReason> dismiss_reason;
  std::optional<std::string> dismiss_note;
  bool customers_wish = false;  // Of a snooze: the customer asked for it, so the time until then does not count.
};
// Resolving what is owed an answer needs a reason; the clock then stops as dismissed.
base::Result<event::ConversationState> change_status(store::Transaction& transaction, const rights::Principal& who,
                                                     const StatusChange& change);

}  // namespace workflow
