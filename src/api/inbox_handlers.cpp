#include "api/inbox_handlers.hpp"

#include "api/hooks.hpp"

#include <algorithm>

#include "base/json/decode.hpp"
#include "channel/channel.hpp"
#include "channel/standard_webhooks.hpp"
#include "store/inbox_store.hpp"
#include "workflow/credential.hpp"
#include "workflow/manage_inboxes.hpp"

namespace api {
namespace {

contract::Capabilities present(const channel::Capabilities& capabilities) {
  contract::Capabilities out;
  out.text_limit = capabilities.text_limit;
  out.is_public = capabilities.is_public;
  out.live = capabilities.live;
  out.can_reply = capabilities.can_reply;
  out.first_response_s = capabilities.first_response_s;
  return out;
}

contract::Inbox present(const inbox::Inbox& in, const std::vector<channel::ChannelType>& channels) {
  contract::Inbox out;
  out.id = in.id;
  out.channel = in.channel;
  out.name = in.name;
  out.key = in.key;
  out.team_id = in.team_id;
  out.first_response_s = in.first_response_s;
  out.enabled = in.enabled;
  const auto type = std::ranges::find(channels, in.channel, &channel::ChannelType::id);
  if (type != channels.end()) out.capabilities = present(type->capabilities);
  out.created_at = in.created_at;
  return out;
}

}  // namespace

net::Task<base::Result<contract::ChannelList>> list_channels(Call& call) {
  contract::ChannelList out;
  for (const auto& type : call.services.channels)
    out.items.push_back({type.id, type.name, type.connectable, present(type.capabilities), type.settings_schema});
  co_return out;
}

net::Task<base::Result<contract::InboxList>> list_inboxes(Call& call) {
  auto work = [who = call.principal,
               &channels = call.services.channels](store::Reading& reading) -> base::Result<contract::InboxList> {
    const auto found = rights::sees_only_own_teams(who)
                           ? store::list_inboxes_of_teams(reading, who.organization_id, who.user_id.value_or(ids::User{}))
                           : store::list_inboxes(reading, who.organization_id);
    contract::InboxList out;
    for (const auto& in : found) out.items.push_back(present(in, channels));
    return out;
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::Inbox>> post_inbox(Call& call, contract::CreateInbox in) {
  workflow::NewInbox wanted;
  wanted.channel = std::move(in.channel);
  wanted.name = std::move(in.name);
  wanted.settings = std::move(in.settings);
  wanted.team_id = in.team_id;
  wanted.first_response_s = in.first_response_s;
  wanted.key = workflow::new_public_key();
  const auto& channels = call.services.channels;
  auto work = [organization = call.principal.organization_id, &channels,
               wanted = std::move(wanted)](store::Transaction& transaction) {
    return workflow::create_inbox(transaction, organization, wanted, channels);
  };
  auto to_reply = [&channels](const inbox::Inbox& made) { return present(made, channels); };
  co_return co_await call.transact(std::move(work), std::move(to_reply));
}

net::Task<base::Result<contract::InboxSettings>> get_inbox_settings(Call& call, contract::InboxPath in) {
  auto work = [organization = call.principal.organization_id, in,
               &services = call.services](store::Reading& reading) -> base::Result<contract::InboxSettings> {
    const auto found = store::find_inbox(reading, organization, in.inbox_id);
    if (!found) return base::fail(base::FailureKind::not_found, "There is no such inbox.");
    auto settings = base::parse_json(found->settings);
    if (!settings) return base::pass_on(settings.error());
    contract::InboxSettings out;
    out.inbox = present(*found, services.channels);
    out.settings = *std::move(settings);
    const auto* type = channel::find_channel(services.channels, found->channel);
    if (type != nullptr && type->verify_webhook) {
      out.webhook_url = services.public_url + "/hooks/" + found->channel + "/" + found->key;
      out.webhook_secret = channel::show_webhook_secret(webhook_secret(services.vault, *found).reveal());
    }
    return out;
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::Inbox>> patch_inbox(Call& call, contract::ChangeInbox in) {
  const auto& channels = call.services.channels;
  auto work = [organization = call.principal.organization_id, &channels,
               in = std::move(in)](store::Transaction& transaction) {
    return workflow::change_inbox(transaction, organization,
                                  {in.inbox_id, in.name, in.settings, in.team_id, in.first_response_s, in.enabled},
                                  channels);
  };
  auto to_reply = [&channels](const inbox::Inbox& changed) { return present(changed, channels); };
  co_return co_await call.transact(std::move(work), std::move(to_reply));
}

}  // namespace api
