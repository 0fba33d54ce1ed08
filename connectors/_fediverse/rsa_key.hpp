#pragma once
// RSA keys as the fediverse signs with: RSASSA-PKCS1-v1_5 over SHA-256, keys as PEM. No key and no bytes of one stand in a failure.

#include <memory>
#include <string>
#include <string_view>

#include <openssl/types.h>

#include "base/result.hpp"

namespace fediverse {

class RsaKey {
 public:
  static constexpr int kFewestBits = 2048;

  // A failure says what is wrong: not PEM, not RSA, too short.
  [[nodiscard]] static base::Result<RsaKey> from_public_pem(const std::string& pem, int fewest_bits = kFewestBits);
  [[nodiscard]] static base::Result<RsaKey> from_private_pem(const std::string& pem, int fewest_bits = kFewestBits);
  [[nodiscard]] static RsaKey generate();
  // Under a passphrase, as sealed_pem() gives it. A failure where it was sealed with another.
  [[nodiscard]] static base::Result<RsaKey> from_sealed_pem(const std::string& pem, const std::string& passphrase);

  [[nodiscard]] std::string public_pem() const;
  [[nodiscard]] std::string private_pem() const;  // A secret.
  [[nodiscard]] std::string sealed_pem(const std::string& passphrase) const;

  [[nodiscard]] std::string sign(std::string_view text) const;  // With a private key only.
  [[nodiscard]] bool verifies(std::string_view text, std::string_view signature) const;

 private:
  explicit RsaKey(std::shared_ptr<EVP_PKEY> key) : key_(std::move(key)) {}
  [[nodiscard]] static base::Result<RsaKey> checked(std::shared_ptr<EVP_PKEY> key, int fewest_bits);

  std::shared_ptr<EVP_PKEY> key_;
};

enum class Digest { sha256, sha512 };
[[nodiscard]] std::string digest_of(std::string_view bytes, Digest digest);  // Raw bytes.

}  // namespace fediverse
