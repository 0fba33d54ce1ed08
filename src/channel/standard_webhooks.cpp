#include "channel/standard_webhooks.hpp"

#include <charconv>
#include <chrono>
#include <cstdlib>
#include <optional>

#include <sodium.h>

#include "base/base64.hpp"
#include "channel/hmac_sha256.hpp"

namespace channel {
namespace {

constexpr std::string_view kVersion = "v1,";
constexpr std::size_t kMostSignatures = 8;  // While a secret is changed there are two.

std::string letters_of(const Hmac& mac) { return base::to_base64({reinterpret_cast<const char*>(mac.data()), mac.size()}); }

Hmac mac_of(std::string_view secret, std::string_view id, std::string_view timestamp, std::string_view body) {
  return hmac_sha256(secret, {id, ".", timestamp, ".", body});
}

std::optional<std::int64_t> number_in(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool is_one_of(std::string_view signatures, const std::string& right) {
  bool found = false;
  for (std::size_t count = 0; !signatures.empty() && count < kMostSignatures; ++count) {
    const auto space = signatures.find(' ');
    const auto one = signatures.substr(0, space);
    signatures = space == std::string_view::npos ? std::string_view() : signatures.substr(space + 1);
    if (one.starts_with(kVersion) && one.size() == kVersion.size() + right.size() &&
        sodium_memcmp(one.data() + kVersion.size(), right.data(), right.size()) == 0)
      found = true;
  }
  return found;
}

}  // namespace

base::Result<void> verify_standard_webhook(const WebhookRequest& webhook) {
  const auto refuse = [] { return base::fail(base::FailureKind::unauthenticated, "The signature is not right."); };
  const auto id = webhook.request.header("webhook-id");
  const auto timestamp = webhook.request.header("webhook-timestamp");
  const auto sent_s = number_in(timestamp);
  if (id.empty() || !sent_s) return refuse();
  const Hmac mac = mac_of(webhook.secret, id, timestamp, webhook.request.body);
  if (!is_one_of(webhook.request.header("webhook-signature"), letters_of(mac))) return refuse();
  const auto now_s = std::chrono::duration_cast<std::chrono::seconds>(webhook.now.time_since_epoch()).count();
  if (*sent_s < now_s - kWebhookTolerance_s || *sent_s > now_s + kWebhookTolerance_s) return refuse();
  return {};
}

std::string sign_standard_webhook(std::string_view secret, std::string_view id, std::int64_t timestamp_s,
                                  std::string_view body) {
  const Hmac mac = mac_of(secret, id, std::to_string(timestamp_s), body);
  return std::string(kVersion) + letters_of(mac);
}

std::string show_webhook_secret(std::string_view secret) { return "whsec_" + base::to_base64(secret); }

}  // namespace channel
