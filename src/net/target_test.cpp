#include "net/target.hpp"

#include <gtest/gtest.h>

namespace net {
namespace {

std::string path_of(std::string_view target) {
  const auto parsed = parse_target(target);
  return parsed ? parsed->path : "refused";
}

TEST(Target, PathAndQueryAreTakenApart) {
  const auto parsed = parse_target("/api/v1/inboxes?limit=2&q=a?b");
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(parsed->path, "/api/v1/inboxes");
  EXPECT_EQ(parsed->query, "limit=2&q=a?b");
  EXPECT_EQ(path_of("/"), "/");
  EXPECT_EQ(path_of("*"), "*");
}

TEST(Target, EscapesAreDecodedOnce) {
  EXPECT_EQ(path_of("/a%20b%C3%BC"), "/a bü");
  EXPECT_EQ(path_of("/%2541"), "/%41");
  EXPECT_EQ(path_of("/a+b"), "/a+b");
}

TEST(Target, ProxyFormLosesItsAuthority) {
  EXPECT_EQ(path_of("http://example.org/a?b"), "/a");
  EXPECT_EQ(path_of("HTTPS://example.org:8443"), "/");
  EXPECT_EQ(path_of("http://example.org?x"), "/");
  EXPECT_EQ(parse_target("http://example.org?x=1")->query, "x=1");
}

TEST(Target, RunsOfSlashesBecomeOne) { EXPECT_EQ(path_of("//hooks///x//"), "/hooks/x/"); }

TEST(Target, NamesWithDotsAreNoDotSegments) {
  EXPECT_EQ(path_of("/.well-known/a..b/...x"), "/.well-known/a..b/...x");
  EXPECT_EQ(path_of("/..."), "/...");
}

class RefusedTarget : public testing::TestWithParam<const char*> {};

TEST_P(RefusedTarget, IsRefused) { EXPECT_FALSE(parse_target(GetParam()).has_value()); }

INSTANTIATE_TEST_SUITE_P(All, RefusedTarget,
                         testing::Values("", "a", "example.org:443", "?a", "/..", "/a/../b", "/a/..", "/.", "/a/./b",
                                         "/%2e%2e/b", "/%2E./b", "/a%2fb", "/a%2Fb", "/a%5cb", "/a\\b", "/a%00b",
                                         "/a%0d%0ab", "/a%7f", "/%", "/%4", "/%zz", "/%ff", "/%c0%af", "/a#b", "/a\xC3\xBC",
                                         "/a b", "ftp://x/y", "http:/x", "http://x/%2e%2e", "/..//", "//..//x"));

}  // namespace
}  // namespace net
