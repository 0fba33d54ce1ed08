#include "workflow/password.hpp"

#include <array>
#include <new>

#include <sodium.h>

#include "workflow/sodium_ready.hpp"

namespace workflow {
namespace {

constexpr unsigned long long kPasses = 2;
constexpr std::size_t kMemory = std::size_t{19} * 1024 * 1024;
constexpr std::string_view kForm = "$argon2id$v=19$";

// Of a password that nobody has; made with the same work as every other.
const std::string kDummyHash =
    "$argon2id$v=19$m=19456,t=2,p=1$bdF42B4MMHPWz+3H+sasqw$pgKo7zuWbFQiTQVRWqMP9+uqx5bgZOxUnyJsVDvQIWI";

}  // namespace

std::string hash_password(const base::Secret& password) {
  make_sodium_ready();
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  const std::string& text = password.reveal();
  if (crypto_pwhash_str_alg(hash.data(), text.data(), text.size(), kPasses, kMemory, crypto_pwhash_ALG_ARGON2ID13) != 0)
    throw std::bad_alloc();  // the one way in which it fails
  return hash.data();
}

bool verify_password(const base::Secret& password, const std::string& hash) {
  make_sodium_ready();
  const std::string& text = password.reveal();
  const bool known = hash.starts_with(kForm) && hash.size() < crypto_pwhash_STRBYTES;
  const std::string& against = known ? hash : kDummyHash;
  const bool same = crypto_pwhash_str_verify(against.c_str(), text.data(), text.size()) == 0;
  return same && known;
}

bool is_outdated_hash(const std::string& hash) {
  return crypto_pwhash_str_needs_rehash(hash.c_str(), kPasses, kMemory) != 0;
}

}  // namespace workflow
