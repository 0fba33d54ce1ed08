#pragma once
// Files that came with messages.

#include "api/call.hpp"
#include "api/contract/conversation.hpp"

namespace api {

// The bytes; fetched from the platform, and kept, where they are not in the record yet.
net::Task<base::Result<contract::AttachmentFile>> get_attachment(Call& call, contract::AttachmentPath in);

}  // namespace api
