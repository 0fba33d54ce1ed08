#include "channel/fetch_file.hpp"

#include <utility>

#include "net/url.hpp"

namespace channel {

base::Result<std::string> host_of(const std::string& url) {
  auto parsed = net::parse_url(url);
  if (!parsed) return base::pass_on(parsed.error());
  return std::move(parsed->endpoint.host);
}

net::Task<base::Result<std::string>> fetch_file(net::HttpClient& http /*outlives*/, std::string url, std::string accept,
                                                FetchLimits limits) {
  net::HttpRequest request;
  request.url = std::move(url);
  request.headers = {{"Accept", std::move(accept)}};
  request.limits.whole = limits.time;
  request.limits.max_body = limits.bytes;
  auto reply = co_await http.send(std::move(request));
  if (!reply) co_return base::fail(reply.error().failure.kind, reply.error().failure.message);
  constexpr int kOk = 200;
  if (reply->status != kOk)
    co_return base::fail(base::FailureKind::rejected, "Its server answered " + std::to_string(reply->status) + ".");
  co_return std::move(reply->body);
}

}  // namespace channel
