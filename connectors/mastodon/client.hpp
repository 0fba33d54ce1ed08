#pragma once
// The calls of the Mastodon API, over net::HttpClient: the token, the limits and the reading of JSON. A failure is a sentence
// that names the server.

#include <string>
#include <vector>

#include <boost/json/value.hpp>

#include "base/json/decode.hpp"
#include "base/result.hpp"
#include "channel/channel_inbox.hpp"
#include "connectors/mastodon/settings.hpp"
#include "net/http_client.hpp"
#include "net/task.hpp"

namespace mastodon {

class Client {
 public:
  Client(const channel::ChannelServices& services, const KeptSettings& settings);

  // `path`: with the query, without the server.
  net::Task<base::Result<boost::json::value>> get(std::string path) const;
  template <class T>
  net::Task<base::Result<T>> get_as(std::string path) const {
    const auto value = co_await get(std::move(path));
    if (!value) co_return base::pass_on(value.error());
    auto read = base::decode<T>(*value, base::UnknownMembers::ignore);
    if (!read) co_return base::pass_on(unreadable(read.error()));
    co_return *std::move(read);
  }
  // The failure of a reply that is no success.
  [[nodiscard]] base::Failure failure_of(const net::HttpReply& reply) const;
  [[nodiscard]] net::HttpRequest request(net::Method method, const std::string& path) const;
  [[nodiscard]] const std::string& server_name() const { return name_; }
  [[nodiscard]] base::Failure unreadable(const base::Failure& fault) const;

 private:
  const channel::ChannelServices services_;
  const std::string server_;
  const base::Secret token_;  // Empty where services.http knows it (channel/oauth.hpp).
  std::string name_;          // For people: the host.
};

// No reply came, or too much of one (`too_large`). Else `unavailable`: that a host is not found says nothing of what is on it.
[[nodiscard]] base::Failure unreachable(const net::HttpFailure& failure);

}  // namespace mastodon
