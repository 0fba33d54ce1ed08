#include "workflow/keep_details.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "channel/mail/digest.hpp"
#include "domain/conversation/attachment.hpp"
#include "store/attachment_store.hpp"

namespace workflow {
namespace {

constexpr std::size_t kMostFiles = 200;  // Of one message; a mail may claim thousands.
constexpr std::size_t kLongestName = 200;
constexpr std::size_t kLongestDescription = 2'000;
constexpr std::size_t kLongestSubject = 500;
constexpr std::size_t kLongestContext = 16UL * 1024;

conversation::Attachment to_attachment(store::Transaction& transaction, const conversation::Message& message,
                                       const channel::Attachment& file) {
  conversation::Attachment out;
  out.id = transaction.new_id<ids::Attachment>();
  out.organization_id = message.organization_id;
  out.message_id = message.id;
  out.name = base::shorten(file.name, kLongestName);
  out.type = file.type;
  out.size = file.size;
  out.description = base::shorten(file.description, kLongestDescription);
  out.is_inline = file.is_inline;
  out.content_id = file.content_id;
  out.external_id = file.external_id;
  out.url = file.url;
  return out;
}

}  // namespace

KeptDetails details_of(store::Transaction& transaction, const conversation::Message& message,
                       const channel::InboundItem& item) {
  KeptDetails details;
  if (!item.subject.empty()) details.subject = base::shorten(item.subject, kLongestSubject);
  if (item.attachments.empty()) return details;
  details.files.emplace();
  std::size_t room = conversation::kMostAttachmentBytes;
  for (std::size_t i = 0; i < std::min(item.attachments.size(), kMostFiles); ++i) {
    const auto& file = item.attachments[i];
    auto kept = to_attachment(transaction, message, file);
    kept.has_bytes = file.bytes && file.bytes->size() <= room;
    if (kept.has_bytes) room -= file.bytes->size();
    if (kept.has_bytes) kept.size = static_cast<std::int64_t>(file.bytes->size());
    details.files->push_back(std::move(kept));
  }
  return details;
}

void keep_details(store::Transaction& transaction, const conversation::Message& message, const channel::InboundItem& item,
                  const KeptDetails& details) {
  if (details.subject || !item.context.empty()) {
    const std::string context = item.context.size() <= kLongestContext ? item.context : std::string();
    store::put_details(transaction, message.organization_id, {message.id, details.subject.value_or(""), context});
  }
  if (!details.files) return;
  for (std::size_t i = 0; i < details.files->size(); ++i) {
    auto kept = (*details.files)[i];
    const bool has_bytes = std::exchange(kept.has_bytes, false);
    store::insert_attachment(transaction, kept);
    if (!has_bytes) continue;
    const auto& bytes = *item.attachments[i].bytes;
    store::store_attachment_bytes(transaction, message.organization_id, kept.id, {mail::sha256_hex(bytes), bytes});
  }
}

}  // namespace workflow
