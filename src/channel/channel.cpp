#include "channel/channel.hpp"

#include <algorithm>

namespace channel {

const ChannelType* find_channel(std::span<const ChannelType> channels, std::string_view id) {
  const auto found = std::ranges::find(channels, id, &ChannelType::id);
  return found == channels.end() ? nullptr : &*found;
}

void drop_unvouched(const ChannelType& channel, InboundItem& item) {
  if (channel.capabilities.vouches) return;
  item.author.proofs.clear();
  item.recipient.proofs.clear();
}

}  // namespace channel
