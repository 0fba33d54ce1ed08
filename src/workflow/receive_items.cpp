#include "workflow/receive_items.hpp"

#include <chrono>

#include "base/text.hpp"
#include "domain/conversation/place.hpp"
#include "domain/conversation/word.hpp"
#include "store/clock_store.hpp"
#include "store/contact_store.hpp"
#include "store/conversation_store.hpp"
#include "store/message_store.hpp"
#include "workflow/conversation_change.hpp"

namespace workflow {
namespace {

using conversation::Conversation;
using conversation::Direction;
using conversation::Placement;

constexpr std::size_t kNameLimit = 200;  // Code points; platforms allow far fewer.

// A copy that any database takes, whatever a platform sent: one item that could not be stored would hold up its inbox.
channel::InboundItem to_storable(const channel::InboundItem& given) {
  channel::InboundItem item = given;
  for (std::string* text : {&item.external_id, &item.author.external_id, &item.author.handle, &item.author.name, &item.text,
                            &item.parent_external_id, &item.thread_key})
    *text = base::to_storable(*text);
  return item;
}

std::string shown_name(const channel::Author& author) {
  const std::string& best = !author.name.empty() ? author.name : !author.handle.empty() ? author.handle : author.external_id;
  return base::shorten(best, kNameLimit);
}

// Finds or makes the identity; our own accounts have no contact behind them.
PeopleCache::Person& find_person(store::Transaction& transaction, const inbox::Inbox& inbox,
                                 const channel::InboundItem& item, PeopleCache& people) {
  const auto cached = people.by_external_id.find(item.author.external_id);
  if (cached != people.by_external_id.end()) return cached->second;

  PeopleCache::Person person;
  if (auto known = store::find_identity(transaction, inbox.organization_id, inbox.channel, item.author.external_id)) {
    person.identity = *known;
    if (known->contact_id) {
      const auto contact = store::find_contact(transaction, inbox.organization_id, *known->contact_id);
      if (contact) person.contact_name = contact->name;
    }
  } else {
    auto& identity = person.identity;
    identity.id = transaction.new_id<ids::Identity>();
    identity.organization_id = inbox.organization_id;
    identity.channel = inbox.channel;
    identity.external_id = item.author.external_id;
    identity.handle = base::shorten(item.author.handle, kNameLimit);
    identity.created_at = transaction.now();
    store::insert_identity(transaction, identity);
  }
  return people.by_external_id.emplace(item.author.external_id, std::move(person)).first->second;
}

void ensure_contact(store::Transaction& transaction, const channel::InboundItem& item, PeopleCache::Person& person) {
  if (person.identity.contact_id) return;
  contact::Contact contact;
  contact.id = transaction.new_id<ids::Contact>();
  contact.organization_id = person.identity.organization_id;
  contact.name = shown_name(item.author);
  contact.created_at = transaction.now();
  store::insert_contact(transaction, contact);
  store::set_identity_contact(transaction, contact.organization_id, person.identity.id, contact.id);
  person.identity.contact_id = contact.id;
  person.contact_name = contact.name;
}

ConversationChange reach_conversation(store::Transaction& transaction, const inbox::Inbox& inbox,
                                      const channel::InboundItem& item, const PeopleCache::Person& person) {
  const ids::Contact contact = person.identity.contact_id.value_or(ids::Contact{});
  auto latest = store::find_latest_conversation(transaction, inbox.organization_id, contact, inbox.id, item.thread_key);
  if (conversation::place(latest, item.said_at) != Placement::open && latest) {
    auto clock = store::find_running_clock(transaction, latest->id);
    return ConversationChange({*std::move(latest), person.contact_name, std::move(clock)});
  }
  Conversation fresh;
  fresh.id = transaction.new_id<ids::Conversation>();
  fresh.organization_id = inbox.organization_id;
  fresh.inbox_id = inbox.id;
  fresh.contact_id = contact;
  fresh.team_id = inbox.team_id;
  fresh.thread_key = item.thread_key;
  fresh.created_at = transaction.now();
  return ConversationChange::of_new(std::move(fresh), person.contact_name);
}

conversation::Message to_message(store::Transaction& transaction, const inbox::Inbox& inbox,
                                 const channel::InboundItem& item, ids::Identity identity) {
  conversation::Message message;
  message.id = transaction.new_id<ids::Message>();
  message.organization_id = inbox.organization_id;
  message.inbox_id = inbox.id;
  message.identity_id = identity;
  message.direction = item.own ? Direction::outbound : Direction::inbound;
  message.is_public = item.is_public;
  message.text = item.text;
  message.external_id = item.external_id;
  message.parent_external_id = item.parent_external_id;
  message.delivery = item.own ? conversation::Delivery::sent : conversation::Delivery::received;
  message.said_at = item.said_at;
  message.created_at = transaction.now();
  return message;
}

// The conversation in which we said this: that of the word it replies to.
std::optional<ConversationChange> conversation_of_parent(store::Transaction& transaction, const inbox::Inbox& inbox,
                                                         const std::string& parent) {
  if (parent.empty()) return std::nullopt;
  const auto message = store::find_message(transaction, inbox.organization_id, parent, inbox.id);
  if (!message || !message->conversation_id) return std::nullopt;
  auto state = store::find_conversation_state(transaction, inbox.organization_id, *message->conversation_id);
  if (!state) return std::nullopt;
  return ConversationChange(*std::move(state));
}

// Lets the word do to the conversation what it does there; a late one is seen among all that was said.
void take_word(store::Transaction& transaction, Conversation& conversation, const conversation::Message& message) {
  if (conversation::is_late(conversation, message.said_at)) {
    conversation::add_late(conversation, {message.direction, message.said_at},
                           store::list_words(transaction, conversation.organization_id, conversation.id));
  } else if (message.direction == Direction::outbound) {
    conversation::answer(conversation, message.text, message.said_at);
  } else {
    conversation::hear(conversation, message.text, message.said_at);
  }
}

ReceivedItem receive_own(store::Transaction& transaction, const inbox::Inbox& inbox, const channel::InboundItem& item,
                         const PeopleCache::Person& person) {
  ReceivedItem received;
  received.message = to_message(transaction, inbox, item, person.identity.id);
  received.author_name = person.identity.handle.empty() ? inbox.name : person.identity.handle;
  auto change = conversation_of_parent(transaction, inbox, item.parent_external_id);
  if (!change) {
    store::insert_message(transaction, received.message);
    transaction.publish(inbox.organization_id, event::PostCreated{received.message, received.author_name});
    return received;
  }
  take_word(transaction, change->state.conversation, received.message);
  change->write(transaction, std::chrono::seconds(inbox.first_response_s), item.said_at);
  received.message.conversation_id = change->state.conversation.id;
  received.state = std::move(change->state);
  store::insert_message(transaction, received.message);
  transaction.publish(inbox.organization_id, event::MessageCreated{received.message, received.author_name, *received.state});
  return received;
}

ReceivedItem receive_customers(store::Transaction& transaction, const inbox::Inbox& inbox, const channel::InboundItem& item,
                               PeopleCache::Person& person) {
  ensure_contact(transaction, item, person);
  auto change = reach_conversation(transaction, inbox, item, person);

  ReceivedItem received;
  received.message = to_message(transaction, inbox, item, person.identity.id);
  received.author_name = person.contact_name;
  take_word(transaction, change.state.conversation, received.message);
  change.write(transaction, std::chrono::seconds(inbox.first_response_s), item.said_at);
  received.message.conversation_id = change.state.conversation.id;
  store::insert_message(transaction, received.message);
  if (change.is_new()) transaction.publish(inbox.organization_id, event::ConversationCreated{change.state});
  received.state = std::move(change.state);
  transaction.publish(inbox.organization_id, event::MessageCreated{received.message, received.author_name, *received.state});
  return received;
}

}  // namespace

std::optional<ReceivedItem> receive_item(store::Transaction& transaction, const inbox::Inbox& inbox,
                                         const channel::InboundItem& given, PeopleCache& people) {
  const channel::InboundItem item = to_storable(given);
  if (store::find_message(transaction, inbox.organization_id, item.external_id, inbox.id)) return std::nullopt;
  auto& person = find_person(transaction, inbox, item, people);
  return item.own ? receive_own(transaction, inbox, item, person) : receive_customers(transaction, inbox, item, person);
}

ReceivedCounts receive_items(store::Transaction& transaction, const inbox::Inbox& inbox,
                             std::span<const channel::InboundItem> items, PeopleCache& people) {
  ReceivedCounts counts;
  for (const auto& item : items) {
    if (receive_item(transaction, inbox, item, people)) ++counts.stored;
    else ++counts.known;
  }
  return counts;
}

}  // namespace workflow
