#include "net/http.hpp"

#include <gtest/gtest.h>

namespace net {
namespace {

TEST(Request, HeaderNamesCompareWithoutCase) {
  Request request;
  request.headers = {{"Content-Type", "text/plain"}, {"X-Empty", ""}};
  EXPECT_EQ(request.header("content-type"), "text/plain");
  EXPECT_EQ(request.header("x-empty"), "");
  EXPECT_EQ(request.header("Content-Typ"), "");
}

TEST(Request, CookiesAreFoundInAnyOfTheirHeaders) {
  Request request;
  request.headers = {{"Cookie", "a=1; session=abc=def ;b"}, {"cookie", "theme=\"dark\"; xsession=no; empty="}};
  EXPECT_EQ(request.cookie("a"), "1");
  EXPECT_EQ(request.cookie("session"), "abc=def");
  EXPECT_EQ(request.cookie("theme"), "dark");
  EXPECT_EQ(request.cookie("empty"), "");
  EXPECT_EQ(request.cookie("b"), "");
  EXPECT_EQ(request.cookie("Session"), "");
  EXPECT_EQ(request.cookie(""), "");
}

TEST(Request, ACookieNamedLikeTheEndOfAnotherIsNotMistaken) {
  Request request;
  request.headers = {{"Cookie", "notsession=evil"}};
  EXPECT_EQ(request.cookie("session"), "");
}

TEST(Query, PairsAreDecodedAndKeepTheirOrder) {
  const auto pairs = parse_query("a=1&b=%20x+y&a=&c&=d&&e=%zz%4&f=1=2");
  ASSERT_EQ(pairs.size(), 7U);
  EXPECT_EQ(pairs[0].name, "a");
  EXPECT_EQ(pairs[0].value, "1");
  EXPECT_EQ(pairs[1].value, " x y");
  EXPECT_EQ(pairs[2].value, "");
  EXPECT_EQ(pairs[3].name, "c");
  EXPECT_EQ(pairs[3].value, "");
  EXPECT_EQ(pairs[4].name, "");
  EXPECT_EQ(pairs[4].value, "d");
  EXPECT_EQ(pairs[5].value, "%zz%4");
  EXPECT_EQ(pairs[6].value, "1=2");
  EXPECT_TRUE(parse_query("").empty());
  EXPECT_TRUE(parse_query("&&").empty());
}

TEST(Percent, EncodingAndDecodingAreInverse) {
  std::string every_byte;
  for (int i = 0; i < 256; ++i) every_byte += static_cast<char>(i);
  EXPECT_EQ(percent_decode(percent_encode(every_byte)), every_byte);
  EXPECT_EQ(percent_encode("a-z_.~ /ü"), "a-z_.~%20%2F%C3%BC");
}

TEST(Percent, MalformedEscapesAreKept) {
  EXPECT_EQ(percent_decode("100%"), "100%");
  EXPECT_EQ(percent_decode("%4"), "%4");
  EXPECT_EQ(percent_decode("%4g%41"), "%4gA");
  EXPECT_EQ(percent_decode("a+b"), "a+b");
}

TEST(MethodNames, AreThoseOfTheWire) {
  EXPECT_EQ(to_string(Method::get), "GET");
  EXPECT_EQ(to_string(Method::del), "DELETE");
}

}  // namespace
}  // namespace net
