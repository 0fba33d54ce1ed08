#pragma once
// Conversations of Chatwoot, as its API gives them and exports keep them: an object with `messages[]` a line, a list of
// such, pages (`{"data":{"payload":[…]}}`), or the pages of one conversation's messages (`{"meta":…,"payload":[…]}`).
//
//   message_type  0 or "incoming" → the contact's; 1 or "outgoing" → ours; activities (2), templates (3) and private notes
//                 are passed over
//   contact       `meta.sender` or `meta.contact` of the conversation, else the sender of the message
//   inbox         `inbox.name`, else "Chatwoot inbox 5", else "Chatwoot"

#include <boost/json/value.hpp>

#include "workflow/import/item_source.hpp"

namespace workflow {

[[nodiscard]] base::Result<std::unique_ptr<ItemSource>> open_chatwoot(const std::string& path, TextPosition from,
                                                                      const SourceOptions& options);

// What one value of the file holds; `line` is where it begins. Gives why nothing of it can be taken, or nothing.
[[nodiscard]] std::string read_chatwoot(const boost::json::value& in, std::int64_t line, const std::string& inbox,
                                        ImportRecord& record);

}  // namespace workflow
