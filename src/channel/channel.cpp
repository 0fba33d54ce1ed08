#include "channel/channel.hpp"

#include <algorithm>

namespace channel {

const ChannelType* find_channel(std::span<const ChannelType> channels, std::string_view id) {
  const auto found = std::ranges::find(channels, id, &ChannelType::id);
  return found == channels.end() ? nullptr : &*found;
}

}  // namespace channel
