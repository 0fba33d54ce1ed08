#include "net/websocket.hpp"

#include <random>

#include <gtest/gtest.h>

#include "net/net_test_kit.hpp"
#include "net/server.hpp"

namespace net {
namespace {

using namespace std::chrono_literals;
using test::Client;
using test::client_frame;
using test::get;
using test::open_websocket;
using test::read_message;
using test::TestServer;

constexpr int kText = 1;
constexpr int kBinary = 2;
constexpr int kClose = 8;
constexpr int kPing = 9;
constexpr int kPong = 10;

std::string code_bytes(int code) { return {static_cast<char>(code >> 8), static_cast<char>(code & 0xff)}; }

// A server whose sockets send every message back; what ended them is kept. Some messages are orders.
class EchoFeed {
 public:
  ServerHandlers handlers() {
    ServerHandlers made;
    made.handle = [](Request request) { return plain(std::move(request)); };
    made.takes_upgrade = [](const Request& request) { return request.path == "/feed"; };
    made.upgrade = [this](Request request, std::shared_ptr<WebSocket> socket) {
      return serve(std::move(request), std::move(socket));
    };
    made.on_error = [this](const std::string& message) { errors.push_back(message); };
    return made;
  }

  std::vector<std::string> ends;
  std::vector<std::string> errors;
  std::vector<std::shared_ptr<WebSocket>> sockets;

 private:
  static Task<Response> plain(Request request) {
    Response response;
    response.body = "plain " + request.path;
    co_return response;
  }

  Task<void> serve(Request request, std::shared_ptr<WebSocket> socket) {
    sockets.push_back(socket);
    for (;;) {
      auto message = co_await socket->read();
      if (!message) {
        ends.push_back(message.error().message);
        co_return;
      }
      if (*message == "return") co_return;
      if (*message == "throw") throw std::runtime_error("broken feed for " + request.path);
      if (*message == "close") socket->close(1008, "Your session has ended.");
      socket->send(std::make_shared<const std::string>(std::move(*message)));
    }
  }
};

class WebSocketTest : public testing::Test {
 protected:
  ~WebSocketTest() override {
    server.on_loop([this] { feed.sockets.clear(); });  // A socket may not outlive its event loop.
  }

  std::string last_end() {
    EXPECT_TRUE(server.wait_until([this] { return !feed.ends.empty(); }));
    std::string end;
    server.on_loop([&] { end = feed.ends.empty() ? "" : feed.ends.back(); });
    return end;
  }

  EchoFeed feed;
  TestServer server{feed.handlers()};
  Client client{server.port()};
};

TEST_F(WebSocketTest, EchoesMessagesOfEverySize) {
  ASSERT_TRUE(open_websocket(client));
  for (const std::size_t size : {0U, 1U, 125U, 126U, 65'535U, 65'536U}) {
    const std::string text(size, 'x');
    client.send(client_frame(kText, text));
    const auto echoed = read_message(client);
    EXPECT_EQ(echoed.opcode, kText);
    EXPECT_EQ(echoed.payload, text);
  }
  EXPECT_EQ(server.stats().websockets_open, 1U);
}

TEST_F(WebSocketTest, FramesThatComeWithTheHandshakeAreNotLost) {
  client.send(get("/feed",
                  "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n") +
              client_frame(kText, "early") + client_frame(kText, std::string(20'000, 'y')));
  ASSERT_EQ(client.read_reply()->status, 101);
  EXPECT_EQ(read_message(client).payload, "early");
  EXPECT_EQ(read_message(client).payload.size(), 20'000U);
}

TEST_F(WebSocketTest, FragmentsAreJoinedAroundPings) {
  ASSERT_TRUE(open_websocket(client));
  client.send(client_frame(kText, "hel", false) + client_frame(kPing, "are you there") + client_frame(0, "lo \xC3", false) +
              client_frame(0, "\xBC", true));
  const auto pong = test::read_frame(client);
  EXPECT_EQ(pong.opcode, kPong);
  EXPECT_EQ(pong.payload, "are you there");
  EXPECT_EQ(read_message(client).payload, "hello \xC3\xBC");
}

TEST_F(WebSocketTest, ManyMessagesKeepTheirOrder) {
  ASSERT_TRUE(open_websocket(client));
  std::string frames;
  for (int i = 0; i < 1000; ++i) frames += client_frame(kText, std::to_string(i));
  client.send(frames);
  for (int i = 0; i < 1000; ++i) ASSERT_EQ(read_message(client).payload, std::to_string(i));
}

struct Violation {
  const char* name;
  std::string bytes;
  int code;
};

class Violations : public WebSocketTest, public testing::WithParamInterface<Violation> {};

TEST_P(Violations, EndWithTheirCode) {
  ASSERT_TRUE(open_websocket(client));
  client.send(GetParam().bytes);
  const auto close = read_message(client);
  EXPECT_EQ(close.opcode, kClose);
  EXPECT_EQ(close.close_code(), GetParam().code);
  client.send(client_frame(kClose, code_bytes(GetParam().code)));
  client.end_sending();
  EXPECT_TRUE(client.at_end());
  EXPECT_TRUE(server.wait_until([this] { return server.server().stats().connections_open == 0; }));
  EXPECT_EQ(feed.ends.size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(
    All, Violations,
    testing::Values(
        Violation{"TooLarge", client_frame(kText, std::string(65'537, 'x')), 1009},
        Violation{"TooLargeInFragments",
                  client_frame(kText, std::string(40'000, 'x'), false) + client_frame(0, std::string(40'000, 'x')), 1009},
        Violation{"BadUtf8", client_frame(kText, "\xC0\xAF"), 1007},
        Violation{"Surrogate", client_frame(kText, "\xED\xA0\x80"), 1007},
        Violation{"CutUtf8", client_frame(kText, "a\xC3"), 1007},
        Violation{"BadUtf8InFragment", client_frame(kText, "ok", false) + client_frame(0, "\xFF"), 1007},
        Violation{"Binary", client_frame(kBinary, "\x01\x02"), 1003},
        Violation{"ReservedBit", client_frame(kText, "x", true, 4), 1002},
        Violation{"ReservedOpcode", client_frame(3, "x"), 1002}, Violation{"ReservedControl", client_frame(11, "x"), 1002},
        Violation{"Unmasked", std::string("\x81\x01x", 3), 1002},
        Violation{"FragmentedPing", client_frame(kPing, "x", false), 1002},
        Violation{"LongPing", client_frame(kPing, std::string(126, 'x')), 1002},
        Violation{"ContinuationOfNothing", client_frame(0, "x"), 1002},
        Violation{"NewMessageInsideAnother", client_frame(kText, "a", false) + client_frame(kText, "b"), 1002},
        Violation{"OneByteClose", client_frame(kClose, "x"), 1002},
        Violation{"ReservedCloseCode", client_frame(kClose, code_bytes(1005)), 1002},
        Violation{"BadUtf8InClose", client_frame(kClose, code_bytes(1000) + "\xFF"), 1002},
        Violation{"LengthOfAllBits", std::string("\x81\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 10) + "mask", 1009}),
    [](const auto& info) { return info.param.name; });

TEST_F(WebSocketTest, TheClientMayClose) {
  ASSERT_TRUE(open_websocket(client));
  client.send(client_frame(kClose, code_bytes(1001) + "bye"));
  const auto close = read_message(client);
  EXPECT_EQ(close.close_code(), 1001);
  EXPECT_TRUE(client.at_end());
  EXPECT_EQ(last_end(), "The other end closed the connection with code 1001.");
}

TEST_F(WebSocketTest, TheHandlerMayClose) {
  ASSERT_TRUE(open_websocket(client));
  client.send(client_frame(kText, "close"));
  const auto close = read_message(client);  // Nothing follows a close frame: "close" is not echoed before it.
  EXPECT_EQ(close.close_code(), 1008);
  EXPECT_EQ(close.payload.substr(2), "Your session has ended.");
  client.send(client_frame(kClose, code_bytes(1008)));
  EXPECT_TRUE(client.at_end());
}

TEST_F(WebSocketTest, ABrokenFrameAfterACloseEndsItToo) {
  ASSERT_TRUE(open_websocket(client));
  client.send(client_frame(kBinary, "x") + client_frame(kPing, "p") + client_frame(12, "x") + client_frame(kText, "y"));
  EXPECT_EQ(read_message(client).close_code(), 1003);
  EXPECT_TRUE(client.at_end());
  client.end_sending();
  EXPECT_TRUE(server.wait_until([this] { return server.server().stats().websockets_open == 0; }));
}

TEST_F(WebSocketTest, AHandlerThatReturnsOrThrowsEndsIt) {
  ASSERT_TRUE(open_websocket(client));
  client.send(client_frame(kText, "return"));
  EXPECT_EQ(read_message(client).close_code(), 1000);
  client.send(client_frame(kClose, code_bytes(1000)));
  EXPECT_TRUE(client.at_end());

  Client second(server.port());
  ASSERT_TRUE(open_websocket(second, "/feed"));
  second.send(client_frame(kText, "throw"));
  EXPECT_EQ(read_message(second).close_code(), 1011);
  server.on_loop([this] {
    ASSERT_EQ(feed.errors.size(), 1U);
    EXPECT_NE(feed.errors[0].find("broken feed for /feed"), std::string::npos);
  });
}

TEST_F(WebSocketTest, ALostConnectionIsSaid) {
  ASSERT_TRUE(open_websocket(client));
  client.reset();
  EXPECT_EQ(last_end(), "The connection was lost.");
  EXPECT_TRUE(server.wait_until([this] { return server.server().stats().websockets_open == 0; }));
}

TEST_F(WebSocketTest, LongCloseReasonsAreCutBetweenCharacters) {
  ASSERT_TRUE(open_websocket(client));
  client.send(client_frame(kText, "x"));
  EXPECT_EQ(read_message(client).payload, "x");
  std::string reason = "x";
  for (int i = 0; i < 100; ++i) reason += "ü";
  server.on_loop([&] { feed.sockets.back()->close(1013, reason); });
  EXPECT_EQ(read_message(client).payload.substr(2), reason.substr(0, 123));
}

TEST_F(WebSocketTest, ASlowReaderOverflowsAndRecovers) {
  Client slow(server.port(), 4096);
  ASSERT_TRUE(open_websocket(slow));
  slow.send(client_frame(kText, "ready"));
  EXPECT_EQ(read_message(slow).payload, "ready");
  const auto event = std::make_shared<const std::string>(10'000, 'e');
  int taken = 0;
  for (bool full = false; !full;) {  // Until the queue and the kernel's buffers are full.
    server.on_loop([&] {
      auto& socket = *feed.sockets.back();
      for (int i = 0; i < 50 && !full; ++i) {
        full = !socket.send(event);
        taken += full ? 0 : 1;
      }
    });
    ASSERT_LT(taken, 10'000);
  }
  server.on_loop([&] {
    auto& socket = *feed.sockets.back();
    EXPECT_TRUE(socket.overflowed());
    EXPECT_LE(socket.queued_bytes(), event->size() + 10);  // What waited is let go, but for a frame under way.
  });
  const auto try_again = [&] {
    bool sent = false;
    server.on_loop([&] {
      auto& socket = *feed.sockets.back();
      EXPECT_TRUE(socket.overflowed());
      if (socket.queued_bytes() > 0) return;
      socket.clear_overflow();
      EXPECT_FALSE(socket.overflowed());
      sent = socket.send(std::make_shared<const std::string>("resync"));
    });
    return sent;
  };
  int read = 0;
  for (; !try_again(); ++read) ASSERT_EQ(read_message(slow).payload.size(), event->size());
  auto message = read_message(slow);
  for (; message.payload.size() == event->size(); ++read) message = read_message(slow);
  EXPECT_EQ(message.payload, "resync");
  EXPECT_LT(read, taken);
}

TEST_F(WebSocketTest, AFloodOfPingsFromOneWhoNeverReadsIsEnded) {
  Client flood(server.port(), 4096);
  ASSERT_TRUE(open_websocket(flood));
  std::string pings;
  for (int i = 0; i < 1000; ++i) pings += client_frame(kPing, std::string(125, 'p'));
  for (int i = 0; i < 1000 && flood.send(pings); ++i) {}
  EXPECT_TRUE(server.wait_until([this] { return !feed.ends.empty(); }));
}

TEST_F(WebSocketTest, SharedMessagesReachEverySocket) {
  std::vector<Client> clients;
  for (int i = 0; i < 20; ++i) {
    clients.emplace_back(server.port());
    ASSERT_TRUE(open_websocket(clients.back()));
  }
  ASSERT_TRUE(server.wait_until([this] { return feed.sockets.size() == 20; }));
  const auto event = std::make_shared<const std::string>(R"({"event":"message.created"})");
  server.on_loop([&] {
    for (const auto& socket : feed.sockets) {
      EXPECT_TRUE(socket->send(event));
      EXPECT_TRUE(socket->send(event));
    }
  });
  for (auto& each : clients) {
    EXPECT_EQ(read_message(each).payload, *event);
    EXPECT_EQ(read_message(each).payload, *event);
  }
}

TEST_F(WebSocketTest, OtherPathsAndPlainRequestsAreAnsweredAsUsual) {
  EXPECT_EQ(client.ask(get("/feed")).body, "plain /feed");
  EXPECT_EQ(client.ask(get("/other", "Connection: upgrade\r\nUpgrade: websocket\r\n")).body, "plain /other");
}

TEST_F(WebSocketTest, BadHandshakesAreRefused) {
  const std::string upgrade = "Connection: upgrade\r\nUpgrade: websocket\r\n";
  const auto old = client.ask(get("/feed", upgrade + "Sec-WebSocket-Version: 8\r\n"));
  EXPECT_EQ(old.status, 426);
  EXPECT_EQ(old.header("Sec-WebSocket-Version"), "13");
  Client second(server.port());
  EXPECT_EQ(second.ask(get("/feed", upgrade + "Sec-WebSocket-Version: 13\r\n")).status, 400);
  Client third(server.port());
  EXPECT_EQ(third.ask(get("/feed", upgrade + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: short\r\n")).status, 400);
}

TEST_F(WebSocketTest, CompressionIsNotOffered) {
  client.send(get("/feed",
                  "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nX-Request-Id: r7\r\n"
                  "Sec-WebSocket-Extensions: permessage-deflate\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"));
  const auto reply = client.read_reply();
  ASSERT_TRUE(reply.has_value());
  EXPECT_EQ(reply->status, 101);
  EXPECT_EQ(reply->header("Sec-WebSocket-Extensions"), "");
  EXPECT_EQ(reply->header("X-Request-Id"), "r7");
}

TEST_F(WebSocketTest, StoppingTellsThemToComeBack) {
  ASSERT_TRUE(open_websocket(client));
  client.send(client_frame(kText, "x"));
  EXPECT_EQ(read_message(client).payload, "x");
  std::thread stopping([this] { server.stop(30s); });
  EXPECT_EQ(read_message(client).close_code(), 1012);
  client.send(client_frame(kClose, code_bytes(1012)));
  EXPECT_TRUE(client.at_end());
  client.end_sending();
  stopping.join();
  EXPECT_EQ(server.stats().connections_open, 0U);
}

TEST(WebSocketPings, SilentEndsAreGivenUp) {
  EchoFeed feed;
  ServerOptions options;
  options.sweep_interval = 10ms;
  options.ping_interval = 50ms;
  TestServer server(feed.handlers(), options);
  Client silent(server.port());
  Client lively(server.port());
  ASSERT_TRUE(open_websocket(silent));
  ASSERT_TRUE(open_websocket(lively));
  for (bool gone = false; !gone;) {  // The lively one answers until the silent one is gone.
    const auto frame = test::read_frame(lively);
    ASSERT_EQ(frame.opcode, kPing);
    ASSERT_TRUE(lively.send(client_frame(kPong, frame.payload)));
    gone = server.stats().websockets_open == 1;
  }
  EXPECT_EQ(test::read_frame(silent).opcode, kPing);
  lively.send(client_frame(kText, "still here"));
  EXPECT_EQ(read_message(lively).payload, "still here");
  server.on_loop([&] {
    EXPECT_EQ(feed.ends.back(), "The connection was given up.");
    feed.sockets.clear();
  });
}

TEST(WebSocketPings, OneThatTakesNothingIsGivenUp) {
  EchoFeed feed;
  ServerOptions options;
  options.sweep_interval = 10ms;
  options.write_timeout = 100ms;
  TestServer server(feed.handlers(), options);
  Client stuck(server.port(), 4096);
  ASSERT_TRUE(open_websocket(stuck));
  stuck.send(client_frame(kText, "ready"));
  EXPECT_EQ(read_message(stuck).payload, "ready");
  const auto event = std::make_shared<const std::string>(100'000, 'e');
  server.on_loop([&] {
    auto& socket = *feed.sockets.back();
    for (int i = 0; i < 1'000 && socket.send(event); ++i) {}
    EXPECT_TRUE(socket.overflowed());
  });
  EXPECT_TRUE(server.wait_until([&] { return server.server().stats().websockets_open == 0; }));
  server.on_loop([&] { feed.sockets.clear(); });
}

TEST(WebSocketPings, ACloseThatIsNotAnsweredEndsAnyway) {
  EchoFeed feed;
  TestServer server(feed.handlers());
  Client client(server.port());
  ASSERT_TRUE(open_websocket(client));
  client.send(client_frame(kText, "return"));
  EXPECT_EQ(read_message(client).close_code(), 1000);
  server.stop(0s);  // Or the server's own limit of ten seconds, which is too long for a test.
  EXPECT_TRUE(client.at_end());
  server.on_loop([&] { feed.sockets.clear(); });
}

TEST_F(WebSocketTest, RandomBytesNeverCrash) {
  std::mt19937 random(42);
  for (int round = 0; round < 200; ++round) {
    Client each(server.port());
    ASSERT_TRUE(open_websocket(each));
    std::string bytes;
    for (auto left = random() % 8; left > 0; --left) {
      bytes += client_frame(static_cast<int>(random() % 16), std::string(random() % 300, static_cast<char>(random())),
                            random() % 2 == 0, static_cast<int>(random() % 4 == 0 ? random() % 8 : 0));
    }
    if (round % 3 == 0) {
      for (auto& c : bytes) {
        if (random() % 20 == 0) c = static_cast<char>(random());
      }
    }
    each.send(bytes);
    if (round % 4 == 0) each.reset();
  }
  ASSERT_TRUE(open_websocket(client));
  client.send(client_frame(kText, "alive"));
  EXPECT_EQ(read_message(client).payload, "alive");
  EXPECT_TRUE(server.wait_until([this] { return server.server().stats().websockets_open == 1; }));
}

}  // namespace
}  // namespace net
