#pragma once
// Conversations: the views they stand in, what was said in them, answering, noting, assigning, resolving.

#include "api/call.hpp"
#include "api/contract/conversation.hpp"

namespace api {

net::Task<base::Result<contract::ViewCounts>> get_views(Call& call /*outlives*/);
net::Task<base::Result<contract::ConversationPage>> list_conversations(Call& call /*outlives*/,
                                                                       contract::ListConversations in);
net::Task<base::Result<contract::FacetCounts>> get_facets(Call& call, contract::ListFacets in);
net::Task<base::Result<contract::Conversation>> get_conversation(Call& call /*outlives*/, contract::ConversationPath in);
net::Task<base::Result<contract::MessagePage>> list_messages(Call& call /*outlives*/, contract::ListMessages in);
net::Task<base::Result<contract::Said>> post_reply(Call& call /*outlives*/, contract::Reply in);
net::Task<base::Result<contract::TakenBack>> post_cancel(Call& call /*outlives*/, contract::MessagePath in);
net::Task<base::Result<contract::Said>> post_retry(Call& call /*outlives*/, contract::RetryMessage in);
net::Task<base::Result<contract::Said>> post_settle(Call& call /*outlives*/, contract::SettleMessage in);
net::Task<base::Result<contract::Said>> post_note(Call& call /*outlives*/, contract::WriteNote in);
net::Task<base::Result<contract::Conversation>> post_assignment(Call& call /*outlives*/, contract::Assign in);
net::Task<base::Result<contract::Conversation>> post_status(Call& call /*outlives*/, contract::ChangeStatus in);

net::Task<base::Result<contract::MoveList>> list_moves(Call& call /*outlives*/, contract::ConversationPath in);
net::Task<base::Result<contract::Moved>> post_merge(Call& call /*outlives*/, contract::MergeConversation in);
net::Task<base::Result<contract::Moved>> post_split(Call& call /*outlives*/, contract::SplitConversation in);
net::Task<base::Result<contract::Conversation>> post_undo_move(Call& call /*outlives*/, contract::MovePath in);

}  // namespace api
