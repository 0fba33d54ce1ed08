#pragma once
// Signatures as Standard Webhooks 1.0.0 has them: `webhook-signature` holds one or more of "v1,<base64>", the HMAC-SHA256 of
// "<webhook-id>.<webhook-timestamp>.<body>". https://www.standardwebhooks.com

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "channel/channel.hpp"

namespace channel {

// Older or newer requests are refused: they may be replayed.
inline constexpr std::int64_t kWebhookTolerance_s = 300;

// `unauthenticated`, without details, when no signature of the request is right.
[[nodiscard]] base::Result<void> verify_standard_webhook(const WebhookRequest& webhook);

// What the sender puts into `webhook-signature`.
[[nodiscard]] std::string sign_standard_webhook(std::string_view secret, std::string_view id, std::int64_t timestamp_s,
                                                std::string_view body);

// A secret as it is handed out: "whsec_<base64>".
[[nodiscard]] std::string show_webhook_secret(std::string_view secret);

}  // namespace channel
