#pragma once
// How mail carries bytes and letters: base64, quoted-printable, charsets. Lenient: what is broken gives what can be had.

#include <string>
#include <string_view>

namespace workflow {

[[nodiscard]] std::string decode_base64(std::string_view text);
// `in_header`: the form of encoded words, where "_" is a space.
[[nodiscard]] std::string decode_quoted_printable(std::string_view text, bool in_header = false);

// Well-formed UTF-8 without NUL. Text in a charset that is not known here is read as UTF-8, its malformed bytes replaced.
[[nodiscard]] std::string to_utf8(std::string_view bytes, std::string_view charset);

// The words of an HTML page: tags, styles and scripts away, blocks as lines, the usual entities as letters.
[[nodiscard]] std::string text_of_html(std::string_view html);

}  // namespace workflow
