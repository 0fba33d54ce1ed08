#include "connectors/mastodon/sign_in.hpp"

#include <utility>

#include "base/json/decode.hpp"
#include "connectors/mastodon/client.hpp"
#include "connectors/mastodon/settings.hpp"
#include "net/http.hpp"

namespace mastodon {
namespace {

using base::FailureKind;

constexpr std::string_view kScopes = "read write follow";
constexpr int kFirstFailure = 300;
constexpr int kServerErrors = 500;

// POST /api/v1/apps
struct RegisteredApp {
  std::string client_id;
  std::string client_secret;
};
BOOST_DESCRIBE_STRUCT(RegisteredApp, (), (client_id, client_secret))

base::Failure no_server(const Client& client, const std::string& why) {
  return {FailureKind::invalid,
          "server: " + client.server_name() + " " + why + ": is it the address of your account's server?", "server",
          std::nullopt};
}

net::Task<base::Result<channel::OAuthClient>> register_app(boost::json::value given, channel::ChannelServices services,
                                                           std::string redirect_uri) {
  auto settings = read_settings(given);
  if (!settings) co_return base::pass_on(settings.error());
  const Client client(services, *settings);
  net::HttpRequest request;
  request.method = net::Method::post;
  request.url = settings->server + "/api/v1/apps";
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}};
  request.body =
      "client_name=Heed&redirect_uris=" + net::percent_encode(redirect_uri) + "&scopes=" + net::percent_encode(kScopes);
  request.idempotent = true;  // One application more does no harm.
  auto reply = co_await services.http.send(std::move(request));
  if (!reply) {
    auto failure = unreachable(reply.error());
    failure.field = "server";
    co_return base::pass_on(std::move(failure));
  }
  if (reply->status >= kServerErrors || reply->status == 429) {
    auto failure = client.failure_of(*reply);
    failure.field = "server";
    co_return base::pass_on(std::move(failure));
  }
  if (reply->status >= kFirstFailure)
    co_return base::pass_on(no_server(client, "does not let applications sign in (" + std::to_string(reply->status) + ")"));
  const auto app = base::decode_text<RegisteredApp>(reply->body, base::UnknownMembers::ignore);
  if (!app || app->client_id.empty())
    co_return base::pass_on(no_server(client, "answers, but not as a server of the Mastodon API"));
  channel::OAuthClient out;
  out.authorize_url = settings->server + "/oauth/authorize";
  out.token_url = settings->server + "/oauth/token";
  out.client_id = app->client_id;
  out.client_secret = base::Secret(app->client_secret);
  out.scopes = {"read", "write", "follow"};
  out.needed_scopes = {"read", "write"};
  co_return out;
}

}  // namespace

channel::OAuthSignIn sign_in() { return {{"access_token"}, register_app}; }

}  // namespace mastodon
