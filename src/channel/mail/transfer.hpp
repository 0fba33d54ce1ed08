#pragma once
// How mail carries bytes in letters. Lenient: what is broken gives what can be had.

#include <string>
#include <string_view>

namespace mail {

// Whatever is no letter of base64 is passed over; padding may be missing, or stand between texts that were joined.
[[nodiscard]] std::string decode_base64(std::string_view text);

// The "Q" encoding of encoded words (RFC 2047 §4.2): "_" is a space.
[[nodiscard]] std::string decode_q(std::string_view text);

// "%E2%82%AC" → "€"
[[nodiscard]] std::string decode_percent(std::string_view text);

}  // namespace mail
