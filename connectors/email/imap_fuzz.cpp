// Fuzzes the reading of what an IMAP server says: lines and literals as they come, whatever they announce.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "connectors/email/imap_response.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT(readability-identifier-naming)
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  email::ImapParser parser;
  while (!bytes.empty()) {
    const auto end = std::min(bytes.find('\n'), bytes.size());
    const auto literal = parser.add_line(bytes.substr(0, end));
    bytes.remove_prefix(std::min(bytes.size(), end + 1));
    if (!literal) {
      if (literal.error().message.empty()) std::abort();
      return 0;  // As the session does: such a connection is given up.
    }
    if (*literal) {
      const auto length = std::min(**literal, bytes.size());
      parser.add_literal(std::string(bytes.substr(0, length)));
      bytes.remove_prefix(length);
      continue;
    }
    auto response = parser.take();
    static_cast<void>(email::read_internal_date(response.text));
    static_cast<void>(email::read_fetch(std::move(response)));
  }
  return 0;
}
