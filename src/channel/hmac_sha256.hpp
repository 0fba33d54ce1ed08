#pragma once
// The keyed hash that platforms sign their webhooks with (HMAC-SHA-256, RFC 2104 and FIPS 180-4).

#include <array>
#include <initializer_list>
#include <string_view>

namespace channel {

using Hmac = std::array<unsigned char, 32>;

// Of the parts put together. May be called from any thread.
[[nodiscard]] Hmac hmac_sha256(std::string_view key, std::initializer_list<std::string_view> parts);

}  // namespace channel
