#include "connectors/bluesky/client.hpp"

#include <boost/json/serialize.hpp>

#include "base/base64.hpp"
#include "base/json/decode.hpp"
#include "base/text.hpp"
#include "connectors/bluesky/errors.hpp"
#include "connectors/bluesky/json_at.hpp"
#include "net/http.hpp"
#include "net/sleep.hpp"
#include "net/url.hpp"

namespace bluesky {
namespace {

namespace json = boost::json;
using base::FailureKind;
using std::chrono::milliseconds;

constexpr int kOk = 200;
constexpr int kUnauthorized = 401;
constexpr std::chrono::minutes kSpare{2};         // Renewed so long before the token ends.
constexpr std::chrono::minutes kUnknownLife{10};  // Of a token that does not say when it ends.
constexpr milliseconds kLookAgain{20};            // While another call renews the session.

// The claims of a JSON Web Token; what it is signed with is for the server to judge.
base::Time end_of(const std::string& token, base::Time now) {
  const auto parts = base::split(token, '.');
  if (parts.size() == 3) {
    const auto claims = base::from_base64(parts[1], base::Base64::url);
    const auto parsed = claims ? base::parse_json(*claims) : base::fail(FailureKind::invalid, {});
    const auto end = parsed ? number_at(*parsed, "exp") : std::nullopt;
    if (end) return base::Time(std::chrono::seconds(*end));
  }
  return now + kUnknownLife;
}

// "https://pds.example.com" from the account's DID document.
std::string server_of(const json::value& session) {
  for (const auto& service : list_at(session, "didDoc.service")) {
    if (text_at(service, "id").ends_with("#atproto_pds")) return text_at(service, "serviceEndpoint");
  }
  return {};
}

bool is_secured(const std::string& url) { return url.starts_with("https://"); }

class Renewing {
 public:
  explicit Renewing(bool& flag) : flag_(flag) { flag_ = true; }
  ~Renewing() { flag_ = false; }
  Renewing(const Renewing&) = delete;
  Renewing& operator=(const Renewing&) = delete;

 private:
  bool& flag_;
};

}  // namespace

Client::Client(Settings settings, const channel::ChannelServices& services)
    : settings_(std::move(settings)), services_(services) {
  session_.server = settings_.service.value_or(kDefaultService);
}

bool Client::is_good() const { return !session_.access.empty() && now() + kSpare < session_.ends_at; }

net::Task<base::Result<void>> Client::sign_in() {
  while (renewing_) co_await net::sleep_for(kLookAgain);
  if (is_good()) co_return base::Result<void>();
  const Renewing renewing(renewing_);
  co_return co_await renew();
}

net::Task<base::Result<void>> Client::renew() {
  if (session_.refresh.empty()) co_return co_await open_session();
  net::HttpRequest request;
  request.method = net::Method::post;
  request.url = url_of("com.atproto.server.refreshSession");
  request.headers = {{"Authorization", "Bearer " + session_.refresh}, {"Accept", "application/json"}};
  auto reply = co_await services_.http.send(std::move(request));
  if (!reply) co_return base::pass_on(std::move(reply.error().failure));
  if (reply->status == kOk) co_return take_session(*reply);
  if (!is_stale_token(*reply)) co_return base::pass_on(failure_of(*reply, now()));
  session_.refresh.clear();
  co_return co_await open_session();
}

net::Task<base::Result<void>> Client::open_session() {
  session_.server = settings_.service.value_or(kDefaultService);
  const json::value input = {{"identifier", settings_.handle}, {"password", settings_.app_password.reveal()}};
  net::HttpRequest request;
  request.method = net::Method::post;
  request.url = url_of("com.atproto.server.createSession");
  request.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
  request.body = json::serialize(input);
  auto reply = co_await services_.http.send(std::move(request));
  if (!reply) co_return base::pass_on(std::move(reply.error().failure));
  if (reply->status == kOk) co_return take_session(*reply);
  auto failure = failure_of(*reply, now());
  if (reply->status == kUnauthorized) failure.field = "app_password";
  co_return base::pass_on(std::move(failure));
}

base::Result<void> Client::take_session(const net::HttpReply& reply) {
  const auto body = base::parse_json(reply.body);
  const std::string host = settings_.service.value_or(kDefaultService);
  if (!body || text_at(*body, "accessJwt").empty() || !text_at(*body, "did").starts_with("did:")) {
    return base::fail(FailureKind::unavailable, "What answers at " + host + " is no server of the AT Protocol.", "service");
  }
  if (const auto* active = find_at(*body, "active"); active != nullptr && active->is_bool() && !active->get_bool()) {
    return base::fail(FailureKind::unauthenticated,
                      "The account is not active: Bluesky says \"" + text_at(*body, "status") + "\".", "handle");
  }
  const std::string did = text_at(*body, "did");
  if (!session_.did.empty() && session_.did != did)
    return base::fail(FailureKind::unauthenticated, "The handle now belongs to another account.", "handle");
  session_.did = did;
  session_.handle = text_at(*body, "handle");
  session_.access = text_at(*body, "accessJwt");
  session_.refresh = text_at(*body, "refreshJwt");
  session_.ends_at = end_of(session_.access, now());
  const std::string server = server_of(*body);
  // Whoever set this up with https does not mean to go on in clear.
  const auto url = net::parse_url(server);
  if (url && (is_secured(server) || !is_secured(host))) session_.server = url->origin();
  return {};
}

std::string Client::url_of(const std::string& method) const { return session_.server + "/xrpc/" + method; }

void Client::add_headers(net::HttpRequest& request, Service service) const {
  request.headers.push_back({"Authorization", "Bearer " + session_.access});
  request.headers.push_back({"Accept", "application/json"});
  if (service == Service::chat)
    request.headers.push_back({"atproto-proxy", settings_.chat_service.value_or(kDefaultChatService)});
}

void Client::notice(const net::HttpReply& reply) {
  if (is_stale_token(reply)) session_.access.clear();
}

net::Task<base::Result<json::value>> Client::get(Query query) {
  std::string parameters;
  for (const auto& [name, value] : query.parameters) {
    parameters.append(parameters.empty() ? "?" : "&").append(name).append("=").append(net::percent_encode(value));
  }
  for (int attempt = 0;; ++attempt) {
    if (auto ready = co_await sign_in(); !ready) co_return base::pass_on(std::move(ready.error()));
    net::HttpRequest request;
    request.url = url_of(query.method) + parameters;
    add_headers(request, query.service);
    auto reply = co_await services_.http.send(std::move(request));
    if (!reply) co_return base::pass_on(std::move(reply.error().failure));
    notice(*reply);
    if (attempt == 0 && is_stale_token(*reply)) continue;
    if (reply->status != kOk) {
      auto failure = failure_of(*reply, now());
      if (is_gone(*reply)) failure.kind = FailureKind::not_found;
      co_return base::pass_on(std::move(failure));
    }
    auto body = base::parse_json(reply->body);
    if (!body || !body->is_object())
      co_return base::fail(FailureKind::unavailable, "Bluesky's answer to " + query.method + " cannot be read.");
    co_return *std::move(body);
  }
}

net::Task<net::HttpResult<net::HttpReply>> Client::post(Procedure procedure) {
  net::HttpRequest request;
  request.method = net::Method::post;
  request.url = url_of(procedure.method);
  request.headers = {{"Content-Type", procedure.type.empty() ? "application/json" : procedure.type}};
  request.body = procedure.type.empty() ? json::serialize(procedure.input) : std::move(procedure.bytes);
  request.idempotent = procedure.repeatable;
  add_headers(request, procedure.service);
  auto reply = co_await services_.http.send(std::move(request));
  if (reply) notice(*reply);
  co_return reply;
}

net::Task<base::Result<json::value>> Client::do_again(Procedure procedure) {
  procedure.repeatable = true;
  for (int attempt = 0;; ++attempt) {
    if (auto ready = co_await sign_in(); !ready) co_return base::pass_on(std::move(ready.error()));
    auto reply = co_await post(procedure);
    if (!reply) co_return base::pass_on(std::move(reply.error().failure));
    if (attempt == 0 && is_stale_token(*reply)) continue;
    if (reply->status != kOk) co_return base::pass_on(failure_of(*reply, now()));
    auto body = base::parse_json(reply->body);
    co_return body ? *std::move(body) : json::value(json::object{});
  }
}

}  // namespace bluesky
