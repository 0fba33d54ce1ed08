#include "connectors/mastodon/client.hpp"

#include <utility>

#include "channel/http_outcome.hpp"
#include "connectors/mastodon/wire.hpp"
#include "net/url.hpp"

namespace mastodon {

using base::FailureKind;

Client::Client(const channel::ChannelServices& services, const KeptSettings& settings)
    : services_(services), server_(settings.server), token_(settings.access_token.value_or(base::Secret())) {
  const auto url = net::parse_url(server_);
  name_ = url ? url->endpoint.host : server_;
}

net::HttpRequest Client::request(net::Method method, const std::string& path) const {
  net::HttpRequest request;
  request.method = method;
  request.url = server_ + path;
  request.headers = {{"Authorization", "Bearer " + token_.reveal()}, {"Accept", "application/json"}};
  return request;
}

net::Task<base::Result<boost::json::value>> Client::get(std::string path) const {
  constexpr int kFirstFailure = 300;
  auto reply = co_await services_.http.send(request(net::Method::get, path));
  if (!reply) co_return base::pass_on(unreachable(reply.error()));
  if (reply->status >= kFirstFailure) co_return base::pass_on(failure_of(*reply));
  auto value = base::parse_json(reply->body);
  if (!value) co_return base::pass_on(unreadable(value.error()));
  co_return *std::move(value);
}

base::Failure Client::failure_of(const net::HttpReply& reply) const {
  const base::Time now = services_.clock.now();
  auto failure = channel::failure_of(reply, name_, error_words(reply.body), now);
  if (failure.kind == FailureKind::rate_limited && !failure.retry_after)
    failure.retry_after = wait_until_reset(reply.header("X-RateLimit-Reset"), now);
  return failure;
}

base::Failure Client::unreadable(const base::Failure& fault) const {
  return {FailureKind::rejected, name_ + " answered something else than its interface says: " + fault.message + ".", "",
          std::nullopt};
}

base::Failure unreachable(const net::HttpFailure& failure) {
  base::Failure out = failure.failure;
  if (out.kind != FailureKind::too_large) out.kind = FailureKind::unavailable;
  return out;
}

}  // namespace mastodon
