#pragma once
// What a browser's push service is given (Web Push): the text sealed for one browser (RFC 8291, aes128gcm of RFC 8188), so that
// the service cannot read it, and who sends it (VAPID, RFC 8292). No key stands in a failure.
//
//   auto key = PushKey::from_private(bytes);
//   auto body = seal_push(text, browser);
//   request.headers = {{"Authorization", push_authorization(*key, browser.endpoint, contact, now)}};

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <openssl/types.h>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace channel {

// A pair of keys of the curve P-256.
class PushKey {
 public:
  static constexpr std::size_t kPrivateBytes = 32;
  static constexpr std::size_t kPublicBytes = 65;  // The point, not compressed.

  [[nodiscard]] static PushKey generate();
  // None where the bytes are no key of the curve: about one of 2^32 is none.
  [[nodiscard]] static std::optional<PushKey> from_private(std::string_view bytes);

  [[nodiscard]] const std::string& public_bytes() const { return public_; }
  // The secret that both ends of an exchange come to, 32 bytes; none where theirs is no point of the curve.
  [[nodiscard]] std::optional<std::string> shared_with(std::string_view their_public_bytes) const;
  // ES256 as JWS has it: 64 bytes.
  [[nodiscard]] std::string sign(std::string_view text) const;

 private:
  PushKey(std::shared_ptr<EVP_PKEY> key, std::string public_bytes)
      : key_(std::move(key)), public_(std::move(public_bytes)) {}

  std::shared_ptr<EVP_PKEY> key_;
  std::string public_;
};

// A browser as it introduces itself (PushSubscription of the Push API); raw bytes.
struct PushBrowser {
  std::string endpoint;  // Where its service takes what is for it. Who knows it and our key can tell it something: a secret.
  std::string p256dh;    // Its public key.
  std::string auth;      // A secret of 16 bytes.
};

// Refuses, by the field's name, what cannot be one: an address that is neither https nor of this machine, keys of another kind.
[[nodiscard]] base::Result<void> check(const PushBrowser& browser);

inline constexpr std::size_t kLongestPush = 3'000;  // Bytes of text; services take bodies of 4,096 (RFC 8030 §7.2).

// The body of the request, under a key that is made for it. The browser must have passed check().
[[nodiscard]] std::string seal_push(std::string_view text, const PushBrowser& browser);
// The same with the key and the 16 bytes of salt given, as published examples have them.
[[nodiscard]] std::string seal_push(std::string_view text, const PushBrowser& browser, const PushKey& once,
                                    std::string_view salt);

// The header Authorization. `contact` is where the service may complain: "mailto:…" or "https://…".
[[nodiscard]] std::string push_authorization(const PushKey& key, std::string_view endpoint, std::string_view contact,
                                             base::Time now);

}  // namespace channel
