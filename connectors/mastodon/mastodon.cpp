#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include <boost/json/object.hpp>

#include "channel/channel.hpp"
#include "channel/settings.hpp"
#include "connectors/mastodon/inbox.hpp"
#include "connectors/mastodon/settings.hpp"
#include "connectors/mastodon/sign_in.hpp"
#include "connectors/mastodon/wire.hpp"

namespace {

// 500 characters are what a server takes unless it says otherwise; the rest is room for "@somebody@somewhere", of which the
// part before the second @ counts.
constexpr std::int64_t kRoomForMention = 40;
constexpr std::int64_t kTextLimit = 500 - kRoomForMention;
constexpr std::int64_t kShortestText = 100;

channel::Capabilities capabilities() {
  using channel::ActionKind;
  channel::Capabilities out;
  out.text_limit = kTextLimit;
  out.text_unit = channel::TextUnit::graphemes_links_23;
  out.is_public = true;
  out.first_response_s = 3600;  // Mission R6: on social media an answer is expected within 60 minutes.
  out.resending = channel::Resending::same_key;
  out.same_key_s = 50 * 60;  // A server keeps a key for an hour.
  out.can_look_up = true;
  out.actions = {ActionKind::like,    ActionKind::unlike, ActionKind::share,
                 ActionKind::unshare, ActionKind::remove, ActionKind::mark_read};
  out.files = 4;
  out.file_bytes = 16LL * 1024 * 1024;
  out.file_types = {"image/", "video/", "audio/"};
  out.lone_file_types = {"video/", "audio/"};
  return out;
}

// With what the server said of itself when the inbox was connected.
channel::Capabilities capabilities_with(const boost::json::value& settings) {
  auto out = capabilities();
  const auto number = [&](std::string_view name) -> std::optional<std::int64_t> {
    const auto* object = settings.if_object();
    const auto* found = object != nullptr ? object->if_contains(name) : nullptr;
    if (found == nullptr || !found->is_int64() || found->get_int64() <= 0) return std::nullopt;
    return found->get_int64();
  };
  if (const auto most = number("max_characters")) out.text_limit = std::max(*most - kRoomForMention, kShortestText);
  if (const auto most = number("max_media")) out.files = *most;
  if (const auto most = number("max_image_bytes")) out.file_bytes = *most;
  return out;
}

}  // namespace

channel::ChannelType mastodon_channel() {
  channel::ChannelType type;
  type.id = "mastodon";
  type.name = "Mastodon";
  type.capabilities = capabilities();
  type.capabilities_with = capabilities_with;
  type.settings_schema = channel::settings_schema<mastodon::Settings>();
  type.check_settings = [](const boost::json::value& settings) -> base::Result<boost::json::value> {
    const auto kept = mastodon::read_settings(settings);
    if (!kept) return base::pass_on(kept.error());
    return channel::settings_value(*kept);
  };
  type.open = [](const boost::json::value& settings,
                 const channel::ChannelServices& services) -> base::Result<std::unique_ptr<channel::ChannelInbox>> {
    auto kept = mastodon::read_settings(settings);
    if (!kept) return base::pass_on(kept.error());
    if (!kept->access_token && services.tokens == nullptr)
      return base::fail(base::FailureKind::invalid, "access_token: missing; sign in, or enter one", "access_token");
    return mastodon::make_inbox(services, *std::move(kept), {});
  };
  type.sign_in = mastodon::sign_in();
  type.decode = mastodon::decode;
  type.read_item = mastodon::read_item;
  return type;
}
