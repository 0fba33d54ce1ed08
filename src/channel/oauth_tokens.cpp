#include "channel/oauth_tokens.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <sodium.h>
#include <boost/json/value.hpp>

#include "base/base64.hpp"
#include "base/json/decode.hpp"
#include "base/text.hpp"
#include "channel/http_outcome.hpp"
#include "net/http.hpp"
#include "net/url.hpp"

namespace channel {
namespace {

using base::FailureKind;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds kAhead{60'000};
constexpr std::int64_t kAheadShare = 5;
constexpr std::int64_t kLongestLife_s = 10LL * 365 * 24 * 3600;
constexpr std::size_t kLargestReply = 64 * 1024;
constexpr std::size_t kLongestToken = 16'000;
constexpr int kFirstFailure = 300;
constexpr int kServerErrors = 500;
constexpr int kTooMany = 429;

// RFC 6749 §5.1 and §5.2; some send numbers as text.
struct TokenReply {
  std::optional<std::string> access_token;
  std::optional<std::string> token_type;
  std::optional<std::string> refresh_token;
  std::optional<std::string> scope;
  std::optional<boost::json::value> expires_in;
  std::optional<std::string> error;
  std::optional<std::string> error_description;
};
BOOST_DESCRIBE_STRUCT(TokenReply, (), (access_token, token_type, refresh_token, scope, expires_in, error, error_description))

base::Time end_of(const OAuthTokens& grant) {
  return base::Time(milliseconds(grant.obtained_ms)) + seconds(grant.lifetime_s.value_or(0));
}

using Form = std::vector<std::pair<std::string, std::string>>;

std::string encoded(const Form& form) {
  std::string out;
  for (const auto& [name, value] : form) {
    if (!out.empty()) out += '&';
    out += net::percent_encode(name) + '=' + net::percent_encode(value);
  }
  return out;
}

net::HttpRequest token_request(const OAuthClient& client, Form form) {
  net::HttpRequest request;
  request.method = net::Method::post;
  request.url = client.token_url;
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}};
  if (client.auth == ClientAuth::in_header && !client.client_secret.empty()) {
    const std::string pair =
        net::percent_encode(client.client_id) + ':' + net::percent_encode(client.client_secret.reveal());
    request.headers.push_back({"Authorization", "Basic " + base::to_base64(pair)});
  } else {
    form.emplace_back("client_id", client.client_id);
    if (!client.client_secret.empty()) form.emplace_back("client_secret", client.client_secret.reveal());
  }
  request.body = encoded(form);
  request.fresh_connection = true;  // A code and a rotating token are worth something once.
  request.limits.max_body = kLargestReply;
  return request;
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

// Those that were not granted.
std::string missing_of(const std::vector<std::string>& needed, const std::string& granted) {
  const std::string padded = " " + granted + " ";
  std::vector<std::string> missing;
  for (const auto& one : needed) {
    if (padded.find(" " + one + " ") == std::string::npos) missing.push_back(one);
  }
  return joined(missing);
}

bool is_token(const std::string& text) {
  return !text.empty() && text.size() <= kLongestToken &&
         std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
}

std::optional<std::int64_t> seconds_in(const std::optional<boost::json::value>& value) {
  if (!value) return std::nullopt;
  std::int64_t number = 0;
  if (value->is_int64()) number = value->get_int64();
  else if (value->is_double()) number = static_cast<std::int64_t>(std::clamp(value->get_double(), 0.0, 1e9));
  else if (value->is_string()) number = std::atoll(std::string(value->get_string()).c_str());
  if (number <= 0) return std::nullopt;
  return std::min(number, kLongestLife_s);
}

// The provider's own words may go to people; a token never stands in an error.
std::string words_of(const TokenReply& reply) {
  const std::string words = reply.error_description.value_or(reply.error.value_or(""));
  return base::shorten(base::to_storable(base::trim(words)), 300);
}

base::Failure refusal(const net::HttpReply& reply, const TokenReply& read, const std::string& host, base::Time now) {
  const std::string error = read.error.value_or("");
  const auto wait = retry_after_of(reply, now);
  if (reply.status == kTooMany || error == "slow_down")
    return {FailureKind::rate_limited, host + " asks us to wait before it gives out a token.", "", wait};
  if (reply.status >= kServerErrors || error == "temporarily_unavailable" || error == "server_error")
    return {FailureKind::unavailable, host + " gives out no token at the moment (" + std::to_string(reply.status) + ").", "",
            wait};
  const std::string said = words_of(read);
  const std::string why = said.empty() ? " (" + std::to_string(reply.status) + ")." : ": " + said;
  if (error == "invalid_client" || error == "unauthorized_client")
    return {FailureKind::unauthenticated, host + " does not accept the client id or the client secret" + why, "", {}};
  return {FailureKind::unauthenticated, host + " does not accept the sign-in any more" + why, "", {}};
}

net::Task<base::Result<OAuthTokens>> ask(net::HttpClient& http /*outlives*/, net::HttpRequest request, OAuthTokens before,
                                         const base::Clock& clock /*outlives*/) {
  auto reply = co_await http.send(std::move(request));
  if (reply) co_return read_tokens(*reply, before, clock.now());
  base::Failure failure = reply.error().failure;
  failure.kind = FailureKind::unavailable;
  co_return base::pass_on(std::move(failure));
}

}  // namespace

bool OAuthTokens::is_valid(base::Time now) const { return !lifetime_s || now < end_of(*this); }

bool OAuthTokens::is_fresh(base::Time now) const {
  if (!lifetime_s) return true;
  const milliseconds share = milliseconds(seconds(*lifetime_s)) / kAheadShare;
  return now < end_of(*this) - std::min(kAhead, share);
}

std::string pkce_challenge(const base::Secret& verifier) {
  const std::string& text = verifier.reveal();
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
  return base::to_base64({reinterpret_cast<const char*>(hash.data()), hash.size()}, base::Base64::url);
}

std::string authorize_url(const OAuthClient& client, const std::string& redirect_uri, const std::string& state,
                          const std::string& challenge) {
  Form form{{"response_type", "code"}, {"client_id", client.client_id}, {"redirect_uri", redirect_uri}};
  if (!client.scopes.empty()) form.emplace_back("scope", joined(client.scopes));
  form.emplace_back("state", state);
  form.emplace_back("code_challenge", challenge);
  form.emplace_back("code_challenge_method", "S256");
  for (const auto& [name, value] : client.parameters) form.emplace_back(name, value);
  const char join = client.authorize_url.find('?') == std::string::npos ? '?' : '&';
  return client.authorize_url + join + encoded(form);
}

net::Task<base::Result<OAuthTokens>> ask_for_tokens(net::HttpClient& http /*outlives*/, OAuthClient client,
                                                    std::string redirect_uri, base::Secret code, base::Secret verifier,
                                                    const base::Clock& clock /*outlives*/) {
  OAuthTokens nothing;
  nothing.client = std::move(client);
  auto request = token_request(nothing.client, {{"grant_type", "authorization_code"},
                                                {"code", code.reveal()},
                                                {"redirect_uri", redirect_uri},
                                                {"code_verifier", verifier.reveal()}});
  co_return co_await ask(http, std::move(request), std::move(nothing), clock);
}

net::Task<base::Result<OAuthTokens>> renew_tokens(net::HttpClient& http /*outlives*/, OAuthTokens tokens,
                                                  const base::Clock& clock /*outlives*/) {
  auto request =
      token_request(tokens.client, {{"grant_type", "refresh_token"}, {"refresh_token", tokens.refresh_token.reveal()}});
  co_return co_await ask(http, std::move(request), std::move(tokens), clock);
}

base::Result<OAuthTokens> read_tokens(const net::HttpReply& reply, const OAuthTokens& before, base::Time now) {
  const auto url = net::parse_url(before.client.token_url);
  const std::string host = url ? url->endpoint.host : before.client.token_url;
  const auto read = base::decode_text<TokenReply>(reply.body, base::UnknownMembers::ignore);
  const TokenReply told = read ? *read : TokenReply();
  // Some say what is wrong with a 200.
  if (reply.status >= kFirstFailure || told.error) return base::pass_on(refusal(reply, told, host, now));
  const std::string access = told.access_token.value_or("");
  if (!is_token(access) || !base::equal_ignoring_case(told.token_type.value_or("bearer"), "bearer"))
    return base::fail(FailureKind::unavailable, host + " answered something else than a token.");
  const std::string refresh = told.refresh_token.value_or("");
  if (!refresh.empty() && !is_token(refresh))
    return base::fail(FailureKind::unavailable, host + " gave a refresh token that cannot be one.");
  if (told.scope) {
    const std::string missing = missing_of(before.client.needed_scopes, *told.scope);
    if (!missing.empty())
      return base::fail(FailureKind::unauthenticated, host + " did not grant what is needed: " + missing +
                                                          " is missing. Sign in again and allow all of it.");
  }
  OAuthTokens tokens = before;
  tokens.access_token = base::Secret(access);
  if (!refresh.empty()) tokens.refresh_token = base::Secret(refresh);
  tokens.lifetime_s = seconds_in(told.expires_in);
  tokens.obtained_ms = now.time_since_epoch().count();
  return tokens;
}

}  // namespace channel
