#include "workflow/change_case.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "domain/rights/account.hpp"
#include "store/case_store.hpp"
#include "workflow/conversation_change.hpp"

namespace workflow {
namespace {

using base::FailureKind;
using event::ConversationState;

constexpr const char* kNoSuchConversation = "there is no such conversation";

bool sees(const rights::Principal& who, const ConversationState& state) {
  const auto& c = state.conversation;
  return rights::may_see(who, c.organization_id, c.team_id, c.assignee_id);
}

// Puts it into the case, or with none takes it out.
ConversationState set_case(store::Transaction& transaction, const rights::Principal& who, ConversationState state,
                           std::optional<ids::Case> to) {
  ConversationChange change(std::move(state));
  change.state.conversation.case_id = to;
  change.write(transaction, transaction.now());
  change.publish_updated(transaction, who);
  return change.state;
}

// A conversation to be put into a case, named by the request's member `field`.
base::Result<ConversationState> find_free(store::Transaction& transaction, const rights::Principal& who,
                                          ids::Conversation id, const std::string& field) {
  auto state = find_visible(transaction, who, id);
  if (!state) return base::fail(FailureKind::invalid, field + ": " + kNoSuchConversation, field);
  if (state->conversation.merged_into_id)
    return base::fail(FailureKind::conflict, "It was merged into another conversation; link that one.");
  if (state->conversation.case_id)
    return base::fail(FailureKind::conflict, "It is in another case already; take it out there first.");
  return state;
}

base::Failure too_many() {
  return {FailureKind::conflict, "A case links at most " + std::to_string(conversation::kMostInCase) + " conversations.", "",
          std::nullopt};
}

base::Result<std::string> clean_title(const std::string& title) {
  return rights::clean_name(title, "title", conversation::kCaseTitleLimit);
}

}  // namespace

base::Result<LinkedCase> find_visible_case(store::Reading& reading, const rights::Principal& who, ids::Case id) {
  LinkedCase found;
  auto matter = store::find_case(reading, who.organization_id, id);
  if (matter) {
    found.matter = *std::move(matter);
    found.conversations = store::list_case_conversations(reading, who.organization_id, id);
    std::erase_if(found.conversations, [&](const ConversationState& state) { return !sees(who, state); });
  }
  if (found.conversations.empty()) return base::fail(FailureKind::not_found, "There is no such case.");
  return found;
}

base::Result<LinkedCase> open_case(store::Transaction& transaction, const rights::Principal& who, const std::string& title,
                                   const std::vector<ids::Conversation>& conversations) {
  auto clean = clean_title(title);
  if (!clean) return base::pass_on(clean.error());
  if (conversations.empty())
    return base::fail(FailureKind::invalid, "conversation_ids: name at least one", "conversation_ids");
  if (conversations.size() > conversation::kMostInCase) return base::pass_on(too_many());
  conversation::Case opened;
  opened.id = transaction.new_id<ids::Case>();
  opened.organization_id = who.organization_id;
  opened.title = *std::move(clean);
  opened.created_by = who.user_id;
  opened.created_at = transaction.now();
  store::insert_case(transaction, opened);
  for (const auto id : conversations) {
    auto state = find_free(transaction, who, id, "conversation_ids");
    if (!state) return base::pass_on(state.error());
    static_cast<void>(set_case(transaction, who, *std::move(state), opened.id));
  }
  return find_visible_case(transaction, who, opened.id);
}

base::Result<LinkedCase> rename_case(store::Transaction& transaction, const rights::Principal& who, ids::Case id,
                                     const std::string& title) {
  auto found = find_visible_case(transaction, who, id);
  if (!found) return found;
  auto clean = clean_title(title);
  if (!clean) return base::pass_on(clean.error());
  if (*clean == found->matter.title) return found;
  store::rename_case(transaction, who.organization_id, id, *clean);
  found->matter.title = *std::move(clean);
  // Everybody who sees one of them sees the title, also who does not see what the asker sees.
  for (auto& state : store::list_case_conversations(transaction, who.organization_id, id))
    ConversationChange(std::move(state)).publish_updated(transaction, who);
  return found;
}

base::Result<LinkedCase> add_to_case(store::Transaction& transaction, const rights::Principal& who, ids::Case id,
                                     ids::Conversation conversation) {
  auto found = find_visible_case(transaction, who, id);
  if (!found) return found;
  const auto is_it = [&](const ConversationState& state) { return state.conversation.id == conversation; };
  if (std::ranges::any_of(found->conversations, is_it)) return found;
  if (store::list_case_conversations(transaction, who.organization_id, id).size() >= conversation::kMostInCase)
    return base::pass_on(too_many());
  auto state = find_free(transaction, who, conversation, "conversation_id");
  if (!state) return base::pass_on(state.error());
  static_cast<void>(set_case(transaction, who, *std::move(state), id));
  return find_visible_case(transaction, who, id);
}

base::Result<LeftCase> take_from_case(store::Transaction& transaction, const rights::Principal& who, ids::Case id,
                                      ids::Conversation conversation) {
  auto state = find_visible(transaction, who, conversation);
  if (!state || state->conversation.case_id != id)
    return base::fail(FailureKind::not_found, "There is no such conversation in this case.");
  LeftCase left;
  left.conversation = set_case(transaction, who, *std::move(state), std::nullopt);
  left.ended = store::delete_empty_case(transaction, who.organization_id, id);
  return left;
}

}  // namespace workflow
