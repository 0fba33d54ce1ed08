#include "net/socket_swarm.hpp"

#include <gtest/gtest.h>

#include "net/net_test_kit.hpp"

namespace net {
namespace {

using std::chrono::seconds;
using Clock = SocketSwarm::Clock;

// Says "hello" to whoever speaks first, and from then on what the test says.
struct Speaker {
  std::vector<std::shared_ptr<WebSocket>> sockets;

  ServerHandlers handlers() {
    ServerHandlers handlers;
    handlers.handle = [](Request) -> Task<Response> { co_return Response{}; };
    handlers.takes_upgrade = [](const Request&) { return true; };
    handlers.upgrade = [this](Request, std::shared_ptr<WebSocket> socket) -> Task<void> {
      while (co_await socket->read()) {
        socket->send(std::make_shared<const std::string>("hello"));
        sockets.push_back(socket);
      }
    };
    return handlers;
  }
};

SwarmPlan plan_for(std::uint16_t port) {
  SwarmPlan plan;
  plan.port = port;
  plan.sockets = 300;
  plan.handshake =
      "GET /feed HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
  plan.first_message = "subscribe";
  return plan;
}

TEST(SocketSwarm, EverySocketHearsEveryMessage) {
  Speaker speaker;
  test::TestServer server(speaker.handlers());
  auto swarm = SocketSwarm::open(plan_for(server.port()));
  ASSERT_TRUE(swarm) << swarm.error().message;
  // One message that fits a frame's short form, one for each of the longer ones.
  const std::vector<std::size_t> sizes{10, 2'000, 100'000};
  server.on_loop([&] {
    for (const auto size : sizes)
      for (auto& socket : speaker.sockets) socket->send(std::make_shared<const std::string>(size, 'x'));
  });
  std::size_t heard = 0, bytes = 0;
  swarm->listen_until(
      Clock::now() + seconds(30), [&] { return heard == 900; },
      [&](std::size_t, std::string_view message, Clock::time_point) {
        ++heard;
        bytes += message.size();
      });
  EXPECT_EQ(heard, 900U);
  EXPECT_EQ(bytes, 300U * 102'010U);
  EXPECT_EQ(swarm->closed(), 0U);
  server.on_loop([&] { speaker.sockets.clear(); });
}

TEST(SocketSwarm, SaysWhenTheServerDoesNotTakeThem) {
  ServerHandlers handlers;
  handlers.handle = [](Request) -> Task<Response> { co_return Response{}; };
  test::TestServer server(std::move(handlers));
  EXPECT_FALSE(SocketSwarm::open(plan_for(server.port())));
}

}  // namespace
}  // namespace net
