#include "channel/oauth_tokens.hpp"

#include <gtest/gtest.h>

namespace channel {
namespace {

using base::FailureKind;

TEST(OAuthTokens, AsksWithPkce) {
  OAuthClient client;
  client.authorize_url = "https://social.example/oauth/authorize?a=b";
  client.client_id = "id 1";
  client.scopes = {"read", "write"};
  client.parameters = {{"prompt", "consent"}};
  EXPECT_EQ(authorize_url(client, "https://care.example/oauth/callback", "S", "C"),
            "https://social.example/oauth/authorize?a=b&response_type=code&client_id=id%201&redirect_uri=https%3A%2F%2F"
            "care.example%2Foauth%2Fcallback&scope=read%20write&state=S&code_challenge=C&code_challenge_method=S256&prompt="
            "consent");
  // RFC 7636, appendix B.
  EXPECT_EQ(pkce_challenge(base::Secret("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

TEST(OAuthTokens, ReadsWhatProvidersAnswer) {
  const base::Time now{std::chrono::hours(500'000)};
  OAuthTokens before;
  before.client.token_url = "https://social.example/oauth/token";
  before.client.needed_scopes = {"read", "write"};
  before.refresh_token = base::Secret("old");
  const auto read = [&](int status, const std::string& body) { return read_tokens({status, {}, body}, before, now); };
  const auto good = read(200, R"({"access_token":"t","token_type":"bearer","expires_in":"3600","scope":"write read"})");
  ASSERT_TRUE(good.has_value()) << good.error().message;
  EXPECT_EQ(good->refresh_token.reveal(), "old") << "kept where none is given";
  EXPECT_TRUE(good->is_fresh(now + std::chrono::minutes(58)));
  EXPECT_FALSE(good->is_fresh(now + std::chrono::minutes(59)));
  EXPECT_TRUE(good->is_valid(now + std::chrono::minutes(59)));
  EXPECT_FALSE(good->is_valid(now + std::chrono::minutes(60)));
  EXPECT_TRUE(read(200, R"({"access_token":"t"})")->is_fresh(now + std::chrono::hours(100'000))) << "no end is known";
  const auto kind = [&](int status, const std::string& body) { return read(status, body).error().kind; };
  EXPECT_EQ(kind(400, R"({"error":"invalid_grant"})"), FailureKind::unauthenticated);
  EXPECT_EQ(kind(200, R"({"error":"invalid_grant"})"), FailureKind::unauthenticated);
  EXPECT_EQ(kind(401, R"({"error":"invalid_client"})"), FailureKind::unauthenticated);
  EXPECT_EQ(kind(429, ""), FailureKind::rate_limited);
  EXPECT_EQ(kind(502, "<html>"), FailureKind::unavailable);
  EXPECT_EQ(kind(200, "<html>"), FailureKind::unavailable);
  EXPECT_EQ(kind(200, R"({"access_token":"a b"})"), FailureKind::unavailable);
  EXPECT_EQ(kind(200, R"({"access_token":"t","token_type":"mac"})"), FailureKind::unavailable);
  const auto narrow = read(200, R"({"access_token":"t","scope":"read"})");
  ASSERT_FALSE(narrow);
  EXPECT_NE(narrow.error().message.find("write is missing"), std::string::npos) << narrow.error().message;
}

}  // namespace
}  // namespace channel
