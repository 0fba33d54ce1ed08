// Something done rather than said: stored once, counted in its series, and where it is an edit or a deletion, done to the
// message, whether that is here already or still to come.

#include <algorithm>
#include <tuple>
#include <utility>

#include "domain/signal/series.hpp"
#include "store/message_store.hpp"
#include "store/signal_store.hpp"
#include "workflow/receiving.hpp"
#include "workflow/retell_conversation.hpp"

namespace workflow {
namespace {

using signals::Kind;
using signals::Signal;

Kind kind_of(channel::ItemKind kind) { return base::from_name<Kind>(base::to_name(kind)).value_or(Kind::read); }

signals::Series series_of(Kind kind) {
  return base::from_name<signals::Series>(base::to_name(kind)).value_or(signals::Series::read);
}

bool changes_message(Kind kind) { return kind == Kind::edit || kind == Kind::deletion; }

// A deletion stands whatever edits come; of several edits the latest holds.
void apply(conversation::Message& message, const Signal& signal) {
  if (signal.kind == Kind::deletion) {
    message.deleted_at = std::min(message.deleted_at.value_or(signal.at), signal.at);
    message.text.clear();
    message.original_text.reset();
  }
  if (signal.kind != Kind::edit) return;
  if (!message.deleted_at) {
    if (!message.original_text) message.original_text = message.text;
    message.text = signal.text;
  }
  message.edited_at = signal.at;
}

bool is_newer_edit(const Signal& edit, const std::optional<Signal>& latest) {
  return !latest || std::tie(edit.at, edit.external_id) > std::tie(latest->at, latest->external_id);
}

}  // namespace

bool Receiving::Impl::take_signal(const inbox::Inbox& inbox, const channel::InboundItem& item) {
  Signal signal;
  signal.id = transaction.new_id<ids::Signal>();
  signal.organization_id = inbox.organization_id;
  signal.inbox_id = inbox.id;
  signal.kind = kind_of(item.kind);
  signal.external_id = item.external_id;
  signal.target_external_id = item.target_external_id;
  signal.text = item.text;
  signal.at = item.said_at;
  signal.created_at = transaction.now();
  std::optional<ids::Contact> contact;
  std::string author_name;
  if (!item.author.external_id.empty()) {
    // Whoever is vouched for is a customer, and has a contact before they first speak.
    const bool vouched = !item.own && !item.author.proofs.empty();
    const Person& person =
        vouched ? people.speaker(inbox, item.author, item.said_at) : people.account(inbox, item.author, item.said_at);
    if (vouched) prove(inbox, item.author, person);
    signal.identity_id = person.identity.id;
    contact = person.identity.contact_id;
    author_name = !person.contact_name.empty() ? person.contact_name : person.identity.handle;
  }
  auto target = item.target_external_id.empty()
                    ? std::nullopt
                    : store::find_message(transaction, inbox.organization_id, item.target_external_id, inbox.id);
  if (target) signal.message_id = target->id;
  const auto last_edit = target && signal.kind == Kind::edit
                             ? store::find_latest_edit(transaction, inbox.organization_id, target->id)
                             : std::nullopt;
  if (!store::insert_signal(transaction, signal)) return false;
  if (!target) tell_expected(inbox, signal.target_external_id);
  store::add_signal_count(transaction, inbox.organization_id,
                          {inbox.id, series_of(signal.kind), signals::bucket_of(signal.at), 1});
  if (target && changes_message(signal.kind) && (signal.kind != Kind::edit || is_newer_edit(signal, last_edit))) {
    apply(*target, signal);
    change_message(inbox, *std::move(target), author_name);
  }
  transaction.publish(inbox.organization_id, event::SignalReceived{signal, contact, author_name});
  return true;
}

void Receiving::Impl::take_waiting_signals(const inbox::Inbox& inbox, conversation::Message& arrived) {
  std::optional<Signal> last_edit;
  for (const auto& signal : store::list_waiting_signals(transaction, inbox.organization_id, inbox.id, arrived.external_id)) {
    waiting_signals.push_back(signal.id);
    if (signal.kind == Kind::edit) last_edit = signal;
    else apply(arrived, signal);
  }
  if (last_edit) apply(arrived, *last_edit);
}

void Receiving::Impl::change_message(const inbox::Inbox& inbox, conversation::Message message,
                                     const std::string& author_name) {
  store::update_message(transaction, message);
  auto state = message.conversation_id ? find(inbox.organization_id, *message.conversation_id) : std::nullopt;
  if (!state) {
    transaction.publish(inbox.organization_id, event::PostUpdated{std::move(message), author_name});
    return;
  }
  retell_conversation(transaction, *state, promises_of(inbox));
  remember(*state);
  transaction.publish(inbox.organization_id, event::MessageUpdated{std::move(message), author_name, *state});
}

}  // namespace workflow
