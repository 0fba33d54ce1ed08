// Handles that are somebody else's after all (join_contacts.hpp).

#include <set>
#include <string>
#include <utility>

#include "base/json/decode.hpp"
#include "domain/contact/name.hpp"
#include "domain/event.hpp"
#include "store/contact_join_store.hpp"
#include "store/contact_store.hpp"
#include "store/conversation_store.hpp"
#include "store/message_store.hpp"
#include "workflow/conversation_change.hpp"
#include "workflow/join_contacts.hpp"
#include "workflow/move_messages.hpp"
#include "workflow/retell_conversation.hpp"

namespace workflow {
namespace {

using contact::Contact;
using contact::Identity;
using conversation::Direction;
using conversation::Status;

template <class Id>
std::vector<Id> read_ids(const std::string& json) {
  return base::decode_text<std::vector<Id>>(json).value_or(std::vector<Id>());
}

std::set<ids::Identity> set_of(const std::vector<Identity>& identities) {
  std::set<ids::Identity> set;
  for (const auto& identity : identities) set.insert(identity.id);
  return set;
}

// One contact being taken apart: `rest` stays with `from`, `leaving` goes to `to`.
class Separation {
 public:
  Separation(store::Transaction& transaction /*outlives*/, const rights::Principal& who /*outlives*/, Contact from)
      : transaction_(transaction), who_(who), from_(std::move(from)) {}

  base::Result<void> choose(const std::vector<ids::Identity>& identities) {
    const auto invalid = [](const char* what) {
      return base::fail(base::FailureKind::invalid, std::string("identity_ids: ") + what, "identity_ids");
    };
    const std::set<ids::Identity> wanted(identities.begin(), identities.end());
    for (const auto& identity : store::list_identities(transaction_, from_.organization_id, from_.id))
      (wanted.contains(identity.id) ? leaving_ : rest_).push_back(identity);
    if (wanted.empty()) return invalid("name at least one");
    if (leaving_.size() != wanted.size()) return invalid("one of them is not this contact's");
    if (rest_.empty()) return invalid("at least one must stay");
    return {};
  }

  base::Result<Contact> run() {
    const auto join = find_join();
    if (join) revive(*join);
    else make();
    for (const auto& identity : leaving_)
      store::set_identity_contact(transaction_, from_.organization_id, identity.id, to_.id);
    if (join) {
      if (auto taken = take_back(*join); !taken) return base::pass_on(taken.error());
    }
    give_conversations();
    store::give_strikes(transaction_, from_.organization_id, from_.id, to_.id);
    for (const auto& one : rest_) {
      for (const auto& other : leaving_)
        store::add_separation(transaction_, from_.organization_id, one.id, other.id, who_.user_id);
    }
    tell();
    return to_;
  }

 private:
  // The join that brought exactly those who leave.
  std::optional<contact::Join> find_join() {
    for (auto& join : store::list_joins(transaction_, from_.organization_id, from_.id)) {
      const auto brought = read_ids<ids::Identity>(join.identity_ids);
      if (std::set<ids::Identity>(brought.begin(), brought.end()) == set_of(leaving_)) return std::move(join);
    }
    return std::nullopt;
  }

  void revive(const contact::Join& join) {
    const auto found = store::find_contact(transaction_, from_.organization_id, join.source_id);
    if (!found) return make();
    to_ = *found;
    const bool name_was_theirs = join.source_named && from_.name == to_.name;
    if (!join.source_named) to_.name = contact::name_of(leaving_);
    store::set_joined_into(transaction_, from_.organization_id, to_.id, std::nullopt);
    store::update_contact(transaction_, to_);
    rename_from(name_was_theirs);
  }

  void make() {
    to_.id = transaction_.new_id<ids::Contact>();
    to_.organization_id = from_.organization_id;
    to_.name = contact::name_of(leaving_);
    to_.created_at = transaction_.now();
    store::insert_contact(transaction_, to_);
    rename_from(false);
  }

  // A name that was of their handles together, or went with those who leave, is that of the rest now.
  void rename_from(bool name_left) {
    auto all = rest_;
    all.insert(all.end(), leaving_.begin(), leaving_.end());
    if (!name_left && from_.name != contact::name_of(all)) return;
    from_.name = contact::name_of(rest_);
    store::update_contact(transaction_, from_);
  }

  // What the join changed stands again as it stood.
  base::Result<void> take_back(const contact::Join& join) {
    const auto organization = from_.organization_id;
    for (const auto id : read_ids<ids::Conversation>(join.conversation_ids)) {
      store::set_conversation_contact(transaction_, organization, id, to_.id);
      changed_.insert(id);
    }
    for (const auto id : read_ids<ids::Move>(join.move_ids)) {
      // Where it was undone since, or what it moved went on, the words go with whoever said them like any others.
      if (!can_undo_merge(transaction_, who_, id)) continue;
      auto back = undo_move(transaction_, who_, id);
      if (!back) return base::pass_on(back.error());
      changed_.insert(back->conversation.id);
    }
    store::set_join_undone(transaction_, organization, join.id);
    return {};
  }

  void give_conversations() {
    for (const auto& c : store::list_conversations_of(transaction_, from_.organization_id, from_.id)) {
      if (!c.merged_into_id) give_words(c);
    }
  }

  // What those who leave said in a conversation, with what answers it, goes with them.
  void give_words(const conversation::Conversation& c) {
    const auto speakers = store::list_speakers(transaction_, c.organization_id, c.id);
    std::vector<ids::Message> going;
    std::set<std::string> said;
    bool others = false;
    for (const auto& word : speakers) {
      const bool theirs = word.direction == Direction::inbound && word.contact_id == to_.id;
      const bool answers = word.direction == Direction::outbound && said.contains(word.parent_external_id);
      if (theirs || answers) going.push_back(word.id);
      if (theirs && !word.external_id.empty()) said.insert(word.external_id);
      others = others || (word.direction == Direction::inbound && !theirs);
    }
    if (going.empty()) return;
    auto there = store::find_latest_state(transaction_, c.organization_id, to_.id, c.inbox_id, c.thread_key);
    // Without a thread, what is closed is another matter.
    if (there && c.thread_key.empty() && there->conversation.status == Status::resolved) there.reset();
    changed_.insert(c.id);
    if (!others && !there) return store::set_conversation_contact(transaction_, c.organization_id, c.id, to_.id);
    auto from = store::find_conversation_state(transaction_, c.organization_id, c.id);
    if (!from) return;
    if (!others && there) {
      (void)merge_into(transaction_, *std::move(from), *std::move(there), who_.user_id);
      return;
    }
    move_words(*std::move(from), std::move(there), going);
  }

  void move_words(event::ConversationState from, std::optional<event::ConversationState> there,
                  const std::vector<ids::Message>& going) {
    const auto organization = from.conversation.organization_id;
    const bool is_new = !there;
    event::ConversationState into = there ? *std::move(there) : open_beside(from.conversation);
    for (const auto message : going)
      (void)store::move_message(transaction_, organization, message, from.conversation.id, into.conversation.id);
    retell_conversation(transaction_, into);
    retell_conversation(transaction_, from);
    changed_.insert(into.conversation.id);
    if (is_new) transaction_.publish(organization, event::ConversationCreated{into});
    transaction_.publish(organization, event::MessagesMoved{from.conversation.id, into});
  }

  // The same thread, of another person.
  event::ConversationState open_beside(const conversation::Conversation& c) {
    event::ConversationState fresh;
    fresh.contact_name = to_.name;
    auto& made = fresh.conversation;
    made.id = transaction_.new_id<ids::Conversation>();
    made.organization_id = c.organization_id;
    made.inbox_id = c.inbox_id;
    made.contact_id = to_.id;
    made.team_id = c.team_id;
    made.assignee_id = c.assignee_id;
    made.thread_key = c.thread_key;
    made.created_at = transaction_.now();
    store::insert_conversation(transaction_, made);
    return fresh;
  }

  void tell() {
    const auto organization = from_.organization_id;
    event::IdentitiesMoved moved{from_.id, to_.id, to_.name, {}, std::nullopt, who_.user_id};
    for (const auto& identity : leaving_) moved.identity_ids.push_back(identity.id);
    transaction_.publish(organization, std::move(moved));
    for (const auto id : changed_) tell_as_it_stands(transaction_, organization, id, who_.user_id);
  }

  store::Transaction& transaction_;
  const rights::Principal& who_;
  Contact from_;
  Contact to_;
  std::vector<Identity> leaving_;
  std::vector<Identity> rest_;
  std::set<ids::Conversation> changed_;
};

}  // namespace

base::Result<Contact> separate_identities(store::Transaction& transaction, const rights::Principal& who, ids::Contact from,
                                          const std::vector<ids::Identity>& identities) {
  auto found = store::find_contact(transaction, who.organization_id, from);
  if (!found) return base::fail(base::FailureKind::not_found, "There is no such contact.");
  Separation separation(transaction, who, *std::move(found));
  if (auto good = separation.choose(identities); !good) return base::pass_on(good.error());
  return separation.run();
}

}  // namespace workflow
