#pragma once
// Hashes of bytes in hexadecimal, as others print them. MD5 is there to be compared with what others say of a file: it proves
// nothing.

#include <string>
#include <string_view>

namespace mail {

[[nodiscard]] std::string sha256_hex(std::string_view bytes);
[[nodiscard]] std::string md5_hex(std::string_view bytes);

}  // namespace mail
