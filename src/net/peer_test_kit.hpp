#pragma once
// What Heed calls, played by threads on loopback: servers that follow a script, in clear or under TLS, with certificates made
// on the spot by an authority of their own. For tests only.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <openssl/types.h>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "net/dial.hpp"
#include "net/resolver.hpp"

namespace net::test {

struct Certified {
  std::shared_ptr<EVP_PKEY> key;
  std::shared_ptr<X509> certificate;
};

struct CertificatePlan {
  std::string name = "good.example";  // Or an address.
  int from_days = -10;                // From today.
  int to_days = 10;
  bool self_signed = false;
};

class Authority {
 public:
  explicit Authority(const std::string& name = "Test Authority");
  ~Authority();
  Authority(const Authority&) = delete;
  Authority& operator=(const Authority&) = delete;

  [[nodiscard]] Certified issue(const CertificatePlan& plan) const;
  [[nodiscard]] const std::string& file() const { return file_; }  // Its own certificate, PEM.

 private:
  Certified own_;
  std::string file_;
};

// The server's end of one connection; blocks, half a minute at most.
class Peer {
 public:
  explicit Peer(int fd);
  ~Peer();
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  bool start_tls(const Certified& certified, int newest_version = 0);
  [[nodiscard]] std::string server_name() const;  // As the client asked for it (SNI).
  std::string read_line();                        // Without its end; "" when the connection ended.
  std::string read_head();                        // Up to an empty line.
  std::string read_exactly(std::size_t count);
  bool write(std::string_view bytes);
  bool at_end() { return read_exactly(1).empty(); }
  void reset();       // The connection, not in order.
  void end_rudely();  // Without TLS's goodbye.

 private:
  bool fill();

  int fd_;
  std::shared_ptr<SSL_CTX> context_;
  std::shared_ptr<SSL> tls_;
  std::string unread_;
};

class ScriptedServer {
 public:
  using Script = std::function<void(Peer& peer, int connection)>;  // Connections are counted from 0.
  // With a certificate the script begins after the handshake, if that went well.
  explicit ScriptedServer(Script script, std::optional<Certified> certified = std::nullopt, int newest_version = 0);
  ~ScriptedServer();
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] int connections() const { return connections_; }

 private:
  void accept_all();
  void serve(int fd, int connection);

  Script script_;
  std::optional<Certified> certified_;
  int newest_version_;
  std::uint16_t port_ = 0;
  int listener_;
  std::atomic<int> connections_ = 0;
  std::mutex mutex_;
  std::vector<int> open_;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

// Listens and never accepts, with its queue full: who connects hears nothing.
class SilentPort {
 public:
  SilentPort();
  ~SilentPort();
  SilentPort(const SilentPort&) = delete;
  SilentPort& operator=(const SilentPort&) = delete;
  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  std::vector<int> sockets_;
  std::uint16_t port_ = 0;
};

[[nodiscard]] std::uint16_t unused_port();

// Knows the names it was told, and counts.
class ToldResolver final : public Resolver {
 public:
  using Names = std::map<std::string, std::vector<std::string>>;
  explicit ToldResolver(Names names) : names_(std::move(names)) {}
  Task<base::Result<std::vector<IpAddress>>> resolve(std::string host, Instant deadline) override;
  [[nodiscard]] int asked() const { return asked_; }

 private:
  Names names_;
  int asked_ = 0;
};

// zlib's window: 15 bits, and 16 more for gzip's header.
inline constexpr int kGzip = 15 + 16;
[[nodiscard]] std::string pack(std::string_view plain, int window);

// A loop and a dialer that may call loopback, trusts `authority`, and finds every *.example there.
class CallTest : public testing::Test {
 protected:
  CallTest();

  template <class T>
  T run(Task<T> task) {
    std::optional<T> result;
    boost::asio::co_spawn(context_, keep(std::move(task), &result), [](const std::exception_ptr& error) {
      if (error) std::rethrow_exception(error);
    });
    context_.restart();
    while (!result && context_.run_one() > 0) {}
    return std::move(*result);
  }

  // It waits until it is cancelled, and then ends.
  template <class T>
  void expect_cancellable(Task<T> task) {
    boost::asio::cancellation_signal signal;
    bool ended = false;
    boost::asio::co_spawn(
        context_, std::move(task),
        boost::asio::bind_cancellation_slot(signal.slot(), [&](const std::exception_ptr&, const auto&) { ended = true; }));
    const auto go_on = [this](std::chrono::milliseconds time) {
      context_.restart();
      context_.run_for(time);
    };
    go_on(std::chrono::milliseconds(50));
    EXPECT_FALSE(ended);
    signal.emit(boost::asio::cancellation_type::terminal);
    go_on(std::chrono::seconds(5));
    EXPECT_TRUE(ended);
  }

  static const Authority& authority();
  // Reads, and says nothing.
  static ScriptedServer::Script nothing() {
    return [](Peer& peer, int) {
      while (!peer.at_end()) {}
    };
  }
  std::unique_ptr<Dialer> make_dialer(const DialOptions& options, ToldResolver::Names names);

  boost::asio::io_context context_{1};
  ToldResolver* resolver_ = nullptr;  // Of the dialer made last.
  std::unique_ptr<Dialer> dialer_;

 private:
  template <class T>
  static Task<void> keep(Task<T> task, std::optional<T>* result) {
    result->emplace(co_await std::move(task));
  }
};

}  // namespace net::test
