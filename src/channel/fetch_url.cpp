#include "channel/fetch_url.hpp"

#include <utility>

#include "net/http_client.hpp"

namespace channel {
namespace {

constexpr int kOk = 200;

std::string named(const Attachment& attachment) {
  return attachment.name.empty() ? std::string("The file") : "\"" + attachment.name + "\"";
}

}  // namespace

net::Task<base::Result<std::string>> fetch_url(net::HttpClient& http /*outlives*/, Attachment attachment,
                                               std::size_t max_bytes) {
  using base::FailureKind;
  if (attachment.url.empty())
    co_return base::fail(FailureKind::not_found, named(attachment) + " cannot be fetched from the platform.");
  net::HttpRequest request;
  request.url = attachment.url;
  request.limits.max_body = max_bytes;
  auto reply = co_await http.send(std::move(request));
  if (!reply) co_return base::pass_on(reply.error().failure);
  if (reply->status == kOk) co_return std::move(reply->body);
  co_return base::fail(FailureKind::not_found, named(attachment) + " is no longer there: the platform answered " +
                                                   std::to_string(reply->status) + ".");
}

}  // namespace channel
