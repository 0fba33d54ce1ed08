#pragma once
// Passwords → argon2id hashes. Each call takes about 27 ms and 19 MiB on purpose, so a server makes them on its worker
// pool (workflow/worker_pool.hpp), never on the event loop or inside a transaction.

#include <string>

#include "base/secret.hpp"

namespace workflow {

// argon2id, 19 MiB, 2 passes (OWASP's first choice for logins), in the "$argon2id$v=19$m=…" form that names its own cost.
[[nodiscard]] std::string hash_password(const base::Secret& password);

// True when the hash was made of this password. An empty or foreign hash is compared against a dummy of the same cost, so
// that "no such account" takes as long as "wrong password".
[[nodiscard]] bool verify_password(const base::Secret& password, const std::string& hash);

// True for a hash made with less work than hash_password() spends now: make a new one at the next sign-in.
[[nodiscard]] bool is_outdated_hash(const std::string& hash);

}  // namespace workflow
