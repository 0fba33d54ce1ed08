#pragma once
// Seals what must not lie readable in the database: secrets of inboxes, and replies that are kept to be given again. The
// key is the installation's (the file heed.key), never in the database itself.
//
//   Vault vault(key);                                  // 32 bytes
//   std::string sealed = vault.seal(text, "inbox 42"); // the place binds it: it opens nowhere else
//   std::optional<std::string> text = vault.open(sealed, "inbox 42");

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/secret.hpp"

namespace workflow {

class Vault {
 public:
  static constexpr std::size_t kKeyBytes = 32;

  // `key` has kKeyBytes bytes; anything else is a bug of the caller.
  explicit Vault(const base::Secret& key);
  ~Vault();
  Vault(const Vault&) = delete;
  Vault& operator=(const Vault&) = delete;

  // 32 random bytes for a new installation.
  [[nodiscard]] static base::Secret new_key();

  // XChaCha20-Poly1305, as "v1." and base64url.
  [[nodiscard]] std::string seal(std::string_view text, std::string_view place) const;
  // The text again; none when it was sealed elsewhere, with another key, or was changed.
  [[nodiscard]] std::optional<std::string> open(std::string_view sealed, std::string_view place) const;

  // A hash that only this installation can make: for comparing texts that may hold a password, which a plain hash would
  // lay open to guessing.
  [[nodiscard]] std::string hash(std::string_view text) const;

  // The secret that belongs to a place ("webhooks of inbox 42"), 32 bytes, always the same: nothing of it is stored.
  [[nodiscard]] base::Secret secret_of(std::string_view place) const;

 private:
  using Key = std::array<unsigned char, kKeyBytes>;
  Key seal_key_{};
  Key hash_key_{};
};

}  // namespace workflow
