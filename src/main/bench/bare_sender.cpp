#include "main/bench/bare_sender.hpp"

#include <array>
#include <chrono>
#include <iostream>
#include <string>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "main/bench/feed_stage.hpp"
#include "net/file_descriptor.hpp"

namespace heed {
namespace {

using std::chrono::steady_clock;

void accept_and_send() {
  const net::FileDescriptor listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (::bind(listener.get(), reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener.get(), 4096) != 0)
    return;
  ::getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &size);
  std::cout << "sends at 127.0.0.1:" << ntohs(address.sin_port) << std::endl;
  std::vector<net::FileDescriptor> sockets;
  std::array<pollfd, 2> waits{pollfd{STDIN_FILENO, POLLIN, 0}, pollfd{listener.get(), POLLIN, 0}};
  while (::poll(waits.data(), waits.size(), -1) > 0) {
    for (int fd = 0; (fd = ::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK)) >= 0;)
      sockets.emplace_back(fd);
    if (waits[0].revents == 0) continue;
    std::size_t bytes = 0;
    if (!(std::cin >> bytes)) return;
    const std::string frame(bytes, 'x');
    const auto began = steady_clock::now().time_since_epoch();
    for (const auto& socket : sockets) {
      [[maybe_unused]] const auto sent = ::send(socket.get(), frame.data(), frame.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    }
    std::cout << "sent " << std::chrono::nanoseconds(began).count() << std::endl;
  }
}

}  // namespace

base::Result<BareSender> BareSender::start() {
  auto child = Child::start_here(accept_and_send);
  if (!child) return base::pass_on(child.error());
  auto ready = child->wait_for_line("sends at", std::chrono::seconds(10));
  if (!ready) return base::pass_on(ready.error());
  const std::uint16_t port = port_in(*ready);
  return BareSender(*std::move(child), port);
}

base::Result<std::int64_t> BareSender::sent() {
  auto line = child_.wait_for_line("sent ", std::chrono::seconds(30));
  if (!line) return base::pass_on(line.error());
  return std::stoll(line->substr(5));
}

}  // namespace heed
