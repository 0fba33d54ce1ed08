#pragma once
// Bytes as letters, RFC 4648: `standard` with padding (§4), `url` without (§5). How long it takes depends on the letters: not
// for comparing secrets.

#include <optional>
#include <string>
#include <string_view>

namespace base {

enum class Base64 { standard, url };

[[nodiscard]] std::string to_base64(std::string_view bytes, Base64 form = Base64::standard);

// None unless `letters` is exactly what to_base64() gives for some bytes.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view letters, Base64 form = Base64::standard);

}  // namespace base
