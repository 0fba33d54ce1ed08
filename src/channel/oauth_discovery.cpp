#include <algorithm>
#include <initializer_list>
#include <optional>
#include <utility>

#include "base/json/decode.hpp"
#include "channel/oauth.hpp"
#include "net/ip_address.hpp"
#include "net/url.hpp"

namespace channel {
namespace {

using base::FailureKind;

constexpr std::size_t kLargest = 64 * 1024;
constexpr int kOk = 200;

struct Metadata {
  std::string issuer;
  std::string authorization_endpoint;
  std::string token_endpoint;
  std::optional<std::vector<std::string>> token_endpoint_auth_methods_supported;
  std::optional<bool> authorization_response_iss_parameter_supported;
};
BOOST_DESCRIBE_STRUCT(Metadata, (),
                      (issuer, authorization_endpoint, token_endpoint, token_endpoint_auth_methods_supported,
                       authorization_response_iss_parameter_supported))

// RFC 8414 §3.1 puts its name between host and path, OpenID Connect behind both.
std::vector<std::string> addresses_of(const std::string& issuer) {
  const auto url = net::parse_url(issuer);
  const std::string path = url && url->target != "/" ? url->target : "";
  return {issuer + "/.well-known/openid-configuration",
          (url ? url->origin() : issuer) + "/.well-known/oauth-authorization-server" + path};
}

ClientAuth auth_of(const Metadata& metadata) {
  const auto& known = metadata.token_endpoint_auth_methods_supported;
  const auto has = [&](std::string_view one) { return std::ranges::find(*known, one) != known->end(); };
  if (!known || !has("client_secret_post")) return ClientAuth::in_header;  // What every server has to take.
  return ClientAuth::in_body;
}

}  // namespace

base::Result<void> check_oauth_url(const std::string& url) {
  const auto parsed = net::parse_url(url);
  if (!parsed) return base::pass_on(parsed.error());
  const auto& host = parsed->endpoint.host;
  if (parsed->endpoint.tls || host == "localhost" || net::IpAddress::parse(host).has_value()) return {};
  return base::fail(FailureKind::invalid, "expected an address that begins with https://");
}

net::Task<base::Result<OAuthClient>> discover_oauth(net::HttpClient& http /*outlives*/, std::string issuer,
                                                    std::string field) {
  while (issuer.ends_with('/')) issuer.pop_back();
  if (auto good = check_oauth_url(issuer); !good)
    co_return base::fail(FailureKind::invalid, field + ": " + good.error().message, field);
  std::string why = "it has no document at /.well-known/openid-configuration";
  for (auto& address : addresses_of(issuer)) {
    net::HttpRequest request;
    request.url = std::move(address);
    request.headers = {{"Accept", "application/json"}};
    request.limits.max_body = kLargest;
    auto reply = co_await http.send(std::move(request));
    if (!reply) {
      why = reply.error().failure.message;
      continue;
    }
    if (reply->status != kOk) continue;
    const auto metadata = base::decode_text<Metadata>(reply->body, base::UnknownMembers::ignore);
    if (!metadata) {
      why = "its document is not one of OAuth: " + metadata.error().message;
      continue;
    }
    std::string named = metadata->issuer;
    while (named.ends_with('/')) named.pop_back();
    if (named != issuer) {
      why = "its document is of somebody else: " + metadata->issuer;
      continue;
    }
    if (!check_oauth_url(metadata->authorization_endpoint) || !check_oauth_url(metadata->token_endpoint)) {
      why = "its document names addresses that are not https://";
      continue;
    }
    OAuthClient client;
    client.authorize_url = metadata->authorization_endpoint;
    client.token_url = metadata->token_endpoint;
    client.auth = auth_of(*metadata);
    if (metadata->authorization_response_iss_parameter_supported.value_or(false)) client.issuer = metadata->issuer;
    co_return client;
  }
  co_return base::fail(FailureKind::invalid, field + ": " + issuer + " does not say how to sign in there: " + why, field);
}

}  // namespace channel
