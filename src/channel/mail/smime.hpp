#pragma once
// Mails that are wrapped in their signature (S/MIME, RFC 8551 §3.5.2), as Outlook sends them unless told otherwise. Pure.

#include <optional>
#include <string>
#include <string_view>

namespace mail {

// What is signed: a part with its own fields. The signature is not verified. None for what is encrypted, and for what is no
// message of S/MIME.
[[nodiscard]] std::optional<std::string> open_signed(std::string_view bytes);

}  // namespace mail
