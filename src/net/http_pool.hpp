#pragma once
// The connections of an HTTP client that wait for another request: few for each origin, few in all, and none for long.

#include <deque>
#include <memory>
#include <string>

#include "net/connection.hpp"
#include "net/http_client.hpp"

namespace net {

class HttpPool : public std::enable_shared_from_this<HttpPool> {
 public:
  HttpPool(const Executor& executor, const HttpClientOptions& options);

  // The one used last for this origin, at most `idle` ago; null when there is none that still stands.
  std::unique_ptr<Connection> take(const std::string& origin, std::chrono::milliseconds idle);
  void keep(const std::string& origin, std::unique_ptr<Connection> connection);

 private:
  struct Idle {
    std::string origin;
    std::unique_ptr<Connection> connection;
    Instant since;
  };
  void expire();
  void expire_later();

  HttpClientOptions options_;
  std::deque<Idle> idle_;  // The longest idle first.
  Timer expiry_;
  bool expiring_ = false;
};

}  // namespace net
