#pragma once
// Which addresses the server may call. Whoever sets an inbox up gives a host; a host can resolve to the machine itself, to
// the company's own network or to a cloud's metadata service, none of which are theirs to reach through Heed (SSRF). So
// only addresses of the public Internet are called, and those an administrator lists.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace net {

// An IPv4 address written as IPv6 (::ffff:127.0.0.1) is the IPv4 address here: that is where a connection to it goes.
struct IpAddress {
  std::array<std::uint8_t, 16> bytes{};  // In network order; of IPv4 the first four.
  bool v6 = false;

  // Nothing for what is no address: names, "127.1", "[::1]", zones.
  [[nodiscard]] static std::optional<IpAddress> parse(const std::string& text);
  [[nodiscard]] static IpAddress from_v6(const std::array<std::uint8_t, 16>& bytes);
  [[nodiscard]] std::string text() const;
  friend bool operator==(const IpAddress&, const IpAddress&) = default;
};

// False for loopback, private, link-local, shared, unique local, multicast, documentation, tunnels into IPv4, and reserved.
[[nodiscard]] bool is_public(const IpAddress& address);

class AddressPolicy {
 public:
  AddressPolicy() = default;  // Public addresses only.
  // Besides public ones these networks: "10.1.0.0/16", "fd00::/8", "127.0.0.1". A failure names the one that is none.
  [[nodiscard]] static base::Result<AddressPolicy> allowing(const std::vector<std::string>& networks);

  [[nodiscard]] bool allows(const IpAddress& address) const;

 private:
  struct Network {
    IpAddress address;
    int bits = 0;
  };
  std::vector<Network> allowed_;
};

}  // namespace net
