#include "workflow/describe_outbound.hpp"

#include <optional>

#include "store/attachment_store.hpp"
#include "store/contact_store.hpp"
#include "store/conversation_store.hpp"
#include "store/message_store.hpp"
#include "workflow/delivery_rules.hpp"

namespace workflow {
namespace {

using conversation::Message;

// The customer's handle that the answer goes to: whose word it answers, else who spoke last.
std::optional<contact::Identity> recipient_of(store::Reading& reading, const Message& message,
                                              const std::optional<Message>& parent, const std::optional<Message>& heard) {
  if (parent && parent->direction == conversation::Direction::inbound && parent->identity_id)
    return store::find_identity(reading, message.organization_id, *parent->identity_id);
  if (!heard || !heard->identity_id) return std::nullopt;
  return store::find_identity(reading, message.organization_id, *heard->identity_id);
}

}  // namespace

channel::OutboundMessage describe_outbound(store::Reading& reading, const inbox::Inbox& inbox, const Message& message) {
  channel::OutboundMessage out;
  out.key = outbound_key(message.id);
  out.text = message.text;
  out.is_public = message.is_public;
  out.parent_external_id = message.parent_external_id;
  out.written_at = message.created_at;
  out.is_automatic = store::is_automatic(reading, message.organization_id, message.id);
  const auto parent = message.parent_external_id.empty()
                          ? std::nullopt
                          : store::find_message(reading, message.organization_id, message.parent_external_id, inbox.id);
  const auto heard = message.conversation_id
                         ? store::find_newest_heard(reading, message.organization_id, *message.conversation_id)
                         : std::nullopt;
  if (const auto details = parent ? store::find_details(reading, message.organization_id, parent->id) : std::nullopt) {
    out.context = details->context;
    out.subject = details->subject;
  }
  if (out.subject.empty() && heard) {
    const auto details = store::find_details(reading, message.organization_id, heard->id);
    if (details) out.subject = details->subject;
  }
  if (const auto to = recipient_of(reading, message, parent, heard)) {
    out.recipient.external_id = to->external_id;
    out.recipient.handle = to->handle;
  }
  if (message.conversation_id) {
    const auto in = store::find_conversation(reading, message.organization_id, *message.conversation_id);
    if (in) out.thread_key = in->thread_key;
  }
  return out;
}

}  // namespace workflow
