#include "channel/hmac_sha256.hpp"

#include <memory>
#include <string>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include "base/check.hpp"

namespace channel {
namespace {

struct FreeContext {
  void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MAC_CTX, FreeContext>;

Context make_context() {
  static EVP_MAC* const kHmac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  HEED_CHECK(kHmac != nullptr, "OpenSSL has no HMAC");
  Context context(EVP_MAC_CTX_new(kHmac));
  std::string digest = "SHA256";  // OpenSSL takes no pointer to const.
  const std::array parameters{OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), digest.size()),
                              OSSL_PARAM_construct_end()};
  HEED_CHECK(EVP_MAC_CTX_set_params(context.get(), parameters.data()) == 1, "OpenSSL has no SHA-256");
  return context;
}

// Never null: OpenSSL takes no key for the key before it.
const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.empty() ? "" : text.data());
}

}  // namespace

// OpenSSL's, because it uses the processor's instructions for it: a post's signature costs a quarter. Finding its HMAC costs
// as much as the hash of a post, so each thread keeps one.
Hmac hmac_sha256(std::string_view key, std::initializer_list<std::string_view> parts) {
  thread_local const Context kContext = make_context();
  bool done = EVP_MAC_init(kContext.get(), bytes(key), key.size(), nullptr) == 1;
  for (const auto part : parts) done = done && EVP_MAC_update(kContext.get(), bytes(part), part.size()) == 1;
  Hmac mac{};
  std::size_t size = 0;
  done = done && EVP_MAC_final(kContext.get(), mac.data(), &size, mac.size()) == 1;
  HEED_CHECK(done && size == mac.size(), "OpenSSL could not hash");
  return mac;
}

}  // namespace channel
