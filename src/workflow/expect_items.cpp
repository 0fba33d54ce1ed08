// Look-ups of many items before the first of them is received: on PostgreSQL each would be a journey of its own. Two at most
// are made for all of them: who speaks and what waits, then the contacts and conversations of those who are known.
//
// An answer must still be right when it is used. Whether a message is known changes only with the message itself; who
// somebody is with People, who asks once; their conversations go through `latest` as soon as one is touched; joins, merges
// and new names forget all (forget(), People::rename); and who waits for a message changes with await() and with signals
// (tell_expected()).

#include "base/text.hpp"
#include "store/contact_store.hpp"
#include "store/conversation_store.hpp"
#include "store/message_store.hpp"
#include "store/signal_store.hpp"
#include "store/thread_store.hpp"
#include "workflow/receiving.hpp"

namespace workflow {
namespace {

// The customer whose conversation it will stand in, if the item names one.
const channel::Author& customer_of(const channel::InboundItem& item) { return item.own ? item.recipient : item.author; }

// Where the thread is known without looking for what the item answers.
std::optional<std::string> thread_key_of(const channel::InboundItem& item) {
  if (item.own || !item.by_replies) return base::to_storable(item.thread_key);
  if (item.parent_external_id.empty()) return base::to_storable(item.external_id);
  return std::nullopt;
}

}  // namespace

void Receiving::Impl::expect(const inbox::Inbox& inbox, std::span<const channel::InboundItem> items) {
  const auto organization = inbox.organization_id;
  transaction.ask_ahead([&] {
    for (const auto& item : items) {
      if (item.kind != channel::ItemKind::message) continue;
      coming.emplace_back(&inbox, &item);
      const auto id = base::to_storable(item.external_id);
      expected.emplace(inbox.id, id);
      (void)store::is_known(transaction, organization, id, inbox.id);
      (void)store::list_waiting_signals(transaction, organization, inbox.id, id);
      people.ask(inbox, base::to_storable(item.author.external_id));
      if (item.own) people.ask(inbox, base::to_storable(item.recipient.external_id));
      (void)store::list_awaiting(transaction, organization, inbox.id, id);
    }
  });
}

void Receiving::Impl::foresee() {
  struct Foreseen {
    const inbox::Inbox* inbox;
    ids::Contact contact;
    std::optional<std::string> thread_key;
  };
  std::vector<Foreseen> known;
  for (const auto& [inbox, item] : coming) {
    const auto& customer = customer_of(*item);
    if (customer.external_id.empty()) continue;
    const auto* identity = people.foresee(*inbox, base::to_storable(customer.external_id));
    if (identity != nullptr && identity->contact_id) known.push_back({inbox, *identity->contact_id, thread_key_of(*item)});
  }
  coming.clear();
  transaction.ask_ahead([&] {
    for (const auto& [inbox, contact, thread_key] : known) {
      (void)store::find_contact(transaction, inbox->organization_id, contact);
      if (thread_key) (void)store::find_latest_state(transaction, inbox->organization_id, contact, inbox->id, *thread_key);
    }
  });
}

void Receiving::Impl::tell_expected(const inbox::Inbox& inbox, const std::string& external_id) {
  if (expected.contains({inbox.id, external_id})) transaction.forget_asked();
}

}  // namespace workflow
