#include "net/socket_swarm.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>

namespace net {
namespace {

constexpr std::size_t kBufferSize = 1024 * 1024;
constexpr std::size_t kBatch = 256;  // Connections under way at a time: less than any listen queue.
constexpr int kEvents = 512;
constexpr std::chrono::seconds kGreetingLimit{20};

constexpr unsigned char kText = 0x1;
constexpr unsigned char kPing = 0x9;
constexpr unsigned char kPong = 0xa;

std::string masked_frame(unsigned char opcode, std::string_view payload) {
  std::string frame;
  frame += static_cast<char>(0x80 | opcode);
  if (payload.size() < 126) {
    frame += static_cast<char>(0x80 | payload.size());
  } else {
    frame += static_cast<char>(0x80 | 126);
    frame += static_cast<char>((payload.size() >> 8) & 0xff);
    frame += static_cast<char>(payload.size() & 0xff);
  }
  frame.append(4, '\0');
  frame += payload;
  return frame;
}

void send_now(int socket, std::string_view bytes) {
  [[maybe_unused]] const auto sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
}

// Head and payload lengths of the frame at the front; head 0 while it is not known.
struct FrameSize {
  std::size_t head = 0;
  std::size_t payload = 0;
};

FrameSize size_of_frame(std::string_view bytes) {
  if (bytes.size() < 2) return {};
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(bytes[at]); };
  const std::size_t shortest = byte(1) & 0x7f;
  if (shortest < 126) return {2, shortest};
  const std::size_t width = shortest == 126 ? 2 : 8;
  if (bytes.size() < 2 + width) return {};
  std::size_t payload = 0;
  for (std::size_t i = 0; i < width; ++i) payload = payload << 8 | byte(2 + i);
  return {2 + width, payload};
}

}  // namespace

std::string masked_text_frame(std::string_view text) { return masked_frame(kText, text); }

SocketSwarm::SocketSwarm(const SwarmPlan& plan)
    : plan_(plan), epoll_(::epoll_create1(EPOLL_CLOEXEC)), all_(plan.sockets), buffer_(kBufferSize) {}

base::Result<SocketSwarm> SocketSwarm::open(const SwarmPlan& plan) {
  SocketSwarm swarm(plan);
  for (std::size_t begin = 0; begin < plan.sockets; begin += kBatch) {
    const std::size_t end = std::min(begin + kBatch, plan.sockets);
    for (std::size_t i = begin; i < end; ++i) {
      if (auto done = swarm.connect(swarm.all_[i]); !done) return base::pass_on(done.error());
      epoll_event event{};
      event.events = EPOLLIN;
      event.data.u64 = i;
      ::epoll_ctl(swarm.epoll_.get(), EPOLL_CTL_ADD, swarm.all_[i].socket.get(), &event);
    }
    if (plan.handshake.empty()) continue;
    if (auto done = swarm.greet_up_to(end); !done) return base::pass_on(done.error());
  }
  return swarm;
}

base::Result<void> SocketSwarm::connect(One& one) const {
  one.socket = FileDescriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const int fd = one.socket.get();
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(plan_.port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (plan_.receive_buffer > 0) ::setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &plan_.receive_buffer, sizeof plan_.receive_buffer);
  if (fd < 0 || ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    return base::fail(base::FailureKind::unavailable,
                      "cannot connect to port " + std::to_string(plan_.port) + ": " + std::strerror(errno));
  }
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  send_now(fd, plan_.handshake.empty() ? plan_.first_message : plan_.handshake);
  return {};
}

base::Result<void> SocketSwarm::greet_up_to(std::size_t end) {
  const auto limit = Clock::now() + kGreetingLimit;
  const Heard nobody = [](std::size_t, std::string_view, Clock::time_point) {};
  while (greeted_ < end && closed_ == 0) {
    if (Clock::now() > limit) break;
    wait(100, nobody);
  }
  if (greeted_ >= end) return {};
  return base::fail(base::FailureKind::unavailable,
                    "the server greeted " + std::to_string(greeted_) + " of " + std::to_string(end) + " WebSockets");
}

void SocketSwarm::listen_until(Clock::time_point end, const std::function<bool()>& enough, const Heard& heard) {
  for (now_ = Clock::now(); now_ < end && !enough(); now_ = Clock::now()) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - now_).count();
    wait(static_cast<int>(std::clamp<std::int64_t>(left, 1, 100)), heard);
  }
}

void SocketSwarm::send_raw(std::string_view bytes) {
  for (auto& one : all_)
    if (one.socket.get() >= 0) send_now(one.socket.get(), bytes);
}

void SocketSwarm::wait(int limit_ms, const Heard& heard) {
  std::array<epoll_event, kEvents> events;
  const int count = ::epoll_wait(epoll_.get(), events.data(), kEvents, limit_ms);
  for (int i = 0; i < count; ++i) receive(events[static_cast<std::size_t>(i)].data.u64, heard);
}

void SocketSwarm::receive(std::size_t index, const Heard& heard) {
  One& one = all_[index];
  const auto had = one.partial.size();
  if (had >= buffer_.size() / 2) buffer_.resize(buffer_.size() * 2);
  std::memcpy(buffer_.data(), one.partial.data(), had);
  const auto count = ::recv(one.socket.get(), buffer_.data() + had, buffer_.size() - had, MSG_DONTWAIT);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (count <= 0) {
    one.socket = FileDescriptor();
    ++closed_;
    return;
  }
  now_ = Clock::now();
  const std::string_view bytes(buffer_.data(), had + static_cast<std::size_t>(count));
  std::size_t used = 0;
  for (std::size_t step = 1; step > 0 && used < bytes.size(); used += step) {
    step = take(index, bytes.substr(used), heard);
    if (step == 0) break;
  }
  one.partial.assign(bytes.substr(used));
}

// How many bytes were used up; 0 while more must come.
std::size_t SocketSwarm::take(std::size_t index, std::string_view bytes, const Heard& heard) {
  One& one = all_[index];
  if (!plan_.handshake.empty()) return one.upgraded ? take_frame(index, bytes, heard) : take_handshake(one, bytes);
  heard(index, bytes, now_);
  return bytes.size();
}

std::size_t SocketSwarm::take_handshake(One& one, std::string_view bytes) {
  const auto end = bytes.find("\r\n\r\n");
  if (end == std::string_view::npos) return 0;
  one.upgraded = bytes.starts_with("HTTP/1.1 101");
  if (!one.upgraded) ++closed_;
  if (plan_.first_message.empty()) {
    one.greeted = true;
    ++greeted_;
  } else {
    send_now(one.socket.get(), masked_text_frame(plan_.first_message));
  }
  return end + 4;
}

std::size_t SocketSwarm::take_frame(std::size_t index, std::string_view bytes, const Heard& heard) {
  One& one = all_[index];
  const FrameSize size = size_of_frame(bytes);
  if (size.head == 0 || bytes.size() < size.head + size.payload) return 0;
  const auto payload = bytes.substr(size.head, size.payload);
  const auto opcode = static_cast<unsigned char>(bytes[0]) & 0x0f;
  if (opcode == kPing) send_now(one.socket.get(), masked_frame(kPong, payload));
  if (opcode == kText && !one.greeted) {
    one.greeted = true;
    ++greeted_;
  } else if (opcode == kText) {
    heard(index, payload, now_);
  }
  return size.head + size.payload;
}

}  // namespace net
