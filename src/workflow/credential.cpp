#include "workflow/credential.hpp"

#include <array>

#include <sodium.h>

#include "workflow/sodium_ready.hpp"

namespace workflow {
namespace {
constexpr std::size_t kSecretBytes = 32;
constexpr std::size_t kSecretLetters = 43;
}  // namespace

base::Secret new_secret(std::string_view prefix) {
  make_sodium_ready();
  std::array<unsigned char, kSecretBytes> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  std::array<char, kSecretLetters + 1> letters{};
  sodium_bin2base64(letters.data(), letters.size(), bytes.data(), bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  return base::Secret(std::string(prefix) + letters.data());
}

std::string new_public_key() {
  make_sodium_ready();
  std::array<unsigned char, 16> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  std::array<char, 23> letters{};
  sodium_bin2base64(letters.data(), letters.size(), bytes.data(), bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  return letters.data();
}

bool looks_like_secret(std::string_view text, std::string_view prefix) {
  if (!text.starts_with(prefix) || text.size() != prefix.size() + kSecretLetters) return false;
  text.remove_prefix(prefix.size());
  for (const char c : text) {
    const bool fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    if (!fits) return false;
  }
  return true;
}

std::string hash_secret(std::string_view text) {
  make_sodium_ready();
  std::array<unsigned char, 32> hash{};
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(text.data()), text.size(), nullptr, 0);
  std::array<char, 65> hex{};
  sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
  return std::string(hex.data(), 64);
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace workflow
