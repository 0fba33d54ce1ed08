#pragma once
// The API as one object: hand it every request whose address it serves. It proves who asks, checks the permission, the
// origin and the CSRF token, decodes, calls the handler, and gives the answer its headers.
//
//   api::Api api(context.get_executor(), services);
//   if (api.serves(request.path)) response = co_await api.handle(std::move(request));
//   co_spawn(context, api.run(), …);   // looks after open sockets until api.stop()
//
// All on the event loop's thread. It outlives the server that calls it, and the store outlives it.

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "api/authenticate.hpp"
#include "api/hooks.hpp"
#include "api/limits.hpp"
#include "api/live_feed.hpp"
#include "api/metrics.hpp"
#include "api/route.hpp"
#include "api/route_tree.hpp"
#include "api/services.hpp"
#include "net/http.hpp"
#include "net/server.hpp"
#include "net/websocket.hpp"

namespace api {

class Api {
 public:
  static constexpr std::size_t kBodyLimit = 256 * 1024;
  static constexpr std::size_t kLinesLimit = 1024 * 1024;  // Of many items handed over at once, as lines.

  Api(const net::Executor& executor, Services services, LiveFeedOptions feed_options = {});
  ~Api();
  Api(const Api&) = delete;
  Api& operator=(const Api&) = delete;

  // /api/…, /hooks/…, /healthz, /readyz and /metrics.
  [[nodiscard]] static bool serves(std::string_view path);

  // What inboxes answer themselves (ChannelType::serves).
  [[nodiscard]] bool serves_channel(std::string_view path) const;

  [[nodiscard]] net::Task<net::Response> handle(net::Request request);

  // For net::ServerHandlers.
  [[nodiscard]] static std::size_t body_limit(const net::Request& request);
  [[nodiscard]] bool takes_upgrade(const net::Request& request) const;
  [[nodiscard]] net::Task<void> upgrade(net::Request request, std::shared_ptr<net::WebSocket> socket);

  [[nodiscard]] net::Task<void> run() { return feed_.run(); }
  void stop() { feed_.stop(); }

  // Where /metrics gets the connections' figures from.
  void set_server_stats(std::function<net::ServerStats()> stats) { server_stats_ = std::move(stats); }

  [[nodiscard]] Authenticator& authenticator() { return authenticator_; }
  [[nodiscard]] LiveFeed& feed() { return feed_; }

 private:
  net::Task<net::Response> answer(const net::Request& request /*outlives*/, const RouteTree::Match& match /*outlives*/);
  net::Task<net::Response> answer_channel(const net::Request& request /*outlives*/);
  net::Task<net::Response> answer_other(const net::Request& request /*outlives*/,
                                        const RouteTree::Match& match /*outlives*/);
  net::Task<net::Response> answer_route(const net::Request& request /*outlives*/, const Route& route /*outlives*/,
                                        const PathValues& values /*outlives*/);
  net::Task<base::Result<Proof>> let_in(const net::Request& request /*outlives*/, const Route& route /*outlives*/);
  net::Task<base::Result<net::Response>> call_route(Call& call /*outlives*/, const Route& route /*outlives*/,
                                                    const PathValues& values /*outlives*/);
  net::Task<base::Result<Once>> first_time(const Call& call /*outlives*/, const Route& route /*outlives*/);
  net::Task<net::Response> answer_readiness(std::string request_id);
  [[nodiscard]] net::Response answer_special(int index, const net::Request& request);
  [[nodiscard]] std::string metrics_text() const;

  Services services_;
  std::vector<Route> routes_;
  RouteTree tree_;
  Authenticator authenticator_;
  Limits limits_;
  LiveFeed feed_;
  Hooks hooks_;
  RequestMetrics metrics_;
  std::function<net::ServerStats()> server_stats_;
  bool is_set_up_ = false;
  std::string openapi_;  // Made when first asked for.
  std::string docs_;
};

}  // namespace api
