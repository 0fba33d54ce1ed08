#include "net/http_client.hpp"

#include <semaphore>

#include <gtest/gtest.h>

#include "net/net_test_kit.hpp"
#include "net/peer_test_kit.hpp"

namespace net {
namespace {

using namespace std::chrono_literals;
using base::FailureKind;
using test::Peer;
using test::ScriptedServer;

std::string with_length(const std::string& body, const std::string& headers = {}) {
  return "HTTP/1.1 200 OK\r\n" + headers + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

// Answers every request of a connection with the same bytes.
ScriptedServer::Script always(const std::string& reply) {
  return [reply](Peer& peer, int) {
    while (!peer.read_head().empty() && peer.write(reply)) {}
  };
}

ScriptedServer::Script once(const std::string& reply) {
  return [reply](Peer& peer, int) {
    peer.read_head();
    peer.write(reply);
  };
}

class Http : public test::CallTest {
 protected:
  Http() { remake({}); }
  ~Http() override { client_.reset(); }

  void remake(const HttpClientOptions& options) { client_ = make_http_client(context_.get_executor(), *dialer_, options); }
  static std::string at(std::uint16_t port, const std::string& target = "/", const std::string& host = "good.example") {
    return "http://" + host + ":" + std::to_string(port) + target;
  }
  static std::string secure_at(std::uint16_t port, const std::string& target = "/") {
    return "https://good.example:" + std::to_string(port) + target;
  }
  HttpResult<HttpReply> send(HttpRequest request) { return run(client_->send(std::move(request))); }
  HttpResult<HttpReply> get(const std::string& url, HttpLimits limits = {}) { return send({.url = url, .limits = limits}); }
  // The message of a request that must fail, without "good.example, port N ".
  std::string get_failure(const std::string& url, HttpLimits limits = {}) {
    const auto reply = get(url, limits);
    if (reply) return "status " + std::to_string(reply->status);
    const auto space = reply.error().failure.message.find(' ', reply.error().failure.message.find("port ") + 5);
    return space == std::string::npos ? reply.error().failure.message : reply.error().failure.message.substr(space + 1);
  }

  std::unique_ptr<HttpClient> client_;
};

Task<Response> echo(Request request) {
  Response response;
  if (request.path == "/large") {
    response.body = std::string(300'000, 'l');
  } else {
    response.body = std::string(to_string(request.method)) + " " + request.path + " " + request.query + " " +
                    std::string(request.header("X-Of-Mine")) + " " + std::string(request.header("User-Agent")) + " " +
                    request.body;
  }
  response.with("Content-Type", "text/plain");
  if (request.path == "/busy") {
    response.status = 429;
    response.with("Retry-After", "17").with("X-RateLimit-Remaining", "0");
  }
  co_return response;
}

TEST_F(Http, SpeaksWithOurOwnServer) {
  test::TestServer server({.handle = echo});
  const auto reply = send({.method = Method::post,
                           .url = at(server.port(), "/a/b?c=d"),
                           .headers = {{"X-Of-Mine", "yes"}},
                           .body = std::string(200'000, 'p')});
  ASSERT_TRUE(reply) << reply.error().failure.message;
  EXPECT_EQ(reply->status, 200);
  EXPECT_EQ(reply->body, "POST /a/b c=d yes Heed " + std::string(200'000, 'p'));
  EXPECT_EQ(reply->header("content-type"), "text/plain");
  EXPECT_EQ(get(at(server.port(), "/large"))->body, std::string(300'000, 'l'));  // Gzip on the wire.
  EXPECT_EQ(send({.method = Method::head, .url = at(server.port(), "/large")})->body, "");
  EXPECT_EQ(send({.method = Method::del, .url = at(server.port(), "/x")})->body, "DELETE /x   Heed ");
  EXPECT_EQ(server.stats().connections_total, 1U);
  EXPECT_EQ(server.stats().requests_total, 4U);
}

TEST_F(Http, WhatAStatusMeansIsForTheCaller) {
  test::TestServer server({.handle = echo});
  const auto reply = get(at(server.port(), "/busy"));
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 429);
  EXPECT_EQ(reply->header("Retry-After"), "17");
  EXPECT_EQ(reply->header("x-ratelimit-remaining"), "0");
}

TEST_F(Http, SpeaksOverTls) {
  const ScriptedServer server(always(with_length("sealed")), authority().issue({}));
  for (int i = 0; i < 3; ++i) {
    const auto reply = get(secure_at(server.port()));
    ASSERT_TRUE(reply) << reply.error().failure.message;
    EXPECT_EQ(reply->body, "sealed");
  }
  EXPECT_EQ(server.connections(), 1);
  const ScriptedServer wrong(always(with_length("sealed")), authority().issue({.name = "other.example"}));
  const auto refused = send({.method = Method::post, .url = secure_at(wrong.port()), .body = "secret"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().sent, Sent::nothing);
}

TEST_F(Http, SaysWhatItSends) {
  std::string head;
  const ScriptedServer server([&head](Peer& peer, int) {
    head = peer.read_head();
    peer.write(with_length(""));
  });
  send({.method = Method::post,
        .url = at(server.port(), "?q"),
        .headers = {{"User-Agent", "mine"}, {"Accept-Encoding", "identity"}}});
  EXPECT_EQ(head, "POST /?q HTTP/1.1\nHost: good.example:" + std::to_string(server.port()) +
                      "\nUser-Agent: mine\nAccept-Encoding: identity\nContent-Length: 0\n");
}

TEST_F(Http, RefusesWhatCannotBeSent) {
  const ScriptedServer server(always(with_length("")));
  for (const Header& header : {Header{"X", "a\r\nY: b"}, Header{"X\r\n", "a"}, Header{"", "a"}, Header{"X Y", "a"},
                               Header{"X", std::string("a\0b", 3)}, Header{"Host", "evil"}, Header{"content-length", "5"},
                               Header{"Transfer-Encoding", "chunked"}, Header{"Connection", "close"}}) {
    const auto reply = send({.url = at(server.port()), .headers = {header}});
    ASSERT_FALSE(reply) << header.name;
    EXPECT_EQ(reply.error().failure.kind, FailureKind::invalid);
    EXPECT_EQ(reply.error().failure.field, "headers");
    EXPECT_EQ(reply.error().sent, Sent::nothing);
  }
  EXPECT_EQ(get("http://a b/").error().failure.field, "url");
  EXPECT_EQ(server.connections(), 0);
}

TEST_F(Http, EveryFramingIsRead) {
  struct Case {
    std::string reply;
    std::string body;
  };
  const std::string ok = "HTTP/1.1 200 OK\r\n";
  for (const auto& [reply, body] : {
           Case{with_length("counted"), "counted"},
           Case{with_length(""), ""},
           Case{ok + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\nT: x\r\n\r\n", "abcdefg"},
           Case{ok + "\r\nuntil the end", "until the end"},
           Case{"HTTP/1.0 200 OK\r\n\r\nold", "old"},
           Case{"HTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n" + with_length("late"), "late"},
           Case{"HTTP/1.1 204 No\r\n\r\n", ""},
           Case{"HTTP/1.1 304 Same\r\nContent-Length: 99\r\n\r\n", ""},
       }) {
    const ScriptedServer server(once(reply));
    const auto got = get(at(server.port()));
    ASSERT_TRUE(got) << reply << got.error().failure.message;
    EXPECT_EQ(got->body, body);
  }
}

TEST_F(Http, WhatIsNoReplyIsTold) {
  struct Case {
    std::string reply;
    std::string message;
  };
  const std::string ok = "HTTP/1.1 200 OK\r\n";
  for (const auto& [reply, message] : {
           Case{"", "ended the connection before its reply was complete."},
           Case{ok, "ended the connection before its reply was complete."},
           Case{ok + "Content-Length: 9\r\n\r\nshort", "ended the connection before its reply was complete."},
           Case{ok + "Transfer-Encoding: chunked\r\n\r\n5\r\nabc", "ended the connection before its reply was complete."},
           Case{"220 mail ready\r\n", "answered with something that is no HTTP."},
           Case{ok + "bare: line\nfeed: x\r\n\r\n", "answered with something that is no HTTP."},
           Case{ok + "nonsense\r\n\r\n", "answered with something that is no HTTP: a header has no colon."},
           Case{ok + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", "sent a body whose chunks are malformed."},
           Case{ok + "X: " + std::string(70'000, 'x') + "\r\n\r\n", "answered with a head of over 64 KiB."},
           Case{"HTTP/1.1 101 Switching\r\n\r\n", "changed to a protocol nobody asked for."},
           Case{with_length("x", "Content-Encoding: br\r\n"), "packed its reply in a way it was not asked for."},
           Case{with_length("no gzip at all", "Content-Encoding: gzip\r\n"), "sent a body whose packing is damaged."},
       }) {
    const ScriptedServer server(once(reply));
    EXPECT_EQ(get_failure(at(server.port())), message) << reply.substr(0, 100);
  }
}

TEST_F(Http, BodiesHaveALimitPackedOrNot) {
  const HttpLimits small{.max_body = 1000};
  const std::string gzipped = "Content-Encoding: gzip\r\n";
  const auto too_large = [&](const std::string& reply) {
    const ScriptedServer server(once(reply));
    const auto got = get(at(server.port()), small);
    return !got && got.error().failure.kind == FailureKind::too_large;
  };
  const std::string chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_FALSE(too_large(with_length(std::string(1000, 'x'))));
  EXPECT_TRUE(too_large(with_length(std::string(1001, 'x'))));
  EXPECT_TRUE(too_large("HTTP/1.1 200 OK\r\n\r\n" + std::string(1001, 'x')));
  EXPECT_TRUE(too_large(chunked + "3e8\r\n" + std::string(1000, 'x') + "\r\n1\r\nx\r\n0\r\n\r\n"));
  EXPECT_FALSE(too_large(with_length(test::pack(std::string(1000, 'x'), test::kGzip), gzipped)));
  EXPECT_TRUE(too_large(with_length(test::pack(std::string(1001, 'x'), test::kGzip), gzipped)));
  EXPECT_TRUE(too_large(with_length(test::pack(std::string(900'000, 'x'), test::kGzip), gzipped)));  // A bomb of 900 bytes.
}

TEST_F(Http, EveryWaitHasALimit) {
  const ScriptedServer mute(nothing());
  const ScriptedServer stuck([](Peer& peer, int) {
    peer.read_head();
    peer.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab");
    peer.at_end();
  });
  const ScriptedServer trickling([](Peer& peer, int) {
    peer.read_head();
    peer.write("HTTP/1.1 200 OK\r\n\r\n");
    while (peer.write("x")) std::this_thread::sleep_for(5ms);
  });
  const ScriptedServer deaf([](Peer&, int) { std::this_thread::sleep_for(500ms); });
  const test::SilentPort silent;
  EXPECT_EQ(get_failure(at(mute.port()), {.first_byte = 50ms}), "did not answer in time.");
  EXPECT_EQ(get_failure(at(stuck.port()), {.progress = 50ms}), "did not answer in time.");
  EXPECT_EQ(get_failure(at(trickling.port()), {.whole = 500ms}), "did not answer in time.");
  EXPECT_FALSE(get(at(silent.port()), {.connect = 50ms}));
  const auto unsent = send(
      {.method = Method::post, .url = at(deaf.port()), .body = std::string(50'000'000, 'x'), .limits = {.progress = 50ms}});
  ASSERT_FALSE(unsent);
  EXPECT_NE(unsent.error().failure.message.find("did not take the request in time"), std::string::npos);
  EXPECT_EQ(unsent.error().sent, Sent::partly);
}

TEST_F(Http, AKeptConnectionThatDiedIsReplacedWhereThatIsSafe) {
  // The first request of each connection is answered; the second finds it dying after it was read.
  const auto dying = [](Peer& peer, int) {
    peer.read_head();
    peer.write(with_length("one"));
    peer.read_head();
    peer.reset();
  };
  const ScriptedServer server(dying);
  EXPECT_EQ(get(at(server.port()))->body, "one");
  EXPECT_EQ(get(at(server.port()))->body, "one");  // By a second connection.
  EXPECT_EQ(server.connections(), 2);

  const auto post = send({.method = Method::post, .url = at(server.port())});
  ASSERT_FALSE(post);
  EXPECT_EQ(post.error().sent, Sent::whole);
  EXPECT_EQ(post.error().failure.kind, FailureKind::unavailable);
  EXPECT_EQ(server.connections(), 2);

  EXPECT_EQ(send({.method = Method::post, .url = at(server.port())})->body, "one");
  EXPECT_EQ(send({.method = Method::post, .url = at(server.port()), .idempotent = true})->body, "one");
  EXPECT_EQ(server.connections(), 4);
  EXPECT_EQ(send({.method = Method::post, .url = at(server.port()), .fresh_connection = true})->body, "one");
  EXPECT_EQ(server.connections(), 5);
}

TEST_F(Http, AFreshConnectionThatDiesIsNotReplaced) {
  const ScriptedServer server([](Peer& peer, int) { peer.read_head(); });
  const auto reply = get(at(server.port()));
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().sent, Sent::whole);
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(Http, AReplyThatBeganIsNotAskedForAgain) {
  const ScriptedServer server([](Peer& peer, int) {
    peer.read_head();
    peer.write(with_length("one"));
    peer.read_head();
    peer.write("HTTP/1.1 2");
  });
  EXPECT_TRUE(get(at(server.port())));
  EXPECT_FALSE(get(at(server.port())));
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(Http, HowMuchWasSentIsTold) {
  const auto outcome = [this](std::uint16_t port, std::size_t size) {
    const auto reply = send({.method = Method::post, .url = at(port), .body = std::string(size, 'x')});
    return reply ? -1 : static_cast<int>(reply.error().sent);
  };
  EXPECT_EQ(outcome(test::unused_port(), 10), static_cast<int>(Sent::nothing));
  const ScriptedServer half([](Peer& peer, int) {
    peer.read_exactly(10'000);
    peer.reset();
  });
  EXPECT_EQ(outcome(half.port(), 50'000'000), static_cast<int>(Sent::partly));
  const ScriptedServer whole([](Peer& peer, int) {
    peer.read_head();
    peer.read_exactly(10);
    peer.reset();
  });
  EXPECT_EQ(outcome(whole.port(), 10), static_cast<int>(Sent::whole));
}

TEST_F(Http, AReplyBeforeTheRequestIsSentCounts) {
  const ScriptedServer server([](Peer& peer, int) {
    peer.read_head();
    peer.write("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    peer.read_exactly(50'000'000);
  });
  const auto reply = send({.method = Method::post, .url = at(server.port()), .body = std::string(50'000'000, 'x')});
  ASSERT_TRUE(reply) << reply.error().failure.message;
  EXPECT_EQ(reply->status, 413);
}

TEST_F(Http, ConnectionsAreKeptWithinBounds) {
  const ScriptedServer server(always(with_length("x")));
  remake({.idle_expiry = 500ms});
  EXPECT_TRUE(get(at(server.port())));
  EXPECT_TRUE(get(at(server.port())));
  EXPECT_EQ(server.connections(), 1);
  context_.restart();
  context_.run_for(10s);  // The timer closes it; nothing else is left to be done.
  EXPECT_TRUE(get(at(server.port())));
  EXPECT_EQ(server.connections(), 2);

  remake({.max_idle_per_host = 0});
  EXPECT_TRUE(get(at(server.port())));
  EXPECT_TRUE(get(at(server.port())));
  EXPECT_EQ(server.connections(), 4);

  remake({.max_idle = 1});
  EXPECT_TRUE(get(at(server.port())));
  EXPECT_TRUE(get(at(server.port(), "/", "other.example")));
  EXPECT_TRUE(get(at(server.port(), "/", "other.example")));
  EXPECT_TRUE(get(at(server.port())));
  EXPECT_EQ(server.connections(), 7);

  remake({.trusted_idle = 0ms});
  EXPECT_TRUE(get(at(server.port())));
  std::this_thread::sleep_for(2ms);
  EXPECT_TRUE(send({.method = Method::post, .url = at(server.port())}));
  EXPECT_EQ(server.connections(), 9);
}

TEST_F(Http, WhatTheServerClosesOrSpoilsIsNotKept) {
  for (const std::string& reply :
       {with_length("x", "Connection: close\r\n"), with_length("x") + "HTTP/1.1 200 smuggled\r\n\r\n"}) {
    const ScriptedServer server(always(reply));
    for (int i = 0; i < 2; ++i) EXPECT_EQ(get(at(server.port()))->body, "x");
    EXPECT_EQ(server.connections(), 2);
  }
}

// Says "to NAME" for /NAME?to=TARGET, and what it was asked with otherwise.
ScriptedServer::Script redirecting(int status) {
  return [status](Peer& peer, int) {
    for (auto head = peer.read_head(); !head.empty(); head = peer.read_head()) {
      const auto to = head.find("?to=");
      if (to == std::string::npos) {
        peer.write(with_length(head));
      } else {
        peer.write("HTTP/1.1 " + std::to_string(status) + " Moved\r\nLocation: " +
                   head.substr(to + 4, head.find(' ', to) - to - 4) + "\r\nContent-Length: 0\r\n\r\n");
      }
    }
  };
}

TEST_F(Http, ReadingFollowsRedirects) {
  for (const int status : {301, 302, 303, 307, 308}) {
    const ScriptedServer server(redirecting(status));
    const auto reply = send({.url = at(server.port(), "/a?to=/b"), .headers = {{"Authorization", "Bearer t"}}});
    ASSERT_TRUE(reply) << reply.error().failure.message;
    EXPECT_TRUE(reply->body.starts_with("GET /b HTTP/1.1\n"));
    EXPECT_NE(reply->body.find("Authorization: Bearer t\n"), std::string::npos);
  }
}

TEST_F(Http, SecretsDoNotGoToAnotherOrigin) {
  const ScriptedServer server(redirecting(302));
  const auto reply =
      send({.url = at(server.port(), "/a?to=" + at(server.port(), "/b", "other.example")),
            .headers = {{"authorization", "Bearer t"}, {"Cookie", "c"}, {"X-Api-Key", "k"}, {"Accept", "text/x"}}});
  ASSERT_TRUE(reply) << reply.error().failure.message;
  EXPECT_EQ(reply->body, "GET /b HTTP/1.1\nHost: other.example:" + std::to_string(server.port()) +
                             "\nUser-Agent: Heed\nAccept-Encoding: gzip, deflate\nAccept: text/x\n");
}

TEST_F(Http, WritingFollowsNone) {
  const ScriptedServer server(redirecting(307));
  const auto reply = send({.method = Method::post, .url = at(server.port(), "/a?to=/b")});
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 307);
  EXPECT_EQ(reply->header("Location"), "/b");
}

TEST_F(Http, RedirectsAreWatched) {
  const ScriptedServer server(redirecting(302));
  const ScriptedServer sealed(redirecting(302), authority().issue({}));
  EXPECT_EQ(get_failure(at(server.port(), "/a?to=ftp://good.example/")), "sends on to an address that is malformed.");
  EXPECT_EQ(get_failure(secure_at(sealed.port(), "/a?to=" + at(server.port()))),
            "sends on from https to http, which is not followed.");
  EXPECT_TRUE(get(at(server.port(), "/a?to=" + secure_at(sealed.port()))));
  const auto inside = get(at(server.port(), "/a?to=http://169.254.169.254/latest/meta-data/"));
  ASSERT_FALSE(inside);
  EXPECT_EQ(inside.error().failure.kind, FailureKind::forbidden);
  EXPECT_EQ(inside.error().failure.message.find("meta-data"), std::string::npos);
  const ScriptedServer circle(always("HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n"));
  EXPECT_EQ(get_failure(at(circle.port())), "is the end of more than five redirects, one after the other.");
}

TEST_F(Http, StreamsArriveAsTheyAreSent) {
  std::counting_semaphore<> next{0};
  const auto script = [&next](Peer& peer, int) {
    peer.read_head();
    peer.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 3; ++i) {
      peer.write("9\r\ndata: " + std::to_string(i) + "\n\n\r\n");
      (void)next.try_acquire_for(30s);
    }
    peer.write("0\r\n\r\n");
    while (!peer.at_end()) {}
  };
  const ScriptedServer clear(script);
  const ScriptedServer sealed(script, authority().issue({}));
  for (const auto& url : {at(clear.port()), secure_at(sealed.port())}) {
    HttpRequest request{.url = url, .limits = {.whole = 0ms, .max_body = kNoLimit}};
    auto stream = run(client_->open(std::move(request)));
    ASSERT_TRUE(stream) << stream.error().failure.message;
    EXPECT_EQ((*stream)->head().header("Content-Type"), "text/event-stream");
    for (int i = 0; i < 3; ++i) {
      EXPECT_EQ(run((*stream)->read()).value(), "data: " + std::to_string(i) + "\n\n");
      next.release();
    }
    EXPECT_EQ(run((*stream)->read()).value(), "");
    EXPECT_EQ(run((*stream)->read()).value(), "");
  }
}

TEST_F(Http, AStreamThatFallsSilentEnds) {
  const ScriptedServer server([](Peer& peer, int) {
    peer.read_head();
    peer.write("HTTP/1.1 200 OK\r\n\r\nfirst");
    while (!peer.at_end()) {}
  });
  auto stream = run(client_->open({.url = at(server.port()), .limits = {.progress = 50ms, .whole = 0ms}}));
  ASSERT_TRUE(stream);
  client_.reset();  // A stream may outlive it.
  EXPECT_EQ(run((*stream)->read()).value(), "first");
  const auto late = run((*stream)->read());
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().kind, FailureKind::unavailable);
  EXPECT_EQ(run((*stream)->read()).value(), "");
}

TEST_F(Http, ARequestCanBeCancelled) {
  const ScriptedServer server(nothing());
  expect_cancellable(client_->send({.url = at(server.port())}));
}

}  // namespace
}  // namespace net
