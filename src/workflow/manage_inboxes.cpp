#include "workflow/manage_inboxes.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/json/encode.hpp"
#include "base/text.hpp"
#include "store/grant_store.hpp"
#include "store/inbox_store.hpp"
#include "store/team_store.hpp"
#include "workflow/inbox_secrets.hpp"

namespace workflow {
namespace {

using base::FailureKind;

constexpr std::size_t kNameLimit = 80;

base::Result<std::string> check_name(const std::string& given) {
  const std::string text = base::to_storable(given);
  std::string name(base::trim(text));
  if (name.empty()) return base::fail(FailureKind::invalid, "name: missing", "name");
  if (base::count_points(name) > kNameLimit) return base::fail(FailureKind::invalid, "name: at most 80 characters", "name");
  return name;
}

base::Result<void> check_target(std::int64_t seconds) {
  if (seconds >= inbox::kShortestTarget_s && seconds <= inbox::kLongestTarget_s) return {};
  return base::fail(FailureKind::invalid, "first_response_s: between 10 seconds and 30 days", "first_response_s");
}

base::Result<void> check_team(store::Reading& transaction, ids::Organization organization, std::optional<ids::Team> team) {
  if (!team || store::find_team(transaction, organization, *team)) return {};
  return base::fail(FailureKind::invalid, "team_id: there is no such team", "team_id");
}

// One account is one inbox: two would hear everything twice and answer it twice.
base::Result<void> check_account(store::Transaction& transaction, const inbox::Inbox& of) {
  if (of.account.empty()) return {};
  const auto same = store::find_inbox_by_account(transaction, of.organization_id, of.channel, of.account);
  if (!same || same->id == of.id) return {};
  return base::fail(FailureKind::conflict,
                    "settings: " + of.account + " is connected already, as the inbox \"" + same->name + "\"", "settings");
}

// The settings as they are kept, or the channel's objection with its field's full path.
base::Result<std::string> check_settings(const channel::ChannelType& channel, const boost::json::value& settings,
                                         ids::Inbox inbox, const Vault* vault) {
  auto kept = channel.check_settings(settings);
  if (kept && vault == nullptr) return base::encode(*kept);
  if (kept) return seal_settings(*vault, channel, inbox, *std::move(kept));
  base::Failure failure = kept.error();
  failure.field = failure.field.empty() ? "settings" : "settings." + failure.field;
  failure.message = "settings." + failure.message;
  return base::pass_on(std::move(failure));
}

tl::unexpected<base::Failure> name_taken(const std::string& name) {
  return base::fail(FailureKind::conflict, "name: there is an inbox called \"" + name + "\" already", "name");
}

// Somebody typed what to sign in with: the sign-in of before is over.
bool replaces_sign_in(const channel::ChannelType& channel, const boost::json::value& settings) {
  const auto* members = settings.if_object();
  if (!channel.sign_in || members == nullptr) return false;
  return std::ranges::any_of(channel.sign_in->replaces, [&](const auto& name) {
    const auto* value = members->if_contains(name);
    return value != nullptr && value->is_string() && !value->get_string().empty();
  });
}

base::Result<const channel::ChannelType*> find_connectable(const std::string& id,
                                                           const std::vector<channel::ChannelType>& channels) {
  const auto* channel = channel::find_channel(channels, id);
  if (channel != nullptr && channel->connectable) return channel;
  std::vector<std::string> known;
  for (const auto& type : channels) {
    if (type.connectable) known.push_back(type.id);
  }
  const std::string near = base::nearest(id, known);
  return base::fail(FailureKind::invalid,
                    "channel: unknown" + (near.empty() ? std::string() : "; did you mean " + near + "?"), "channel");
}

}  // namespace

base::Result<void> check_new_inbox(store::Reading& reading, ids::Organization organization, const NewInbox& wanted,
                                   const std::vector<channel::ChannelType>& channels) {
  const auto channel = find_connectable(wanted.channel, channels);
  if (!channel) return base::pass_on(channel.error());
  const auto name = check_name(wanted.name);
  if (!name) return base::pass_on(name.error());
  if (auto good = check_target(wanted.first_response_s.value_or((*channel)->capabilities.first_response_s)); !good)
    return good;
  if (store::find_inbox_by_name(reading, organization, wanted.channel, *name)) return name_taken(*name);
  return check_team(reading, organization, wanted.team_id);
}

base::Result<inbox::Inbox> create_inbox(store::Transaction& transaction, ids::Organization organization,
                                        const NewInbox& wanted, const std::vector<channel::ChannelType>& channels) {
  const auto found = find_connectable(wanted.channel, channels);
  if (!found) return base::pass_on(found.error());
  const auto* channel = *found;
  auto name = check_name(wanted.name);
  if (!name) return base::pass_on(name.error());
  const auto id = transaction.new_id<ids::Inbox>();
  auto settings = check_settings(*channel, wanted.settings, id, wanted.vault);
  if (!settings) return base::pass_on(settings.error());
  const std::int64_t target = wanted.first_response_s.value_or(channel->capabilities.first_response_s);
  if (auto good = check_target(target); !good) return base::pass_on(good.error());
  if (auto good = check_team(transaction, organization, wanted.team_id); !good) return base::pass_on(good.error());

  inbox::Inbox made;
  made.id = id;
  made.organization_id = organization;
  made.channel = channel->id;
  made.name = *std::move(name);
  made.key = wanted.key;
  made.settings = *std::move(settings);
  made.team_id = wanted.team_id;
  made.first_response_s = target;
  made.own_target = wanted.first_response_s.has_value();
  made.working_time = !made.own_target && channel->capabilities.working_time;
  made.created_at = transaction.now();
  made.account = wanted.account;
  made.cursor = wanted.cursor;
  if (auto good = check_account(transaction, made); !good) return base::pass_on(good.error());
  if (!store::insert_inbox(transaction, made)) return name_taken(made.name);
  transaction.publish(organization, event::InboxChanged{made.id});
  return made;
}

base::Result<inbox::Inbox> change_inbox(store::Transaction& transaction, ids::Organization organization,
                                        const InboxChange& change, const std::vector<channel::ChannelType>& channels) {
  auto found = store::find_inbox(transaction, organization, change.inbox_id);
  if (!found) return base::fail(FailureKind::not_found, "There is no such inbox.");
  const auto* channel = channel::find_channel(channels, found->channel);
  if (channel == nullptr)
    return base::fail(FailureKind::unavailable, "This program does not know the channel " + found->channel + ".");
  if (change.name) {
    auto name = check_name(*change.name);
    if (!name) return base::pass_on(name.error());
    const auto same = store::find_inbox_by_name(transaction, organization, found->channel, *name);
    if (same && same->id != found->id) return name_taken(*name);
    found->name = *std::move(name);
  }
  if (change.settings) {
    auto settings = check_settings(*channel, *change.settings, found->id, change.vault);
    if (!settings) return base::pass_on(settings.error());
    found->settings = *std::move(settings);
    if (replaces_sign_in(*channel, *change.settings)) store::delete_grant(transaction, organization, found->id);
  }
  if (change.team_id) {
    if (auto good = check_team(transaction, organization, *change.team_id); !good) return base::pass_on(good.error());
    found->team_id = *change.team_id;
  }
  if (change.first_response_s) {
    if (auto good = check_target(*change.first_response_s); !good) return base::pass_on(good.error());
    found->first_response_s = *change.first_response_s;
    found->own_target = true;
    found->working_time = false;
  }
  if (change.drop_target) {
    found->first_response_s = channel->capabilities.first_response_s;
    found->own_target = false;
    found->working_time = channel->capabilities.working_time;
  }
  if (change.enabled) found->enabled = *change.enabled;
  if (change.account) {
    found->account = *change.account;
    if (auto good = check_account(transaction, *found); !good) return base::pass_on(good.error());
  }
  store::update_inbox(transaction, *found);
  transaction.publish(organization, event::InboxChanged{found->id});
  return *std::move(found);
}

inbox::Inbox ensure_imported_inbox(store::Transaction& transaction, ids::Organization organization,
                                   const channel::ChannelType& channel, const std::string& name, const std::string& key) {
  if (auto found = store::find_inbox_by_name(transaction, organization, channel.id, name)) return *std::move(found);
  inbox::Inbox made;
  made.id = transaction.new_id<ids::Inbox>();
  made.organization_id = organization;
  made.channel = channel.id;
  made.name = name;
  made.key = key;
  made.settings = "{}";
  made.first_response_s = channel.capabilities.first_response_s;
  made.own_target = false;
  made.working_time = channel.capabilities.working_time;
  made.created_at = transaction.now();
  HEED_CHECK(store::insert_inbox(transaction, made), "the name was free a moment ago, in this transaction");
  transaction.publish(organization, event::InboxChanged{made.id});
  return made;
}

}  // namespace workflow
