#pragma once
// Calls to the account's server (XRPC over HTTP: https://atproto.com/specs/xrpc), signed in.
//
// The session's two tokens are kept in memory only. They are renewed before the shorter one ends (two hours on bsky.social),
// one renewal at a time however many calls wait for it; where the longer one has ended too, the app password opens a new
// session. The account's own server is taken from its DID document: what is asked for goes there.

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include <boost/json/value.hpp>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "channel/channel_inbox.hpp"
#include "connectors/bluesky/settings.hpp"
#include "net/http_client.hpp"
#include "net/task.hpp"

namespace bluesky {

// Who answers: the account's server, or the chat service through it.
enum class Service { main, chat };

struct Query {
  std::string method;  // "app.bsky.feed.getPosts"
  std::vector<std::pair<std::string, std::string>> parameters;
  Service service = Service::main;
};

struct Procedure {
  std::string method;
  boost::json::value input;
  Service service = Service::main;
  bool repeatable = false;  // Twice is as once.
  std::string bytes;        // Instead of the input, where `type` is given.
  std::string type;
};

class Client {
 public:
  Client(Settings settings, const channel::ChannelServices& services);

  // A token that is good for a while yet. `unauthenticated`: the handle and app password are not accepted.
  net::Task<base::Result<void>> sign_in();
  // Of the session; empty before the first.
  [[nodiscard]] const std::string& did() const { return session_.did; }
  [[nodiscard]] const std::string& handle() const { return session_.handle; }

  // Signs in where that is due, asks, and once more with a new token where the old one is refused.
  net::Task<base::Result<boost::json::value>> get(Query query);
  // One request, after sign_in(). A token that is refused is given up, so that the next sign_in() gets another.
  net::Task<net::HttpResult<net::HttpReply>> post(Procedure procedure);
  // post() for what may be done again without harm.
  net::Task<base::Result<boost::json::value>> do_again(Procedure procedure);

  [[nodiscard]] base::Time now() const { return services_.clock.now(); }

 private:
  struct Session {
    std::string access;
    std::string refresh;
    base::Time ends_at{};  // Of the access token.
    std::string did;
    std::string handle;
    std::string server;  // "https://example.com"
  };
  net::Task<base::Result<void>> renew();
  net::Task<base::Result<void>> open_session();
  base::Result<void> take_session(const net::HttpReply& reply);
  [[nodiscard]] bool is_good() const;
  [[nodiscard]] std::string url_of(const std::string& method) const;
  void add_headers(net::HttpRequest& request, Service service) const;
  void notice(const net::HttpReply& reply);

  Settings settings_;
  channel::ChannelServices services_;
  Session session_;
  bool renewing_ = false;
};

}  // namespace bluesky
