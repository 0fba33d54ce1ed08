#include "net/request_head.hpp"

#include <gtest/gtest.h>

namespace net {
namespace {

using State = HeadScanner::State;

// The status a head is refused with; 0 when it is taken, 1 when it never ends.
int verdict(std::string_view bytes) {
  HeadScanner scanner;
  const auto state = scanner.scan(bytes);
  if (state == State::more) return 1;
  if (state == State::malformed) return 400;
  RequestHead head;
  const auto refusal = parse_head(bytes.substr(0, scanner.length()), head);
  return refusal ? refusal->status : 0;
}

RequestHead parsed(std::string_view bytes) {
  RequestHead head;
  EXPECT_FALSE(parse_head(bytes, head).has_value());
  return head;
}

constexpr std::string_view kPlain = "GET /a%20b?c=d HTTP/1.1\r\nHost: example.org\r\nAccept:  text/*;q=0.5 \r\nX:\r\n\r\n";

TEST(HeadScanner, FindsTheEndHoweverTheBytesArrive) {
  const auto followed = std::string(kPlain) + "GET /next HTTP/1.1\r\n";
  for (std::size_t step = 1; step <= followed.size(); ++step) {
    HeadScanner scanner;
    std::size_t given = 0;
    auto state = State::more;
    while (state == State::more && given < followed.size()) {
      given = std::min(given + step, followed.size());
      state = scanner.scan(std::string_view(followed).substr(0, given));
    }
    ASSERT_EQ(state, State::complete) << step;
    EXPECT_EQ(scanner.length(), kPlain.size());
  }
}

TEST(HeadScanner, PassesOverOneEmptyLineBeforeTheRequest) {
  EXPECT_EQ(verdict("\r\n" + std::string(kPlain)), 0);
  EXPECT_EQ(verdict("\r\n\r\n" + std::string(kPlain)), 501);
}

TEST(RequestHead, HoldsWhatWasSent) {
  const auto head = parsed(kPlain);
  EXPECT_EQ(head.request.method, Method::get);
  EXPECT_EQ(head.request.target, "/a%20b?c=d");
  EXPECT_EQ(head.request.path, "/a b");
  EXPECT_EQ(head.request.query, "c=d");
  EXPECT_EQ(head.request.header("accept"), "text/*;q=0.5");
  EXPECT_EQ(head.request.headers.size(), 3U);
  EXPECT_TRUE(head.http11 && head.keep_alive);
  EXPECT_FALSE(head.has_body() || head.expects_continue || head.asks_websocket);
}

TEST(RequestHead, KeepAliveFollowsVersionAndConnection) {
  EXPECT_FALSE(parsed("GET / HTTP/1.1\r\nHost: a\r\nConnection: Close\r\n\r\n").keep_alive);
  EXPECT_FALSE(parsed("GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive\r\nConnection: x, close\r\n\r\n").keep_alive);
  EXPECT_FALSE(parsed("GET / HTTP/1.0\r\n\r\n").keep_alive);
  EXPECT_TRUE(parsed("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n").keep_alive);
}

TEST(RequestHead, BodyIsCountedOrChunked) {
  EXPECT_EQ(parsed("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0042\r\n\r\n").content_length, 42U);
  EXPECT_TRUE(parsed("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n").chunked);
  EXPECT_TRUE(parsed("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nExpect: 100-Continue\r\n\r\n").expects_continue);
  EXPECT_FALSE(parsed("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n").expects_continue);
}

TEST(RequestHead, RequestIdIsTakenWhenItIsPlain) {
  const auto id_of = [](const std::string& id) {
    return parsed("GET / HTTP/1.1\r\nHost: a\r\nX-Request-Id: " + id + "\r\n\r\n").request.request_id;
  };
  EXPECT_EQ(id_of("abc-1.2_3"), "abc-1.2_3");
  EXPECT_EQ(id_of("a b"), "");
  EXPECT_EQ(id_of("a\"b"), "");
  EXPECT_EQ(id_of(std::string(65, 'a')), "");
}

TEST(RequestHead, WebSocketIsAskedForByBothHeaders) {
  const auto asks = [](const std::string& line, const std::string& headers) {
    return parsed(line + "\r\nHost: a\r\n" + headers + "\r\n").asks_websocket;
  };
  EXPECT_TRUE(asks("GET / HTTP/1.1", "Connection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\n"));
  EXPECT_FALSE(asks("GET / HTTP/1.1", "Upgrade: websocket\r\n"));
  EXPECT_FALSE(asks("GET / HTTP/1.1", "Connection: upgrade\r\n"));
  EXPECT_FALSE(asks("GET / HTTP/1.0", "Connection: upgrade\r\nUpgrade: websocket\r\n"));
  EXPECT_FALSE(asks("POST / HTTP/1.1", "Connection: upgrade\r\nUpgrade: websocket\r\n"));
}

TEST(RequestHead, TakesWhatIsOddButClear) {
  EXPECT_EQ(verdict("GET / HTTP/1.1\r\nHost:\r\n\r\n"), 0);
  EXPECT_EQ(verdict("GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n"), 0);
  EXPECT_EQ(verdict("GET / HTTP/1.1\r\nhOsT:a\r\nX: \xC3\xBC\t!\r\n\r\n"), 0);
  EXPECT_EQ(verdict("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n"), 0);
  EXPECT_EQ(verdict("PROPFIND / HTTP/1.1\r\nHost: a\r\n\r\n"), 0);
}

struct Refused {
  const char* name;
  std::string bytes;
  int status = 400;
};

class RefusedHead : public testing::TestWithParam<Refused> {};

TEST_P(RefusedHead, IsRefused) { EXPECT_EQ(verdict(GetParam().bytes), GetParam().status); }

std::string with(const std::string& lines) { return "POST / HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n\r\n"; }

INSTANTIATE_TEST_SUITE_P(
    Framing, RefusedHead,
    testing::Values(Refused{"LengthAndCoding", with("Content-Length: 4\r\nTransfer-Encoding: chunked")},
                    Refused{"CodingAndLength", with("Transfer-Encoding: chunked\r\nContent-Length: 4")},
                    Refused{"TwoLengths", with("Content-Length: 4\r\nContent-Length: 5")},
                    Refused{"TwoEqualLengths", with("Content-Length: 4\r\nContent-Length: 4")},
                    Refused{"LengthList", with("Content-Length: 4, 4")}, Refused{"SignedLength", with("Content-Length: +4")},
                    Refused{"NegativeLength", with("Content-Length: -4")}, Refused{"HexLength", with("Content-Length: 0x4")},
                    Refused{"SpacedLength", with("Content-Length: 4 2")}, Refused{"EmptyLength", with("Content-Length:")},
                    Refused{"HugeLength", with("Content-Length: 99999999999999999999")},
                    Refused{"UnknownCoding", with("Transfer-Encoding: pigeons")},
                    Refused{"IdentityCoding", with("Transfer-Encoding: identity")},
                    Refused{"EmptyCoding", with("Transfer-Encoding:")},
                    Refused{"ChunkedNotLast", with("Transfer-Encoding: chunked, gzip")},
                    Refused{"CodingBeforeChunked", with("Transfer-Encoding: gzip, chunked")},
                    Refused{"ChunkedTwice", with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked")},
                    Refused{"ChunkedChunked", with("Transfer-Encoding: chunkedchunked")},
                    Refused{"ChunkedWithVerticalTab", with("Transfer-Encoding: \x0b"
                                                           "chunked")},
                    Refused{"ChunkedInHttp10", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"}),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Lines, RefusedHead,
    testing::Values(Refused{"BareLineFeeds", "GET / HTTP/1.1\nHost: a\n\n"},
                    Refused{"OneBareLineFeed", "GET / HTTP/1.1\r\nHost: a\nX: y\r\n\r\n"},
                    Refused{"BareLineFeedAtTheEnd", "GET / HTTP/1.1\r\nHost: a\r\n\n"},
                    Refused{"BareCarriageReturn", with("X: a\rY: b")},
                    Refused{"CarriageReturnInName", with("Content\rLength: 4")}, Refused{"FoldedLine", with("X: a\r\n b")},
                    Refused{"FoldedWithTab", with("X: a\r\n\tb")},
                    Refused{"FoldAfterRequestLine", "GET / HTTP/1.1\r\n Host: a\r\n\r\n"},
                    Refused{"SpaceBeforeColon", with("Content-Length : 4")},
                    Refused{"TabBeforeColon", with("Transfer-Encoding\t: chunked")},
                    Refused{"NoColon", with("Content-Length 4")}, Refused{"EmptyName", with(": x")},
                    Refused{"OddCharacterInName", with("Fo@: x")}, Refused{"ControlInName", with("Fo\x01: x")},
                    Refused{"ControlInValue", with("X: a\x01")}, Refused{"DeleteInValue", with("X: a\x7f")},
                    Refused{"NulInValue", with(std::string("X: a\0b", 6))}, Refused{"NoVersion", "GET /\r\n\r\n"},
                    Refused{"TwoSpaces", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n"},
                    Refused{"SpaceInTarget", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 505},
                    Refused{"SpaceAtTheEnd", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", 505},
                    Refused{"LowerCaseVersion", "GET / http/1.1\r\nHost: a\r\n\r\n", 505},
                    Refused{"OtherProtocol", "GET / ICE/1.0\r\nHost: a\r\n\r\n", 505},
                    Refused{"OtherVersion", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505},
                    Refused{"OddVersion", "GET / HTTP/5.6\r\nHost: a\r\n\r\n", 505},
                    Refused{"NextProtocol", "PRI * HTTP/2.0\r\n\r\n", 505},
                    Refused{"UnknownMethod", "MKCOLA / HTTP/1.1\r\nHost: a\r\n\r\n", 501},
                    Refused{"LowerCaseMethod", "get / HTTP/1.1\r\nHost: a\r\n\r\n", 501},
                    Refused{"SpaceBeforeMethod", " GET / HTTP/1.1\r\nHost: a\r\n\r\n"},
                    Refused{"Tunnel", "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n"},
                    Refused{"TlsHello", std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\n", 12)}),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(Meaning, RefusedHead,
                         testing::Values(Refused{"NoHost", "GET / HTTP/1.1\r\n\r\n"},
                                         Refused{"TwoHosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"},
                                         Refused{"HostWithSpace", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n"},
                                         Refused{"HostWithPath", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"},
                                         Refused{"HostWithUser", "GET / HTTP/1.1\r\nHost: x@a\r\n\r\n"},
                                         Refused{"OtherExpectation", with("Expect: 200-maybe"), 417},
                                         Refused{"DotSegments", "GET /a/../b HTTP/1.1\r\nHost: a\r\n\r\n"}),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace net
