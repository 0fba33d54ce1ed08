#pragma once
// Rows of what came with messages beside their text: files, subjects, and what a connector keeps with them.

#include <optional>
#include <string>
#include <vector>

#include "domain/conversation/attachment.hpp"
#include "store/transaction.hpp"

namespace store {

void insert_attachment(Transaction& transaction, const conversation::Attachment& attachment);
[[nodiscard]] std::optional<conversation::Attachment> find_attachment(Reading& reading, ids::Organization organization,
                                                                      ids::Attachment id);
// Of the conversation's messages said from `first` to `last`, deleted ones left out.
[[nodiscard]] std::vector<conversation::Attachment> list_attachments(Reading& reading, ids::Organization organization,
                                                                     ids::Conversation conversation, base::Time first,
                                                                     base::Time last);

// Of one message, in order.
[[nodiscard]] std::vector<conversation::Attachment> list_attachments(Reading& reading, ids::Organization organization,
                                                                     ids::Message message);
// Of all that was said with this contact on an inbox, notes left out.
[[nodiscard]] std::vector<conversation::Attachment> list_attachments_for_visitor(Reading& reading,
                                                                                 ids::Organization organization,
                                                                                 ids::Inbox inbox, ids::Contact contact);
// The row alone; its bytes stay.
void delete_attachment(Transaction& transaction, ids::Organization organization, ids::Attachment id);

struct AttachmentBytes {
  std::string sha256;  // Hexadecimal; empty of a file that came in pieces.
  std::string bytes;
};
[[nodiscard]] std::optional<AttachmentBytes> find_attachment_bytes(Reading& reading, ids::Organization organization,
                                                                   ids::Attachment id);
// Nothing happens when they are there already.
void store_attachment_bytes(Transaction& transaction, ids::Organization organization, ids::Attachment id,
                            const AttachmentBytes& bytes);

// With the details, of a message that has neither of its own.
void move_attachments(Transaction& transaction, ids::Organization organization, ids::Message from, ids::Message to);

// In place of what was there.
void put_details(Transaction& transaction, ids::Organization organization, const conversation::Details& details);
[[nodiscard]] std::optional<conversation::Details> find_details(Reading& reading, ids::Organization organization,
                                                                ids::Message message);
[[nodiscard]] std::vector<conversation::Details> list_details(Reading& reading, ids::Organization organization,
                                                              ids::Conversation conversation, base::Time first,
                                                              base::Time last);

}  // namespace store
