// What a platform tells of a message of ours after it had taken it: it reached the customer, they saw it, or it came back. One that
// came back failed, and its conversation is owed an answer again.

#include <algorithm>

#include "base/text.hpp"
#include "store/message_store.hpp"
#include "store/outbound_store.hpp"
#include "workflow/delivery_change.hpp"
#include "workflow/delivery_rules.hpp"
#include "workflow/receiving.hpp"

namespace workflow {
namespace {

using channel::DeliveryReport;
using channel::ReportKind;
using conversation::Delivery;

std::optional<conversation::Message> find_reported(store::Reading& reading, const inbox::Inbox& inbox,
                                                   const DeliveryReport& report) {
  const auto organization = inbox.organization_id;
  auto message = report.external_id.empty()
                     ? std::nullopt
                     : store::find_message(reading, organization, base::to_storable(report.external_id), inbox.id);
  const auto by_key = message ? std::nullopt : message_of_key(report.key);
  if (by_key) message = store::find_message(reading, organization, *by_key);
  const bool is_ours = message && message->inbox_id == inbox.id && message->direction == conversation::Direction::outbound;
  return is_ours ? message : std::nullopt;
}

// Whether it is still open what became of it.
bool may_have_arrived(Delivery delivery) {
  return delivery == Delivery::sent || delivery == Delivery::uncertain || delivery == Delivery::sending;
}

// The message and its way as the report leaves them; false where it says nothing new.
bool apply(const DeliveryReport& report, conversation::Message& message, conversation::Outbound& outbound) {
  if (!may_have_arrived(message.delivery)) return false;
  if (report.kind == ReportKind::failed) {
    if (outbound.seen_at) return false;  // Somebody read it: what is said to have come back did not.
    message.delivery = Delivery::failed;
    outbound.reason = report.reason.empty() ? "It came back." : base::to_storable(report.reason);
    outbound.doubted_at.reset();
    outbound.retry_at.reset();
    return true;
  }
  auto& told = report.kind == ReportKind::seen ? outbound.seen_at : outbound.delivered_at;
  const bool settles = message.delivery == Delivery::uncertain;
  if (told && *told <= report.at && !settles) return false;
  told = std::min(told.value_or(report.at), report.at);
  if (!settles) return true;
  message.delivery = Delivery::sent;
  outbound.doubted_at.reset();
  outbound.reason.clear();
  return true;
}

}  // namespace

bool Receiving::report(const inbox::Inbox& inbox, const DeliveryReport& report) { return impl_->take_report(inbox, report); }

bool Receiving::Impl::take_report(const inbox::Inbox& inbox, const DeliveryReport& report) {
  auto message = find_reported(transaction, inbox, report);
  auto outbound = message ? store::find_outbound(transaction, inbox.organization_id, message->id) : std::nullopt;
  if (!outbound) return false;
  const auto before = message->delivery;
  if (!apply(report, *message, *outbound)) return false;
  forget();  // The conversation is told anew beside what is remembered of it.
  DeliveryChange change(transaction);
  change.write({*message, *outbound}, before);
  if (message->delivery == Delivery::failed) change.fail_rest(inbox.organization_id, message->id);
  else if (before == Delivery::uncertain) change.queue_rest(inbox.organization_id, message->id, message->said_at);
  (void)change.finish(inbox.organization_id, message->conversation_id);
  return true;
}

}  // namespace workflow
