#pragma once
// Cases: conversations that belong together, linked by hand. A case is there for whoever sees one of its conversations, and
// shows them those; every change is told by `conversation.updated` of the conversations it touches.

#include <string>
#include <vector>

#include "base/result.hpp"
#include "domain/conversation/case.hpp"
#include "domain/event.hpp"
#include "domain/rights/rights.hpp"
#include "store/transaction.hpp"

namespace workflow {

struct LinkedCase {
  conversation::Case matter;
  std::vector<event::ConversationState> conversations;  // Those that the asker may see, newest word first.
};

// not_found when it is not there or none of its conversations is the asker's to see.
[[nodiscard]] base::Result<LinkedCase> find_visible_case(store::Reading& reading, const rights::Principal& who,
                                                         ids::Case id);

// A new case of at least one conversation; none of them may be in a case.
base::Result<LinkedCase> open_case(store::Transaction& transaction, const rights::Principal& who, const std::string& title,
                                   const std::vector<ids::Conversation>& conversations);
base::Result<LinkedCase> rename_case(store::Transaction& transaction, const rights::Principal& who, ids::Case id,
                                     const std::string& title);
// Nothing changes where it is in the case already.
base::Result<LinkedCase> add_to_case(store::Transaction& transaction, const rights::Principal& who, ids::Case id,
                                     ids::Conversation conversation);

struct LeftCase {
  event::ConversationState conversation;
  bool ended = false;  // It was the last one, and the case is gone.
};
base::Result<LeftCase> take_from_case(store::Transaction& transaction, const rights::Principal& who, ids::Case id,
                                      ids::Conversation conversation);

}  // namespace workflow
