#include "api/attachment_handlers.hpp"

#include <algorithm>
#include <iterator>

#include "channel/item.hpp"
#include "channel/mail/digest.hpp"
#include "store/attachment_store.hpp"
#include "store/contact_store.hpp"
#include "store/inbox_store.hpp"
#include "store/message_store.hpp"
#include "workflow/attend_inboxes.hpp"
#include "workflow/conversation_change.hpp"
#include "workflow/visit.hpp"

namespace api {
namespace {

using base::FailureKind;

// What could run as a page, or be guessed to be one, is only ever bytes to a browser.
std::string shown_type(const std::string& type) {
  static constexpr std::string_view kHarmless[] = {"image/png",  "image/jpeg", "image/gif", "image/webp", "video/mp4",
                                                   "video/webm", "audio/mpeg", "audio/ogg", "audio/mp4"};
  return std::ranges::find(kHarmless, type) == std::end(kHarmless) ? "application/octet-stream" : type;
}

// The name in a header (RFC 6266, RFC 8187).
std::string disposition(const std::string& type, const std::string& name) {
  const std::string how = type == "application/octet-stream" ? "attachment" : "inline";
  return name.empty() ? how : how + "; filename*=UTF-8''" + net::percent_encode(name);
}

struct Found {
  conversation::Attachment attachment;
  std::optional<store::AttachmentBytes> bytes;
  std::optional<inbox::Inbox> inbox;  // Where the bytes are still to be fetched.
};

base::Result<Found> find(store::Reading& reading, const rights::Principal& who, ids::Attachment id) {
  const auto missing = base::fail(FailureKind::not_found, "There is no such file.");
  const auto attachment = store::find_attachment(reading, who.organization_id, id);
  if (!attachment) return missing;
  const auto message = store::find_message(reading, who.organization_id, attachment->message_id);
  if (!message || message->deleted_at || !message->conversation_id) return missing;
  if (!workflow::find_visible(reading, who, *message->conversation_id)) return missing;
  Found found{*attachment, store::find_attachment_bytes(reading, who.organization_id, id), std::nullopt};
  if (!found.bytes) found.inbox = store::find_inbox(reading, who.organization_id, message->inbox_id);
  return found;
}

net::Task<base::Result<store::AttachmentBytes>> fetch(const Call& call /*outlives*/, Found found) {
  const auto& a = found.attachment;
  if (!found.inbox || call.services.attendant == nullptr)
    co_return base::fail(FailureKind::unavailable, "The file still lies on the platform, and cannot be fetched now.");
  channel::Attachment file{a.external_id, a.url, a.name, a.type, a.size, a.description, a.is_inline, a.content_id, nullptr};
  auto bytes = co_await call.services.attendant->fetch(*found.inbox, std::move(file), conversation::kMostAttachmentBytes);
  if (!bytes) co_return base::pass_on(bytes.error());
  store::AttachmentBytes kept{mail::sha256_hex(*bytes), *std::move(bytes)};
  auto work = [organization = call.principal.organization_id, id = a.id, kept](store::Transaction& transaction) {
    store::store_attachment_bytes(transaction, organization, id, kept);
    return base::Result<bool>(true);
  };
  const auto stored = co_await call.store.transact(std::move(work));
  if (!stored) co_return base::pass_on(stored.error());
  co_return kept;
}

// Of a visitor: what was said in their own conversations, on the inbox whose address they use.
base::Result<Found> find_for_visitor(store::Reading& reading, const rights::Principal& visitor, const std::string& key,
                                     ids::Attachment id, const std::vector<channel::ChannelType>& channels) {
  const auto missing = base::fail(FailureKind::not_found, "There is no such file.");
  const auto door = workflow::find_open_door(reading, key, channels);
  if (!door || door->id != visitor.inbox_id || !visitor.identity_id) return missing;
  const auto identity = store::find_identity(reading, door->organization_id, *visitor.identity_id);
  if (!identity || !identity->contact_id) return missing;
  const auto files = store::list_attachments_for_visitor(reading, door->organization_id, door->id, *identity->contact_id);
  const auto found = std::ranges::find(files, id, &conversation::Attachment::id);
  if (found == files.end()) return missing;
  return Found{*found, store::find_attachment_bytes(reading, door->organization_id, id), std::nullopt};
}

net::Task<base::Result<contract::AttachmentFile>> give(Call& call /*outlives*/, Found found) {
  const auto name = found.attachment.name;
  const auto type = shown_type(found.attachment.type);
  auto bytes = std::move(found.bytes);
  if (!bytes) {
    auto fetched = co_await fetch(call, std::move(found));
    if (!fetched) co_return base::pass_on(fetched.error());
    bytes = *std::move(fetched);
  }
  net::Response file;
  file.body = std::move(bytes->bytes);
  file.with("Content-Type", type)
      .with("Content-Disposition", disposition(type, name))
      .with("Cache-Control", "private, max-age=86400, immutable")
      .with("Content-Security-Policy", "default-src 'none'; sandbox");
  call.file = std::move(file);
  co_return contract::AttachmentFile{};
}

}  // namespace

net::Task<base::Result<contract::AttachmentFile>> get_attachment(Call& call, contract::AttachmentPath in) {
  auto look = [who = call.principal, id = in.attachment_id](store::Reading& reading) { return find(reading, who, id); };
  auto found = co_await call.store.read(std::move(look));
  if (!found) co_return base::pass_on(found.error());
  co_return co_await give(call, *std::move(found));
}

net::Task<base::Result<contract::AttachmentFile>> get_widget_file(Call& call, contract::WidgetFilePath in) {
  auto look = [visitor = call.principal, in, &channels = call.services.channels](store::Reading& reading) {
    return find_for_visitor(reading, visitor, in.key, in.attachment_id, channels);
  };
  auto found = co_await call.store.read(std::move(look));
  if (!found) co_return base::pass_on(found.error());
  co_return co_await give(call, *std::move(found));
}

}  // namespace api
