#include <utility>

#include "channel/channel.hpp"
#include "channel/settings.hpp"
#include "connectors/mastodon/inbox.hpp"
#include "connectors/mastodon/settings.hpp"
#include "connectors/mastodon/wire.hpp"

namespace {

// 500 characters are what a server takes unless it says otherwise; the rest is room for "@somebody@somewhere", of which the
// part before the second @ counts.
constexpr std::int64_t kTextLimit = 460;

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
  return out;
}

}  // namespace

channel::ChannelType mastodon_channel() {
  channel::ChannelType type;
  type.id = "mastodon";
  type.name = "Mastodon";
  type.capabilities = capabilities();
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
    return mastodon::make_inbox(services, *std::move(kept), {});
  };
  type.decode = mastodon::decode;
  type.read_item = mastodon::read_item;
  return type;
}
