#include "net/load_client.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <string_view>
#include <vector>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "net/file_descriptor.hpp"
#include "net/time_histogram.hpp"

namespace net {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kBufferSize = 256 * 1024;  // The longest reply understood.
constexpr int kEvents = 256;

// Length of the reply at the front of `bytes`, 0 while it is not whole, and whether its status is good.
struct Reply {
  std::size_t length = 0;
  bool good = false;
};

Reply find_reply(std::string_view bytes) {
  const auto end = bytes.find("\r\n\r\n");
  if (end == std::string_view::npos || bytes.size() < 12) return {};
  const auto head = bytes.substr(0, end + 2);
  std::size_t body = 0;
  for (const std::string_view name : {"\r\nContent-Length: ", "\r\ncontent-length: "}) {
    const auto at = head.find(name);
    if (at == std::string_view::npos) continue;
    const auto* digits = head.data() + at + name.size();
    std::from_chars(digits, head.data() + head.size(), body);
    break;
  }
  const std::size_t length = end + 4 + body;
  return {bytes.size() >= length ? length : 0, bytes[9] == '2' || bytes[9] == '3'};
}

class Load {
 public:
  explicit Load(const LoadPlan& plan) : plan_(plan), epoll_(::epoll_create1(EPOLL_CLOEXEC)), buffer_(kBufferSize) {}

  base::Result<LoadResult> run() {
    if (auto address = read_address(); !address) return base::pass_on(address.error());
    connections_.resize(static_cast<std::size_t>(std::max(plan_.connections, 1)));
    for (auto& connection : connections_) {
      if (!connect(connection)) {
        return base::fail(base::FailureKind::unavailable, "Nothing accepts connections at " + plan_.address + ":" +
                                                              std::to_string(plan_.port) + ": " + std::strerror(errno));
      }
    }
    begin_ = Clock::now();
    for (auto& connection : connections_) free_.push_back(&connection);
    const auto end = begin_ + plan_.duration;
    for (now_ = begin_; now_ < end; now_ = Clock::now()) {
      send_due();
      wait();
    }
    return result(now_ - begin_);
  }

 private:
  struct Connection {
    FileDescriptor socket;
    std::string partial;  // Of a reply.
    Clock::time_point sent;
  };

  base::Result<void> read_address() {
    const bool is_v4 = ::inet_pton(AF_INET, plan_.address.c_str(), &v4_.sin_addr) == 1;
    const bool is_v6 = !is_v4 && ::inet_pton(AF_INET6, plan_.address.c_str(), &v6_.sin6_addr) == 1;
    const bool loopback =
        (is_v4 && (ntohl(v4_.sin_addr.s_addr) >> 24) == 127) || (is_v6 && IN6_IS_ADDR_LOOPBACK(&v6_.sin6_addr));
    if (!loopback) {
      return base::fail(base::FailureKind::invalid,
                        "Load is only made on this machine; " + plan_.address + " is not its loopback address");
    }
    v4_.sin_family = AF_INET;
    v4_.sin_port = htons(plan_.port);
    v6_.sin6_family = AF_INET6;
    v6_.sin6_port = htons(plan_.port);
    address_ = is_v4 ? reinterpret_cast<const sockaddr*>(&v4_) : reinterpret_cast<const sockaddr*>(&v6_);
    address_size_ = is_v4 ? sizeof v4_ : sizeof v6_;
    return {};
  }

  bool connect(Connection& connection) {
    connection.socket = FileDescriptor(::socket(address_->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
    connection.partial.clear();
    const int fd = connection.socket.get();
    if (fd < 0 || ::connect(fd, address_, address_size_) != 0) return false;
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = &connection;
    return ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event) == 0;
  }

  // When the n-th request is due.
  [[nodiscard]] Clock::time_point due(std::uint64_t n) const {
    if (plan_.per_second <= 0) return now_;
    return begin_ + std::chrono::duration_cast<Clock::duration>(
                        std::chrono::duration<double>(static_cast<double>(n) / plan_.per_second));
  }

  void send_due() {
    while (!free_.empty() && due(issued_) <= now_) {
      Connection& connection = *free_.back();
      free_.pop_back();
      connection.sent = due(issued_);
      send(connection);
    }
  }

  // The request is small and the socket empty, so it goes out whole.
  void send(Connection& connection) {
    const auto n = issued_++;
    const std::string made = plan_.next_request ? plan_.next_request(n, connection.sent) : std::string();
    const std::string& request = plan_.next_request ? made : plan_.request;
    if (::send(connection.socket.get(), request.data(), request.size(), MSG_NOSIGNAL) < 0) ++errors_;
  }

  void wait() {
    std::array<epoll_event, kEvents> events;
    const int count = ::epoll_wait(epoll_.get(), events.data(), kEvents, plan_.per_second > 0 ? 1 : 50);
    now_ = Clock::now();
    for (int i = 0; i < count; ++i) receive(*static_cast<Connection*>(events[static_cast<std::size_t>(i)].data.ptr));
  }

  void receive(Connection& connection) {
    const auto had = connection.partial.size();
    std::memcpy(buffer_.data(), connection.partial.data(), had);
    const auto count = ::recv(connection.socket.get(), buffer_.data() + had, buffer_.size() - had, MSG_DONTWAIT);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (count <= 0) return renew(connection, had > 0 || count < 0);
    const std::string_view bytes(buffer_.data(), had + static_cast<std::size_t>(count));
    const auto reply = find_reply(bytes);
    if (reply.length == 0) {
      connection.partial = bytes;
      return;
    }
    connection.partial.clear();
    if (!reply.good || reply.length != bytes.size()) ++errors_;
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - connection.sent);
    times_.add(static_cast<std::uint64_t>(took.count()));
    free_.push_back(&connection);
  }

  // The server ended the connection; between two replies that is its right, but then the request sent meanwhile is lost too.
  void renew(Connection& connection, bool broken) {
    if (broken) ++errors_;
    if (connect(connection)) free_.push_back(&connection);
    else ++errors_;
  }

  [[nodiscard]] LoadResult result(Clock::duration took) const {
    LoadResult result;
    result.seconds = std::chrono::duration<double>(took).count();
    result.requests_per_s = static_cast<double>(times_.total()) / result.seconds;
    result.p50_ms = times_.quantile_ms(0.50);
    result.p95_ms = times_.quantile_ms(0.95);
    result.p99_ms = times_.quantile_ms(0.99);
    result.answered = times_.total();
    result.errors = errors_;
    return result;
  }

  const LoadPlan& plan_;
  FileDescriptor epoll_;
  std::vector<char> buffer_;
  std::vector<Connection> connections_;
  sockaddr_in v4_{};
  sockaddr_in6 v6_{};
  const sockaddr* address_ = nullptr;
  socklen_t address_size_ = 0;
  std::vector<Connection*> free_;  // Those that wait for no reply.
  std::uint64_t issued_ = 0;
  Clock::time_point begin_{};
  Clock::time_point now_{};
  TimeHistogram times_;
  std::uint64_t errors_ = 0;
};

}  // namespace

base::Result<LoadResult> run_load(const LoadPlan& plan) { return Load(plan).run(); }

}  // namespace net
