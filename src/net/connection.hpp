#pragma once
// One connection that Heed opened, in clear or under TLS, as LineStream and HttpClient use it: read some, write all, each
// with a time by which it must be done. One operation at a time. A cancelled coroutine (terminal) ends its wait at once.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "net/socket.hpp"
#include "net/tls.hpp"

namespace net {

// Why an operation on a connection did not do what it was asked for.
enum class IoTrouble {
  late,      // The deadline passed. What was asked for may be asked for again.
  ended,     // The other end sent all it had and closed in order.
  broken,    // The connection was lost, or closed here.
  insecure,  // The TLS handshake failed; Connection::tls_trouble() says why.
};
template <class T>
using IoResult = tl::expected<T, IoTrouble>;

class Connection {
 public:
  explicit Connection(Socket socket);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // From here on under TLS. `host` is what the certificate must name.
  Task<IoResult<void>> start_tls(std::shared_ptr<const TlsContext> context, std::string host, Instant deadline);
  [[nodiscard]] bool encrypted() const { return tls_.has_value(); }
  [[nodiscard]] std::string tls_trouble() const { return tls_ ? tls_->trouble() : std::string(); }

  // At least one byte.
  Task<IoResult<std::size_t>> read_some(std::span<char> room, Instant deadline);
  // All of them; written() says how many were handed to the system when it fails.
  Task<IoResult<void>> write(const std::string& bytes /*outlives*/, Instant deadline);
  [[nodiscard]] std::uint64_t written() const { return written_; }  // Bytes of the caller's, since the connection is there.

  // True while the other end has neither sent anything nor closed: a connection in between may be used again.
  [[nodiscard]] bool is_quiet();
  void close();

 private:
  // Outlives the connection as long as its time-out waits.
  struct Wire {
    explicit Wire(Socket socket_) : socket(std::move(socket_)), timer(socket.get_executor()) {}
    Socket socket;
    Timer timer;
    std::uint64_t turn = 0;  // Counts the waits, so that a time-out that comes too late ends no other.
    bool late = false;
  };
  Task<IoResult<void>> wait(Socket::wait_type event, Instant deadline);
  Task<IoResult<void>> wait_for(TlsSession::Step step, Instant deadline);
  TlsSession::Step read_now(std::span<char> room, std::size_t& count);
  TlsSession::Step write_now(std::string_view bytes, std::size_t& count);

  std::shared_ptr<Wire> wire_;
  std::optional<TlsSession> tls_;
  std::uint64_t written_ = 0;
};

}  // namespace net
