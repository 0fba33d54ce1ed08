#pragma once
// TLS as a client speaks it, over a connected socket: OpenSSL without waiting of its own. At least TLS 1.2; the other end's
// certificate must lead to an authority of the system's store (or of one more file) and name the host that was asked for.
//
// OpenSSL works on the socket itself rather than through Asio's ssl::stream, whose four buffers cost each idle connection
// some 70 KiB.

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"

struct ssl_ctx_st;
struct ssl_st;
struct x509_store_ctx_st;

namespace net {

class TlsContext {
 public:
  // `extra_ca_file`: PEM, trusted besides the system's store; "" for none. A failure says that it can't be read.
  [[nodiscard]] static base::Result<std::shared_ptr<const TlsContext>> create(const std::string& extra_ca_file);

  [[nodiscard]] ssl_ctx_st* native() const { return context_.get(); }

 private:
  struct Free {
    void operator()(ssl_ctx_st* context) const;
  };
  std::unique_ptr<ssl_ctx_st, Free> context_;
};

// One session. Every step does what can be done now and says what it waits for.
class TlsSession {
 public:
  enum class Step { done, wants_read, wants_write, ended, failed };

  // The socket stays the caller's and must be open as long as the session is used. `host`: a name or an address.
  TlsSession(std::shared_ptr<const TlsContext> context, int socket, std::string host);
  TlsSession(const TlsSession&) = delete;
  TlsSession& operator=(const TlsSession&) = delete;

  Step handshake();
  // What is wrong after a failed handshake, to follow upon "… : ", as in "its certificate is self-signed …".
  [[nodiscard]] const std::string& trouble() const { return trouble_; }

  // `ended` only where the other end said so; a connection that just stops is `failed`: something may be missing.
  Step read(std::span<char> room, std::size_t& count);
  Step write(std::string_view bytes, std::size_t& count);
  // Tells the other end that no more comes; waits for nothing.
  void shut_down();

 private:
  struct Free {
    void operator()(ssl_st* session) const;
  };
  Step step(int outcome);
  static int judge(int accepted, x509_store_ctx_st* store);

  std::shared_ptr<const TlsContext> context_;
  std::unique_ptr<ssl_st, Free> session_;
  std::string host_;
  std::string trouble_;
  bool sound_ = false;  // The handshake is done and nothing has broken since.
};

}  // namespace net
