#include "workflow/uploads.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "base/text.hpp"
#include "store/attachment_store.hpp"
#include "store/upload_store.hpp"

namespace workflow {
namespace {

using base::FailureKind;
using conversation::Attachment;
using conversation::Upload;

constexpr std::size_t kLongestName = 200;
constexpr std::size_t kLongestDescription = 1'500;
constexpr std::size_t kLongestType = 100;
constexpr auto kMostBytes = static_cast<std::int64_t>(conversation::kMostAttachmentBytes);

std::string owner_of(const rights::Principal& who) {
  if (who.user_id) return "user:" + std::to_string(who.user_id->value);
  return "token:" + std::to_string(who.token_id.value_or(ids::ApiToken{}).value);
}

std::string in_words(std::int64_t bytes) {
  const bool is_large = bytes >= 1'000'000;
  const auto tenths = bytes / (is_large ? 100'000 : 100);
  return std::to_string(tenths / 10) + (tenths % 10 != 0 ? "." + std::to_string(tenths % 10) : "") +
         (is_large ? " MB" : " kB");
}

tl::unexpected<base::Failure> refuse(const std::string& field, const std::string& why) {
  return base::fail(FailureKind::invalid, field + ": " + why, field);
}

// "image/png", in small letters and without parameters; empty for what is no type.
std::optional<std::string> read_type(const std::string& given) {
  const std::string type = base::to_lower_ascii(base::trim(given.substr(0, given.find(';'))));
  if (type.empty()) return type;
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || std::string_view("/.+-_").find(c) != std::string_view::npos;
  };
  const auto slash = type.find('/');
  const bool is_type = slash != std::string::npos && slash > 0 && slash + 1 < type.size() && slash == type.rfind('/') &&
                       type.size() <= kLongestType && std::ranges::all_of(type, is_plain);
  return is_type ? std::optional(type) : std::nullopt;
}

// What is left when folders are taken away, however they are written.
std::string bare_name(const std::string& given) {
  std::string name = base::to_storable(given);
  const auto folder = name.find_last_of("/\\");
  if (folder != std::string::npos) name.erase(0, folder + 1);
  std::erase_if(name, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; });
  return base::shorten(base::trim(name), kLongestName);
}

base::Result<Upload> find_own(store::Reading& reading, const rights::Principal& who, ids::Attachment id) {
  auto upload = store::find_upload(reading, who.organization_id, id);
  if (!upload || upload->owner != owner_of(who)) return base::fail(FailureKind::not_found, "There is no such upload.");
  return *std::move(upload);
}

std::string named(const Upload& upload) { return "\"" + upload.name + "\""; }

// Why one message cannot carry it; "" where it can.
std::string why_not(const Upload& upload, const channel::Capabilities& capabilities) {
  if (upload.received < upload.size) return named(upload) + " is not here whole yet.";
  if (!channel::is_among_types(capabilities.file_types, upload.type))
    return named(upload) + " is of a kind that this channel does not take" +
           (upload.type.empty() ? "." : " (" + upload.type + ").");
  if (upload.size > capabilities.file_bytes)
    return named(upload) + " has " + in_words(upload.size) + "; this channel takes " + in_words(capabilities.file_bytes) +
           ".";
  return {};
}

bool is_lone(const Upload& upload, const channel::Capabilities& capabilities) {
  return !capabilities.lone_file_types.empty() && channel::is_among_types(capabilities.lone_file_types, upload.type);
}

}  // namespace

base::Result<Upload> begin_upload(store::Transaction& transaction, const rights::Principal& who, const NewUpload& wanted) {
  Upload upload;
  upload.name = bare_name(wanted.name);
  if (upload.name.empty()) return refuse("name", "missing");
  auto type = read_type(wanted.type);
  if (!type) return refuse("type", "expected a media type like image/png");
  upload.type = *std::move(type);
  if (wanted.size <= 0) return refuse("size", "the file is empty");
  if (wanted.size > kMostBytes)
    return refuse("size", "the file has " + in_words(wanted.size) + "; at most " + in_words(kMostBytes) + " can be sent");
  upload.size = wanted.size;
  upload.description = base::shorten(base::to_storable(wanted.description), kLongestDescription);
  upload.owner = owner_of(who);
  const auto [count, bytes] = store::count_uploads(transaction, who.organization_id, upload.owner);
  if (count >= conversation::kMostUploads || bytes + upload.size > conversation::kMostUploadBytes)
    return base::fail(FailureKind::conflict, "Too many files wait to be sent: send or remove some of them first.");
  upload.id = transaction.new_id<ids::Attachment>();
  upload.organization_id = who.organization_id;
  upload.created_at = transaction.now();
  store::insert_upload(transaction, upload);
  return upload;
}

base::Result<Upload> add_to_upload(store::Transaction& transaction, const rights::Principal& who, ids::Attachment id,
                                   std::int64_t offset, std::string_view bytes) {
  auto upload = find_own(transaction, who, id);
  if (!upload) return upload;
  const auto end = offset + static_cast<std::int64_t>(bytes.size());
  if (offset < 0) return refuse("offset", "expected 0 or more");
  if (bytes.empty()) return base::fail(FailureKind::invalid, "The body holds no bytes.");
  if (bytes.size() > conversation::kMostPartBytes)
    return base::fail(FailureKind::too_large,
                      "Send the file in pieces of at most " + std::to_string(conversation::kMostPartBytes) + " bytes.");
  if (end > upload->size) return refuse("offset", "there would be more bytes than the size that was announced");
  if (end <= upload->received) return upload;  // Sent again, because the answer was lost.
  if (offset != upload->received)
    return base::fail(FailureKind::conflict, "Go on at " + std::to_string(upload->received) + ".", "offset");
  store::add_upload_part(transaction, *upload, bytes);
  return upload;
}

base::Result<Upload> describe_upload(store::Transaction& transaction, const rights::Principal& who, ids::Attachment id,
                                     const std::string& description) {
  auto upload = find_own(transaction, who, id);
  if (!upload) return upload;
  upload->description = base::shorten(base::to_storable(description), kLongestDescription);
  store::set_upload_description(transaction, *upload);
  return upload;
}

base::Result<void> drop_upload(store::Transaction& transaction, const rights::Principal& who, ids::Attachment id) {
  const auto upload = find_own(transaction, who, id);
  if (!upload) return base::pass_on(upload.error());
  store::delete_upload(transaction, *upload);
  return {};
}

base::Result<std::vector<Upload>> find_uploads(store::Reading& reading, const rights::Principal& who,
                                               const std::vector<ids::Attachment>& files,
                                               const channel::Capabilities& capabilities, bool is_public) {
  std::vector<Upload> uploads;
  if (files.empty()) return uploads;
  if (!is_public && !capabilities.private_files)
    return base::fail(FailureKind::invalid, "files: this channel takes none with a private message", "files");
  if (static_cast<std::int64_t>(files.size()) > capabilities.files)
    return base::fail(FailureKind::invalid,
                      capabilities.files == 0
                          ? "files: this channel takes none"
                          : "files: this channel takes at most " + std::to_string(capabilities.files) + " with one message",
                      "files");
  std::set<ids::Attachment> seen;
  std::int64_t bytes = 0;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const std::string field = "files[" + std::to_string(i) + "]";
    auto upload = find_own(reading, who, files[i]);
    if (!upload || !seen.insert(files[i]).second) return refuse(field, "there is no such upload of yours");
    if (const auto why = why_not(*upload, capabilities); !why.empty()) return refuse(field, why);
    bytes += upload->size;
    uploads.push_back(*std::move(upload));
  }
  const auto lone = std::ranges::find_if(uploads, [&](const Upload& one) { return is_lone(one, capabilities); });
  if (lone != uploads.end() && uploads.size() > 1)
    return base::fail(FailureKind::invalid, "files: on this channel " + named(*lone) + " goes without other files", "files");
  if (bytes > kMostBytes)
    return base::fail(FailureKind::invalid,
                      "files: " + in_words(bytes) + " together; at most " + in_words(kMostBytes) + " go with one message",
                      "files");
  return uploads;
}

std::vector<Attachment> attach_uploads(store::Transaction& transaction, ids::Message message,
                                       const std::vector<Upload>& uploads) {
  std::vector<Attachment> out;
  for (const auto& upload : uploads) {
    Attachment file;
    file.id = upload.id;
    file.organization_id = upload.organization_id;
    file.message_id = message;
    file.name = upload.name;
    file.type = upload.type;
    file.size = upload.size;
    file.description = upload.description;
    file.has_bytes = true;
    store::insert_attachment(transaction, file);
    store::release_upload(transaction, upload);
    out.push_back(std::move(file));
  }
  return out;
}

std::vector<Upload> detach_uploads(store::Transaction& transaction, const rights::Principal& who, ids::Message message) {
  std::vector<Upload> out;
  for (const auto& file : store::list_attachments(transaction, who.organization_id, message)) {
    Upload upload;
    upload.id = file.id;
    upload.organization_id = file.organization_id;
    upload.owner = owner_of(who);
    upload.name = file.name;
    upload.type = file.type;
    upload.description = file.description;
    upload.size = file.size.value_or(0);
    upload.received = upload.size;
    upload.created_at = transaction.now();
    store::delete_attachment(transaction, file.organization_id, file.id);
    store::insert_upload(transaction, upload);
    out.push_back(std::move(upload));
  }
  return out;
}

std::vector<channel::OutboundAttachment> load_files(store::Reading& reading, ids::Organization organization,
                                                    ids::Message message) {
  std::vector<channel::OutboundAttachment> out;
  for (const auto& file : store::list_attachments(reading, organization, message)) {
    auto bytes = store::find_attachment_bytes(reading, organization, file.id);
    if (!bytes) continue;
    const std::string type = file.type.empty() ? "application/octet-stream" : file.type;
    out.push_back({file.name, type, file.description, std::move(bytes->bytes)});
  }
  return out;
}

std::int64_t sweep_uploads(store::Transaction& transaction, std::int64_t limit) {
  const auto old = store::list_old_uploads(transaction, transaction.now() - conversation::kUploadsKept, limit);
  for (const auto& upload : old) store::delete_upload(transaction, upload);
  return static_cast<std::int64_t>(old.size());
}

}  // namespace workflow
