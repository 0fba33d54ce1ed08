#include "net/server.hpp"

#include <atomic>
#include <random>
#include <stdexcept>

#include <gtest/gtest.h>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/steady_timer.hpp>

#include "net/net_test_kit.hpp"

namespace net {
namespace {

using namespace std::chrono_literals;
using test::Client;
using test::get;
using test::post;
using test::TestServer;

const std::string kBig(5'000'000, 'b');  // More than any socket buffer takes at once.

Task<Response> reply_with(std::string body) {
  Response response;
  response.body = std::move(body);
  response.with("Content-Type", "text/plain");
  co_return response;
}

// Says what it was asked.
Task<Response> echo(Request request) {
  if (request.path == "/throw") throw std::runtime_error("the disk is full");
  if (request.path == "/throw-odd") throw 42;
  if (request.path == "/big") {
    Response response;
    response.static_body = kBig;
    co_return response;
  }
  if (request.path == "/close") {
    Response response = co_await reply_with("bye");
    co_return response.with("Connection", "close");
  }
  if (request.path == "/nothing") {
    Response response;
    response.status = 204;
    co_return response;
  }
  if (request.path == "/large") co_return co_await reply_with(std::string(3000, 'l'));
  co_return co_await reply_with(std::string(to_string(request.method)) + " " + request.path + " " + request.query + " " +
                                request.peer + " " + request.body);
}

ServerHandlers echoing() {
  ServerHandlers handlers;
  handlers.handle = echo;
  handlers.body_limit = [](const Request& request) { return request.path == "/upload" ? std::size_t{10'000'000} : 1000; };
  return handlers;
}

ServerOptions quick() {
  ServerOptions options;
  options.header_timeout = 150ms;
  options.body_timeout = 150ms;
  options.write_timeout = 150ms;
  options.idle_timeout = 150ms;
  options.sweep_interval = 20ms;
  return options;
}

TEST(Server, AnswersAndKeepsTheConnection) {
  TestServer server(echoing());
  Client client(server.port());
  for (int i = 0; i < 3; ++i) {
    const auto reply = client.ask(get("/a%20b?c=d"));
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.body, "GET /a b c=d 127.0.0.1 ");
    EXPECT_EQ(reply.header("Content-Length"), std::to_string(reply.body.size()));
    EXPECT_EQ(reply.header("Connection"), "");
    EXPECT_EQ(reply.header("Date").size(), 29U);
  }
  const auto stats = server.stats();
  EXPECT_EQ(stats.connections_total, 1U);
  EXPECT_EQ(stats.connections_open, 1U);
  EXPECT_EQ(stats.requests_total, 3U);
  EXPECT_EQ(stats.refused_total, 0U);
}

TEST(Server, RequestIdsAreEchoedOrMade) {
  TestServer server(echoing());
  Client client(server.port());
  EXPECT_EQ(client.ask(get("/", "X-Request-Id: abc-1\r\n")).header("X-Request-Id"), "abc-1");
  const auto first = client.ask(get("/")).header("X-Request-Id");
  const auto second = client.ask(get("/", "X-Request-Id: \"><script>\r\n")).header("X-Request-Id");
  EXPECT_EQ(first.size(), 15U);
  EXPECT_EQ(second.size(), 15U);
  EXPECT_NE(first, second);
  EXPECT_EQ(client.ask("GET /.. HTTP/1.1\r\nHost: a\r\nX-Request-Id: abc-2\r\n\r\n").header("X-Request-Id"), "abc-2");
}

TEST(Server, PipelinedRequestsAreAnsweredInOrder) {
  TestServer server(echoing());
  Client client(server.port());
  std::string all;
  for (int i = 0; i < 500; ++i) all += i % 3 == 0 ? post("/p", std::to_string(i)) : get("/g?" + std::to_string(i));
  ASSERT_TRUE(client.send(all));
  for (int i = 0; i < 500; ++i) {
    const auto reply = client.read_reply();
    ASSERT_TRUE(reply.has_value()) << i;
    EXPECT_EQ(reply->body,
              i % 3 == 0 ? "POST /p  127.0.0.1 " + std::to_string(i) : "GET /g " + std::to_string(i) + " 127.0.0.1 ");
  }
}

TEST(Server, RequestsMayComeByteByByte) {
  TestServer server(echoing());
  Client client(server.port());
  for (const char c : post("/x", "hello") + get("/y")) ASSERT_TRUE(client.send({&c, 1}));
  EXPECT_EQ(client.read_reply()->body, "POST /x  127.0.0.1 hello");
  EXPECT_EQ(client.read_reply()->body, "GET /y  127.0.0.1 ");
}

TEST(Server, ChunkedBodiesAreJoined) {
  TestServer server(echoing());
  Client client(server.port());
  const auto reply = client.ask(
      "POST /c HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n6\r\n world\r\n0\r\nTrailer: z\r\n\r\n" +
      get("/next"));
  EXPECT_EQ(reply.body, "POST /c  127.0.0.1 hello world");
  EXPECT_EQ(client.read_reply()->body, "GET /next  127.0.0.1 ");
}

TEST(Server, LargeBodiesGoBothWays) {
  TestServer server(echoing());
  Client client(server.port());
  const auto reply = client.ask(post("/upload", kBig) + get("/after"));
  EXPECT_EQ(reply.body, "POST /upload  127.0.0.1 " + kBig);
  EXPECT_EQ(client.read_reply()->body, "GET /after  127.0.0.1 ");
  EXPECT_EQ(client.ask(get("/big")).body, kBig);
  std::string chunked = "POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 50; ++i) chunked += "186a0\r\n" + kBig.substr(0, 100'000) + "\r\n";
  EXPECT_EQ(client.ask(chunked + "0\r\n\r\n").body.size(), 24 + kBig.size());
}

TEST(Server, HeadIsGetWithoutTheBody) {
  TestServer server(echoing());
  Client client(server.port());
  client.send("HEAD /h HTTP/1.1\r\nHost: a\r\n\r\n" + get("/h"));
  const auto head = client.read_reply(true);
  const auto whole = client.read_reply();
  ASSERT_TRUE(head && whole);
  EXPECT_EQ(head->status, 200);
  EXPECT_EQ(whole->body, "GET /h  127.0.0.1 ");
  EXPECT_EQ(head->header("Content-Length"), whole->header("Content-Length"));
  EXPECT_EQ(head->header("ETag"), whole->header("ETag"));
}

TEST(Server, UnchangedContentIsNotSentAgain) {
  TestServer server(echoing());
  Client client(server.port());
  const auto tag = client.ask(get("/e")).header("ETag");
  ASSERT_EQ(tag.size(), 18U);
  const auto reply = client.ask(get("/e", "If-None-Match: " + tag + "\r\n"));
  EXPECT_EQ(reply.status, 304);
  EXPECT_EQ(reply.header("ETag"), tag);
  EXPECT_EQ(reply.header("Content-Length"), "");
  EXPECT_EQ(client.ask(get("/f", "If-None-Match: " + tag + "\r\n")).status, 200);
  EXPECT_EQ(client.ask(post("/e", "", "If-None-Match: *\r\n")).status, 200);
}

TEST(Server, TextIsPackedForThoseWhoTakeIt) {
  TestServer server(echoing());
  Client client(server.port());
  const auto packed = client.ask(get("/large", "Accept-Encoding: br, gzip\r\n"));
  EXPECT_EQ(packed.header("Content-Encoding"), "gzip");
  EXPECT_EQ(packed.header("Vary"), "Accept-Encoding");
  EXPECT_EQ(test::gunzip(packed.body), std::string(3000, 'l'));
  const auto plain = client.ask(get("/large"));
  EXPECT_EQ(plain.header("Content-Encoding"), "");
  EXPECT_EQ(plain.header("Vary"), "Accept-Encoding");
  EXPECT_EQ(plain.body, std::string(3000, 'l'));
  EXPECT_EQ(client.ask(get("/small", "Accept-Encoding: gzip\r\n")).header("Content-Encoding"), "");
}

TEST(Server, ConnectionEndsWhenEitherSideSaysSo) {
  TestServer server(echoing());
  Client asks(server.port());
  const auto reply = asks.ask(get("/", "Connection: close\r\n"));
  EXPECT_EQ(reply.header("Connection"), "close");
  EXPECT_TRUE(asks.at_end());

  Client told(server.port());
  EXPECT_EQ(told.ask(get("/close") + get("/never")).header("Connection"), "close");
  EXPECT_TRUE(told.at_end());

  Client old(server.port());
  EXPECT_EQ(old.ask("GET / HTTP/1.0\r\n\r\n").header("Connection"), "close");
  EXPECT_TRUE(old.at_end());

  Client old_keeping(server.port());
  EXPECT_EQ(old_keeping.ask("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").header("Connection"), "keep-alive");
  EXPECT_EQ(old_keeping.ask(get("/")).status, 200);
}

TEST(Server, HalfClosedClientsGetTheirReply) {
  TestServer server(echoing());
  Client client(server.port());
  client.send(get("/last"));
  client.end_sending();
  EXPECT_EQ(client.read_reply()->body, "GET /last  127.0.0.1 ");
  EXPECT_TRUE(client.at_end());
}

TEST(Server, AReplyWithoutBodyKeepsTheFraming) {
  TestServer server(echoing());
  Client client(server.port());
  EXPECT_EQ(client.ask(get("/nothing")).status, 204);
  EXPECT_EQ(client.ask(get("/x")).status, 200);
}

TEST(Server, InvitesABodyThatWaitsForIt) {
  TestServer server(echoing());
  Client client(server.port());
  client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.read_reply()->status, 100);
  client.send("hello");
  EXPECT_EQ(client.read_reply()->body, "POST /x  127.0.0.1 hello");
}

TEST(ServerLimits, LargeBodiesAreRefusedBeforeTheyCome) {
  TestServer server(echoing());
  Client waits(server.port());
  const auto reply = waits.ask("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(reply.status, 413);
  EXPECT_EQ(reply.header("Connection"), "close");
  EXPECT_EQ(reply.body, R"({"kind":"too_large","message":"The body is larger than the 1000 bytes taken here."})");
  EXPECT_TRUE(waits.at_end());

  Client sends_on(server.port());
  sends_on.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n" + std::string(3'000'000, 'x'));
  const auto late = sends_on.read_reply();
  ASSERT_TRUE(late.has_value());  // Not lost to a reset connection.
  EXPECT_EQ(late->status, 413);

  Client chunks(server.port());
  EXPECT_EQ(chunks.ask("POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n").status, 413);
  EXPECT_EQ(server.stats().refused_total, 3U);

  Client fits(server.port());
  EXPECT_EQ(fits.ask(post("/x", std::string(1000, 'x'))).status, 200);
}

TEST(ServerLimits, HeadsHaveALimit) {
  TestServer server(echoing());
  const auto head_of = [](std::size_t size) {
    const std::string around = get("/", "X: \r\n");
    return get("/", "X: " + std::string(size - around.size(), 'x') + "\r\n");
  };
  Client fits(server.port());
  EXPECT_EQ(fits.ask(head_of(16 * 1024)).status, 200);
  EXPECT_EQ(fits.ask(head_of(16 * 1024 + 1)).status, 431);
  EXPECT_TRUE(fits.at_end());

  Client endless(server.port());
  endless.send("GET / HTTP/1.1\r\n");
  const std::string line = "X: " + std::string(1000, 'x') + "\r\n";
  for (int i = 0; i < 20; ++i) endless.send(line);
  const auto reply = endless.read_reply();
  ASSERT_TRUE(reply.has_value());
  EXPECT_EQ(reply->status, 431);
}

TEST(ServerLimits, ConnectionsHaveALimit) {
  ServerOptions options;
  options.max_connections = 2;
  TestServer server(echoing(), options);
  Client one(server.port());
  Client two(server.port());
  EXPECT_EQ(one.ask(get("/")).status, 200);
  EXPECT_EQ(two.ask(get("/")).status, 200);
  Client three(server.port());
  const auto reply = three.read_reply();
  ASSERT_TRUE(reply.has_value());
  EXPECT_EQ(reply->status, 503);
  EXPECT_EQ(reply->header("Retry-After"), "2");
  EXPECT_TRUE(three.at_end());

  one.reset();
  ASSERT_TRUE(server.wait_until([&] { return server.server().stats().connections_open < 2; }));
  Client four(server.port());
  EXPECT_EQ(four.ask(get("/")).status, 200);
}

TEST(ServerTimeouts, ASlowHeadIsGivenUp) {
  auto options = quick();
  options.idle_timeout = 60s;
  TestServer server(echoing(), options);
  Client client(server.port());
  EXPECT_EQ(client.ask(get("/")).status, 200);
  client.send("GET / HTTP/1.1\r\nHo");
  const auto reply = client.read_reply();
  ASSERT_TRUE(reply.has_value());
  EXPECT_EQ(reply->status, 408);
  EXPECT_TRUE(client.at_end());
}

TEST(ServerTimeouts, DrippingBytesDoNotHelp) {
  TestServer server(echoing(), quick());
  Client client(server.port());
  for (int i = 0; i < 40; ++i) {
    client.send("x");
    std::this_thread::sleep_for(10ms);
  }
  const auto reply = client.read_reply();
  ASSERT_TRUE(reply.has_value());
  EXPECT_EQ(reply->status, 408);
}

TEST(ServerTimeouts, ASlowBodyIsGivenUp) {
  TestServer server(echoing(), quick());
  Client client(server.port());
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhello");
  EXPECT_EQ(client.read_reply()->status, 408);
  EXPECT_TRUE(client.at_end());
}

TEST(ServerTimeouts, IdleConnectionsEndWithoutAWord) {
  TestServer server(echoing(), quick());
  Client unused(server.port());
  EXPECT_EQ(unused.read_to_end(), "");
  Client used(server.port());
  EXPECT_EQ(used.ask(get("/")).status, 200);
  EXPECT_EQ(used.read_to_end(), "");
}

TEST(ServerTimeouts, AClientThatDoesNotReadIsGivenUp) {
  TestServer server(echoing(), quick());
  Client client(server.port(), 4096);
  client.send(get("/big") + get("/big"));
  EXPECT_TRUE(server.wait_until([&] { return server.server().stats().connections_total == 1; }));
  EXPECT_TRUE(server.wait_until([&] { return server.server().stats().connections_open == 0; }));
}

TEST(ServerErrors, ABrokenHandlerIsToldOnceAndHidesItsReason) {
  auto handlers = echoing();
  std::vector<std::string> told;
  handlers.on_error = [&told](const std::string& message) { told.push_back(message); };
  TestServer server(std::move(handlers));
  Client client(server.port());
  const auto reply = client.ask(get("/throw?x=1", "X-Request-Id: r1\r\n"));
  EXPECT_EQ(reply.status, 500);
  EXPECT_EQ(reply.body,
            R"({"kind":"unavailable","message":"Something went wrong on our side. The request id helps to find it.",)"
            R"("request_id":"r1"})");
  EXPECT_EQ(client.ask(get("/throw-odd")).status, 500);
  EXPECT_EQ(client.ask(get("/fine")).status, 200);
  server.on_loop([&] {
    ASSERT_EQ(told.size(), 2U);
    EXPECT_EQ(told[0], "request r1 for /throw?x=1: the disk is full");
  });
}

struct Smuggling {
  const char* name;
  std::string bytes;
  int status = 400;
};

class Refusals : public testing::TestWithParam<Smuggling> {};

// The first bad request is refused, the connection closed, and what follows is not read as a request.
TEST_P(Refusals, EndTheConnection) {
  TestServer server(echoing());
  Client client(server.port());
  client.send(GetParam().bytes + get("/smuggled"));
  const auto reply = client.read_reply();
  ASSERT_TRUE(reply.has_value());
  EXPECT_EQ(reply->status, GetParam().status);
  EXPECT_EQ(reply->header("Content-Type"), "application/json");
  EXPECT_EQ(reply->header("Connection"), "close");
  EXPECT_TRUE(reply->body.starts_with(R"({"kind":"invalid","message":")"));
  client.end_sending();
  EXPECT_EQ(client.read_to_end(), "");
  EXPECT_EQ(server.stats().refused_total, 1U);
}

std::string with(const std::string& lines, const std::string& body) {
  return "POST / HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n\r\n" + body;
}

INSTANTIATE_TEST_SUITE_P(
    All, Refusals,
    testing::Values(Smuggling{"LengthAndCoding", with("Content-Length: 5\r\nTransfer-Encoding: chunked", "0\r\n\r\n")},
                    Smuggling{"TwoLengths", with("Content-Length: 0\r\nContent-Length: 5", "hello")},
                    Smuggling{"BareLineFeed", with("X: y\nContent-Length: 5", "hello")},
                    Smuggling{"FoldedCoding", with("Transfer-Encoding:\r\n chunked", "0\r\n\r\n")},
                    Smuggling{"SpaceBeforeColon", with("Content-Length : 5", "hello")},
                    Smuggling{"NoHost", "GET / HTTP/1.1\r\n\r\n"},
                    Smuggling{"BadChunkSize", with("Transfer-Encoding: chunked", "zz\r\n")},
                    Smuggling{"ChunkWithBareLineFeed", with("Transfer-Encoding: chunked", "1\na\r\n0\r\n\r\n")},
                    Smuggling{"ChunkLongerThanSaid", with("Transfer-Encoding: chunked", "1\r\nab\r\n0\r\n\r\n")},
                    Smuggling{"Traversal", "GET /../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n"},
                    Smuggling{"NewerVersion", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505},
                    Smuggling{"UnknownMethod", "BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 501}),
    [](const auto& info) { return info.param.name; });

TEST(ServerErrors, RepliesBeforeABadRequestAreStillSent) {
  TestServer server(echoing());
  Client client(server.port());
  client.send(get("/one") + get("/two") + "BAD\n\n");
  EXPECT_EQ(client.read_reply()->body, "GET /one  127.0.0.1 ");
  EXPECT_EQ(client.read_reply()->body, "GET /two  127.0.0.1 ");
  EXPECT_EQ(client.read_reply()->status, 400);
}

// Requests to "/wait" are answered when the gate opens, which every test does before its server ends.
class Gate {
 public:
  ServerHandlers handlers() {
    ServerHandlers made = echoing();
    made.handle = [this](Request request) { return answer(std::move(request)); };
    return made;
  }
  void open() { timer_.reset(); }  // Wakes those who wait on it.
  std::atomic<int> waiting = 0;

 private:
  Task<Response> answer(Request request) {
    if (request.path == "/wait") {
      if (!timer_) timer_ = std::make_unique<boost::asio::steady_timer>(co_await boost::asio::this_coro::executor);
      timer_->expires_at(boost::asio::steady_timer::time_point::max());
      ++waiting;
      co_await timer_->async_wait(boost::asio::as_tuple(boost::asio::deferred));
    }
    co_return co_await echo(std::move(request));
  }
  std::unique_ptr<boost::asio::steady_timer> timer_;
};

TEST(Server, EarlierRepliesDoNotWaitForASlowHandler) {
  Gate gate;
  TestServer server(gate.handlers());
  Client client(server.port());
  client.send(get("/one") + get("/wait") + get("/three"));
  EXPECT_EQ(client.read_reply()->body, "GET /one  127.0.0.1 ");
  server.on_loop([&] { gate.open(); });
  EXPECT_EQ(client.read_reply()->body, "GET /wait  127.0.0.1 ");
  EXPECT_EQ(client.read_reply()->body, "GET /three  127.0.0.1 ");
}

TEST(Server, AClientGoneWhileItsHandlerRunsDoesNoHarm) {
  Gate gate;
  TestServer server(gate.handlers());
  Client client(server.port());
  client.send(get("/wait") + get("/next"));
  ASSERT_TRUE(server.wait_until([&] { return gate.waiting == 1; }));
  client.reset();
  server.on_loop([&] { gate.open(); });
  EXPECT_TRUE(server.wait_until([&] { return server.server().stats().connections_open == 0; }));
}

TEST(ServerStop, LetsRunningRepliesFinish) {
  Gate gate;
  TestServer server(gate.handlers());
  Client idle(server.port());
  Client busy(server.port());
  EXPECT_EQ(idle.ask(get("/")).status, 200);
  busy.send(get("/wait") + get("/not-any-more"));
  ASSERT_TRUE(server.wait_until([&] { return gate.waiting == 1; }));
  std::thread stopping([&] { server.stop(30s); });
  EXPECT_TRUE(idle.at_end());
  Client late(server.port());
  EXPECT_EQ(late.ask(get("/")).status, 0);
  server.on_loop([&] { gate.open(); });
  const auto reply = busy.read_reply();
  ASSERT_TRUE(reply.has_value());
  EXPECT_EQ(reply->body, "GET /wait  127.0.0.1 ");
  EXPECT_EQ(reply->header("Connection"), "close");
  EXPECT_EQ(busy.read_to_end(), "");
  busy.end_sending();
  stopping.join();
  EXPECT_EQ(server.stats().connections_open, 0U);
}

TEST(ServerStop, DoesNotWaitForEver) {
  Gate gate;
  TestServer server(gate.handlers());
  Client busy(server.port());
  busy.send(get("/wait"));
  ASSERT_TRUE(server.wait_until([&] { return gate.waiting == 1; }));
  server.stop(0s);
  EXPECT_EQ(busy.read_to_end(), "");
  server.on_loop([&] { gate.open(); });
}

TEST(ServerListen, SaysWhatIsWrong) {
  TestServer server(echoing());
  boost::asio::io_context context;
  HttpServer other(context.get_executor(), {}, echoing());
  const auto in_use = other.listen("127.0.0.1", server.port());
  ASSERT_FALSE(in_use.has_value());
  EXPECT_EQ(in_use.error().message, "127.0.0.1:" + std::to_string(server.port()) + " is already in use by another program");
  EXPECT_EQ(in_use.error().kind, base::FailureKind::conflict);

  const auto name = other.listen("example.org", 0);
  EXPECT_EQ(name.error().message, "\"example.org\" is not an address to listen on; use one like 127.0.0.1, 0.0.0.0 or ::1");
  const auto foreign = other.listen("192.0.2.1", 8080);
  EXPECT_EQ(foreign.error().message, "192.0.2.1:8080 cannot be listened on: this machine has no such address");
  EXPECT_TRUE(other.listen("localhost", 0).has_value());
}

TEST(ServerFuzz, RandomBytesNeverCrash) {
  std::mt19937 random(20'261'121);
  TestServer server(echoing(), quick());
  const std::vector<std::string> pieces = {"GET ",
                                           "POST ",
                                           "/",
                                           "/a",
                                           " HTTP/1.1",
                                           "\r\n",
                                           "\n",
                                           "Host: a",
                                           "Content-Length: 3",
                                           "Transfer-Encoding: chunked",
                                           "0",
                                           "1",
                                           "\r\n\r\n",
                                           "x",
                                           ":",
                                           " ",
                                           "%2e",
                                           "Expect: 100-continue",
                                           "Connection: upgrade",
                                           "Upgrade: websocket",
                                           std::string("\0", 1),
                                           "\xff",
                                           "abc"};
  for (int round = 0; round < 400; ++round) {
    Client client(server.port());
    std::string bytes;
    for (auto left = random() % 40; left > 0; --left) {
      if (round % 2 == 0) {
        bytes += pieces[random() % pieces.size()];
      } else {
        bytes += static_cast<char>(random());
      }
    }
    client.send(bytes);
    if (round % 5 == 0) client.reset();
  }
  Client client(server.port());
  EXPECT_EQ(client.ask(get("/")).status, 200);
}

TEST(ServerFuzz, DamagedRequestsNeverCrash) {
  std::mt19937 random(7);
  TestServer server(echoing(), quick());
  const std::string good = post("/a?b=c", "hello", "Accept-Encoding: gzip\r\nConnection: keep-alive\r\n") +
                           "POST /c HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n" +
                           get("/d");
  for (int round = 0; round < 400; ++round) {
    std::string bytes = good;
    for (auto changes = 1 + random() % 3; changes > 0; --changes) {
      const auto at = random() % bytes.size();
      if (random() % 2 == 0) {
        bytes[at] = static_cast<char>(random());
      } else {
        bytes.erase(at, 1 + random() % 3);
      }
    }
    Client client(server.port());
    client.send(bytes);
    client.end_sending();
    client.read_to_end();
  }
  Client client(server.port());
  EXPECT_EQ(client.ask(get("/")).status, 200);
}

}  // namespace
}  // namespace net
