#include "channel/webhook_call.hpp"

#include <memory>
#include <utility>

#include "channel/http_outcome.hpp"
#include "channel/standard_webhooks.hpp"
#include "net/connection.hpp"  // IWYU pragma: keep
#include "net/url.hpp"

namespace channel {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kTimeToAnswer{15'000};
constexpr milliseconds kTimeToConnect{3'000};
constexpr std::size_t kMostOfAnAnswer = 64 * 1024;

std::string signatures_of(const WebhookCall& call, std::int64_t now_s) {
  std::string all;
  for (const auto& secret : call.secrets) {
    if (!all.empty()) all += ' ';
    all += sign_standard_webhook(secret.reveal(), call.id, now_s, call.body);
  }
  return all;
}

WebhookOutcome outcome_of(const net::HttpReply& head, base::Time now) {
  constexpr int kOk = 200;
  constexpr int kFirstRedirect = 300;
  constexpr int kFirstFailure = 400;
  constexpr int kGone = 410;
  WebhookOutcome out;
  const std::string status = std::to_string(head.status);
  out.taken = head.status >= kOk && head.status < kFirstRedirect;
  if (out.taken) return out;
  out.gone = head.status == kGone;
  out.retry_after = retry_after_of(head, now);
  if (out.gone) out.reason = "It answered 410: it wants to be told of nothing any more.";
  else if (head.status < kFirstFailure)
    out.reason = "It answered " + status + "; redirects are not followed: enter the address itself.";
  else out.reason = "It answered " + status + ".";
  return out;
}

}  // namespace

net::Task<WebhookOutcome> call_webhook(net::HttpClient& http /*outlives*/, const base::Clock& clock /*outlives*/,
                                       WebhookCall call) {
  const auto now_s = std::chrono::duration_cast<std::chrono::seconds>(clock.now().time_since_epoch()).count();
  net::HttpRequest request;
  request.method = net::Method::post;
  request.url = std::move(call.url);
  request.headers = {{"Content-Type", "application/json"},
                     {"webhook-id", call.id},
                     {"webhook-timestamp", std::to_string(now_s)},
                     {"webhook-signature", signatures_of(call, now_s)}};
  request.body = std::move(call.body);
  request.idempotent = true;  // Its id says whether it is known.
  request.follow_redirects = false;
  request.limits.first_byte = kTimeToAnswer;
  request.limits.progress = kTimeToAnswer;
  request.limits.whole = 2 * kTimeToAnswer;
  request.limits.max_body = kMostOfAnAnswer;
  auto reply = co_await http.open(std::move(request));
  if (!reply) {
    WebhookOutcome out;
    out.reason = reply.error().failure.message;
    co_return out;
  }
  const auto outcome = outcome_of((*reply)->head(), clock.now());
  // The head is the answer. What follows is read only so that the connection can be used again, and may be cut short.
  for (;;) {
    const auto piece = co_await (*reply)->read();
    if (!piece || piece->empty()) break;
  }
  co_return outcome;
}

base::Result<void> check_webhook_url(const std::string& url) {
  const auto parsed = net::parse_url(url);
  if (!parsed) return base::pass_on(parsed.error());
  return {};
}

net::Task<base::Result<void>> check_webhook_address(net::Dialer& dialer /*outlives*/, std::string url) {
  const auto parsed = net::parse_url(url);
  if (!parsed) co_return base::pass_on(parsed.error());
  net::Endpoint plain = parsed->endpoint;
  plain.tls = false;
  const auto reached = co_await dialer.dial(plain, std::chrono::steady_clock::now() + kTimeToConnect);
  if (reached || reached.error().kind == base::FailureKind::unavailable) co_return base::Result<void>();
  co_return base::pass_on(reached.error());
}

}  // namespace channel
