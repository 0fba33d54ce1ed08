#pragma once
// Addresses and message ids as they may be put into a command or a head: whatever could be read in another way is none.

#include <string>
#include <string_view>

namespace email {

// "ann@example.com", without a name and without quotes; letters beyond ASCII are allowed (RFC 6531).
[[nodiscard]] bool is_address(std::string_view text);

[[nodiscard]] std::string_view domain_of(std::string_view address);

// What makes two ways of writing an address one: small letters.
[[nodiscard]] std::string address_key(std::string_view address);

// Without its angle brackets.
[[nodiscard]] bool is_message_id(std::string_view text);

}  // namespace email
