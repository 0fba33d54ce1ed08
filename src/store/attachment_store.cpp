#include "store/attachment_store.hpp"

#include <utility>

#include "base/base64.hpp"
#include "store/checked_query.hpp"
#include "store/upload_store.hpp"

namespace store {
namespace {

using conversation::Attachment;
using conversation::Details;

struct BytesRow {
  std::string sha256;
  std::string base64;
};
BOOST_DESCRIBE_STRUCT(BytesRow, (), (sha256, base64))

constexpr Query<void(ids::Attachment, ids::Organization, ids::Message, std::string, std::string, std::optional<std::int64_t>,
                     std::string, bool, std::string, std::string, std::string, bool)>
    kInsert{"attachment_insert"};
constexpr Query<Attachment(ids::Organization, ids::Attachment)> kFind{"attachment_find"};
constexpr Query<Attachment(ids::Organization, ids::Conversation, base::Time, base::Time)> kList{"attachment_list"};
constexpr Query<void(ids::Organization, ids::Attachment, std::int64_t)> kSetStored{"attachment_set_stored"};
constexpr Query<void(ids::Attachment, ids::Organization, std::string, std::string)> kBytesInsert{"attachment_bytes_insert"};
constexpr Query<BytesRow(ids::Organization, ids::Attachment)> kBytes{"attachment_bytes"};
constexpr Query<void(ids::Message, ids::Organization, std::string, std::string)> kDetailsInsert{"message_details_insert"};
constexpr Query<Details(ids::Organization, ids::Message)> kDetailsFind{"message_details_find"};
constexpr Query<Details(ids::Organization, ids::Conversation, base::Time, base::Time)> kDetailsList{"message_details_list"};

constexpr Query<Attachment(ids::Organization, ids::Message)> kOfMessage{"attachment_list_of_message"};
constexpr Query<void(ids::Organization, ids::Attachment)> kDelete{"attachment_delete"};
constexpr Query<Attachment(ids::Organization, ids::Inbox, ids::Contact)> kForVisitor{"attachment_list_for_visitor"};
constexpr Query<void(ids::Organization, ids::Message, ids::Message)> kMove{"attachment_move"};
constexpr Query<void(ids::Organization, ids::Message, ids::Message)> kDetailsMove{"message_details_move"};

// Of a file that we wrote into an answer.
std::optional<AttachmentBytes> find_bytes_in_parts(Reading& reading, ids::Organization organization, ids::Attachment id) {
  auto bytes = read_parts(reading, organization, id);
  if (bytes.empty()) return std::nullopt;
  return AttachmentBytes{"", std::move(bytes)};
}

}  // namespace

std::vector<Attachment> list_attachments(Reading& reading, ids::Organization organization, ids::Message message) {
  return reading.rows(kOfMessage, organization, message);
}

std::vector<Attachment> list_attachments_for_visitor(Reading& reading, ids::Organization organization, ids::Inbox inbox,
                                                     ids::Contact contact) {
  return reading.rows(kForVisitor, organization, inbox, contact);
}

void delete_attachment(Transaction& transaction, ids::Organization organization, ids::Attachment id) {
  transaction.run(kDelete, organization, id);
}

void insert_attachment(Transaction& transaction, const Attachment& a) {
  transaction.run(kInsert, a.id, a.organization_id, a.message_id, a.name, a.type, a.size, a.description, a.is_inline,
                  a.content_id, a.external_id, a.url, a.has_bytes);
}

std::optional<Attachment> find_attachment(Reading& reading, ids::Organization organization, ids::Attachment id) {
  return reading.one(kFind, organization, id);
}

std::vector<Attachment> list_attachments(Reading& reading, ids::Organization organization, ids::Conversation conversation,
                                         base::Time first, base::Time last) {
  return reading.rows(kList, organization, conversation, first, last);
}

std::optional<AttachmentBytes> find_attachment_bytes(Reading& reading, ids::Organization organization, ids::Attachment id) {
  const auto row = reading.one(kBytes, organization, id);
  if (!row) return find_bytes_in_parts(reading, organization, id);
  return AttachmentBytes{row->sha256, base::from_base64(row->base64).value_or("")};
}

void store_attachment_bytes(Transaction& transaction, ids::Organization organization, ids::Attachment id,
                            const AttachmentBytes& bytes) {
  transaction.run(kBytesInsert, id, organization, bytes.sha256, base::to_base64(bytes.bytes));
  transaction.run(kSetStored, organization, id, static_cast<std::int64_t>(bytes.bytes.size()));
}

void put_details(Transaction& transaction, ids::Organization organization, const Details& details) {
  transaction.run(kDetailsInsert, details.message_id, organization, details.subject, details.context);
}

std::optional<Details> find_details(Reading& reading, ids::Organization organization, ids::Message message) {
  return reading.one(kDetailsFind, organization, message);
}

std::vector<Details> list_details(Reading& reading, ids::Organization organization, ids::Conversation conversation,
                                  base::Time first, base::Time last) {
  return reading.rows(kDetailsList, organization, conversation, first, last);
}

void move_attachments(Transaction& transaction, ids::Organization organization, ids::Message from, ids::Message to) {
  transaction.run(kMove, organization, from, to);
  transaction.run(kDetailsMove, organization, from, to);
}

std::vector<CheckedQuery> attachment_queries() {
  return {kInsert,      kFind,        kList, kSetStored,   kBytesInsert, kBytes,  kDetailsInsert,
          kDetailsFind, kDetailsList, kMove, kDetailsMove, kOfMessage,   kDelete, kForVisitor};
}

}  // namespace store
