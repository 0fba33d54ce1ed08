#pragma once
// One attempt to tell an address of something, signed as Standard Webhooks has it.
//
//   auto outcome = co_await call_webhook(http, clock, {url, {secret}, "evt_1_2", body});
//   if (!outcome.taken) …outcome.reason…

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "net/dial.hpp"
#include "net/http_client.hpp"
#include "net/task.hpp"

namespace channel {

struct WebhookCall {
  std::string url;
  std::vector<base::Secret> secrets;  // Raw bytes; a signature with each, so that who knows one of them is content.
  std::string id;                     // The same however often it is told.
  std::string body;                   // JSON.
};

struct WebhookOutcome {
  bool taken = false;
  bool gone = false;   // It wants to be told of nothing any more.
  std::string reason;  // Where it was not taken: a sentence.
  std::optional<std::chrono::seconds> retry_after;
};

[[nodiscard]] net::Task<WebhookOutcome> call_webhook(net::HttpClient& http /*outlives*/,
                                                     const base::Clock& clock /*outlives*/, WebhookCall call);

// Whether it is an address at all.
[[nodiscard]] base::Result<void> check_webhook_url(const std::string& url);

// Whether it may be called from here: connects to it and says nothing. One that only does not answer now may be called.
[[nodiscard]] net::Task<base::Result<void>> check_webhook_address(net::Dialer& dialer /*outlives*/, std::string url);

}  // namespace channel
