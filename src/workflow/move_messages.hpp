#pragma once
// Messages moved from one conversation to another: merged or split by hand, with undo, or because a thread's beginning
// became known.

#include <cstdint>
#include <optional>
#include <vector>

#include "base/result.hpp"
#include "domain/conversation/move.hpp"
#include "domain/event.hpp"
#include "domain/rights/rights.hpp"
#include "store/transaction.hpp"

namespace workflow {

// What a move made of both conversations.
struct Moved {
  ids::Move id;
  event::ConversationState target;
};

// All that is said in `source` stands in `target` from then on; `source` is closed and in no list any more. Both are of one
// contact and inbox. `by`: none for the system.
Moved merge_into(store::Transaction& transaction, event::ConversationState source, event::ConversationState target,
                 std::optional<ids::User> by);

// By hand: both must be the asker's to see, and of one contact on one inbox (across channels there are cases).
base::Result<Moved> merge_conversations(store::Transaction& transaction, const rights::Principal& who,
                                        ids::Conversation source, ids::Conversation target);

// Some messages of a conversation become one of their own. At least one stays.
base::Result<Moved> split_conversation(store::Transaction& transaction, const rights::Principal& who,
                                       ids::Conversation source, const std::vector<ids::Message>& messages);

struct ShownMove {
  conversation::Move move;
  std::int64_t message_count = 0;  // Notes too.
};
// What went into a conversation and out of it, in the order it was done; of moves to and from conversations that are not the
// asker's to see nothing is said.
base::Result<std::vector<ShownMove>> list_moves(store::Reading& reading, const rights::Principal& who,
                                                ids::Conversation conversation);

// Whether undo_move() would find a merge as it left it: not undone since, all that it moved still there, the thread free.
[[nodiscard]] bool can_undo_merge(store::Reading& reading, const rights::Principal& who, ids::Move merge);

// Everything stands where it stood before; what came since stays with the target of a merge. Gives the source.
base::Result<event::ConversationState> undo_move(store::Transaction& transaction, const rights::Principal& who,
                                                 ids::Move move);

}  // namespace workflow
