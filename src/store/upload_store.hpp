#pragma once
// Rows of files on their way into answers, and the pieces in which their bytes come.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/conversation/upload.hpp"
#include "store/transaction.hpp"

namespace store {

void insert_upload(Transaction& transaction, const conversation::Upload& upload);
[[nodiscard]] std::optional<conversation::Upload> find_upload(Reading& reading, ids::Organization organization,
                                                              ids::Attachment id);

struct UploadCount {
  std::int64_t count = 0;
  std::int64_t bytes = 0;  // As announced.
};
BOOST_DESCRIBE_STRUCT(UploadCount, (), (count, bytes))
[[nodiscard]] UploadCount count_uploads(Reading& reading, ids::Organization organization, const std::string& owner);

// The bytes that follow those that are here; `upload` is as it is afterwards.
void add_upload_part(Transaction& transaction, conversation::Upload& upload, std::string_view bytes);
void set_upload_description(Transaction& transaction, const conversation::Upload& upload);
// The row alone: its bytes are an attachment's now.
void release_upload(Transaction& transaction, const conversation::Upload& upload);
// With its bytes.
void delete_upload(Transaction& transaction, const conversation::Upload& upload);
[[nodiscard]] std::vector<conversation::Upload> list_old_uploads(Reading& reading, base::Time before, std::int64_t limit);

// All bytes that came in pieces, in one; empty where none did.
[[nodiscard]] std::string read_parts(Reading& reading, ids::Organization organization, ids::Attachment id);

}  // namespace store
