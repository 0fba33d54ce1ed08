#include "net/url.hpp"

#include <gtest/gtest.h>

namespace net {
namespace {

TEST(Url, IsTakenApart) {
  struct Case {
    const char* text;
    const char* origin;
    const char* target;
  };
  for (const auto& [text, origin, target] : {
           Case{"https://Example.COM", "https://example.com", "/"},
           Case{"http://example.com:80/a%20b?c=d#e", "http://example.com", "/a%20b?c=d"},
           Case{"HTTPS://example.com:8443?x=/y", "https://example.com:8443", "/?x=/y"},
           Case{"https://example.com:443/#", "https://example.com", "/"},
           Case{"https://[2001:db8::1]:81/x", "https://[2001:db8::1]:81", "/x"},
           Case{"http://[::1]", "http://[::1]", "/"},
           Case{"https://xn--kse-qla.example./", "https://xn--kse-qla.example.", "/"},
       }) {
    const auto url = parse_url(text);
    ASSERT_TRUE(url) << text << ": " << url.error().message;
    EXPECT_EQ(url->origin(), origin);
    EXPECT_EQ(url->target, target);
  }
}

TEST(Url, WhatIsDoubtfulIsRefused) {
  for (const char* text : {"",
                           "example.com",
                           "//example.com",
                           "ftp://example.com",
                           "file:///etc/passwd",
                           "https:/example.com",
                           "https://",
                           "https:///x",
                           "https://user@example.com",
                           "https://user:secret@example.com",
                           "https://example.com:0",
                           "https://example.com:65536",
                           "https://example.com:8x",
                           "https://example.com:",
                           "https://exa mple.com",
                           "https://a\\b.com",
                           "https://example.com/a b",
                           "https://example.com/\r\nX: y",
                           "https://käse.example",
                           "https://example.com/käse",
                           "https://[::1",
                           "https://[127.0.0.1]",
                           "https://[]",
                           "https://[::1]x",
                           "https://::1/",
                           "https://a%2eb/",
                           "https://example.com\x7f",
                           "javascript:alert(1)"}) {
    const auto url = parse_url(text);
    ASSERT_FALSE(url) << text;
    EXPECT_EQ(url.error().field, "url");
    EXPECT_EQ(url.error().message.find("secret"), std::string::npos);
  }
}

TEST(Url, RedirectsLeadFromWhereOneIs) {
  const auto from = parse_url("https://example.com:81/a/b/c?d=e").value();
  const auto to = [&from](const char* location) {
    const auto url = follow(from, location);
    return url ? url->origin() + url->target : url.error().message;
  };
  EXPECT_EQ(to("http://other.example/x"), "http://other.example/x");
  EXPECT_EQ(to("//other.example/x"), "https://other.example/x");
  EXPECT_EQ(to("/x?y"), "https://example.com:81/x?y");
  EXPECT_EQ(to("x"), "https://example.com:81/a/b/x");
  EXPECT_EQ(to("./x/"), "https://example.com:81/a/b/x/");
  EXPECT_EQ(to("../../../x"), "https://example.com:81/x");
  EXPECT_EQ(to(".."), "https://example.com:81/a/");
  EXPECT_EQ(to("?z=/../y"), "https://example.com:81/a/b/c?z=/../y");
  EXPECT_EQ(to("x?to=https://b.example/"), "https://example.com:81/a/b/x?to=https://b.example/");
  EXPECT_EQ(to("#f"), "https://example.com:81/a/b/c?d=e");
  for (const char* location :
       {"ftp://example.com/", "mailto:a@b", "https://user@example.com/", "/a b", "/\r\nX: y", "\\\\evil"}) {
    EXPECT_FALSE(follow(from, location)) << location;
  }
}

}  // namespace
}  // namespace net
