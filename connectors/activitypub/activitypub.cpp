
#include "channel/channel.hpp"
#include "channel/settings.hpp"
#include "connectors/activitypub/inbox.hpp"
#include "connectors/activitypub/settings.hpp"
#include "connectors/activitypub/wire.hpp"

namespace {

constexpr std::int64_t kTextLimit = 5'000;  // The protocol has none; longer is no post any more.

channel::Capabilities capabilities() {
  using channel::ActionKind;
  channel::Capabilities out;
  out.text_limit = kTextLimit;
  out.text_unit = channel::TextUnit::graphemes;
  out.is_public = true;
  out.first_response_s = 3600;                   // Mission R6: on social media an answer is expected within 60 minutes.
  out.resending = channel::Resending::same_key;  // A note's address is made of its key.
  out.actions = {ActionKind::like, ActionKind::unlike, ActionKind::share, ActionKind::unshare, ActionKind::remove};
  return out;
}

}  // namespace

channel::ChannelType activitypub_channel() {
  channel::ChannelType type;
  type.id = "activitypub";
  type.name = "Fediverse";
  type.capabilities = capabilities();
  type.settings_schema = channel::settings_schema<activitypub::Settings>();
  type.check_settings = [](const boost::json::value& settings) -> base::Result<boost::json::value> {
    const auto kept = activitypub::read_settings(settings);
    if (!kept) return base::pass_on(kept.error());
    return channel::settings_value(*kept);
  };
  type.open = [](const boost::json::value& settings,
                 const channel::ChannelServices& services) -> base::Result<std::unique_ptr<channel::ChannelInbox>> {
    auto kept = activitypub::read_settings(settings);
    if (!kept) return base::pass_on(kept.error());
    return activitypub::make_inbox(services, *kept);
  };
  type.serves = {"/ap/", "/.well-known/webfinger", "/.well-known/nodeinfo"};
  type.decode = activitypub::decode;
  type.read_item = activitypub::read_item;
  return type;
}
