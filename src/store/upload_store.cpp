#include "store/upload_store.hpp"

#include "base/base64.hpp"
#include "store/checked_query.hpp"

namespace store {
namespace {

using conversation::Upload;

constexpr Query<void(ids::Attachment, ids::Organization, std::string, std::string, std::string, std::string, std::int64_t,
                     std::int64_t, base::Time)>
    kInsert{"upload_insert"};
constexpr Query<Upload(ids::Organization, ids::Attachment)> kFind{"upload_find"};
constexpr Query<UploadCount(ids::Organization, std::string)> kCount{"upload_count"};
constexpr Query<void(ids::Organization, ids::Attachment, std::int64_t)> kSetReceived{"upload_set_received"};
constexpr Query<void(ids::Organization, ids::Attachment, std::string)> kSetDescription{"upload_set_description"};
constexpr Query<void(ids::Organization, ids::Attachment)> kDelete{"upload_delete"};
constexpr Query<Upload(base::Time, std::int64_t)> kOld{"upload_list_old"};
constexpr Query<void(ids::Attachment, std::int64_t, ids::Organization, std::string)> kPartInsert{"attachment_part_insert"};
constexpr Query<std::string(ids::Organization, ids::Attachment)> kParts{"attachment_parts"};
constexpr Query<void(ids::Organization, ids::Attachment)> kPartsDelete{"attachment_parts_delete"};

}  // namespace

void insert_upload(Transaction& transaction, const Upload& u) {
  transaction.run(kInsert, u.id, u.organization_id, u.owner, u.name, u.type, u.description, u.size, u.received,
                  u.created_at);
}

std::optional<Upload> find_upload(Reading& reading, ids::Organization organization, ids::Attachment id) {
  return reading.one(kFind, organization, id);
}

UploadCount count_uploads(Reading& reading, ids::Organization organization, const std::string& owner) {
  return reading.one(kCount, organization, owner).value_or(UploadCount{});
}

void add_upload_part(Transaction& transaction, Upload& upload, std::string_view bytes) {
  transaction.run(kPartInsert, upload.id, upload.received, upload.organization_id, base::to_base64(bytes));
  upload.received += static_cast<std::int64_t>(bytes.size());
  transaction.run(kSetReceived, upload.organization_id, upload.id, upload.received);
}

void set_upload_description(Transaction& transaction, const Upload& upload) {
  transaction.run(kSetDescription, upload.organization_id, upload.id, upload.description);
}

void release_upload(Transaction& transaction, const Upload& upload) {
  transaction.run(kDelete, upload.organization_id, upload.id);
}

void delete_upload(Transaction& transaction, const Upload& upload) {
  transaction.run(kPartsDelete, upload.organization_id, upload.id);
  transaction.run(kDelete, upload.organization_id, upload.id);
}

std::vector<Upload> list_old_uploads(Reading& reading, base::Time before, std::int64_t limit) {
  return reading.rows(kOld, before, limit);
}

std::string read_parts(Reading& reading, ids::Organization organization, ids::Attachment id) {
  std::string bytes;
  reading.each(kParts, [&](const std::string& part) { bytes += base::from_base64(part).value_or(""); }, organization, id);
  return bytes;
}

std::vector<CheckedQuery> upload_queries() {
  return {kInsert, kFind, kCount, kSetReceived, kSetDescription, kDelete, kOld, kPartInsert, kParts, kPartsDelete};
}

}  // namespace store
