#include "api/inbox_handlers.hpp"

#include <algorithm>

#include "base/json/traits.hpp"
#include "channel/channel.hpp"
#include "channel/standard_webhooks.hpp"
#include "domain/conversation/attachment.hpp"
#include "store/inbox_store.hpp"
#include "store/outbound_store.hpp"
#include "workflow/attend_inboxes.hpp"
#include "workflow/credential.hpp"
#include "workflow/inbox_secrets.hpp"
#include "workflow/manage_inboxes.hpp"
#include "workflow/oauth_sign_in.hpp"

namespace api {
namespace {

contract::Capabilities present(const channel::Capabilities& capabilities) {
  contract::Capabilities out;
  out.text_limit = capabilities.text_limit;
  out.text_unit = capabilities.text_unit;
  out.reply_window_s = capabilities.reply_window_s;
  out.is_public = capabilities.is_public;
  out.live = capabilities.live;
  out.can_reply = capabilities.can_reply;
  out.first_response_s = capabilities.first_response_s;
  if (capabilities.can_reply) {
    out.files = capabilities.files;
    out.file_bytes = std::min(capabilities.file_bytes, static_cast<std::int64_t>(conversation::kMostAttachmentBytes));
    out.file_types = capabilities.file_types;
  }
  for (const auto kind : capabilities.actions) {
    const auto act = base::from_name<conversation::ActKind>(base::to_name(kind));
    if (act) out.actions.push_back(*act);
  }
  out.removes_others = capabilities.removes_others;
  out.writes_to_addresses = capabilities.writes_to_addresses;
  out.working_time = capabilities.working_time;
  return out;
}

contract::InboxHealth present(const inbox::Health& health) {
  return {health.condition,      health.since,   health.last_heard, health.last_item_at,
          health.lag_s,          health.trouble, health.retry_at,   0,
          health.sending_trouble};
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
  if (type != channels.end()) out.capabilities = present(channel::capabilities_of(*type, in.settings));
  out.created_at = in.created_at;
  out.account = in.account;
  out.own_target = in.own_target;
  out.working_time = in.working_time;
  return out;
}

// On the loop, where the attendant is asked; rows are read elsewhere.
inbox::Health health_of(const Call& call, const inbox::Inbox& in) {
  if (call.services.attendant != nullptr) return call.services.attendant->health(in);
  inbox::Health health;
  if (!in.enabled) health.condition = inbox::Condition::off;
  return health;
}

struct InboxRow {
  inbox::Inbox inbox;
  std::int64_t waiting = 0;  // Answers that have not left yet.
};

InboxRow with_waiting(store::Reading& reading, inbox::Inbox in) {
  const auto waiting = store::count_outbound(reading, in.organization_id, in.id);
  return {std::move(in), waiting};
}

contract::Inbox present(const Call& call, const InboxRow& row) {
  auto out = present(row.inbox, call.services.channels);
  out.signed_in = call.services.attendant != nullptr && call.services.attendant->is_signed_in(row.inbox.id);
  out.health = present(health_of(call, row.inbox));
  out.health.waiting = row.waiting;
  return out;
}

std::string name_of(const channel::ConnectedAccount& account) {
  if (!account.handle.empty()) return account.handle;
  return account.name.empty() ? account.external_id : account.name;
}

bool is_proved_by_calling(const Call& call, const channel::ChannelType* type) {
  return type != nullptr && type->connectable && type->open && call.services.attendant != nullptr;
}

// The change with its settings in clear and, where they are others than before, proved: the account they are of comes with them.
net::Task<base::Result<workflow::InboxChange>> prove_change(const Call& call /*outlives*/, contract::ChangeInbox in) {
  workflow::InboxChange change{in.inbox_id,           in.name,    in.settings,  in.team_id,
                               in.first_response_s,   in.enabled, std::nullopt, &call.services.vault,
                               in.own_target == false};
  if (!in.settings) co_return change;
  const boost::json::value given = *in.settings;
  auto look = [organization = call.principal.organization_id,
               id = in.inbox_id](store::Reading& reading) -> base::Result<std::optional<inbox::Inbox>> {
    return store::find_inbox(reading, organization, id);
  };
  const auto found = co_await call.store.read(std::move(look));
  if (!found) co_return base::pass_on(found.error());
  const std::optional<inbox::Inbox>& row = *found;
  if (!row) co_return change;  // Refused where it is written.
  const auto* type = channel::find_channel(call.services.channels, row->channel);
  if (type == nullptr) co_return change;  // There too.
  const auto before = workflow::open_settings(call.services.vault, *type, *row);
  auto settings = workflow::fill_in_secrets(*type, given, before ? *before : boost::json::value());
  change.settings = settings;
  if (!is_proved_by_calling(call, type) || (before && *before == settings)) co_return change;
  auto account = co_await call.services.attendant->connect(*type, std::move(settings), row);
  if (!account) co_return base::pass_on(account.error());
  change.account = name_of(*account);
  change.settings = std::move(account->settings);
  co_return change;
}

// Whoever signs in has to come back with the same session.
base::Result<workflow::SignInFor> signing_in(const Call& call) {
  if (!call.principal.session_id)
    return base::fail(base::FailureKind::forbidden, "Accounts are signed in to by people, in a browser; not by a token.");
  if (call.services.attendant == nullptr)
    return base::fail(base::FailureKind::invalid, "channel: nothing is called from here", "channel");
  return workflow::SignInFor{call.principal.organization_id, *call.principal.session_id};
}

workflow::SignInParts sign_in_parts(const Call& call) {
  const auto& services = call.services;
  return {services.store, services.vault, services.clock, services.channels, *services.attendant};
}

// Where the browser is with us now, so that it comes back with its session: an origin that was found to be ours.
std::string callback_url(const Call& call) {
  std::string origin(call.request.header("Origin"));
  if (origin.empty()) origin = call.services.public_url;
  if (origin.empty()) origin = "http://" + std::string(call.request.header("Host"));
  return origin + "/oauth/callback";
}

}  // namespace

net::Task<base::Result<contract::SignInBegun>> post_sign_in(Call& call, contract::BeginSignIn in) {
  const auto whose = signing_in(call);
  if (!whose) co_return base::pass_on(whose.error());
  workflow::SignInWanted wanted;
  wanted.inbox_id = in.inbox_id;
  if (!in.inbox_id && !in.channel) co_return base::fail(base::FailureKind::invalid, "channel: missing", "channel");
  wanted.channel = in.channel.value_or("");
  wanted.name = in.name.value_or("");
  wanted.settings = in.settings ? *std::move(in.settings) : boost::json::value(boost::json::object());
  wanted.team_id = in.team_id;
  wanted.first_response_s = in.first_response_s;
  wanted.redirect_uri = callback_url(call);
  auto begun = co_await workflow::begin_sign_in(sign_in_parts(call), *whose, std::move(wanted));
  if (!begun) co_return base::pass_on(begun.error());
  co_return contract::SignInBegun{std::move(begun->url), begun->expires_at};
}

net::Task<base::Result<contract::Inbox>> post_sign_in_return(Call& call, contract::FinishSignIn in) {
  const auto whose = signing_in(call);
  if (!whose) co_return base::pass_on(whose.error());
  workflow::SignInReturned returned{std::move(in.state), in.code.value_or(base::Secret()), in.error.value_or(""),
                                    in.error_description.value_or(""), in.iss.value_or("")};
  auto kept = co_await workflow::finish_sign_in(sign_in_parts(call), *whose, std::move(returned));
  if (!kept) co_return base::pass_on(kept.error());
  auto out = present(*kept, call.services.channels);
  out.signed_in = true;
  co_return out;
}

net::Task<base::Result<contract::ChannelList>> list_channels(Call& call) {
  contract::ChannelList out;
  for (const auto& type : call.services.channels)
    out.items.push_back({type.id, type.name, type.connectable, type.visitors_here, type.open != nullptr,
                         type.sign_in.has_value(), type.sign_in ? type.sign_in->replaces : std::vector<std::string>(),
                         present(type.capabilities), type.settings_schema});
  co_return out;
}

net::Task<base::Result<contract::InboxList>> list_inboxes(Call& call) {
  auto work = [who = call.principal](store::Reading& reading) -> base::Result<std::vector<InboxRow>> {
    auto found = rights::sees_only_own_teams(who)
                     ? store::list_inboxes_of_teams(reading, who.organization_id, who.user_id.value_or(ids::User{}))
                     : store::list_inboxes(reading, who.organization_id);
    std::vector<InboxRow> rows;
    for (auto& in : found) rows.push_back(with_waiting(reading, std::move(in)));
    return rows;
  };
  const auto found = co_await call.store.read(std::move(work));
  if (!found) co_return base::pass_on(found.error());
  contract::InboxList out;
  for (const auto& row : *found) out.items.push_back(present(call, row));
  co_return out;
}

net::Task<base::Result<contract::Inbox>> post_inbox(Call& call, contract::CreateInbox in) {
  workflow::NewInbox wanted;
  wanted.channel = std::move(in.channel);
  wanted.name = std::move(in.name);
  wanted.settings = std::move(in.settings);
  wanted.team_id = in.team_id;
  wanted.first_response_s = in.first_response_s;
  wanted.key = workflow::new_public_key();
  wanted.vault = &call.services.vault;
  const auto& channels = call.services.channels;
  const auto* type = channel::find_channel(channels, wanted.channel);
  if (is_proved_by_calling(call, type)) {
    auto account = co_await call.services.attendant->connect(*type, wanted.settings, std::nullopt);
    if (!account) co_return base::pass_on(account.error());
    wanted.account = name_of(*account);
    wanted.cursor = std::move(account->cursor);
    wanted.settings = std::move(account->settings);
  }
  auto work = [organization = call.principal.organization_id, &channels,
               wanted = std::move(wanted)](store::Transaction& transaction) {
    return workflow::create_inbox(transaction, organization, wanted, channels);
  };
  auto to_reply = [&channels](const inbox::Inbox& made) { return present(made, channels); };
  co_return co_await call.transact(std::move(work), std::move(to_reply));
}

net::Task<base::Result<contract::InboxSettings>> get_inbox_settings(Call& call, contract::InboxPath in) {
  struct Found {
    InboxRow row;
    std::vector<inbox::Gap> gaps;
  };
  constexpr std::int64_t kMostGaps = 20;
  auto work = [organization = call.principal.organization_id, in](store::Reading& reading) -> base::Result<Found> {
    auto found = store::find_inbox(reading, organization, in.inbox_id);
    if (!found) return base::fail(base::FailureKind::not_found, "There is no such inbox.");
    return Found{with_waiting(reading, *std::move(found)), store::list_gaps(reading, organization, in.inbox_id, kMostGaps)};
  };
  const auto read = co_await call.store.read(std::move(work));
  if (!read) co_return base::pass_on(read.error());
  const inbox::Inbox& found = read->row.inbox;
  const auto& services = call.services;
  contract::InboxSettings out;
  out.inbox = present(call, read->row);
  const auto* type = channel::find_channel(services.channels, found.channel);
  if (type == nullptr) co_return out;
  out.settings = workflow::mask_settings(*type, found);
  if (type->verify_webhook) {
    out.webhook_url = services.public_url + "/hooks/" + found.channel + "/" + found.key;
    out.webhook_secret = channel::show_webhook_secret(workflow::webhook_secret(services.vault, found).reveal());
  }
  for (const auto& gap : read->gaps) out.gaps.push_back({gap.from_at, gap.to_at, gap.reason, gap.found_at});
  co_return out;
}

net::Task<base::Result<contract::Inbox>> patch_inbox(Call& call, contract::ChangeInbox in) {
  auto change = co_await prove_change(call, std::move(in));
  if (!change) co_return base::pass_on(change.error());
  const auto& channels = call.services.channels;
  auto work = [organization = call.principal.organization_id, &channels,
               change = *std::move(change)](store::Transaction& transaction) {
    return workflow::change_inbox(transaction, organization, change, channels);
  };
  auto to_reply = [&channels](const inbox::Inbox& changed) { return present(changed, channels); };
  co_return co_await call.transact(std::move(work), std::move(to_reply));
}

}  // namespace api
