#include "workflow/oauth_sign_in.hpp"

#include <utility>

#include <boost/json/object.hpp>

#include "base/json/decode.hpp"
#include "base/json/encode.hpp"
#include "base/text.hpp"
#include "channel/oauth_tokens.hpp"
#include "store/grant_store.hpp"
#include "store/inbox_store.hpp"
#include "workflow/credential.hpp"
#include "workflow/inbox_secrets.hpp"
#include "workflow/manage_inboxes.hpp"
#include "workflow/oauth_grant.hpp"

namespace workflow {
namespace {

using base::FailureKind;
using channel::OAuthTokens;

constexpr std::chrono::minutes kTimeToSignIn{10};

// What waits while the browser is away; sealed.
struct Flow {
  std::optional<ids::Inbox> inbox_id;
  std::string channel;
  std::string name;
  boost::json::value settings;
  std::optional<ids::Team> team_id;
  std::optional<std::int64_t> first_response_s;
  std::string redirect_uri;
  channel::OAuthClient client;
  std::string client_secret;
  std::string verifier;
};
BOOST_DESCRIBE_STRUCT(Flow, (),
                      (inbox_id, channel, name, settings, team_id, first_response_s, redirect_uri, client, client_secret,
                       verifier))

std::string place_of(const std::string& state_hash) { return "sign-in " + state_hash; }

base::Failure about_settings(base::Failure failure) {
  if (!failure.field.empty()) failure.field = "settings." + failure.field;
  if (failure.kind == FailureKind::unauthenticated || failure.kind == FailureKind::forbidden)
    failure.kind = FailureKind::rejected;
  return failure;
}

boost::json::value without(boost::json::value settings, const std::vector<std::string>& members) {
  if (auto* object = settings.if_object()) {
    for (const auto& name : members) object->erase(name);
  }
  return settings;
}

// The one token that was just given, to prove the account with.
class FirstToken final : public channel::TokenSource {
 public:
  explicit FirstToken(base::Secret token) : token_(std::move(token)) {}
  net::Task<base::Result<base::Secret>> token() override { co_return token_; }
  net::Task<base::Result<base::Secret>> token_after(base::Secret /*refused*/) override {
    co_return base::fail(FailureKind::unauthenticated, "The platform does not accept the token that it has just given.");
  }

 private:
  base::Secret token_;
};

struct Known {
  inbox::Inbox inbox;
  boost::json::value settings;
};

// The inbox that is to be signed in to again, with its settings in clear.
store::Task<base::Result<Known>> find_known(SignInParts parts, ids::Organization organization, ids::Inbox id) {
  auto work = [organization, id](store::Reading& reading) -> base::Result<inbox::Inbox> {
    auto found = store::find_inbox(reading, organization, id);
    if (!found) return base::fail(FailureKind::not_found, "There is no such inbox.");
    return *std::move(found);
  };
  auto found = co_await parts.store.read(std::move(work));
  if (!found) co_return base::pass_on(found.error());
  const auto* type = channel::find_channel(parts.channels, found->channel);
  if (type == nullptr)
    co_return base::fail(FailureKind::unavailable, "This program does not know the channel " + found->channel + ".");
  auto settings = open_settings(parts.vault, *type, *found);
  if (!settings) co_return base::pass_on(settings.error());
  co_return Known{*std::move(found), *std::move(settings)};
}

// What the form holds is right so far: a fault is told before the browser goes.
store::Task<base::Result<void>> check_new(SignInParts parts, ids::Organization organization, const Flow& flow /*outlives*/) {
  NewInbox wanted;
  wanted.channel = flow.channel;
  wanted.name = flow.name;
  wanted.team_id = flow.team_id;
  wanted.first_response_s = flow.first_response_s;
  auto work = [organization, wanted = std::move(wanted), &channels = parts.channels](store::Reading& reading) {
    return check_new_inbox(reading, organization, wanted, channels);
  };
  co_return co_await parts.store.read(std::move(work));
}

base::Failure denied(const SignInReturned& returned) {
  const std::string words = base::shorten(base::to_storable(base::trim(returned.error_description)), 300);
  std::string sentence = returned.error == "access_denied" ? "The sign-in was refused or broken off there."
                                                           : "The platform did not let us in (" +
                                                                 base::shorten(base::to_storable(returned.error), 60) + ").";
  if (!words.empty()) sentence += " It says: " + words;
  return {FailureKind::rejected, std::move(sentence), "", std::nullopt};
}

store::Task<base::Result<Flow>> take_flow(SignInParts parts, SignInFor whose, std::string state) {
  auto work = [whose,
               hash = hash_secret(state)](store::Transaction& transaction) -> base::Result<std::optional<store::OAuthFlow>> {
    return store::take_oauth_flow(transaction, hash, whose.organization, whose.session);
  };
  const auto taken = co_await parts.store.transact(std::move(work));
  if (!taken) co_return base::pass_on(taken.error());
  const std::optional<store::OAuthFlow>& row = *taken;
  const bool is_late = row && row->expires_at <= parts.clock.now();
  const auto text = row && !is_late ? parts.vault.open(row->sealed, place_of(hash_secret(state))) : std::nullopt;
  auto flow = text ? base::decode_text<Flow>(*text) : base::fail(FailureKind::not_found, "");
  if (!flow)
    co_return base::fail(FailureKind::not_found,
                         is_late ? "That took longer than ten minutes; begin the sign-in again."
                                 : "This sign-in was finished already, or belongs to another session; begin it again.");
  flow->client.client_secret = base::Secret(flow->client_secret);
  co_return flow;
}

store::Task<base::Result<OAuthTokens>> exchange(SignInParts parts, const Flow& flow /*outlives*/, base::Secret code) {
  auto tokens = co_await channel::ask_for_tokens(parts.attendant.services(std::nullopt).http, flow.client, flow.redirect_uri,
                                                 std::move(code), base::Secret(flow.verifier), parts.clock);
  if (!tokens) co_return base::pass_on(about_settings(tokens.error()));
  co_return tokens;
}

std::string name_of(const channel::ConnectedAccount& account) {
  if (!account.handle.empty()) return account.handle;
  return account.name.empty() ? account.external_id : account.name;
}

store::InboxGrant row_of(const Vault& vault, const inbox::Inbox& of, const OAuthTokens& grant, base::Time now) {
  return {of.id, of.organization_id, seal_grant(vault, of.id, grant), now};
}

store::Task<base::Result<inbox::Inbox>> keep_new(SignInParts parts, ids::Organization organization, Flow flow,
                                                 channel::ConnectedAccount account, OAuthTokens grant) {
  NewInbox wanted;
  wanted.channel = flow.channel;
  wanted.name = flow.name;
  wanted.settings = std::move(account.settings);
  wanted.team_id = flow.team_id;
  wanted.first_response_s = flow.first_response_s;
  wanted.key = new_public_key();
  wanted.account = name_of(account);
  wanted.cursor = account.cursor;
  wanted.vault = &parts.vault;
  auto work = [parts, organization, wanted = std::move(wanted),
               grant = std::move(grant)](store::Transaction& transaction) -> base::Result<inbox::Inbox> {
    auto made = create_inbox(transaction, organization, wanted, parts.channels);
    if (made) store::put_grant(transaction, row_of(parts.vault, *made, grant, transaction.now()));
    return made;
  };
  co_return co_await parts.store.transact(std::move(work));
}

store::Task<base::Result<inbox::Inbox>> keep_again(SignInParts parts, inbox::Inbox before, channel::ConnectedAccount account,
                                                   OAuthTokens grant) {
  const std::string name = name_of(account);
  if (!before.account.empty() && before.account != name)
    co_return base::fail(FailureKind::conflict, "You signed in as " + name + ", but this inbox is " + before.account +
                                                    ". Sign out there, or connect " + name + " as an inbox of its own.");
  InboxChange change;
  change.inbox_id = before.id;
  change.settings = std::move(account.settings);
  change.account = name;
  change.vault = &parts.vault;
  auto work = [parts, organization = before.organization_id, change = std::move(change),
               grant = std::move(grant)](store::Transaction& transaction) -> base::Result<inbox::Inbox> {
    auto changed = change_inbox(transaction, organization, change, parts.channels);
    if (changed) store::put_grant(transaction, row_of(parts.vault, *changed, grant, transaction.now()));
    return changed;
  };
  co_return co_await parts.store.transact(std::move(work));
}

}  // namespace

store::Task<base::Result<SignInBegun>> begin_sign_in(SignInParts parts, SignInFor whose, SignInWanted wanted) {
  Flow flow{wanted.inbox_id,
            std::move(wanted.channel),
            std::move(wanted.name),
            std::move(wanted.settings),
            wanted.team_id,
            wanted.first_response_s,
            std::move(wanted.redirect_uri),
            {},
            "",
            ""};
  std::optional<inbox::Inbox> known;
  if (flow.inbox_id) {
    auto found = co_await find_known(parts, whose.organization, *flow.inbox_id);
    if (!found) co_return base::pass_on(found.error());
    flow.channel = found->inbox.channel;
    flow.settings = std::move(found->settings);
    known = std::move(found->inbox);
  } else if (auto good = co_await check_new(parts, whose.organization, flow); !good) {
    co_return base::pass_on(good.error());
  }
  const auto* type = channel::find_channel(parts.channels, flow.channel);
  if (type == nullptr || !type->sign_in)
    co_return base::fail(FailureKind::invalid, "channel: accounts there are not signed in to in the browser", "channel");
  auto settings = type->check_settings(without(flow.settings, type->sign_in->replaces));
  if (!settings) co_return base::pass_on(about_settings(settings.error()));
  flow.settings = *settings;
  auto client = co_await type->sign_in->client(*std::move(settings), parts.attendant.services(known), flow.redirect_uri);
  if (!client) co_return base::pass_on(about_settings(client.error()));
  for (const auto* url : {&client->authorize_url, &client->token_url}) {
    if (auto good = channel::check_oauth_url(*url); !good) co_return base::pass_on(good.error());
  }
  const base::Secret state = new_secret();
  const base::Secret verifier = new_secret();
  flow.client = *std::move(client);
  flow.client_secret = flow.client.client_secret.reveal();
  flow.verifier = verifier.reveal();
  SignInBegun begun{
      channel::authorize_url(flow.client, flow.redirect_uri, state.reveal(), channel::pkce_challenge(verifier)),
      parts.clock.now() + kTimeToSignIn};
  const std::string hash = hash_secret(state.reveal());
  auto work = [whose, hash, row = store::OAuthFlow{parts.vault.seal(base::encode(flow), place_of(hash)), begun.expires_at}](
                  store::Transaction& transaction) -> base::Result<bool> {
    store::delete_ended_oauth_flows(transaction, transaction.now());
    store::insert_oauth_flow(transaction, hash, whose.organization, whose.session, row);
    return true;
  };
  if (auto kept = co_await parts.store.transact(std::move(work)); !kept) co_return base::pass_on(kept.error());
  co_return begun;
}

store::Task<base::Result<inbox::Inbox>> finish_sign_in(SignInParts parts, SignInFor whose, SignInReturned returned) {
  auto flow = co_await take_flow(parts, whose, returned.state);
  if (!flow) co_return base::pass_on(flow.error());
  const bool is_of_another =
      !returned.issuer.empty() && !flow->client.issuer.empty() && returned.issuer != flow->client.issuer;
  if (is_of_another)
    co_return base::fail(FailureKind::rejected, "Another provider answered than the one that was asked; begin again.");
  if (!returned.error.empty()) co_return base::pass_on(denied(returned));
  if (returned.code.empty()) co_return base::fail(FailureKind::invalid, "code: missing", "code");
  auto grant = co_await exchange(parts, *flow, returned.code);
  if (!grant) co_return base::pass_on(grant.error());
  const auto* type = channel::find_channel(parts.channels, flow->channel);
  if (type == nullptr)
    co_return base::fail(FailureKind::unavailable, "This program does not know the channel " + flow->channel + ".");
  std::optional<inbox::Inbox> known;
  if (const auto again = flow->inbox_id) {
    auto found = co_await find_known(parts, whose.organization, *again);
    if (!found) co_return base::pass_on(found.error());
    known = std::move(found->inbox);
  }
  FirstToken first(grant->access_token);
  auto account = co_await parts.attendant.connect(*type, flow->settings, known, &first);
  if (!account) co_return base::pass_on(account.error());
  if (known) co_return co_await keep_again(parts, *std::move(known), *std::move(account), *std::move(grant));
  co_return co_await keep_new(parts, whose.organization, *std::move(flow), *std::move(account), *std::move(grant));
}

}  // namespace workflow
