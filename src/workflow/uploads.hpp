#pragma once
// Files that the team puts into answers. They come before the answer, in pieces; send_reply() takes them by their ids.
//
//   begin_upload(transaction, who, {"wheel.jpg", "image/jpeg", 48213, "The bent wheel"});
//   add_to_upload(transaction, who, id, 0, first_piece);   // … until `received` is `size`.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "channel/capabilities.hpp"
#include "channel/channel_inbox.hpp"
#include "domain/conversation/attachment.hpp"
#include "domain/conversation/upload.hpp"
#include "domain/rights/rights.hpp"
#include "store/transaction.hpp"

namespace workflow {

struct NewUpload {
  std::string name;
  std::string type;
  std::int64_t size = 0;
  std::string description;
};
base::Result<conversation::Upload> begin_upload(store::Transaction& transaction, const rights::Principal& who,
                                                const NewUpload& wanted);

// A piece that is here already changes nothing; one that leaves a hole is a conflict that names where to go on.
base::Result<conversation::Upload> add_to_upload(store::Transaction& transaction, const rights::Principal& who,
                                                 ids::Attachment id, std::int64_t offset, std::string_view bytes);
base::Result<conversation::Upload> describe_upload(store::Transaction& transaction, const rights::Principal& who,
                                                   ids::Attachment id, const std::string& description);
base::Result<void> drop_upload(store::Transaction& transaction, const rights::Principal& who, ids::Attachment id);

// Whole, theirs, and what the channel takes with one message; else why not, with the file's name.
base::Result<std::vector<conversation::Upload>> find_uploads(store::Reading& reading, const rights::Principal& who,
                                                             const std::vector<ids::Attachment>& files,
                                                             const channel::Capabilities& capabilities, bool is_public);
// They are the message's from now on.
std::vector<conversation::Attachment> attach_uploads(store::Transaction& transaction, ids::Message message,
                                                     const std::vector<conversation::Upload>& uploads);
// The files of a message that was taken back, to be sent again by `who`.
std::vector<conversation::Upload> detach_uploads(store::Transaction& transaction, const rights::Principal& who,
                                                 ids::Message message);

// As its connector is given them, bytes and all.
[[nodiscard]] std::vector<channel::OutboundAttachment> load_files(store::Reading& reading, ids::Organization organization,
                                                                  ids::Message message);

// What was not sent within a day goes, `limit` at most; gives how many.
std::int64_t sweep_uploads(store::Transaction& transaction, std::int64_t limit);

}  // namespace workflow
