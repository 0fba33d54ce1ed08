#include "workflow/quarantine.hpp"

#include "base/base64.hpp"
#include "base/text.hpp"
#include "store/inbox_store.hpp"
#include "store/quarantine_store.hpp"
#include "workflow/credential.hpp"
#include "workflow/receive_items.hpp"

namespace workflow {
namespace {

using base::FailureKind;

base::Result<inbox::Quarantined> find_waiting(store::Transaction& transaction, ids::Organization organization,
                                              ids::Quarantined id) {
  auto found = store::find_quarantined(transaction, organization, id);
  if (!found) return base::fail(FailureKind::not_found, "There is no such item in the quarantine.");
  if (found->settled_at) return base::fail(FailureKind::conflict, "This item was settled already.");
  return *std::move(found);
}

void settle(store::Transaction& transaction, inbox::Quarantined& item, inbox::QuarantineOutcome outcome) {
  item.settled_at = transaction.now();
  item.outcome = outcome;
  store::update_quarantined(transaction, item);
  transaction.publish(item.organization_id, event::InboxChanged{item.inbox_id});
}

base::Result<channel::InboundItem> read_again(const inbox::Quarantined& item, const inbox::Inbox& inbox, base::Time now,
                                              const std::vector<channel::ChannelType>& channels) {
  const auto* channel = channel::find_channel(channels, inbox.channel);
  if (channel == nullptr || !channel->read_item)
    return base::fail(FailureKind::unavailable, "This program cannot read items of the channel " + inbox.channel + ".");
  auto read = channel->read_item(raw_of(item), now);
  if (read) channel::drop_unvouched(*channel, *read);
  return read;
}

}  // namespace

void quarantine(store::Transaction& transaction, const inbox::Inbox& inbox, const std::string& raw,
                const std::string& reason) {
  inbox::Quarantined item;
  item.id = transaction.new_id<ids::Quarantined>();
  item.organization_id = inbox.organization_id;
  item.inbox_id = inbox.id;
  item.raw_hash = hash_secret(raw);
  item.raw = base::to_base64(raw);
  item.reason = base::to_storable(reason);
  item.received_at = transaction.now();
  item.tried_at = transaction.now();
  store::insert_quarantined(transaction, item);
  transaction.publish(inbox.organization_id, event::InboxChanged{inbox.id});
}

std::string raw_of(const inbox::Quarantined& item) { return base::from_base64(item.raw).value_or(std::string()); }

base::Result<inbox::Quarantined> retry_quarantined(store::Transaction& transaction, ids::Organization organization,
                                                   ids::Quarantined id, const std::vector<channel::ChannelType>& channels) {
  auto item = find_waiting(transaction, organization, id);
  if (!item) return item;
  const auto inbox = store::find_inbox(transaction, organization, item->inbox_id);
  if (!inbox) return base::fail(FailureKind::not_found, "The inbox of this item is gone.");
  ++item->attempts;
  item->tried_at = transaction.now();
  auto read = read_again(*item, *inbox, transaction.now(), channels);
  if (!read) {
    item->reason = base::to_storable(read.error().message);
    store::update_quarantined(transaction, *item);
    return item;
  }
  Receiving receiving(transaction);
  (void)receiving.receive(*inbox, *read);
  receiving.finish();
  settle(transaction, *item, inbox::QuarantineOutcome::taken_in);
  return item;
}

base::Result<inbox::Quarantined> give_up_quarantined(store::Transaction& transaction, ids::Organization organization,
                                                     ids::Quarantined id) {
  auto item = find_waiting(transaction, organization, id);
  if (item) settle(transaction, *item, inbox::QuarantineOutcome::given_up);
  return item;
}

}  // namespace workflow
