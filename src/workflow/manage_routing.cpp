#include "workflow/manage_routing.hpp"

#include <algorithm>
#include <utility>

#include "store/routing_store.hpp"
#include "store/team_store.hpp"
#include "store/user_store.hpp"
#include "workflow/routing_floor.hpp"

namespace workflow {
namespace {

using base::FailureKind;

tl::unexpected<base::Failure> refuse(const std::string& field, const std::string& sentence) {
  return base::fail(FailureKind::invalid, field + ": " + sentence, field);
}

base::Result<void> check_channels(const std::vector<std::string>& names, const std::vector<channel::ChannelType>& channels) {
  for (const auto& name : names)
    if (channel::find_channel(channels, name) == nullptr) return refuse("channels", "there is no channel \"" + name + "\"");
  return {};
}

std::string trouble_of(const routing::Profile& profile, const std::vector<channel::ChannelType>& channels) {
  if (const auto good = routing::clean(profile); !good) return good.error().message;
  const auto known = check_channels(profile.channels, channels);
  return known ? "" : known.error().message;
}

ListedSettings listed(store::Reading& reading, routing::Settings settings,
                      const std::vector<channel::ChannelType>& channels) {
  auto trouble = trouble_of(settings, read_floor(reading, settings.organization_id, channels));
  return {std::move(settings), std::move(trouble)};
}

}  // namespace

base::Result<ListedSettings> find_team_settings(store::Reading& reading, const rights::Principal& who, ids::Team team,
                                                const std::vector<channel::ChannelType>& channels) {
  if (!store::find_team(reading, who.organization_id, team))
    return base::fail(FailureKind::not_found, "There is no such team.");
  const auto all = store::list_team_routing(reading, who.organization_id);
  const auto found = std::ranges::find(all, team, &routing::Settings::team_id);
  if (found != all.end()) return listed(reading, *found, channels);
  routing::Settings none;
  none.team_id = team;
  none.organization_id = who.organization_id;
  return ListedSettings{none, ""};
}

base::Result<ListedSettings> save_team_settings(store::Transaction& transaction, const rights::Principal& who,
                                                routing::Settings wanted,
                                                const std::vector<channel::ChannelType>& channels) {
  if (!store::find_team(transaction, who.organization_id, wanted.team_id))
    return base::fail(FailureKind::not_found, "There is no such team.");
  wanted.organization_id = who.organization_id;
  wanted.changed_at = transaction.now();
  if (wanted.overflow_team_id && !store::find_team(transaction, who.organization_id, *wanted.overflow_team_id))
    return refuse("overflow_team_id", "there is no such team");
  const auto all = store::list_team_routing(transaction, who.organization_id);
  if (auto good = routing::check(wanted, all); !good) return base::pass_on(good.error());
  store::put_team_routing(transaction, wanted);
  transaction.publish(who.organization_id, event::RoutingChanged{wanted.team_id, std::nullopt, who.user_id});
  return listed(transaction, std::move(wanted), channels);
}

base::Result<ListedProfile> find_profile(store::Reading& reading, const rights::Principal& who, ids::User user,
                                         const std::vector<channel::ChannelType>& channels) {
  if (!store::find_user(reading, who.organization_id, user))
    return base::fail(FailureKind::not_found, "There is no such user.");
  ListedProfile out{user, {}, ""};
  for (auto& [whose, profile] : store::list_routing_profiles(reading, who.organization_id))
    if (whose == user) out.profile = std::move(profile);
  out.trouble = trouble_of(out.profile, channels);
  return out;
}

base::Result<ListedProfile> save_profile(store::Transaction& transaction, const rights::Principal& who, ids::User user,
                                         routing::Profile wanted, const std::vector<channel::ChannelType>& channels) {
  if (!store::find_user(transaction, who.organization_id, user))
    return base::fail(FailureKind::not_found, "There is no such user.");
  auto profile = routing::clean(std::move(wanted));
  if (!profile) return base::pass_on(profile.error());
  if (auto known = check_channels(profile->channels, channels); !known) return base::pass_on(known.error());
  store::put_routing_profile(transaction, who.organization_id, {user, *profile});
  transaction.publish(who.organization_id, event::RoutingChanged{std::nullopt, user, who.user_id});
  return ListedProfile{user, *std::move(profile), ""};
}

std::vector<ListedWeight> list_weights(store::Reading& reading, ids::Organization organization,
                                       const std::vector<channel::ChannelType>& channels) {
  const auto own = store::list_channel_weights(reading, organization);
  std::vector<ListedWeight> out;
  for (const auto& type : channels) {
    const auto usual = default_weight(type.capabilities);
    const auto found = own.find(type.id);
    out.push_back({type.id, type.name, found == own.end() ? usual : found->second, usual});
  }
  return out;
}

base::Result<std::vector<ListedWeight>> save_weights(store::Transaction& transaction, const rights::Principal& who,
                                                     const routing::Weights& wanted,
                                                     const std::vector<channel::ChannelType>& channels) {
  if (auto good = routing::check(wanted); !good) return base::pass_on(good.error());
  for (const auto& [channel, weight] : wanted)
    if (channel::find_channel(channels, channel) == nullptr)
      return refuse("weights", "there is no channel \"" + channel + "\"");
  store::put_channel_weights(transaction, who.organization_id, wanted);
  transaction.publish(who.organization_id, event::RoutingChanged{std::nullopt, std::nullopt, who.user_id});
  return list_weights(transaction, who.organization_id, channels);
}

}  // namespace workflow
