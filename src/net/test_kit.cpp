#include <chrono>
#include <cstring>
#include <future>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zlib.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

#include "base/text.hpp"
#include "net/net_test_kit.hpp"

namespace net::test {

TestServer::TestServer(ServerHandlers handlers, ServerOptions options)
    : server_(std::make_unique<HttpServer>(context_.get_executor(), options, std::move(handlers))) {
  port_ = server_->listen("127.0.0.1", 0).value();
  thread_ = std::thread([this] {
    const auto work = boost::asio::make_work_guard(context_);
    context_.run();
  });
}

TestServer::~TestServer() {
  on_loop([this] { server_.reset(); });
  context_.stop();
  thread_.join();
}

void TestServer::on_loop(std::function<void()> function) {
  std::promise<void> done;
  boost::asio::post(context_, [&] {
    function();
    done.set_value();
  });
  done.get_future().get();
}

ServerStats TestServer::stats() {
  ServerStats stats;
  on_loop([&] { stats = server_->stats(); });
  return stats;
}

void TestServer::stop(std::chrono::seconds limit) {
  std::promise<void> done;
  on_loop([&] {
    boost::asio::co_spawn(context_.get_executor(), server_->stop(limit),
                          [&done](const std::exception_ptr&) { done.set_value(); });
  });
  done.get_future().get();
}

bool TestServer::wait_until(std::function<bool()> condition) {
  for (int i = 0; i < 3000; ++i) {
    bool holds = false;
    on_loop([&] { holds = condition(); });
    if (holds) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

std::string Reply::header(std::string_view name) const {
  for (const auto line : base::split(head, '\n')) {
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || !base::equal_ignoring_case(line.substr(0, colon), name)) continue;
    return std::string(base::trim(line.substr(colon + 1)));
  }
  return {};
}

Client::Client(std::uint16_t port, int receive_buffer) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
  const timeval limit{30, 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  ::setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  if (receive_buffer > 0) ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(fd_);
    fd_ = -1;
  }
}

Client::~Client() {
  if (fd_ >= 0) ::close(fd_);
}

bool Client::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void Client::end_sending() { ::shutdown(fd_, SHUT_WR); }

void Client::reset() {
  const linger at_once{1, 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  ::close(std::exchange(fd_, -1));
}

bool Client::fill() {
  std::string buffer(64 * 1024, '\0');
  const auto count = ::recv(fd_, buffer.data(), buffer.size(), 0);
  if (count <= 0) return false;
  unread_.append(buffer, 0, static_cast<std::size_t>(count));
  return true;
}

std::optional<Reply> Client::read_reply(bool head_only) {
  std::size_t end = std::string::npos;
  while ((end = unread_.find("\r\n\r\n")) == std::string::npos) {
    if (!fill()) return std::nullopt;
  }
  Reply reply;
  reply.head = unread_.substr(0, end + 2);
  unread_.erase(0, end + 4);
  if (reply.head.size() > 12) reply.status = std::atoi(reply.head.c_str() + 9);
  const bool bare = head_only || reply.status == 204 || reply.status == 304 || reply.status < 200;
  const auto length = reply.header("Content-Length");
  if (!bare && !length.empty()) reply.body = read_exactly(std::stoul(length));
  return reply;
}

Reply Client::ask(std::string_view request) {
  send(request);
  return read_reply().value_or(Reply{});
}

std::string Client::read_exactly(std::size_t count) {
  while (unread_.size() < count && fill()) {}
  auto bytes = unread_.substr(0, count);
  unread_.erase(0, bytes.size());
  return bytes;
}

std::string Client::read_to_end() {
  while (fill()) {}
  return std::exchange(unread_, {});
}

std::string get(std::string_view target, std::string_view headers) {
  return "GET " + std::string(target) + " HTTP/1.1\r\nHost: test\r\n" + std::string(headers) + "\r\n";
}

std::string post(std::string_view target, std::string_view body, std::string_view headers) {
  return "POST " + std::string(target) + " HTTP/1.1\r\nHost: test\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n" + std::string(headers) + "\r\n" + std::string(body);
}

std::string gunzip(std::string_view packed) {
  z_stream z{};
  inflateInit2(&z, 15 + 16);
  std::string plain(16 * 1024 * 1024, '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  z.avail_in = static_cast<uInt>(packed.size());
  z.next_out = reinterpret_cast<Bytef*>(plain.data());
  z.avail_out = static_cast<uInt>(plain.size());
  const int outcome = inflate(&z, Z_FINISH);
  plain.resize(outcome == Z_STREAM_END ? z.total_out : 0);
  inflateEnd(&z);
  return plain;
}

std::string client_frame(int opcode, std::string_view payload, bool final, int reserved_bits) {
  static constexpr char kMask[] = {0x12, 0x34, 0x56, 0x78};
  std::string frame(1, static_cast<char>((final ? 0x80 : 0) | (reserved_bits << 4) | opcode));
  if (payload.size() < 126) {
    frame += static_cast<char>(0x80 | payload.size());
  } else {
    const int bytes = payload.size() < 65'536 ? 2 : 8;
    frame += static_cast<char>(0x80 | (bytes == 2 ? 126 : 127));
    for (int i = bytes - 1; i >= 0; --i) frame += static_cast<char>((payload.size() >> (8 * i)) & 0xff);
  }
  frame.append(kMask, 4);
  for (std::size_t i = 0; i < payload.size(); ++i) frame += static_cast<char>(payload[i] ^ kMask[i % 4]);
  return frame;
}

int ServerFrame::close_code() const {
  if (opcode != 8 || payload.size() < 2) return 0;
  return static_cast<unsigned char>(payload[0]) * 256 + static_cast<unsigned char>(payload[1]);
}

ServerFrame read_frame(Client& client) {
  const auto head = client.read_exactly(2);
  if (head.size() < 2) return {};
  ServerFrame frame;
  frame.opcode = head[0] & 0x0f;
  frame.final = (head[0] & 0x80) != 0;
  std::uint64_t length = static_cast<unsigned char>(head[1]);
  if (length >= 126) {
    const auto digits = client.read_exactly(length == 126 ? 2 : 8);
    length = 0;
    for (const char c : digits) length = length * 256 + static_cast<unsigned char>(c);
  }
  frame.payload = client.read_exactly(length);
  return frame;
}

ServerFrame read_message(Client& client) {
  auto frame = read_frame(client);
  while (frame.opcode == 9) frame = read_frame(client);
  return frame;
}

bool open_websocket(Client& client, std::string_view target) {
  client.send(get(target,
                  "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"));
  const auto reply = client.read_reply();
  return reply && reply->status == 101 && reply->header("Sec-WebSocket-Accept") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
}

}  // namespace net::test
