#include "net/reply.hpp"

#include <gtest/gtest.h>

#include "net/net_test_kit.hpp"

namespace net {
namespace {

Response json(std::string body) {
  Response response;
  response.body = std::move(body);
  response.with("Content-Type", "application/json");
  return response;
}

ReplyContext for_get() {
  ReplyContext context;
  context.conditional = true;
  context.takes_gzip = true;
  context.request_id = "id1";
  return context;
}

std::string value(const Response& response, std::string_view name) {
  for (const auto& header : response.headers) {
    if (header.name == name) return header.value;
  }
  return {};
}

std::string head_of(const Response& response, const ReplyContext& context) {
  std::string out;
  append_head(out, response, context, "DATE");
  return out;
}

TEST(DateText, IsTheFixedLengthForm) {
  DateText date;
  EXPECT_EQ(date.at(784'111'777), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(date.at(784'111'778), "Sun, 06 Nov 1994 08:49:38 GMT");
  EXPECT_EQ(date.at(0), "Thu, 01 Jan 1970 00:00:00 GMT");
}

TEST(ReplyHead, IsWrittenWhole) {
  const auto response = json("{}").with("X-Own", "a");
  EXPECT_EQ(head_of(response, for_get()),
            "HTTP/1.1 200 OK\r\nDate: DATE\r\nContent-Type: application/json\r\nX-Own: a\r\nContent-Length: 2\r\n"
            "X-Request-Id: id1\r\n\r\n");
}

TEST(ReplyHead, AValueCannotEndItsLine) {
  Response response;
  response.with("Location", "/a\r\nSet-Cookie: evil=1\r\n\r\n<script>").with("X", std::string("a\0b\x7f\t", 5));
  response.with("Bad Name", "x").with("Bad\r\nName", "x").with("", "x");
  EXPECT_EQ(head_of(response, for_get()),
            "HTTP/1.1 200 OK\r\nDate: DATE\r\nLocation: /a  Set-Cookie: evil=1    <script>\r\nX: a b \t\r\n"
            "Content-Length: 0\r\nX-Request-Id: id1\r\n\r\n");
}

TEST(ReplyHead, FramingBelongsToTheServer) {
  auto response = json("{}");
  response.with("content-length", "99").with("Transfer-Encoding", "chunked").with("Connection", "close").with("Date", "x");
  const auto head = head_of(response, for_get());
  EXPECT_EQ(head.find("99"), std::string::npos);
  EXPECT_EQ(head.find("chunked"), std::string::npos);
  EXPECT_EQ(head.find("close"), std::string::npos);
  EXPECT_TRUE(asks_close(response));
}

TEST(ReplyHead, AReplyWithoutBodyHasNoLength) {
  Response response;
  response.status = 204;
  response.body = "ignored";
  EXPECT_EQ(head_of(response, for_get()).find("Content-Length"), std::string::npos);
  EXPECT_EQ(sent_body(response, for_get()), "");
}

TEST(Negotiate, AddsATagAndAnswers304) {
  auto first = json("{\"a\":1}");
  Gzip gzip;
  auto context = for_get();
  negotiate(first, context, gzip);
  const auto tag = value(first, "ETag");
  ASSERT_EQ(tag.size(), 18U);

  context.if_none_match = tag;
  auto second = json("{\"a\":1}");
  negotiate(second, context, gzip);
  EXPECT_EQ(second.status, 304);
  EXPECT_EQ(second.body, "");
  EXPECT_EQ(value(second, "ETag"), tag);
  EXPECT_EQ(value(second, "Content-Type"), "");

  auto changed = json("{\"a\":2}");
  negotiate(changed, context, gzip);
  EXPECT_EQ(changed.status, 200);
}

TEST(Negotiate, KeepsTheHandlersOwnTag) {
  auto context = for_get();
  context.if_none_match = "W/\"v7\"";
  Gzip gzip;
  auto response = json("{}").with("etag", "\"v7\"").with("Cache-Control", "no-store");
  negotiate(response, context, gzip);
  EXPECT_EQ(response.status, 304);
}

TEST(Negotiate, LeavesOtherRepliesAlone) {
  Gzip gzip;
  auto secret = json("{}").with("Cache-Control", "private, No-Store");
  negotiate(secret, for_get(), gzip);
  EXPECT_EQ(value(secret, "ETag"), "");

  auto context = for_get();
  context.conditional = false;
  context.if_none_match = "*";
  auto posted = json("{}");
  negotiate(posted, context, gzip);
  EXPECT_EQ(value(posted, "ETag"), "");
  EXPECT_EQ(posted.status, 200);

  auto missing = json("{}");
  missing.status = 404;
  context.conditional = true;
  negotiate(missing, context, gzip);
  EXPECT_EQ(missing.status, 404);
  EXPECT_EQ(value(missing, "ETag"), "");
}

TEST(Negotiate, PacksTextOverAKilobyte) {
  const std::string text = "[" + std::string(1023, ' ') + "]";
  Gzip gzip;
  auto packed = json(text);
  negotiate(packed, for_get(), gzip);
  EXPECT_EQ(value(packed, "Content-Encoding"), "gzip");
  EXPECT_EQ(value(packed, "Vary"), "Accept-Encoding");
  EXPECT_EQ(test::gunzip(packed.body), text);
  EXPECT_TRUE(value(packed, "ETag").ends_with("-gzip\""));

  auto plain_context = for_get();
  plain_context.takes_gzip = false;
  auto plain = json(text);
  negotiate(plain, plain_context, gzip);
  EXPECT_EQ(plain.body, text);
  EXPECT_EQ(value(plain, "Vary"), "Accept-Encoding");
  EXPECT_NE(value(plain, "ETag"), value(packed, "ETag"));
}

TEST(Negotiate, LeavesUnpackedWhatShouldBe) {
  Gzip gzip;
  auto small = json(std::string(1023, ' '));
  auto image = json(std::string(5000, ' '));
  image.headers[0].value = "image/png";
  auto chosen = json(std::string(5000, ' ')).with("Vary", "accept-encoding");
  auto coded = json(std::string(5000, ' ')).with("Content-Encoding", "br");
  std::string noise;
  for (unsigned i = 0, x = 1; i < 5000; ++i) noise += static_cast<char>((x = x * 1'664'525U + 1'013'904'223U) >> 24);
  auto random = json(noise);
  for (auto* response : {&small, &image, &chosen, &coded, &random}) {
    const auto before = response->body;
    negotiate(*response, for_get(), gzip);
    EXPECT_EQ(response->body, before);
  }
}

TEST(Gzip, OneStreamServesRepliesOfAllSizes) {
  Gzip gzip;
  for (const std::size_t size : {1024U, 200'000U, 1500U, 2'000'000U, 130'000U, 5000U}) {
    std::string text;
    while (text.size() < size) text += "conversation " + std::to_string(text.size()) + ", ";
    const auto packed = gzip.compress(text);
    ASSERT_TRUE(packed.has_value());
    EXPECT_LT(packed->size(), text.size());
    EXPECT_EQ(test::gunzip(*packed), text);
  }
}

TEST(FailureResponse, IsJson) {
  const auto response = failure_response(400, "invalid", "A \"quoted\" \\ word\n", "id1");
  EXPECT_EQ(response.body, R"({"kind":"invalid","message":"A \"quoted\" \\ word ","request_id":"id1"})");
}

}  // namespace
}  // namespace net
