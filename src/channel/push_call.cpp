#include "channel/push_call.hpp"

#include <utility>

#include "channel/http_outcome.hpp"
#include "net/url.hpp"

namespace channel {
namespace {

constexpr std::chrono::milliseconds kTimeToAnswer{15'000};
constexpr std::size_t kMostOfAnAnswer = 64UL * 1024;

PushOutcome outcome_of(const net::HttpReply& reply, const std::string& service, base::Time now) {
  constexpr int kOk = 200, kFirstRedirect = 300, kNotFound = 404, kGone = 410, kTooMany = 429, kFirstOfServer = 500;
  PushOutcome out;
  out.taken = reply.status >= kOk && reply.status < kFirstRedirect;
  if (out.taken) return out;
  out.gone = reply.status == kNotFound || reply.status == kGone;
  out.later = reply.status == kTooMany || reply.status >= kFirstOfServer;
  out.retry_after = retry_after_of(reply, now);
  out.reason = service + " answered " + std::to_string(reply.status) + ".";
  return out;
}

}  // namespace

net::Task<PushOutcome> call_push(net::HttpClient& http /*outlives*/, const base::Clock& clock /*outlives*/,
                                 const PushKey& key /*outlives*/, PushCall call) {
  const auto url = net::parse_url(call.browser.endpoint);
  const std::string service = url ? url->endpoint.host : "The push service";
  net::HttpRequest request;
  request.method = net::Method::post;
  request.url = call.browser.endpoint;
  request.headers = {{"Authorization", push_authorization(key, call.browser.endpoint, call.contact, clock.now())},
                     {"Content-Encoding", "aes128gcm"},
                     {"Content-Type", "application/octet-stream"},
                     {"TTL", std::to_string(call.keep.count())},
                     {"Urgency", "high"}};
  request.body = seal_push(call.text, call.browser);
  request.idempotent = true;  // The browser shows what has one tag once.
  request.follow_redirects = false;
  request.limits.first_byte = kTimeToAnswer;
  request.limits.progress = kTimeToAnswer;
  request.limits.whole = 2 * kTimeToAnswer;
  request.limits.max_body = kMostOfAnAnswer;
  const auto reply = co_await http.send(std::move(request));
  if (reply) co_return outcome_of(*reply, service, clock.now());
  PushOutcome out;
  // An address that may not be called from here is none tomorrow either.
  out.later = reply.error().failure.kind != base::FailureKind::forbidden;
  out.reason = reply.error().failure.message;
  co_return out;
}

}  // namespace channel
