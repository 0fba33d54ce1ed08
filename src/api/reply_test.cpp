#include "api/reply.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "base/json/decode.hpp"

namespace api {
namespace {

using base::FailureKind;

constexpr FailureKind kAll[] = {FailureKind::invalid,      FailureKind::unauthenticated, FailureKind::forbidden,
                                FailureKind::not_found,    FailureKind::conflict,        FailureKind::too_large,
                                FailureKind::rate_limited, FailureKind::rejected,        FailureKind::unavailable};

std::string header(const net::Response& response, std::string_view name) {
  for (const auto& one : response.headers)
    if (one.name == name) return one.value;
  return {};
}

TEST(Reply, EveryKindHasAStatusOfItsOwn) {
  std::set<int> statuses;
  std::set<std::string_view> names;
  for (const auto kind : kAll) {
    statuses.insert(status_of(kind));
    names.insert(name_of(kind));
  }
  EXPECT_EQ(statuses.size(), std::size(kAll));
  EXPECT_EQ(names.size(), std::size(kAll));
}

TEST(Reply, FailuresSayWhatWhereAndWhen) {
  const auto response =
      failure_reply({FailureKind::rate_limited, "Wait \"a\" bit.", "email", std::chrono::seconds(30)}, "r1");
  EXPECT_EQ(response.status, 429);
  EXPECT_EQ(response.body, R"({"kind":"rate_limited","message":"Wait \"a\" bit.","field":"email","request_id":"r1"})");
  EXPECT_EQ(header(response, "Retry-After"), "30");
  EXPECT_EQ(header(response, "Cache-Control"), "no-store");
  EXPECT_EQ(header(failure_reply({FailureKind::unauthenticated, "", "", std::nullopt}, ""), "WWW-Authenticate"),
            "Bearer realm=\"heed\"");
}

TEST(Reply, SecurityHeadersAreAddedOnce) {
  net::Response response;
  response.with("content-security-policy", "default-src 'self'");
  add_security_headers(response);
  add_security_headers(response);
  std::multiset<std::string> names;
  for (const auto& one : response.headers) names.insert(one.name);
  EXPECT_EQ(names.count("content-security-policy"), 1U);
  EXPECT_EQ(names.count("Content-Security-Policy"), 0U);
  for (const char* name :
       {"X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Resource-Policy", "Permissions-Policy"})
    EXPECT_EQ(names.count(name), 1U) << name;
}

TEST(Reply, WhereNothingIsSaidOfThemTheyAreOneBlock) {
  net::Response response;
  response.with("Content-Type", "text/plain");
  add_security_headers(response);
  add_security_headers(response);
  EXPECT_EQ(response.headers.size(), 1U);
  for (const char* line :
       {"\r\nX-Content-Type-Options: nosniff\r\n", "\r\nX-Frame-Options: DENY\r\n", "\r\nPermissions-Policy: "})
    EXPECT_NE(response.fixed_headers.find(line), std::string_view::npos) << line;
  EXPECT_FALSE(response.fixed_headers.ends_with('\n')) << "whoever writes the next line begins it";
}

}  // namespace
}  // namespace api
