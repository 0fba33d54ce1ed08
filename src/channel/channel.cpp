#include "channel/channel.hpp"

#include <algorithm>

#include "base/json/decode.hpp"
#include "base/text.hpp"

namespace channel {

const ChannelType* find_channel(std::span<const ChannelType> channels, std::string_view id) {
  const auto found = std::ranges::find(channels, id, &ChannelType::id);
  return found == channels.end() ? nullptr : &*found;
}

bool serves_path(const ChannelType& channel, std::string_view path) {
  return std::ranges::any_of(channel.serves, [&](const std::string& one) {
    return one.ends_with('/') ? path.starts_with(one) && path != one : path == one;
  });
}

Capabilities capabilities_of(const ChannelType& channel, const std::string& settings) {
  if (!channel.capabilities_with) return channel.capabilities;
  const auto parsed = base::parse_json(settings);
  return parsed ? channel.capabilities_with(*parsed) : channel.capabilities;
}

bool is_among_types(const std::vector<std::string>& types, std::string_view type) {
  const std::string given = base::to_lower_ascii(type);
  return types.empty() || std::ranges::any_of(types, [&](const std::string& one) {
           return one.ends_with('/') ? given.starts_with(one) : given == one;
         });
}

void drop_unvouched(const ChannelType& channel, InboundItem& item) {
  if (channel.capabilities.vouches) return;
  item.author.proofs.clear();
  item.recipient.proofs.clear();
}

}  // namespace channel
