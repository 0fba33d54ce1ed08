#pragma once
// Files that came with messages.

#include "api/call.hpp"
#include "api/contract/conversation.hpp"
#include "api/contract/widget.hpp"

namespace api {

// The bytes; fetched from the platform, and kept, where they are not in the record yet.
net::Task<base::Result<contract::AttachmentFile>> get_attachment(Call& call, contract::AttachmentPath in);

// The same for a visitor, of what was said to them.
net::Task<base::Result<contract::AttachmentFile>> get_widget_file(Call& call /*outlives*/, contract::WidgetFilePath in);

}  // namespace api
