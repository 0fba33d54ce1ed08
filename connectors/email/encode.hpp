#pragma once
// How text and bytes are written into a mail: heads of 7 bit whose lines are short, bodies in letters. Whatever comes in, no line of a
// head is ended by it. Pure.

#include <string>
#include <string_view>

namespace email {

// "Subject: …" with its CRLF: words as they are where they are plain, else encoded (RFC 2047); folded. Control characters are
// spaces.
[[nodiscard]] std::string text_field(std::string_view name, std::string_view text);

// "From: Ann <ann@example.com>"; the address must be one (address.hpp).
[[nodiscard]] std::string address_field(std::string_view name, std::string_view display_name, std::string_view address);

// What is set by us: words that are folded between, none of them changed but for control characters.
[[nodiscard]] std::string plain_field(std::string_view name, std::string_view words);

// "; filename=\"a.png\"", or by RFC 2231 where that needs more; begins on a line of its own.
[[nodiscard]] std::string parameter(std::string_view name, std::string_view value);

// Lines of 76 letters, each ended by CRLF.
[[nodiscard]] std::string base64_lines(std::string_view bytes);
// RFC 2045 §6.7, of text whose lines end in LF.
[[nodiscard]] std::string quoted_printable(std::string_view text);

}  // namespace email
