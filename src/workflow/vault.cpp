#include "workflow/vault.hpp"

#include <vector>

#include <sodium.h>

#include "base/base64.hpp"
#include "base/check.hpp"
#include "workflow/sodium_ready.hpp"

namespace workflow {
namespace {

constexpr std::string_view kVersion = "v1.";
constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

}  // namespace

Vault::Vault(const base::Secret& key) {
  make_sodium_ready();
  HEED_CHECK(key.reveal().size() == kKeyBytes, "the installation key must have 32 bytes");
  crypto_kdf_derive_from_key(seal_key_.data(), seal_key_.size(), 1, "heedseal", bytes(key.reveal()));
  crypto_kdf_derive_from_key(hash_key_.data(), hash_key_.size(), 2, "heedhash", bytes(key.reveal()));
}

Vault::~Vault() {
  sodium_memzero(seal_key_.data(), seal_key_.size());
  sodium_memzero(hash_key_.data(), hash_key_.size());
}

base::Secret Vault::new_key() {
  make_sodium_ready();
  std::string key(kKeyBytes, '\0');
  randombytes_buf(key.data(), key.size());
  return base::Secret(std::move(key));
}

std::string Vault::seal(std::string_view text, std::string_view place) const {
  std::vector<unsigned char> sealed(kNonce + text.size() + kTag);
  randombytes_buf(sealed.data(), kNonce);
  crypto_aead_xchacha20poly1305_ietf_encrypt(sealed.data() + kNonce, nullptr, bytes(text), text.size(), bytes(place),
                                             place.size(), nullptr, sealed.data(), seal_key_.data());
  return std::string(kVersion) +
         base::to_base64({reinterpret_cast<const char*>(sealed.data()), sealed.size()}, base::Base64::url);
}

std::optional<std::string> Vault::open(std::string_view sealed, std::string_view place) const {
  if (!sealed.starts_with(kVersion)) return std::nullopt;
  sealed.remove_prefix(kVersion.size());
  const auto raw = base::from_base64(sealed, base::Base64::url);
  if (!raw || raw->size() < kNonce + kTag) return std::nullopt;
  std::string text(raw->size() - kNonce - kTag, '\0');
  const int opened = crypto_aead_xchacha20poly1305_ietf_decrypt(reinterpret_cast<unsigned char*>(text.data()), nullptr,
                                                                nullptr, bytes(*raw) + kNonce, raw->size() - kNonce,
                                                                bytes(place), place.size(), bytes(*raw), seal_key_.data());
  if (opened != 0) return std::nullopt;
  return text;
}

std::string Vault::hash(std::string_view text) const {
  std::array<unsigned char, 32> hash{};
  crypto_generichash(hash.data(), hash.size(), bytes(text), text.size(), hash_key_.data(), hash_key_.size());
  std::array<char, 65> hex{};
  sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
  return std::string(hex.data(), 64);
}

base::Secret Vault::secret_of(std::string_view place) const {
  std::string secret(32, '\0');
  const std::string named = "secret of " + std::string(place);
  crypto_generichash(reinterpret_cast<unsigned char*>(secret.data()), secret.size(), bytes(named), named.size(),
                     hash_key_.data(), hash_key_.size());
  return base::Secret(std::move(secret));
}

}  // namespace workflow
