#pragma once
// Names to addresses, by the system's own rules (hosts file, DNS). Asio's resolver has a single thread for all names, which
// one dead name server would hold up for everybody; here a few threads look names up, and who waits stops when it likes.

#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "net/ip_address.hpp"
#include "net/socket.hpp"

namespace net {

class Resolver {
 public:
  virtual ~Resolver() = default;

  // All addresses of the host in the system's order of preference, at least one. `not_found` where there is no such host,
  // `unavailable` when that could not be found out by the deadline. Failures are sentences that name the host.
  virtual Task<base::Result<std::vector<IpAddress>>> resolve(std::string host, Instant deadline) = 0;
};

// Belongs to the loop's thread and must be gone before the io_context. A lookup under way does not hold its end up.
[[nodiscard]] std::unique_ptr<Resolver> system_resolver(const Executor& executor);

}  // namespace net
