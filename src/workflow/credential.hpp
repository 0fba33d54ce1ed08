#pragma once
// Making and recognising the random strings that open doors: session cookies, API tokens, visitors' tokens, one-time links.
// 256 random bits each; the store keeps only the hash, so that a stolen database signs nobody in. A plain hash is enough
// for them, because unlike a password nobody can guess 256 bits.

#include <string>
#include <string_view>

#include "base/secret.hpp"

namespace workflow {

inline constexpr std::string_view kApiTokenPrefix = "heed_";
inline constexpr std::string_view kVisitorPrefix = "visitor_";

// prefix + 43 characters of base64url. A prefix lets a scanner of leaked secrets know one when it sees it.
[[nodiscard]] base::Secret new_secret(std::string_view prefix = {});

// A random name for public addresses, 22 characters of base64url (128 bits): not a secret, but not to be guessed either.
[[nodiscard]] std::string new_public_key();

// True for what new_secret(prefix) can have made: a cheap way to drop garbage before the store is asked.
[[nodiscard]] bool looks_like_secret(std::string_view text, std::string_view prefix = {});

// What the store keeps and looks up: 64 hexadecimal digits (BLAKE2b-256).
[[nodiscard]] std::string hash_secret(std::string_view text);

// Compares without telling by its duration where the two differ.
[[nodiscard]] bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace workflow
