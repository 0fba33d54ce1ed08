#pragma once
// Opens connections to others: looks the host up, asks the address policy about what came out, tries the addresses so that
// neither a dead IPv6 nor a dead IPv4 holds things up (RFC 8305), and secures the connection. The address that was checked
// is the one connected to: a name that changes its mind in between (DNS rebinding) gains nothing.
//
// Failures are sentences for whoever set the inbox up: `invalid` for what can be no host, `not_found` for an unknown one,
// `forbidden` for an address that is not allowed, `unavailable` for all that the other end may put right: refused, silent,
// its certificate, no TLS.
//
// A Dialer belongs to the event loop's thread and is made before, and gone after, whoever uses it.

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "net/ip_address.hpp"
#include "net/task.hpp"

namespace net {

class Connection;
class Resolver;
class TlsContext;

struct Endpoint {
  std::string host;  // A name, or an address without brackets.
  std::uint16_t port = 0;
  bool tls = true;  // From the first byte; false for plain text, and for what starts TLS later.
};

struct DialOptions {
  std::vector<std::string> allowed_networks;  // Called although they are not public: "10.1.0.0/16".
  std::string extra_ca_file;                  // PEM; authorities trusted besides the system's.
  // Where a host is from here, when that is elsewhere than its name says: "shop.example:443=10.1.2.3:8443". Who is there is proved by
  // the name all the same, and the address has to be an allowed one.
  std::vector<std::string> connect_to;
};

// One of DialOptions::connect_to.
struct Detour {
  std::string host;
  std::uint16_t port = 0;
  IpAddress to_address;
  std::uint16_t to_port = 0;
};
[[nodiscard]] std::optional<Detour> parse_detour(std::string_view text);

class Dialer {
 public:
  // A failure names the option that is wrong. Names are looked up by the system unless a resolver is given.
  [[nodiscard]] static base::Result<std::unique_ptr<Dialer>> create(const Executor& executor, const DialOptions& options,
                                                                    std::unique_ptr<Resolver> resolver = nullptr);
  ~Dialer();

  // Connected, and secured where the endpoint says so, by the deadline.
  Task<base::Result<std::unique_ptr<Connection>>> dial(Endpoint endpoint, std::chrono::steady_clock::time_point deadline);
  // Secures a connection that began in clear.
  Task<base::Result<void>> secure(Connection& connection /*outlives*/, Endpoint endpoint,
                                  std::chrono::steady_clock::time_point deadline);

 private:
  Dialer(AddressPolicy policy, std::shared_ptr<const TlsContext> tls, std::unique_ptr<Resolver> resolver,
         std::vector<Detour> detours);
  Task<base::Result<std::vector<IpAddress>>> find(std::string host, std::chrono::steady_clock::time_point deadline);
  [[nodiscard]] Endpoint way_to(const Endpoint& endpoint) const;

  AddressPolicy policy_;
  // Without a file of the administrator's own, null until it is needed: the system's authorities are 6 MiB and 40 ms.
  std::shared_ptr<const TlsContext> tls_;
  std::unique_ptr<Resolver> resolver_;
  std::vector<Detour> detours_;
};

// "mail.example.com, port 993"
[[nodiscard]] std::string describe(const Endpoint& endpoint);

}  // namespace net
