#include "channel/mail/digest.hpp"

#include <array>

#include <openssl/evp.h>

#include "base/check.hpp"

namespace mail {
namespace {

std::string hex_digest(std::string_view bytes, const EVP_MD* kind) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  HEED_CHECK(EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, kind, nullptr) == 1, "OpenSSL could not hash");
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (unsigned i = 0; i < size; ++i) {
    out += kDigits[digest[i] >> 4U];
    out += kDigits[digest[i] & 15U];
  }
  return out;
}

}  // namespace

std::string sha256_hex(std::string_view bytes) { return hex_digest(bytes, EVP_sha256()); }
std::string md5_hex(std::string_view bytes) { return hex_digest(bytes, EVP_md5()); }

}  // namespace mail
