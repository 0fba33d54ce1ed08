#include "connectors/email/address.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace email {
namespace {

constexpr std::size_t kLongestAddress = 254;  // RFC 5321 §4.5.3.1.3
constexpr std::size_t kLongestId = 300;

bool is_harmless(std::string_view text, std::string_view harmful) {
  return std::ranges::all_of(text, [&](char c) {
    return static_cast<unsigned char>(c) > ' ' && c != '\x7f' && harmful.find(c) == std::string_view::npos;
  });
}

}  // namespace

bool is_address(std::string_view text) {
  const auto at = text.find('@');
  if (text.size() > kLongestAddress || at == std::string_view::npos || at == 0 || at + 1 == text.size()) return false;
  if (text.find('@', at + 1) != std::string_view::npos || !base::is_utf8(text)) return false;
  const auto domain = text.substr(at + 1);
  if (domain.front() == '.' || domain.back() == '.' || domain.front() == '-') return false;
  return is_harmless(text, "<>()[],;:\\\"");
}

std::string_view domain_of(std::string_view address) { return address.substr(address.rfind('@') + 1); }

std::string address_key(std::string_view address) { return base::to_lower_ascii(address); }

bool is_message_id(std::string_view text) {
  return !text.empty() && text.size() <= kLongestId && is_harmless(text, "<>\\\"") &&
         std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x7f; });
}

}  // namespace email
