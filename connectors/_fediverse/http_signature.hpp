#pragma once
// Signed requests between servers, in the two forms that are spoken: "Signing HTTP Messages" (draft-cavage-http-signatures-12, which
// everybody takes) and HTTP Message Signatures (RFC 9421, which some take). RSA over SHA-256 in both. Pure: the sender's key is
// fetched by whoever asks, by the id that read_key_id() gives; that this key belongs to whom the message speaks of is for them to
// check too.
//
// A signature is taken that is fresh (an hour old at most, five minutes ahead), covers the method, the address with its host, and
// what the body is. Failures are `unauthenticated` and say what is missing.

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "connectors/_fediverse/rsa_key.hpp"
#include "net/http.hpp"

namespace fediverse {

struct Message {
  net::Method method = net::Method::get;
  std::string url;  // In full, as its receiver is called from outside.
  std::vector<net::Header> headers;
  std::string body;

  // Several of one name together, ", " between them; "" for none.
  [[nodiscard]] std::string header(std::string_view name) const;
  [[nodiscard]] bool has(std::string_view name) const;
};

struct Signer {
  std::string key_id;  // "https://care.example/actor#main-key"
  RsaKey key;
};

enum class SignatureForm { draft, rfc9421 };

// The headers to be sent besides those of the message. Its Content-Type is signed where it has one.
[[nodiscard]] base::Result<std::vector<net::Header>> sign(const Message& message, const Signer& signer, SignatureForm form,
                                                          base::Time now);

// Whose key is needed.
[[nodiscard]] base::Result<std::string> read_key_id(const Message& message);
// All but the signature itself: what need not be asked about over the network, where this fails.
[[nodiscard]] base::Result<void> check_signed(const Message& message, base::Time now);
[[nodiscard]] base::Result<void> verify(const Message& message, const RsaKey& key, base::Time now);

}  // namespace fediverse
