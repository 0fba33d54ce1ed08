#include "workflow/receive_items.hpp"

#include <chrono>
#include <utility>

#include "base/text.hpp"
#include "domain/conversation/place.hpp"
#include "domain/conversation/word.hpp"
#include "domain/signal/series.hpp"
#include "store/acknowledgement_store.hpp"
#include "store/conversation_store.hpp"
#include "store/message_store.hpp"
#include "store/signal_store.hpp"
#include "workflow/keep_details.hpp"
#include "workflow/receiving.hpp"
#include "workflow/retell_conversation.hpp"
#include "workflow/strikes.hpp"

namespace workflow {
namespace {

using conversation::Conversation;
using conversation::Direction;
using conversation::Placement;

// How far back the series of what was said goes: further than anybody looks to know what is usual.
constexpr std::chrono::hours kSeriesPast{31 * 24};

// Every text of the item, of whoever sent it.
template <class Item, class Each>
void for_each_text(Item& item, Each each) {
  for (auto* text : {&item.external_id, &item.text, &item.parent_external_id, &item.thread_key, &item.target_external_id,
                     &item.subject, &item.context})
    each(*text);
  for (auto* author : {&item.author, &item.recipient}) {
    for (auto* text : {&author->external_id, &author->handle, &author->name, &author->language}) each(*text);
    for (auto& proof : author->proofs) each(proof.value);
  }
  for (auto& file : item.attachments) {
    for (auto* text : {&file.external_id, &file.url, &file.name, &file.type, &file.description, &file.content_id})
      each(*text);
  }
}

// As any database takes it, whatever a platform sent: one item that could not be stored would hold up its inbox. Nearly every
// item is so as it came; `mended` keeps the others.
const channel::InboundItem& to_storable(const channel::InboundItem& given, std::optional<channel::InboundItem>& mended) {
  bool is_storable = true;
  for_each_text(given, [&](const std::string& text) { is_storable = is_storable && base::is_storable(text); });
  if (is_storable) return given;
  mended = given;
  for_each_text(*mended, [](std::string& text) { text = base::to_storable(text); });
  return *mended;
}

conversation::Message to_message(store::Transaction& transaction, const inbox::Inbox& inbox,
                                 const channel::InboundItem& item, const std::string& language) {
  conversation::Message message;
  message.id = transaction.new_id<ids::Message>();
  message.organization_id = inbox.organization_id;
  message.inbox_id = inbox.id;
  message.direction = item.own ? Direction::outbound : Direction::inbound;
  message.is_public = item.is_public;
  message.text = item.text;
  message.external_id = item.external_id;
  message.parent_external_id = item.parent_external_id;
  message.delivery = item.own ? conversation::Delivery::sent : conversation::Delivery::received;
  message.said_at = item.said_at;
  message.created_at = transaction.now();
  message.language = language;
  return message;
}

ConversationChange open_conversation(store::Transaction& transaction, const inbox::Inbox& inbox, const Person& person,
                                     const std::string& thread_key) {
  Conversation fresh;
  fresh.id = transaction.new_id<ids::Conversation>();
  fresh.organization_id = inbox.organization_id;
  fresh.inbox_id = inbox.id;
  fresh.contact_id = person.identity.contact_id.value_or(ids::Contact{});
  fresh.team_id = inbox.team_id;
  fresh.thread_key = thread_key;
  fresh.created_at = transaction.now();
  return ConversationChange::of_new(std::move(fresh), person.contact_name);
}

// A matter that we had answered and closed, and that was not at its end.
bool is_mishap(const Conversation& closed) { return closed.first_answered_at && !closed.dismiss_reason; }

}  // namespace

Receiving::Receiving(store::Transaction& transaction) : impl_(std::make_unique<Impl>(transaction)) {}
Receiving::~Receiving() = default;

bool Receiving::receive(const inbox::Inbox& inbox, const channel::InboundItem& item, const std::string& language) {
  if (!impl_->coming.empty()) impl_->foresee();
  std::optional<channel::InboundItem> mended;
  const auto& storable = to_storable(item, mended);
  if (item.kind != channel::ItemKind::message) return impl_->take_signal(inbox, storable);
  return impl_->say(inbox, storable, language).has_value();
}

std::optional<ReceivedItem> Receiving::say(const inbox::Inbox& inbox, const channel::InboundItem& item,
                                           const std::string& language) {
  std::optional<channel::InboundItem> mended;
  return impl_->say(inbox, to_storable(item, mended), language);
}

void Receiving::expect(const inbox::Inbox& inbox, std::span<const channel::InboundItem> items) {
  impl_->expect(inbox, items);
}

void Receiving::finish() { impl_->finish(); }

void Receiving::Impl::count(const inbox::Inbox& inbox, base::Time said_at) {
  if (said_at < transaction.now() - kSeriesPast) return;  // An archive; nobody will look at it.
  ++said[{inbox.organization_id, inbox.id, signals::bucket_of(said_at)}];
}

void Receiving::Impl::finish() {
  for (const auto& [place, how_many] : said) {
    const auto& [organization, inbox, bucket] = place;
    store::add_signal_count(transaction, organization, {inbox, signals::Series::message, bucket, how_many});
  }
  said.clear();
}

std::optional<ReceivedItem> Receiving::Impl::say(const inbox::Inbox& inbox, const channel::InboundItem& item,
                                                 const std::string& language) {
  if (store::is_known(transaction, inbox.organization_id, item.external_id, inbox.id)) return std::nullopt;
  auto message = to_message(transaction, inbox, item, language);
  take_waiting_signals(inbox, message);
  details = details_of(transaction, message, item);
  is_automatic = item.is_automatic && !item.own;
  auto received = item.own ? say_own(inbox, item, std::move(message)) : say_customers(inbox, item, std::move(message));
  for (const auto signal : waiting_signals)
    store::set_signal_message(transaction, inbox.organization_id, signal, received.message.id);
  waiting_signals.clear();
  keep_details(transaction, received.message, item, details);
  settle(inbox, received.message);
  return received;
}

ReceivedItem Receiving::Impl::say_customers(const inbox::Inbox& inbox, const channel::InboundItem& item,
                                            conversation::Message message) {
  count(inbox, item.said_at);
  const Person& person = people.speaker(inbox, item.author, item.said_at);
  if (!item.author.proofs.empty()) prove(inbox, item.author, person);
  message.identity_id = person.identity.id;
  const Thread thread = thread_of(transaction, inbox, item);
  auto known = find_latest(inbox, person, thread.key);
  const auto before = known ? std::optional(known->conversation) : std::nullopt;
  // A machine's word opens nothing again.
  const bool goes_in = is_automatic && before && !before->merged_into_id;
  const Placement placement = goes_in ? Placement::attach : conversation::place(before, item.said_at);
  message.placed = placement;
  const bool opens = placement == Placement::open || !known;
  auto change =
      known && !opens ? ConversationChange(*std::move(known)) : open_conversation(transaction, inbox, person, thread.key);
  const auto conversation = change.state.conversation.id;
  auto received = enter(inbox, std::move(change), std::move(message), person.contact_name);
  if (opens) expect_acknowledgement(inbox, item, received);
  if (opens && thread.awaited) await(inbox, *thread.awaited, conversation.value);
  if (placement == Placement::reopen && before && is_mishap(*before)) strike(received.state, item.said_at);
  return received;
}

void Receiving::Impl::expect_acknowledgement(const inbox::Inbox& inbox, const channel::InboundItem& item,
                                             const ReceivedItem& received) {
  const auto now = transaction.now();
  // What comes late, out of an archive for one, is past greeting.
  if (is_automatic || !item.may_be_acknowledged || item.is_public || now - item.said_at > acknowledgement::kStale) return;
  const auto [found, is_new] = acknowledgements.try_emplace(inbox.id);
  auto& settings = found->second;
  if (is_new) settings = store::find_acknowledgement_settings(transaction, inbox.organization_id, inbox.id);
  if (!settings || !settings->enabled || !received.message.conversation_id) return;
  store::expect_acknowledgement(
      transaction, {*received.message.conversation_id, inbox.organization_id, now + std::chrono::seconds(settings->wait_s)});
}

void Receiving::Impl::strike(std::optional<event::ConversationState>& state, base::Time said_at) {
  if (!state) return;
  const auto& c = state->conversation;
  (void)add_strike(transaction, *state, {contact::StrikeCause::reopened, said_at});
  forget();
  state = find(c.organization_id, c.id);
}

ReceivedItem Receiving::Impl::say_own(const inbox::Inbox& inbox, const channel::InboundItem& item,
                                      conversation::Message message) {
  const Person& account = people.account(inbox, item.author, item.said_at);
  message.identity_id = account.identity.id;
  const std::string author_name = account.identity.handle.empty() ? inbox.name : account.identity.handle;
  if (!item.recipient.external_id.empty()) {
    // What is told of them beside our own word is older than anything they said themselves.
    const Person& person = people.speaker(inbox, item.recipient, base::Time{});
    if (!item.recipient.proofs.empty()) prove(inbox, item.recipient, person);
    auto known = find_latest(inbox, person, item.thread_key);
    message.placed = known ? Placement::attach : Placement::open;
    auto change =
        known ? ConversationChange(*std::move(known)) : open_conversation(transaction, inbox, person, item.thread_key);
    return enter(inbox, std::move(change), std::move(message), author_name);
  }
  const auto parent = item.parent_external_id.empty()
                          ? std::nullopt
                          : store::find_message(transaction, inbox.organization_id, item.parent_external_id, inbox.id);
  auto known = parent && parent->conversation_id ? find(inbox.organization_id, *parent->conversation_id) : std::nullopt;
  if (!known) return stand_alone(inbox, item, std::move(message), author_name);
  message.placed = Placement::attach;
  return enter(inbox, ConversationChange(*std::move(known)), std::move(message), author_name);
}

ReceivedItem Receiving::Impl::stand_alone(const inbox::Inbox& inbox, const channel::InboundItem& item,
                                          conversation::Message message, const std::string& author_name) {
  message.placed = Placement::stand_alone;
  store::insert_message(transaction, message);
  if (!item.parent_external_id.empty()) await(inbox, item.parent_external_id, message.id.value);
  transaction.publish(inbox.organization_id, event::PostCreated{message, author_name});
  return {std::move(message), author_name, std::nullopt};
}

ReceivedItem Receiving::Impl::enter(const inbox::Inbox& inbox, ConversationChange change, conversation::Message message,
                                    const std::string& author_name) {
  Promises& its = promises_of(inbox);
  auto& conversation = change.state.conversation;
  message.conversation_id = conversation.id;
  const bool inbound = message.direction == Direction::inbound;
  if (conversation::is_late(conversation, message.said_at) || message.deleted_at) {
    if (change.is_new()) change.write(transaction, its, message.said_at);
    insert(message);
    const bool is_heard = inbound && !is_automatic;
    retell_conversation(transaction, change.state, its, is_heard ? std::optional(message.said_at) : std::nullopt);
  } else {
    const bool is_machine = is_automatic && conversation.message_count > 0;
    if (inbound && is_machine) conversation::hear_machine(conversation, message.text, message.said_at);
    else if (inbound) conversation::hear(conversation, message.text, message.said_at);
    else conversation::answer(conversation, message.text, message.said_at);
    change.write(transaction, its, message.said_at);
    insert(message);
  }
  remember(change.state);
  transaction.publish(inbox.organization_id, event::MessageCreated{message,
                                                                   author_name,
                                                                   change.state,
                                                                   {},
                                                                   details.subject,
                                                                   details.files,
                                                                   is_automatic ? std::optional(true) : std::nullopt});
  return {std::move(message), author_name, std::move(change.state)};
}

void Receiving::Impl::insert(const conversation::Message& message) {
  store::insert_message(transaction, message);
  if (is_automatic) store::mark_automatic(transaction, message.organization_id, message.id);
}

std::optional<event::ConversationState> Receiving::Impl::find_latest(const inbox::Inbox& inbox, const Person& person,
                                                                     const std::string& thread_key) {
  const auto contact = person.identity.contact_id.value_or(ids::Contact{});
  const auto known = latest.find({contact, inbox.id, thread_key});
  if (known != latest.end()) return find(inbox.organization_id, known->second);
  if (person.contact_is_new && knows_new_contacts) return std::nullopt;
  auto state = store::find_latest_state(transaction, inbox.organization_id, contact, inbox.id, thread_key);
  if (state) remember(*state);
  return state;
}

std::optional<event::ConversationState> Receiving::Impl::find(ids::Organization organization, ids::Conversation id) {
  const auto known = states.find(id);
  if (known != states.end()) return known->second;
  auto state = store::find_conversation_state(transaction, organization, id);
  if (state) states.emplace(id, *state);
  return state;
}

void Receiving::Impl::forget() {
  states.clear();
  latest.clear();
  knows_new_contacts = false;
  transaction.forget_asked();
}

void Receiving::Impl::remember(const event::ConversationState& state) {
  const auto& c = state.conversation;
  states.insert_or_assign(c.id, state);
  latest.insert_or_assign(Key{c.contact_id, c.inbox_id, c.thread_key}, c.id);
}

}  // namespace workflow
