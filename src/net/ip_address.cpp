#include "net/ip_address.hpp"

#include <algorithm>
#include <charconv>
#include <span>

#include <arpa/inet.h>
#include <netinet/in.h>

namespace net {
namespace {

struct Prefix {
  std::array<std::uint8_t, 16> bytes{};
  int bits = 0;
};

// IANA's registries of special addresses, as of 2026. What is said of one address of a block holds for all of it here.
constexpr Prefix kSpecialV4[] = {
    {{0}, 8},
    {{10}, 8},
    {{100, 64}, 10},
    {{127}, 8},
    {{169, 254}, 16},
    {{172, 16}, 12},
    {{192, 0, 0}, 24},
    {{192, 0, 2}, 24},
    {{192, 88, 99}, 24},
    {{192, 168}, 16},
    {{198, 18}, 15},
    {{198, 51, 100}, 24},
    {{203, 0, 113}, 24},
    {{224}, 4},
    {{240}, 4},
};
// Of IPv6 only 2000::/3 is given out at all; these are the blocks in it that are not for hosts, or that lead into IPv4.
constexpr Prefix kGlobalV6 = {{0x20}, 3};
constexpr Prefix kSpecialV6[] = {
    {{0x20, 0x01, 0x00, 0x00}, 23},
    {{0x20, 0x01, 0x0d, 0xb8}, 32},
    {{0x20, 0x02}, 16},
    {{0x3f, 0xff, 0x00}, 20},
};

bool starts_with(const std::array<std::uint8_t, 16>& bytes, const std::array<std::uint8_t, 16>& prefix, int bits) {
  const auto whole = static_cast<std::size_t>(bits / 8);
  if (!std::equal(prefix.begin(), prefix.begin() + static_cast<std::ptrdiff_t>(whole), bytes.begin())) return false;
  const int rest = bits % 8;
  return rest == 0 || ((bytes[whole] ^ prefix[whole]) >> (8 - rest)) == 0;
}

bool in_any(std::span<const Prefix> prefixes, const std::array<std::uint8_t, 16>& bytes) {
  return std::ranges::any_of(prefixes, [&](const Prefix& prefix) { return starts_with(bytes, prefix.bytes, prefix.bits); });
}

}  // namespace

std::optional<IpAddress> IpAddress::parse(const std::string& text) {
  IpAddress address;
  if (::inet_pton(AF_INET, text.c_str(), address.bytes.data()) == 1) return address;
  if (::inet_pton(AF_INET6, text.c_str(), address.bytes.data()) == 1) return from_v6(address.bytes);
  return std::nullopt;
}

IpAddress IpAddress::from_v6(const std::array<std::uint8_t, 16>& bytes) {
  static constexpr std::array<std::uint8_t, 16> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  IpAddress address;
  address.v6 = !starts_with(bytes, kMapped, 96);
  if (address.v6) {
    address.bytes = bytes;
  } else {
    std::copy(bytes.begin() + 12, bytes.end(), address.bytes.begin());
  }
  return address;
}

std::string IpAddress::text() const {
  std::array<char, INET6_ADDRSTRLEN> buffer{};
  ::inet_ntop(v6 ? AF_INET6 : AF_INET, bytes.data(), buffer.data(), buffer.size());
  return buffer.data();
}

bool is_public(const IpAddress& address) {
  if (!address.v6) return !in_any(kSpecialV4, address.bytes);
  return starts_with(address.bytes, kGlobalV6.bytes, kGlobalV6.bits) && !in_any(kSpecialV6, address.bytes);
}

base::Result<AddressPolicy> AddressPolicy::allowing(const std::vector<std::string>& networks) {
  AddressPolicy policy;
  for (const auto& text : networks) {
    const auto slash = text.find('/');
    const auto address = IpAddress::parse(text.substr(0, slash));
    const int most = address && address->v6 ? 128 : 32;
    int bits = most;
    bool plain = true;
    if (slash != std::string::npos) {
      const char* end = text.data() + text.size();
      const auto read = std::from_chars(text.data() + slash + 1, end, bits);
      plain = read.ec == std::errc{} && read.ptr == end && bits >= 0 && bits <= most;
    }
    if (!address || !plain) {
      return base::fail(base::FailureKind::invalid,
                        "\"" + text + "\" is no network: write 10.1.0.0/16, fd00::/8 or an address.");
    }
    policy.allowed_.push_back({*address, bits});
  }
  return policy;
}

bool AddressPolicy::allows(const IpAddress& address) const {
  return is_public(address) || std::ranges::any_of(allowed_, [&](const Network& network) {
           return network.address.v6 == address.v6 && starts_with(address.bytes, network.address.bytes, network.bits);
         });
}

}  // namespace net
