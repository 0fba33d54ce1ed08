#include "connectors/mastodon/inbox.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "channel/fetch_url.hpp"
#include "channel/oauth.hpp"
#include "channel/settings.hpp"
#include "connectors/mastodon/client.hpp"
#include "connectors/mastodon/memory.hpp"
#include "connectors/mastodon/sender.hpp"
#include "connectors/mastodon/wire.hpp"

namespace mastodon {
namespace {

using base::Failure;
using base::FailureKind;

struct App {
  std::optional<std::vector<std::string>> scopes;  // Since Mastodon 4.3.
};
BOOST_DESCRIBE_STRUCT(App, (), (scopes))

// A failure of asking, in the words of who typed server and token.
Failure told(const Client& client, Failure failure) {
  const std::string& server = client.server_name();
  if (failure.kind == FailureKind::unauthenticated) {
    failure.kind = FailureKind::invalid;
    failure.field = "access_token";
    failure.message = server + " does not accept this access token: it is incomplete, of another server, or was revoked.";
  } else if (failure.kind == FailureKind::forbidden) {
    failure.kind = FailureKind::invalid;
    failure.field = "access_token";
    failure.message =
        "The access token may not read the account: the application needs the scopes read, write and follow. " +
        failure.message;
  } else if (failure.kind != FailureKind::rate_limited) {
    failure.field = "server";
  }
  return failure;
}

Failure no_mastodon(const Client& client) {
  return {FailureKind::invalid,
          client.server_name() +
              " answers, but not as a server of the Mastodon API: is it the address of your account's server?",
          "server", std::nullopt};
}

// A page of HTML, a JSON of something else, or no such path.
bool is_no(const Failure& failure) {
  return failure.kind == FailureKind::not_found || failure.kind == FailureKind::rejected;
}

bool may_write(const App& app) {
  if (!app.scopes) return true;  // It does not say.
  return std::ranges::any_of(*app.scopes, [](const auto& one) { return one == "write" || one == "write:statuses"; });
}

class MastodonInbox final : public channel::ChannelInbox {
 public:
  MastodonInbox(const channel::ChannelServices& services, KeptSettings settings, Pace pace)
      : signed_http_(settings.access_token || services.tokens == nullptr
                         ? nullptr
                         : channel::make_bearer_http(services.http, *services.tokens)),
        services_(signed_http_ ? channel::with_http(services, *signed_http_) : services),
        settings_(std::move(settings)),
        pace_(pace),
        sender_(services_, settings_) {}

  net::Task<base::Result<channel::ConnectedAccount>> connect() override {
    const Client client(services_, settings_);
    auto instance = co_await client.get("/api/v2/instance");
    if (!instance) instance = co_await client.get("/api/v1/instance");
    const bool is_other = instance ? !instance->is_object() : is_no(instance.error());
    if (is_other) co_return base::pass_on(no_mastodon(client));
    if (!instance) co_return base::pass_on(told(client, instance.error()));
    auto account = co_await client.get_as<Account>("/api/v1/accounts/verify_credentials");
    // In a way of its own, as snac does (422).
    if (!account && is_no(account.error())) account.error().kind = FailureKind::unauthenticated;
    if (!account) co_return base::pass_on(told(client, account.error()));
    const auto app = co_await client.get_as<App>("/api/v1/apps/verify_credentials");
    if (app && !may_write(*app)) {
      Failure failure{FailureKind::invalid, "The access token may only read: the application needs the scope write too.",
                      "access_token", std::nullopt};
      co_return base::pass_on(std::move(failure));
    }
    const auto memory = co_await begin_now(client, account->id);
    if (!memory) co_return base::pass_on(told(client, memory.error()));
    co_return connected(*account, *instance, *memory);
  }

  net::Task<Failure> receive(channel::ItemSink& sink /*outlives*/, std::string cursor) override {
    Receiver receiver(services_, settings_, pace_, sink);
    co_return co_await receiver.run(std::move(cursor));
  }

  net::Task<channel::SendResult> send(channel::OutboundMessage message) override {
    co_return co_await sender_.send(std::move(message));
  }
  net::Task<channel::SendResult> find_sent(channel::OutboundMessage message) override {
    co_return co_await sender_.find_sent(std::move(message));
  }
  net::Task<base::Result<void>> act(channel::ItemAction action) override {
    co_return co_await sender_.act(std::move(action));
  }
  net::Task<base::Result<std::string>> fetch(channel::Attachment attachment, std::size_t max_bytes) override {
    // Without the token: files stand on other servers, for everybody.
    co_return co_await channel::fetch_url(services_.http, std::move(attachment), max_bytes);
  }

 private:
  [[nodiscard]] channel::ConnectedAccount connected(const Account& account, const boost::json::value& instance,
                                                    Memory memory) const {
    KeptSettings kept = settings_;
    learn_instance(kept, instance);
    kept.account_id = account.id;
    const auto author = to_author(account, {account.id, kept.host.value_or("")});
    memory.follower_count = account.followers_count;
    channel::ConnectedAccount out;
    out.external_id = author.external_id;
    out.handle = author.handle;
    out.name = author.name;
    out.settings = channel::settings_value(kept);
    out.cursor = to_cursor(memory);
    return out;
  }

  const std::unique_ptr<net::HttpClient> signed_http_;  // Null where the settings hold the token.
  const channel::ChannelServices services_;
  const KeptSettings settings_;
  const Pace pace_;
  Sender sender_;
};

}  // namespace

std::unique_ptr<channel::ChannelInbox> make_inbox(const channel::ChannelServices& services, KeptSettings settings,
                                                  Pace pace) {
  return std::make_unique<MastodonInbox>(services, std::move(settings), pace);
}

}  // namespace mastodon
