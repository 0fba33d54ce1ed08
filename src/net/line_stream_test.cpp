#include "net/line_stream.hpp"

#include <future>

#include <gtest/gtest.h>

#include "net/peer_test_kit.hpp"

namespace net {
namespace {

using namespace std::chrono_literals;
using base::FailureKind;
using test::Peer;
using test::ScriptedServer;

class Lines : public test::CallTest {
 protected:
  std::unique_ptr<LineStream> open(const ScriptedServer& server, bool tls = false, LineLimits limits = {}) {
    auto stream = run(LineStream::open(*dialer_, {"good.example", server.port(), tls}, limits));
    EXPECT_TRUE(stream) << stream.error().message;
    return std::move(*stream);
  }
};

void talk(Peer& peer, int) {
  peer.write("* OK ready\r\n");
  while (true) {
    const auto line = peer.read_line();
    if (line.empty()) return;
    peer.write("got " + line + "\r\n");
  }
}

TEST_F(Lines, ReadsAndWritesInClearAndSecured) {
  const ScriptedServer clear(talk);
  const ScriptedServer secured(talk, authority().issue({}));
  for (const bool tls : {false, true}) {
    const auto stream = open(tls ? secured : clear, tls);
    EXPECT_EQ(stream->encrypted(), tls);
    EXPECT_EQ(run(stream->read_line()).value(), "* OK ready");
    ASSERT_TRUE(run(stream->write("a1 NOOP\r\na2 NOOP\r\n")));
    EXPECT_EQ(run(stream->read_line()).value(), "got a1 NOOP");
    EXPECT_EQ(run(stream->read_line()).value(), "got a2 NOOP");
  }
}

TEST_F(Lines, ALineEndsInEitherWay) {
  const ScriptedServer server([](Peer& peer, int) { peer.write("one\ntwo\r\n\r\nfo\rur\r\nlast"); });
  const auto stream = open(server);
  for (const char* line : {"one", "two", "", "fo\rur"}) EXPECT_EQ(run(stream->read_line()).value(), line);
  const auto cut = run(stream->read_line());
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().message, "good.example, port " + std::to_string(server.port()) + " ended the connection.");
  EXPECT_FALSE(run(stream->read_line()));
  EXPECT_FALSE(run(stream->write("x")));
}

TEST_F(Lines, ReadsBlocksBetweenLines) {
  const std::string block(300'000, 'b');
  const ScriptedServer server(
      [&block](Peer& peer, int) {
        peer.write("{300000}\r\n" + block + ")\r\n");
        peer.write("{0}\r\n" + std::string() + ")\r\n");
        peer.at_end();
      },
      authority().issue({}));
  const auto stream = open(server, true);
  EXPECT_EQ(run(stream->read_line()).value(), "{300000}");
  EXPECT_EQ(run(stream->read_exactly(block.size())).value(), block);
  EXPECT_EQ(run(stream->read_line()).value(), ")");
  EXPECT_EQ(run(stream->read_line()).value(), "{0}");
  EXPECT_EQ(run(stream->read_exactly(0)).value(), "");
  EXPECT_EQ(run(stream->read_line()).value(), ")");
}

TEST_F(Lines, HasLimits) {
  const ScriptedServer server([](Peer& peer, int) {
    peer.write(std::string(100, 'a') + "\r\n");
    peer.write(std::string(101, 'b') + "\r\n");
    peer.at_end();
  });
  const auto stream = open(server, false, {.max_line = 100, .max_block = 10});
  EXPECT_EQ(run(stream->read_exactly(11)).error().kind, FailureKind::too_large);
  EXPECT_EQ(run(stream->read_line()).value().size(), 100U);
  EXPECT_EQ(run(stream->read_line()).error().kind, FailureKind::too_large);
  EXPECT_EQ(run(stream->read_line()).error().kind, FailureKind::unavailable);  // Closed.

  const ScriptedServer endless([](Peer& peer, int) {
    while (peer.write(std::string(1000, 'e'))) {}
  });
  EXPECT_EQ(run(open(endless)->read_line()).error().kind, FailureKind::too_large);
}

TEST_F(Lines, WaitsOnlySoLong) {
  const ScriptedServer server([](Peer& peer, int) {
    peer.write("a");
    peer.at_end();
  });
  const LineLimits quick{.line = 50ms, .progress = 50ms};
  const auto line = run(open(server, false, quick)->read_line());
  ASSERT_FALSE(line);
  EXPECT_EQ(line.error().message, "good.example, port " + std::to_string(server.port()) + " did not answer in time.");
  EXPECT_FALSE(run(open(server, false, quick)->read_exactly(2)));
  // It never reads: the buffers in between fill up.
  EXPECT_FALSE(run(open(server, false, quick)->write(std::string(50'000'000, 'x'))));
}

TEST_F(Lines, IdlesWithoutHarm) {
  const auto idle = [](Peer& peer, int) {
    peer.read_line();
    peer.write("* 1 EXISTS\r\n");
    peer.at_end();
  };
  const ScriptedServer clear(idle);
  const ScriptedServer secured(idle, authority().issue({}));
  for (const bool tls : {false, true}) {
    const auto stream = open(tls ? secured : clear, tls);
    EXPECT_FALSE(run(stream->wait(20ms)).value());
    EXPECT_FALSE(run(stream->wait(20ms)).value());
    ASSERT_TRUE(run(stream->write("go\r\n")));
    EXPECT_TRUE(run(stream->wait(10s)).value());
    EXPECT_TRUE(run(stream->wait(0ms)).value());
    EXPECT_EQ(run(stream->read_line()).value(), "* 1 EXISTS");
  }
  const ScriptedServer gone([](Peer&, int) {});
  EXPECT_FALSE(run(open(gone)->wait(10s)));
}

TEST_F(Lines, StartsTlsLater) {
  const auto certified = authority().issue({});
  const ScriptedServer server([&certified](Peer& peer, int) {
    peer.write("220 ready\r\n");
    peer.read_line();
    peer.write("220 go ahead\r\n");
    if (peer.start_tls(certified)) talk(peer, 0);
  });
  const auto stream = open(server);
  EXPECT_EQ(run(stream->read_line()).value(), "220 ready");
  ASSERT_TRUE(run(stream->write("STARTTLS\r\n")));
  EXPECT_EQ(run(stream->read_line()).value(), "220 go ahead");
  const auto secured = run(stream->start_tls());
  ASSERT_TRUE(secured) << secured.error().message;
  EXPECT_TRUE(stream->encrypted());
  EXPECT_EQ(run(stream->read_line()).value(), "* OK ready");
}

TEST_F(Lines, WhatCameInClearBehindTheConsentIsNotRead) {
  const auto certified = authority().issue({});
  for (const bool together : {true, false}) {
    std::promise<void> injected;
    const ScriptedServer server([&](Peer& peer, int) {
      peer.read_line();
      peer.write(together ? "220 go ahead\r\n250 injected\r\n" : "220 go ahead\r\n");
      if (!together) peer.write("250 injected\r\n");
      injected.set_value();
      peer.start_tls(certified);
      peer.at_end();
    });
    const auto stream = open(server);
    ASSERT_TRUE(run(stream->write("STARTTLS\r\n")));
    EXPECT_EQ(run(stream->read_line()).value(), "220 go ahead");
    injected.get_future().wait();
    const auto secured = run(stream->start_tls());
    ASSERT_FALSE(secured);
    EXPECT_NE(secured.error().message.find("sent more than its consent before the connection was secured"),
              std::string::npos);
    EXPECT_FALSE(run(stream->read_line()));
  }
}

TEST_F(Lines, StartingTlsChecksTheCertificate) {
  const auto certified = authority().issue({.name = "other.example"});
  const ScriptedServer server([&certified](Peer& peer, int) { peer.start_tls(certified); });
  const auto stream = open(server);
  const auto secured = run(stream->start_tls());
  ASSERT_FALSE(secured);
  EXPECT_NE(secured.error().message.find("is not for good.example"), std::string::npos);
  EXPECT_FALSE(run(stream->write("PASS secret\r\n")));
}

TEST_F(Lines, ASecuredStreamThatJustStopsIsBroken) {
  const ScriptedServer server(
      [](Peer& peer, int) {
        peer.write("half");
        peer.end_rudely();
      },
      authority().issue({}));
  const auto line = run(open(server, true)->read_line());
  ASSERT_FALSE(line);
  EXPECT_NE(line.error().message.find("the connection was lost"), std::string::npos) << line.error().message;
}

TEST_F(Lines, CanBeCancelled) {
  const ScriptedServer server(nothing(), authority().issue({}));
  const auto stream = open(server, true);
  expect_cancellable(stream->read_line());
}

}  // namespace
}  // namespace net
