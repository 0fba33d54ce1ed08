#include "api/api.hpp"

#include <algorithm>
#include <array>

#include "api/docs_page.hpp"
#include "api/openapi.hpp"
#include "api/reply.hpp"
#include "channel/channel.hpp"
#include "domain/conversation/upload.hpp"
#include "store/store.hpp"
#include "workflow/attend_inboxes.hpp"
#include "workflow/triage/follower.hpp"
#include "workflow/triage/trainer.hpp"

namespace api {
namespace {

using base::FailureKind;
using net::Method;

// Addresses beside the table's; their numbers go on after those of the routes.
enum Special : int { live, widget_live, openapi_json, docs, docs_style, healthz, readyz, metrics };
constexpr std::array<std::pair<Special, std::string_view>, 8> kSpecials{{{live, "/api/v1/live"},
                                                                         {widget_live, "/api/v1/widget/{key}/live"},
                                                                         {openapi_json, "/api/openapi.json"},
                                                                         {docs, "/api/docs"},
                                                                         {docs_style, "/api/docs.css"},
                                                                         {healthz, "/healthz"},
                                                                         {readyz, "/readyz"},
                                                                         {metrics, "/metrics"}}};

std::vector<std::string> labels_of(const std::vector<Route>& routes) {
  std::vector<std::string> labels;
  for (const auto& route : routes)
    labels.push_back(std::string(to_string(route.method)) + " " + std::string(kApiRoot) + route.path);
  for (const auto& [special, path] : kSpecials) labels.push_back("GET " + std::string(path));
  return labels;
}

bool changes_something(Method method) {
  return method != Method::get && method != Method::head && method != Method::options;
}

net::Response text_reply(std::string body, const char* type, const char* caching) {
  net::Response response;
  response.body = std::move(body);
  response.with("Content-Type", type).with("Cache-Control", caching);
  return response;
}

net::Response no_such_address(const net::Request& request) {
  const base::Failure failure{FailureKind::not_found, "There is no such address; GET /api/docs lists every one.", "",
                              std::nullopt};
  return failure_reply(failure, request.request_id);
}

net::Response wrong_method(const net::Request& request, const std::string& allowed) {
  if (request.method == Method::options) {
    net::Response response;
    response.status = 204;
    response.with("Allow", allowed).with("Cache-Control", "no-store");
    return response;
  }
  const base::Failure failure{FailureKind::invalid, "This address takes " + allowed + ".", "", std::nullopt};
  net::Response response = failure_reply(failure, request.request_id);
  response.status = 405;
  response.with("Allow", allowed);
  return response;
}

net::Response not_a_socket(const net::Request& request) {
  const base::Failure failure{FailureKind::invalid, "This address speaks WebSocket, and only to pages of this server.", "",
                              std::nullopt};
  net::Response response = failure_reply(failure, request.request_id);
  response.status = 426;
  response.with("Upgrade", "websocket");
  return response;
}

// For what nobody foresaw: the log has the rest under the request's id.
net::Response broken(const std::string& request_id) {
  const base::Failure failure{FailureKind::unavailable, "Something broke here. It was written down under this request id.",
                              "", std::nullopt};
  net::Response response = failure_reply(failure, request_id);
  response.status = 500;
  return response;
}

net::Response store_away(const std::string& request_id) {
  const base::Failure failure{FailureKind::unavailable, "The record cannot be reached now; try again in a moment.", "",
                              std::chrono::seconds(5)};
  return failure_reply(failure, request_id);
}

net::Response given_again(GivenAnswer answer) {
  net::Response response = json_reply(std::move(answer.body), Caching::never);
  for (auto& header : answer.headers) response.headers.push_back(std::move(header));
  response.with("Idempotency-Replayed", "true");
  return response;
}

base::Failure not_allowed(const Proof& proof) {
  if (proof.principal.kind != rights::PrincipalKind::anonymous)
    return {FailureKind::forbidden, "Your role does not allow this.", "", std::nullopt};
  const char* why = proof.shown ? "The session or token has ended; sign in again." : "Sign in first.";
  return {FailureKind::unauthenticated, why, "", std::nullopt};
}

}  // namespace

Api::Api(const net::Executor& executor, Services services, LiveFeedOptions feed_options)
    : services_(std::move(services)),
      routes_(all_routes()),
      authenticator_(services_.store, services_.clock),
      feed_(executor, services_, authenticator_, feed_options),
      hooks_(executor, services_),
      metrics_(labels_of(routes_)) {
  int index = 0;
  for (const auto& route : routes_) tree_.add(route.method, std::string(kApiRoot) + route.path, index++);
  for (const auto& [special, path] : kSpecials) tree_.add(Method::get, path, index + special);
  services_.store.on_committed(feed_.listener());
}

Api::~Api() = default;

bool Api::serves(std::string_view path) {
  return path.starts_with("/api/") || path == "/api" || Hooks::serves(path) || path == "/healthz" || path == "/readyz" ||
         path == "/metrics";
}

bool Api::serves_channel(std::string_view path) const {
  return std::ranges::any_of(services_.channels, [&](const auto& type) { return channel::serves_path(type, path); });
}

std::size_t Api::body_limit(const net::Request& request) {
  if (!has_body(request.method)) return 0;
  const std::string_view path = request.path;
  const bool is_part = path.starts_with("/api/v1/uploads/") && path.ends_with("/parts");
  if (is_part) return conversation::kMostPartBytes;
  return Hooks::serves(path) && request.header("Content-Type").starts_with("application/x-ndjson") ? kLinesLimit
                                                                                                   : kBodyLimit;
}

net::Task<net::Response> Api::handle(net::Request request) {
  const auto began = std::chrono::steady_clock::now();
  const auto match = tree_.find(request.method, request.path);
  net::Response response;
  std::string trouble;
  bool away = false;
  try {
    response = co_await answer(request, match);
  } catch (const store::StoreError& error) {
    trouble = error.what();
    away = error.trouble() == store::Trouble::away || error.trouble() == store::Trouble::busy ||
           error.trouble() == store::Trouble::full;
  } catch (const std::exception& error) {
    trouble = error.what();
  }
  if (!trouble.empty()) {
    if (services_.on_error)
      services_.on_error(std::string(to_string(request.method)) + " " + request.path + " (" + request.request_id +
                         "): " + trouble);
    response = away ? store_away(request.request_id) : broken(request.request_id);
  }
  add_security_headers(response);
  metrics_.count(match.index, response.status, std::chrono::steady_clock::now() - began);
  co_return response;
}

// No coroutine of its own on the way to a route: most requests pass here.
net::Task<net::Response> Api::answer(const net::Request& request /*outlives*/, const RouteTree::Match& match /*outlives*/) {
  if (request.method == Method::post && Hooks::serves(request.path)) return hooks_.handle(request);
  if (match.index == RouteTree::kNone && serves_channel(request.path)) return answer_channel(request);
  const auto index = static_cast<std::size_t>(match.index);
  const bool is_route = match.index != RouteTree::kNone && index < routes_.size();
  return is_route ? answer_route(request, routes_[index], match.values) : answer_other(request, match);
}

net::Task<net::Response> Api::answer_channel(const net::Request& request /*outlives*/) {
  if (services_.attendant != nullptr) {
    if (auto response = co_await services_.attendant->answer(request)) co_return *std::move(response);
  }
  co_return no_such_address(request);
}

net::Task<net::Response> Api::answer_other(const net::Request& request /*outlives*/,
                                           const RouteTree::Match& match /*outlives*/) {
  if (match.index == RouteTree::kNone)
    co_return match.allowed.empty() ? no_such_address(request) : wrong_method(request, match.allowed);
  const int special = match.index - static_cast<int>(routes_.size());
  if (special == readyz) co_return co_await answer_readiness(request.request_id);
  co_return answer_special(special, request);
}

net::Task<net::Response> Api::answer_route(const net::Request& request /*outlives*/, const Route& route /*outlives*/,
                                           const PathValues& values /*outlives*/) {
  auto proof = co_await let_in(request, route);
  if (!proof) co_return failure_reply(proof.error(), request.request_id);
  Call call{request,
            std::move(proof->principal),
            std::move(proof->csrf_token),
            services_.clock.now(),
            services_.store,
            services_,
            authenticator_,
            limits_,
            is_set_up_,
            {}};
  auto response = co_await call_route(call, route, values);
  if (!response) co_return failure_reply(response.error(), request.request_id);
  co_return *std::move(response);
}

net::Task<base::Result<Proof>> Api::let_in(const net::Request& request /*outlives*/, const Route& route /*outlives*/) {
  const bool changes = changes_something(request.method);
  Proof proof;
  // What anyone may do is done as nobody: a browser with an ended session can still sign in.
  if (route.permission != rights::Permission::anyone) {
    auto proved = co_await authenticator_.prove(request);
    if (!proved) co_return base::pass_on(proved.error());
    proof = *std::move(proved);
  }
  const bool by_browser = route.permission == rights::Permission::anyone || proof.by_cookie;
  if (changes && by_browser) {
    if (auto ours = check_same_origin(request, services_.public_url); !ours) co_return base::pass_on(ours.error());
  }
  if (!rights::may(proof.principal, route.permission)) co_return base::pass_on(not_allowed(proof));
  if (changes && proof.by_cookie) {
    if (auto fine = check_csrf(request, proof); !fine) co_return base::pass_on(fine.error());
  }
  co_return proof;
}

net::Task<base::Result<net::Response>> Api::call_route(Call& call /*outlives*/, const Route& route /*outlives*/,
                                                       const PathValues& values /*outlives*/) {
  auto input = gather_input(call.request, route.members, route.path_names, values, route.takes_bytes);
  if (!input) co_return base::pass_on(input.error());
  std::optional<Once> keeper;
  if (call.request.method == Method::post && !call.request.header("Idempotency-Key").empty()) {
    auto once = co_await first_time(call, route);
    if (!once) co_return base::pass_on(once.error());
    keeper = *std::move(once);
  }
  if (keeper) {
    if (auto given = keeper->take_given()) co_return given_again(*std::move(given));
    call.once = &*keeper;
  }
  auto body = co_await route.answer(call, *std::move(input));
  if (keeper) {
    // Another request with this key may have been first while the handler was on its way.
    if (auto given = keeper->take_given()) co_return given_again(*std::move(given));
  }
  // What was to be kept is no answer when its commit failed.
  if (!body) co_return base::pass_on(body.error());
  if (keeper) {
    if (auto kept = keeper->take_kept()) body = *std::move(kept);
  }
  if (call.file) co_return *std::move(call.file);
  net::Response response = json_reply(*std::move(body), Caching::never);
  for (auto& header : call.reply_headers) response.headers.push_back(std::move(header));
  co_return response;
}

// The keeper of the answer to a POST that came with a key; it has the answer already when it was given before.
net::Task<base::Result<Once>> Api::first_time(const Call& call /*outlives*/, const Route& route /*outlives*/) {
  auto once = Once::of(call.request, "POST " + route.path, call.principal, services_.vault);
  if (!once) co_return base::pass_on(once.error());
  auto keeper = *std::move(once);
  auto work = [&keeper](store::Reading& reading) { return keeper.begin(reading); };
  const auto first = co_await services_.store.read(std::move(work));
  if (!first && !keeper.was_given()) co_return base::pass_on(first.error());
  co_return std::move(keeper);
}

net::Task<net::Response> Api::answer_readiness(std::string request_id) {
  auto work = [](store::Reading&) -> base::Result<bool> { return true; };
  const bool readable = (co_await services_.store.read(std::move(work))).has_value();
  if (readable && !services_.store.trouble()) co_return text_reply("ready\n", "text/plain; charset=utf-8", "no-store");
  co_return store_away(request_id);
}

net::Response Api::answer_special(int index, const net::Request& request) {
  switch (index) {
    case openapi_json:
      if (openapi_.empty()) openapi_ = openapi_text(routes_);
      return text_reply(openapi_, "application/json", "no-cache");
    case docs: {
      if (docs_.empty()) docs_ = docs_page(routes_);
      net::Response response = text_reply(docs_, "text/html; charset=utf-8", "no-cache");
      response.with("Content-Security-Policy",
                    "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
      return response;
    }
    case docs_style: return text_reply(std::string(docs_style_sheet()), "text/css; charset=utf-8", "no-cache");
    case healthz: return text_reply("alive\n", "text/plain; charset=utf-8", "no-store");
    case metrics: return text_reply(metrics_text(), "text/plain; version=0.0.4; charset=utf-8", "no-store");
    default: return not_a_socket(request);
  }
}

std::string Api::metrics_text() const {
  std::string out;
  metrics_.write(out);
  const LiveFeedStats feed = feed_.stats();
  write_gauge(out, "heed_feed_sockets", "Live feed connections that have subscribed.", static_cast<double>(feed.sockets));
  write_gauge(out, "heed_feed_listeners", "Those of the team among them that have caught up.",
              static_cast<double>(feed.listeners));
  write_counter(out, "heed_events_total", "Events committed since the start.", static_cast<double>(feed.events));
  write_counter(out, "heed_feed_messages_total", "Messages sent to live feed connections.",
                static_cast<double>(feed.messages));
  write_counter(out, "heed_feed_resyncs_total", "Live feed readers told to load anew.", static_cast<double>(feed.resyncs));
  write_gauge(out, "heed_sessions_remembered", "Sessions and tokens in the short memory.",
              static_cast<double>(authenticator_.known()));
  write_gauge(out, "heed_store_writable", "1 while the record can be written.", services_.store.trouble() ? 0 : 1);
  if (services_.triage_follower != nullptr) {
    const workflow::TriageStats triage = services_.triage_follower->stats();
    write_counter(out, "heed_triage_messages_total", "Messages whose triage was found since the start.",
                  static_cast<double>(triage.assessed));
    write_gauge(out, "heed_triage_events_behind", "Events that triage has not followed yet.",
                static_cast<double>(triage.behind));
    write_counter(out, "heed_triage_failures_total", "Rounds of triage that failed and were tried again.",
                  static_cast<double>(triage.failures));
    write_gauge(out, "heed_triage_model_refused", "1 while the model in the folder is refused.",
                services_.triage->refused() ? 1 : 0);
  }
  if (services_.triage_trainer != nullptr) {
    const workflow::TrainerStats learning = services_.triage_trainer->stats();
    write_counter(out, "heed_triage_layers_trained_total", "Layers learnt from corrections since the start.",
                  static_cast<double>(learning.trained));
    write_counter(out, "heed_triage_layers_promoted_total", "Those of them that were better and serve.",
                  static_cast<double>(learning.promoted));
    write_counter(out, "heed_triage_learning_failures_total", "Trainings that failed and were tried again.",
                  static_cast<double>(learning.failures));
  }
  if (!server_stats_) return out;
  const net::ServerStats server = server_stats_();
  write_gauge(out, "heed_connections_open", "Open connections.", static_cast<double>(server.connections_open));
  write_gauge(out, "heed_websockets_open", "Open WebSockets.", static_cast<double>(server.websockets_open));
  write_counter(out, "heed_connections_total", "Connections accepted.", static_cast<double>(server.connections_total));
  write_counter(out, "heed_refused_total", "Requests refused before they reached a route.",
                static_cast<double>(server.refused_total));
  return out;
}

bool Api::takes_upgrade(const net::Request& request) const {
  const auto match = tree_.find(request.method, request.path);
  const int special = match.index - static_cast<int>(routes_.size());
  if (special != live && special != widget_live) return false;
  // A browser names the page's origin; whoever has neither origin nor Bearer would be let in by a cookie alone.
  const bool by_cookie = special == live && request.header("Authorization").empty();
  if (by_cookie && request.header("Origin").empty()) return false;
  return check_same_origin(request, services_.public_url).has_value();
}

net::Task<void> Api::upgrade(net::Request request, std::shared_ptr<net::WebSocket> socket) {
  const auto match = tree_.find(request.method, request.path);
  const int special = match.index - static_cast<int>(routes_.size());
  if (special == live) return feed_.serve_team(std::move(request), std::move(socket));
  std::string key(match.values.values[0]);
  return feed_.serve_visitor(std::move(request), std::move(socket), std::move(key));
}

}  // namespace api
