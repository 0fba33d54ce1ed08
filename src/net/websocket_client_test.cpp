#include "net/websocket_client.hpp"

#include <future>

#include <gtest/gtest.h>

#include "net/net_test_kit.hpp"
#include "net/websocket_peer_test_kit.hpp"

namespace net {
namespace {

using namespace std::chrono_literals;
using base::FailureKind;
using test::accept_of;
using test::accept_websocket;
using test::Peer;
using test::read_client_frame;
using test::ScriptedServer;
using test::upgrade_to;

std::string frame(int first_byte, const std::string& payload) { return test::server_frame(first_byte, payload); }

class WebSocketCalls : public test::CallTest {
 protected:
  using Opened = base::Result<std::unique_ptr<WebSocketClient>>;

  Opened try_open(const ScriptedServer& server, bool tls = false, WebSocketLimits limits = {},
                  std::vector<Header> headers = {}) {
    const std::string scheme = tls ? "wss" : "ws";
    WebSocketRequest request;
    request.url = scheme + "://good.example:" + std::to_string(server.port()) + "/subscribe?a=b";
    request.headers = std::move(headers);
    request.limits = limits;
    return run(WebSocketClient::open(*dialer_, std::move(request)));
  }
  std::unique_ptr<WebSocketClient> open(const ScriptedServer& server, bool tls = false, WebSocketLimits limits = {}) {
    auto opened = try_open(server, tls, limits);
    EXPECT_TRUE(opened) << opened.error().message;
    return *std::move(opened);
  }
  base::Result<std::optional<WebSocketMessage>> receive(WebSocketClient& client, std::chrono::milliseconds limit = 30s) {
    return run(client.receive(limit));
  }
  std::string text(WebSocketClient& client) {
    const auto received = receive(client);
    EXPECT_TRUE(received) << received.error().message;
    return received && *received ? (*received)->bytes : "nothing";
  }
  // Why it ended.
  std::string end_of(WebSocketClient& client) {
    const auto received = receive(client);
    return received ? "not ended" : received.error().message;
  }
};

TEST_F(WebSocketCalls, MessagesGoBothWaysInClearAndSecured) {
  const auto echo = [](Peer& peer, int) {
    accept_websocket(peer, frame(0x81, "welcome"));
    for (auto heard = read_client_frame(peer); heard.opcode == 1 || heard.opcode == 2; heard = read_client_frame(peer))
      peer.write(frame(0x80 | heard.opcode, "got " + heard.payload));
  };
  const ScriptedServer clear(echo);
  const ScriptedServer secured(echo, authority().issue({}));
  for (const bool tls : {false, true}) {
    const auto client = open(tls ? secured : clear, tls);
    EXPECT_EQ(text(*client), "welcome") << "what came with the handshake's reply";
    for (const std::size_t size : {std::size_t{0}, std::size_t{5}, std::size_t{200}, std::size_t{70'000}}) {
      const std::string sent(size, 'x');
      ASSERT_TRUE(run(client->send({sent, true})));
      EXPECT_EQ(text(*client), "got " + sent);
    }
    ASSERT_TRUE(run(client->send({std::string("\xff\x00", 2), false})));
    const auto binary = receive(*client);
    ASSERT_TRUE(binary && *binary);
    EXPECT_FALSE((*binary)->is_text);
    EXPECT_EQ((*binary)->bytes, std::string("got \xff\x00", 6));
  }
}

// The other way round: our own server, which Beast checks for.
TEST_F(WebSocketCalls, OurOwnServerIsUnderstood) {
  ServerHandlers handlers;
  handlers.takes_upgrade = [](const Request&) { return true; };
  handlers.upgrade = [](Request, std::shared_ptr<WebSocket> socket) -> Task<void> {
    for (auto message = co_await socket->read(); message; message = co_await socket->read())
      socket->send(std::make_shared<const std::string>("got " + *message));
  };
  test::TestServer server(std::move(handlers));
  auto opened = run(WebSocketClient::open(*dialer_, {.url = "ws://127.0.0.1:" + std::to_string(server.port()) + "/feed"}));
  ASSERT_TRUE(opened) << opened.error().message;
  ASSERT_TRUE(run((*opened)->send({"hällo", true})));
  EXPECT_EQ(text(**opened), "got hällo");
  ASSERT_TRUE(run((*opened)->send({"binary", false})));
  EXPECT_NE(end_of(**opened).find("code 1003: Only text messages are taken."), std::string::npos);
  EXPECT_EQ((*opened)->closed_with(), 1003);
}

TEST_F(WebSocketCalls, TheHandshakeSaysWhatItMust) {
  std::promise<std::string> said;
  const ScriptedServer server([&](Peer& peer, int) { said.set_value(accept_websocket(peer)); });
  ASSERT_TRUE(try_open(server, false, {}, {{"User-Agent", "Heed"}}));
  const auto head = said.get_future().get();
  for (const auto* line : {"GET /subscribe?a=b HTTP/1.1", "Connection: Upgrade", "Upgrade: websocket",
                           "Sec-WebSocket-Version: 13", "User-Agent: Heed"})
    EXPECT_NE(head.find(std::string(line) + "\n"), std::string::npos) << head;
  EXPECT_NE(head.find("Host: good.example:" + std::to_string(server.port())), std::string::npos) << head;
  EXPECT_EQ(try_open(server, false, {}, {{"X", "a\r\nY: b"}}).error().field, "headers");
}

TEST_F(WebSocketCalls, WhatIsNoWebSocketIsSaid) {
  struct Case {
    std::string answer;  // "$" is the right key.
    FailureKind kind;
    const char* why;
  };
  const std::string refusal = "HTTP/1.1 400 Bad Request\r\nContent-Length: 24\r\n\r\n{\"error\":\"CursorTooOld\"}\n";
  const std::vector<Case> cases = {
      {upgrade_to("wrong"), FailureKind::unavailable, "another key"},
      {"HTTP/1.1 101 Yes\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: $\r\n\r\n", FailureKind::unavailable,
       "does not name the upgrade"},
      {"HTTP/1.1 101 Yes\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: $\r\n\r\n", FailureKind::unavailable,
       "does not upgrade"},
      {"HTTP/1.1 101 Yes\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: $\r\n"
       "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n",
       FailureKind::unavailable, "an extension"},
      {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", FailureKind::rejected, "status 200: hi"},
      {refusal, FailureKind::rejected, "status 400: {\"error\":\"CursorTooOld\"}"},
      {"HTTP/1.1 401 No\r\n\r\n", FailureKind::unauthenticated, "status 401."},
      {"HTTP/1.1 403 No\r\n\r\n", FailureKind::forbidden, "status 403."},
      {"HTTP/1.1 404 No\r\n\r\n", FailureKind::not_found, "status 404."},
      {"HTTP/1.1 429 Slow\r\nRetry-After: 30\r\n\r\n", FailureKind::rate_limited, "status 429."},
      {"HTTP/1.1 503 Away\r\nRetry-After: 30\r\n\r\n", FailureKind::unavailable, "status 503."},
      {"SSH-2.0-OpenSSH\r\n\r\n", FailureKind::unavailable, "no HTTP"},
      {std::string(100'000, 'x'), FailureKind::unavailable, "no HTTP"},
      {"", FailureKind::unavailable, "ended the connection"},
  };
  for (const auto& one : cases) {
    const ScriptedServer server([&](Peer& peer, int) {
      auto answer = one.answer;
      const auto accept = accept_of(peer.read_head());
      if (const auto at = answer.find('$'); at != std::string::npos) answer.replace(at, 1, accept);
      peer.write(answer);
    });
    const auto opened = try_open(server);
    ASSERT_FALSE(opened) << one.why;
    EXPECT_EQ(opened.error().kind, one.kind) << one.why;
    EXPECT_NE(opened.error().message.find(one.why), std::string::npos) << opened.error().message;
    EXPECT_EQ(opened.error().message.find("subscribe"), std::string::npos) << "a path may hold a secret";
    if (one.answer.find("Retry-After") != std::string::npos) {
      EXPECT_EQ(opened.error().retry_after, 30s);
    }
  }
}

TEST_F(WebSocketCalls, AddressesAreChecked) {
  for (const auto* wrong : {"https://good.example/", "good.example", "ws://a b/", "wss://user:pw@good.example/"})
    EXPECT_EQ(run(WebSocketClient::open(*dialer_, {.url = wrong})).error().kind, FailureKind::invalid) << wrong;
  const auto guarded = make_dialer({}, {{"inside.example", {"127.0.0.1"}}});
  EXPECT_EQ(run(WebSocketClient::open(*guarded, {.url = "ws://inside.example:9/"})).error().kind, FailureKind::forbidden);
}

TEST_F(WebSocketCalls, NothingForAWhileIsNoEnd) {
  std::promise<void> go;
  const ScriptedServer server([&](Peer& peer, int) {
    accept_websocket(peer, frame(0x01, "be"));
    go.get_future().wait();
    peer.write(frame(0x80, "gun"));
    peer.at_end();
  });
  const auto client = open(server);
  for (int i = 0; i < 3; ++i) {
    const auto nothing = receive(*client, 10ms);
    ASSERT_TRUE(nothing) << nothing.error().message;
    EXPECT_FALSE(*nothing);
  }
  go.set_value();
  EXPECT_EQ(text(*client), "begun");
}

TEST_F(WebSocketCalls, PingsAreAnsweredAndAPongIsALifeSign) {
  const ScriptedServer server([](Peer& peer, int) {
    accept_websocket(peer, frame(0x89, "are you there?"));
    const auto pong = read_client_frame(peer);
    EXPECT_EQ(pong.opcode, 10);
    EXPECT_EQ(pong.payload, "are you there?");
    for (int i = 0; i < 3; ++i) {
      EXPECT_EQ(read_client_frame(peer).opcode, 9);
      peer.write(frame(0x8a, ""));
    }
    peer.write(frame(0x81, "still here"));
    peer.at_end();
  });
  const auto client = open(server, false, {.ping_after = 20ms});
  EXPECT_EQ(text(*client), "still here");
}

TEST_F(WebSocketCalls, ASilentServerIsGivenUp) {
  std::promise<int> code;
  const ScriptedServer server([&](Peer& peer, int) {
    accept_websocket(peer);
    EXPECT_EQ(read_client_frame(peer).opcode, 9);
    code.set_value(read_client_frame(peer).code());
    peer.at_end();
  });
  const auto client = open(server, false, {.ping_after = 20ms, .pong = 30ms});
  EXPECT_NE(end_of(*client).find("has fallen silent"), std::string::npos);
  EXPECT_EQ(code.get_future().get(), 1001);
}

TEST_F(WebSocketCalls, AMessageThatNeverEndsIsGivenUp) {
  const ScriptedServer server([](Peer& peer, int) {
    accept_websocket(peer, frame(0x81, "whole") + frame(0x81, std::string(1000, 'x')).substr(0, 4));
    // Drop by drop, so that it is never silent.
    while (peer.write("x")) std::this_thread::sleep_for(5ms);
  });
  const auto client = open(server, false, {.message = 100ms});
  EXPECT_EQ(text(*client), "whole");
  EXPECT_NE(end_of(*client).find("did not send the rest of a message in time"), std::string::npos);
}

TEST_F(WebSocketCalls, HostileFramesEndItWithTheRightCode) {
  const std::vector<std::pair<std::string, int>> cases = {
      {std::string("\x82\x7f\x7f\xff\xff\xff\xff\xff\xff\xff", 10), 1009},
      {std::string("\x81\x85") + "mask" + "hello", 1002},
      {frame(0xf1, "x"), 1002},
      {frame(0x81, "\xff"), 1007},
  };
  for (const auto& [bytes, expected] : cases) {
    std::promise<int> code;
    const ScriptedServer server([&](Peer& peer, int) {
      accept_websocket(peer, bytes);
      code.set_value(read_client_frame(peer).code());
      peer.at_end();
    });
    const auto client = open(server);
    EXPECT_NE(end_of(*client).find("broke the WebSocket protocol"), std::string::npos);
    EXPECT_EQ(code.get_future().get(), expected);
    EXPECT_FALSE(run(client->send({"x", true}))) << "it is over";
  }
}

TEST_F(WebSocketCalls, PingsWithoutEndDoNotHoldTheCaller) {
  const ScriptedServer server([](Peer& peer, int) {
    accept_websocket(peer);
    while (peer.write(frame(0x89, "x"))) {}
  });
  const auto client = open(server);
  const auto nothing = receive(*client, 50ms);
  ASSERT_TRUE(nothing) << nothing.error().message;
  EXPECT_FALSE(*nothing);
}

TEST_F(WebSocketCalls, AConnectionThatEndsAmidAMessageIsLost) {
  for (const bool in_order : {true, false}) {
    const ScriptedServer server([in_order](Peer& peer, int) {
      accept_websocket(peer, frame(0x81, "half of it").substr(0, 6));
      if (!in_order) peer.reset();
    });
    EXPECT_NE(end_of(*open(server)).find("the connection was lost"), std::string::npos);
  }
  const ScriptedServer closing([](Peer& peer, int) {
    accept_websocket(peer, frame(0x01, "half") + frame(0x88, close_payload(1012, "a restart")));
    EXPECT_EQ(read_client_frame(peer).code(), 1012);
  });
  const auto client = open(closing);
  EXPECT_NE(end_of(*client).find("closed the connection with code 1012: a restart"), std::string::npos);
  EXPECT_EQ(client->closed_with(), 1012);
}

TEST_F(WebSocketCalls, WeSayGoodbye) {
  std::promise<int> code;
  const ScriptedServer polite([&](Peer& peer, int) {
    accept_websocket(peer, frame(0x81, "one more"));
    code.set_value(read_client_frame(peer).code());
    peer.write(frame(0x88, close_payload(1000, "")));
    peer.at_end();
  });
  const auto close = [this](WebSocketClient& client) {
    run([](WebSocketClient* one) -> Task<int> {
      co_await one->close(1000, "done");
      co_return 0;
    }(&client));
  };
  const auto client = open(polite);
  close(*client);
  EXPECT_EQ(code.get_future().get(), 1000);
  EXPECT_NE(end_of(*client).find("closed on this side"), std::string::npos);
  const ScriptedServer deaf([](Peer& peer, int) {
    accept_websocket(peer);
    while (!peer.at_end()) {}
  });
  close(*open(deaf, false, {.closing = 30ms}));
}

TEST_F(WebSocketCalls, WhoDoesNotReadIsGivenUp) {
  std::promise<void> over;
  const ScriptedServer server([&](Peer& peer, int) {
    accept_websocket(peer);
    over.get_future().wait();
  });
  const auto client = open(server, false, {.write = 50ms});
  const auto sent = run(client->send({std::string(50'000'000, 'x'), true}));
  over.set_value();
  ASSERT_FALSE(sent);
  EXPECT_NE(sent.error().message.find("does not read"), std::string::npos) << sent.error().message;
}

TEST_F(WebSocketCalls, CanBeCancelled) {
  const ScriptedServer silent(nothing());
  expect_cancellable(WebSocketClient::open(*dialer_, {.url = "ws://good.example:" + std::to_string(silent.port()) + "/"}));
  const ScriptedServer server([](Peer& peer, int) {
    accept_websocket(peer);
    while (!peer.at_end()) {}
  });
  const auto client = open(server);
  expect_cancellable(client->receive(30s));
}

}  // namespace
}  // namespace net
