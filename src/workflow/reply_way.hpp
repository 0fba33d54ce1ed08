#pragma once
// How words of ours get to a customer: whether there is a way at all, and a message that has not said anything yet.

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "channel/channel.hpp"
#include "domain/conversation/conversation.hpp"
#include "domain/inbox/inbox.hpp"
#include "store/transaction.hpp"

namespace workflow {

// Where a conversation is answered, once that is known to be possible.
struct Way {
  inbox::Inbox inbox;
  const channel::ChannelType* channel = nullptr;
  channel::Capabilities capabilities;          // Of the inbox.
  std::optional<conversation::Message> heard;  // The customer's last word.
  std::optional<base::Time> closes_at;
};

[[nodiscard]] base::Result<Way> find_way(store::Reading& reading, const conversation::Conversation& conversation,
                                         const std::vector<channel::ChannelType>& channels);

// Of that user, or of nobody; said now, under a name of our own. Kept where it is a note, else queued.
[[nodiscard]] conversation::Message blank_message(store::Transaction& transaction, std::optional<ids::User> by,
                                                  const conversation::Conversation& in, conversation::Direction direction,
                                                  std::string text);

}  // namespace workflow
