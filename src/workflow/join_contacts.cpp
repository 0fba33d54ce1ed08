#include "workflow/join_contacts.hpp"

#include <algorithm>
#include <utility>

#include "base/json/encode.hpp"
#include "domain/contact/name.hpp"
#include "domain/event.hpp"
#include "store/contact_join_store.hpp"
#include "store/contact_store.hpp"
#include "store/conversation_store.hpp"
#include "workflow/conversation_change.hpp"
#include "workflow/move_messages.hpp"

namespace workflow {
namespace {

using contact::Contact;
using contact::Identity;
using conversation::Status;

bool both_read_the_same_page(store::Reading& reading, ids::Organization organization, ids::Contact one, ids::Contact other) {
  const auto pages = store::list_visitor_inboxes(reading, organization, one);
  const auto others = store::list_visitor_inboxes(reading, organization, other);
  return std::ranges::find_first_of(pages, others) != pages.end();
}

bool is_open(const event::ConversationState& state) { return state.conversation.status != Status::resolved; }

// Two of one person in one place are one matter where the platform names the thread, or where both are under way.
bool are_one_matter(const event::ConversationState& mine, const event::ConversationState& there) {
  return !mine.conversation.thread_key.empty() || (is_open(mine) && is_open(there));
}

// The one that goes on: the open one; where both are alike, the older.
bool goes_on(const event::ConversationState& one, const event::ConversationState& other) {
  if (is_open(one) != is_open(other)) return is_open(one);
  return one.conversation.id < other.conversation.id;
}

// Conversations of both in the same thread become one, before they are of one contact: the record allows one that is open.
std::vector<ids::Move> merge_threads(store::Transaction& transaction,
                                     const std::vector<conversation::Conversation>& conversations, ids::Contact target,
                                     std::optional<ids::User> by) {
  std::vector<ids::Move> moves;
  for (const auto& c : conversations) {
    if (c.merged_into_id) continue;
    auto there = store::find_latest_state(transaction, c.organization_id, target, c.inbox_id, c.thread_key);
    auto mine = there ? store::find_conversation_state(transaction, c.organization_id, c.id) : std::nullopt;
    if (!mine || !there || !are_one_matter(*mine, *there)) continue;
    if (goes_on(*mine, *there)) std::swap(mine, there);
    moves.push_back(merge_into(transaction, *std::move(mine), *std::move(there), by).id);
  }
  return moves;
}

// Lists show whose a conversation is.
void tell_conversations(store::Transaction& transaction, const std::vector<conversation::Conversation>& conversations,
                        std::optional<ids::User> by) {
  for (const auto& c : conversations) tell_as_it_stands(transaction, c.organization_id, c.id, by);
}

std::vector<Identity> with(std::vector<Identity> some, const std::vector<Identity>& more) {
  some.insert(some.end(), more.begin(), more.end());
  return some;
}

template <class Rows>
auto ids_of(const Rows& rows) {
  std::vector<decltype(rows.begin()->id)> ids;
  for (const auto& row : rows) ids.push_back(row.id);
  return ids;
}

base::Failure no_such(const char* field) {
  if (*field == '\0') return {base::FailureKind::not_found, "There is no such contact.", "", std::nullopt};
  return {base::FailureKind::invalid, std::string(field) + ": there is no such contact", field, std::nullopt};
}

}  // namespace

bool may_join_by_itself(store::Reading& reading, ids::Organization organization, ids::Contact one, ids::Contact other) {
  return !store::are_separated(reading, organization, one, other) &&
         !both_read_the_same_page(reading, organization, one, other);
}

Contact join_contacts(store::Transaction& transaction, const Contact& source, Contact target, contact::JoinCause cause,
                      std::optional<ids::User> by) {
  const auto organization = target.organization_id;
  const auto theirs = store::list_identities(transaction, organization, source.id);
  const auto own = store::list_identities(transaction, organization, target.id);
  const auto conversations = store::list_conversations_of(transaction, organization, source.id);
  contact::Join join;
  join.id = transaction.new_id<ids::Join>();
  join.organization_id = organization;
  join.source_id = source.id;
  join.target_id = target.id;
  join.cause = cause;
  join.source_named = source.name != contact::name_of(theirs);
  join.joined_by = by;
  join.joined_at = transaction.now();
  join.identity_ids = base::encode(ids_of(theirs));
  join.conversation_ids = base::encode(ids_of(conversations));
  join.move_ids = base::encode(merge_threads(transaction, conversations, target.id, by));
  store::give_all(transaction, organization, source.id, target.id);
  store::set_joined_into(transaction, organization, source.id, target.id);
  store::insert_join(transaction, join);

  const bool target_named = target.name != contact::name_of(own);
  if (!target_named) target.name = join.source_named ? source.name : contact::name_of(with(own, theirs));
  if (!target.email) target.email = source.email;
  target.value = std::max(target.value, source.value);
  store::update_contact(transaction, target);
  // First: whoever follows one of them by the contact hears of the rest.
  transaction.publish(organization, event::IdentitiesMoved{source.id, target.id, target.name, ids_of(theirs), cause, by});
  tell_conversations(transaction, conversations, by);
  return target;
}

base::Result<Contact> join_by_hand(store::Transaction& transaction, const rights::Principal& who, ids::Contact target,
                                   ids::Contact source) {
  const auto organization = who.organization_id;
  const auto stays = store::find_contact(transaction, organization, target);
  if (!stays) return base::pass_on(no_such(""));
  const auto goes = store::find_contact(transaction, organization, source);
  if (!goes) return base::pass_on(no_such("other_id"));
  if (target == source) return base::fail(base::FailureKind::invalid, "other_id: it is the same contact", "other_id");
  if (stays->joined_into_id || goes->joined_into_id)
    return base::fail(base::FailureKind::conflict, "One of them was joined with somebody already.");
  if (both_read_the_same_page(transaction, organization, target, source))
    return base::fail(base::FailureKind::conflict,
                      "Both are visitors of one chat: each would read there what the other said.");
  const auto theirs = store::list_identities(transaction, organization, source);
  for (const auto& one : store::list_identities(transaction, organization, target)) {
    for (const auto& other : theirs) store::remove_separation(transaction, organization, one.id, other.id);
  }
  return join_contacts(transaction, *goes, *stays, contact::JoinCause::hand, who.user_id);
}

}  // namespace workflow
