#include "api/api.hpp"

#include <gtest/gtest.h>

#include "api/api_test_kit.hpp"
#include "api/once.hpp"
#include "workflow/set_up.hpp"

namespace api::test {
namespace {

using rights::Role;

class ApiTest : public ::testing::Test {
 protected:
  ApiTest() : acme(server.make_organization("Acme")), owner(server.make_member(acme, "Olga", Role::owner)) {}

  net::Response team(const Visa& visa, const std::string& name, const std::string& key = {}) {
    auto request = server.as(visa, "POST", "/api/v1/teams", R"({"name":")" + name + R"(","partner":false,"member_ids":[]})");
    if (!key.empty()) request.headers.push_back({"Idempotency-Key", key});
    return server.send(std::move(request));
  }
  std::size_t count_teams() {
    return body_of(server.send(server.as(owner.visa, "GET", "/api/v1/teams"))).at("items").as_array().size();
  }

  TestApi server;
  ids::Organization acme;
  Member owner;
  int tried = 0;
};

TEST_F(ApiTest, ServesItsAddressesOnly) {
  for (const char* path : {"/api", "/api/", "/api/v1/x", "/healthz", "/readyz", "/metrics"})
    EXPECT_TRUE(Api::serves(path)) << path;
  for (const char* path : {"/", "/apix", "/inbox", "/healthz/x", "/widget/k"}) EXPECT_FALSE(Api::serves(path)) << path;
}

TEST_F(ApiTest, UnknownAddressesAndMethodsSaySo) {
  const auto unknown = server.send(server.request("GET", "/api/v1/convresations"));
  EXPECT_EQ(unknown.status, 404);
  EXPECT_TRUE(kind_of(unknown).starts_with("not_found: ")) << unknown.body;
  EXPECT_EQ(body_of(unknown).at("request_id"), "test-request");
  const auto method = server.send(server.request("PUT", "/api/v1/teams", "{}"));
  EXPECT_EQ(method.status, 405);
  EXPECT_EQ(header(method, "Allow"), "GET, HEAD, POST, OPTIONS");
  const auto options = server.send(server.request("OPTIONS", "/api/v1/teams"));
  EXPECT_EQ(options.status, 204);
  EXPECT_EQ(header(options, "Allow"), "GET, HEAD, POST, OPTIONS");
  EXPECT_EQ(header(options, "Access-Control-Allow-Origin"), "");
  EXPECT_EQ(server.send(server.request("GET", "/api/v1/live")).status, 426);
}

// T-S21: whatever comes back, these come with it.
TEST_F(ApiTest, EveryResponseHasTheSecurityHeaders) {
  std::vector<net::Request> requests;
  for (const auto& route : all_routes()) {
    requests.push_back(server.request(std::string(to_string(route.method)), "/api/v1" + route.path));
    requests.push_back(server.as(owner.visa, std::string(to_string(route.method)), "/api/v1" + route.path, "{}"));
  }
  for (const char* path :
       {"/api/v1/nothing", "/api/openapi.json", "/api/docs", "/api/docs.css", "/healthz", "/readyz", "/metrics", "/api"})
    requests.push_back(server.request("GET", path));
  requests.push_back(server.request("OPTIONS", "/api/v1/teams"));
  requests.push_back(server.request("PUT", "/api/v1/teams"));
  for (auto& request : requests) {
    const std::string what = std::string(to_string(request.method)) + " " + request.target;
    const auto response = server.send(std::move(request));
    EXPECT_EQ(header(response, "X-Content-Type-Options"), "nosniff") << what;
    EXPECT_NE(header(response, "Content-Security-Policy").find("default-src 'none'"), std::string::npos) << what;
    EXPECT_NE(header(response, "Content-Security-Policy").find("frame-ancestors 'none'"), std::string::npos) << what;
    EXPECT_EQ(header(response, "Referrer-Policy"), "no-referrer") << what;
    EXPECT_EQ(header(response, "Cross-Origin-Resource-Policy"), "same-origin") << what;
    EXPECT_NE(header(response, "Permissions-Policy"), "") << what;
    EXPECT_NE(header(response, "Cache-Control"), "") << what;
    if (what.find("/api/v1/") != std::string::npos) EXPECT_EQ(header(response, "Cache-Control"), "no-store") << what;
  }
  EXPECT_TRUE(server.errors.empty()) << server.errors.front();
}

// T-S15: a state-changing request of a session needs its CSRF token and our own origin.
TEST_F(ApiTest, SessionsNeedTheirCsrfTokenAndOurOrigin) {
  const auto with = [&](std::vector<net::Header> headers) {
    auto request = server.request("POST", "/api/v1/teams",
                                  R"({"name":"T)" + std::to_string(++tried) + R"(","partner":false,"member_ids":[]})");
    request.headers.push_back({"Cookie", "a=b; __Host-heed=" + owner.visa.cookie});
    for (auto& one : headers) request.headers.push_back(std::move(one));
    return server.send(std::move(request)).status;
  };
  const net::Header csrf{"X-Heed-CSRF", owner.visa.csrf};
  EXPECT_EQ(with({csrf}), 200);
  EXPECT_EQ(with({csrf, {"Origin", "https://care.test"}, {"Sec-Fetch-Site", "same-origin"}}), 200);
  EXPECT_EQ(with({csrf, {"Origin", "http://CARE.test"}}), 200);  // the Host it came to
  EXPECT_EQ(with({}), 403);
  EXPECT_EQ(with({{"X-Heed-CSRF", ""}}), 403);
  EXPECT_EQ(with({{"X-Heed-CSRF", owner.visa.csrf + "x"}}), 403);
  EXPECT_EQ(with({{"X-Heed-CSRF", owner.visa.cookie}}), 403);
  for (const char* origin : {"https://evil.test", "null", "https://care.test.evil.test", "https://evil.test/care.test",
                             "care.test", "https://", "https://care.test:444"})
    EXPECT_EQ(with({csrf, {"Origin", origin}}), 403) << origin;
  for (const char* site : {"cross-site", "same-site", "none", "x"})
    EXPECT_EQ(with({csrf, {"Sec-Fetch-Site", site}}), 403) << site;
  EXPECT_EQ(count_teams(), 3U);
}

TEST_F(ApiTest, AnotherSiteCannotSignABrowserIn) {
  auto request = server.request("POST", "/api/v1/session", R"({"email":"a@b.test","password":"x"})");
  request.headers.push_back({"Origin", "https://evil.test"});
  EXPECT_EQ(server.send(std::move(request)).status, 403);
}

TEST_F(ApiTest, BearerWinsAndNeedsNoCsrf) {
  const Visa token = server.make_token(acme, Role::admin);
  EXPECT_EQ(team(token, "By a program").status, 200);
  auto both = server.as(owner.visa, "GET", "/api/v1/session");
  both.headers.push_back({"Authorization", "Bearer heed_" + std::string(43, 'x')});
  EXPECT_EQ(server.send(std::move(both)).status, 401);  // no falling back to the cookie
  auto basic = server.request("GET", "/api/v1/teams");
  basic.headers.push_back({"Authorization", "Basic " + token.bearer});
  EXPECT_EQ(server.send(std::move(basic)).status, 401);
  auto spaced = server.request("GET", "/api/v1/teams");
  spaced.headers.push_back({"Authorization", "bearer   " + token.bearer + " "});
  EXPECT_EQ(server.send(std::move(spaced)).status, 200);
}

TEST_F(ApiTest, TokensAreNobodysSelf) {
  EXPECT_EQ(server.send(server.as(server.make_token(acme, Role::owner), "GET", "/api/v1/session")).status, 403);
}

TEST_F(ApiTest, RevokedAndExpiredTokensOpenNothing) {
  const auto made = server.send(server.as(owner.visa, "POST", "/api/v1/tokens", R"({"name":"CI","role":"agent"})"));
  const Visa token{"", "", std::string(body_of(made).at("secret").as_string())};
  EXPECT_EQ(server.send(server.as(token, "GET", "/api/v1/teams")).status, 200);
  const auto id = std::to_string(body_of(made).at("token").at("id").as_int64());
  EXPECT_EQ(server.send(server.as(owner.visa, "DELETE", "/api/v1/tokens/" + id)).status, 200);
  EXPECT_EQ(server.send(server.as(token, "GET", "/api/v1/teams")).status, 401);
  EXPECT_EQ(server.send(server.as(owner.visa, "DELETE", "/api/v1/tokens/" + id)).status, 404);

  const auto soon = base::to_rfc3339(server.clock.now() + std::chrono::seconds(60));
  const auto short_lived = server.send(
      server.as(owner.visa, "POST", "/api/v1/tokens", R"({"name":"Soon","role":"agent","expires_at":")" + soon + "\"}"));
  const Visa visa{"", "", std::string(body_of(short_lived).at("secret").as_string())};
  EXPECT_EQ(server.send(server.as(visa, "GET", "/api/v1/teams")).status, 200);
  server.clock.advance(std::chrono::seconds(60));
  EXPECT_EQ(server.send(server.as(visa, "GET", "/api/v1/teams")).status, 401);
  EXPECT_EQ(server
                .send(server.as(owner.visa, "POST", "/api/v1/tokens",
                                R"({"name":"Past","role":"agent","expires_at":")" + soon + "\"}"))
                .status,
            422);
}

TEST_F(ApiTest, SuspensionAndRoleChangeWorkOnTheVeryNextRequest) {
  const Member ana = server.make_member(acme, "Ana", Role::admin);
  const std::string path = "/api/v1/users/" + std::to_string(ana.user.id.value);
  EXPECT_EQ(server.send(server.as(ana.visa, "GET", "/api/v1/tokens")).status, 200);
  EXPECT_EQ(server.send(server.as(owner.visa, "PATCH", path, R"({"role":"agent"})")).status, 200);
  EXPECT_EQ(server.send(server.as(ana.visa, "GET", "/api/v1/tokens")).status, 401);  // signed out, to sign in anew
  const Visa again = server.begin_session(ana.user);
  EXPECT_EQ(server.send(server.as(again, "GET", "/api/v1/tokens")).status, 403);
  EXPECT_EQ(server.send(server.as(again, "GET", "/api/v1/views")).status, 200);
  EXPECT_EQ(server.send(server.as(owner.visa, "PATCH", path, R"({"suspended":true})")).status, 200);
  EXPECT_EQ(server.send(server.as(again, "GET", "/api/v1/views")).status, 401);
}

TEST_F(ApiTest, AKeyRepeatsTheAnswerAndDoesTheWorkOnce) {
  const auto first = team(owner.visa, "Support", "k-1");
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_EQ(header(first, "Idempotency-Replayed"), "");
  const auto again = team(owner.visa, "Support", "k-1");
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(header(again, "Idempotency-Replayed"), "true");
  EXPECT_EQ(count_teams(), 1U);

  const auto other = team(owner.visa, "Sales", "k-1");
  EXPECT_EQ(other.status, 422);
  EXPECT_EQ(body_of(other).at("field"), "Idempotency-Key");
  EXPECT_EQ(team(owner.visa, "Sales", "k-2").status, 200);
  EXPECT_EQ(count_teams(), 2U);
}

TEST_F(ApiTest, KeysBelongToTheirActorAndRoute) {
  const Member ana = server.make_member(acme, "Ana", Role::admin);
  EXPECT_EQ(team(owner.visa, "Support", "k").status, 200);
  EXPECT_EQ(team(ana.visa, "Sales", "k").status, 200);
  auto token = server.as(owner.visa, "POST", "/api/v1/tokens", R"({"name":"CI","role":"agent"})");
  token.headers.push_back({"Idempotency-Key", "k"});
  EXPECT_EQ(server.send(std::move(token)).status, 200);
}

TEST_F(ApiTest, FailuresAreNotKept) {
  EXPECT_EQ(team(owner.visa, "", "k").status, 422);
  EXPECT_EQ(team(owner.visa, "Support", "k").status, 200);
}

TEST_F(ApiTest, TwentyAtOnceWithOneKeyDoTheWorkOnce) {
  std::vector<net::Request> requests;
  for (int i = 0; i < 20; ++i) {
    requests.push_back(
        server.as(owner.visa, "POST", "/api/v1/teams", R"({"name":"Support","partner":false,"member_ids":[]})"));
    requests.back().headers.push_back({"Idempotency-Key", "k"});
  }
  std::string body;
  for (const auto& response : server.send_all(std::move(requests))) {
    ASSERT_EQ(response.status, 200) << response.body;
    if (body.empty()) body = response.body;
    EXPECT_EQ(response.body, body);
  }
  EXPECT_EQ(count_teams(), 1U);
}

TEST_F(ApiTest, KeysHaveAForm) {
  EXPECT_EQ(team(owner.visa, "A", std::string(255, 'x')).status, 200);
  EXPECT_EQ(team(owner.visa, "B", std::string(256, 'x')).status, 422);
  EXPECT_EQ(team(owner.visa, "B", "with space").status, 422);
  EXPECT_EQ(team(owner.visa, "B", "\xC3\xA9").status, 422);
}

TEST_F(ApiTest, SecretsInKeptAnswersAreSealed) {
  auto request = server.as(owner.visa, "POST", "/api/v1/tokens", R"({"name":"CI","role":"agent"})");
  request.headers.push_back({"Idempotency-Key", "k"});
  const auto first = server.send(net::Request(request));
  const auto again = server.send(net::Request(request));
  EXPECT_EQ(first.body, again.body);
  const std::string secret(body_of(first).at("secret").as_string());
  const auto kept = server.read([&](store::Reading& reading) -> base::Result<store::KeptReply> {
    return store::find_kept_reply(reading, {acme, "user:" + std::to_string(owner.user.id.value), "POST /tokens", "k"})
        .value();
  });
  EXPECT_EQ(kept->reply.find(secret), std::string::npos);
  EXPECT_EQ(kept->reply.find("heed_"), std::string::npos);
}

TEST_F(ApiTest, AnAnswerThatCannotBeOpenedIsNotGivenAndNothingIsDoneTwice) {
  EXPECT_EQ(team(owner.visa, "Support", "k").status, 200);
  server.database.administer("UPDATE idempotency_keys SET reply = 'v1.AAAA'");
  EXPECT_EQ(team(owner.visa, "Support", "k").status, 409);
  EXPECT_EQ(count_teams(), 1U);
}

TEST_F(ApiTest, SignInsAreRepeatedWithTheirCookie) {
  TestApi fresh;
  const auto token =
      fresh.write([](store::Transaction& t) -> base::Result<std::string> { return workflow::make_setup_token(t).reveal(); });
  auto request = fresh.request("POST", "/api/v1/setup",
                               R"({"token":")" + *token + R"(","organization_name":"A","language":"en","time_zone":"UTC",)" +
                                   R"("name":"O","email":"o@a.test","password":")" + kPassword + "\"}");
  request.headers.push_back({"Idempotency-Key", "k"});
  const auto first = fresh.send(net::Request(request));
  ASSERT_EQ(first.status, 200) << first.body;
  const auto again = fresh.send(net::Request(request));
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(header(again, "Set-Cookie"), header(first, "Set-Cookie"));
  request.peer = "192.0.2.99";  // another address is another actor
  EXPECT_EQ(fresh.send(std::move(request)).status, 422);
}

TEST_F(ApiTest, KeptAnswersGoAfterThreeDays) {
  EXPECT_EQ(team(owner.visa, "Support", "k").status, 200);
  const auto clean = [&] {
    return *server.write([](store::Transaction& t) -> base::Result<std::int64_t> { return clean_idempotency_keys(t, 100); });
  };
  server.clock.advance(kAnswersKept);
  EXPECT_EQ(clean(), 0);
  server.clock.advance(std::chrono::milliseconds(1));
  EXPECT_EQ(clean(), 1);
}

TEST_F(ApiTest, BodiesNeedJsonAndKnownMembers) {
  auto form = server.as(owner.visa, "POST", "/api/v1/teams", "name=x");
  for (auto& one : form.headers)
    if (one.name == "Content-Type") one.value = "application/x-www-form-urlencoded";
  EXPECT_EQ(server.send(std::move(form)).status, 422);
  const auto unknown = server.send(
      server.as(owner.visa, "POST", "/api/v1/teams", R"({"name":"x","partner":false,"member_ids":[],"organization_id":1})"));
  EXPECT_EQ(unknown.status, 422);
  EXPECT_EQ(body_of(unknown).at("field"), "organization_id");
  std::string deep = "{\"name\":";
  for (int i = 0; i < 5000; ++i) deep += '[';
  EXPECT_EQ(server.send(server.as(owner.visa, "POST", "/api/v1/teams", deep)).status, 422);
  EXPECT_EQ(Api::body_limit(server.request("GET", "/api/v1/teams")), 0U);
  EXPECT_EQ(Api::body_limit(server.request("POST", "/api/v1/teams")), Api::kBodyLimit);
  for (const std::string path : {"/hooks/api/key", "/api/v1/teams"}) {
    auto lines = server.request("POST", path);
    lines.headers.push_back({"Content-Type", "application/x-ndjson; charset=utf-8"});
    EXPECT_EQ(Api::body_limit(lines), path.starts_with("/hooks/") ? Api::kLinesLimit : Api::kBodyLimit);
  }
}

TEST_F(ApiTest, HealthReadinessAndMetrics) {
  EXPECT_EQ(server.send(server.request("GET", "/healthz")).status, 200);
  EXPECT_EQ(server.send(server.request("GET", "/readyz")).status, 200);
  server.send(server.request("GET", "/api/v1/nothing"));
  const auto metrics = server.send(server.request("GET", "/metrics"));
  EXPECT_EQ(metrics.status, 200);
  EXPECT_NE(metrics.body.find("heed_http_requests_total{route=\"GET /healthz\",status=\"200\"} 1\n"), std::string::npos);
  EXPECT_NE(metrics.body.find("heed_http_requests_total{route=\"other\",status=\"404\"} 1\n"), std::string::npos);
  EXPECT_NE(metrics.body.find("heed_store_writable 1\n"), std::string::npos);
  EXPECT_EQ(metrics.body.find("Acme"), std::string::npos);
}

TEST_F(ApiTest, TheDocumentAndItsPageAreServed) {
  EXPECT_EQ(body_of(server.send(server.request("GET", "/api/openapi.json"))).at("openapi"), "3.1.0");
  const auto page = server.send(server.request("GET", "/api/docs"));
  EXPECT_EQ(header(page, "Content-Type"), "text/html; charset=utf-8");
  EXPECT_NE(header(page, "Content-Security-Policy").find("style-src 'self'"), std::string::npos);
  EXPECT_EQ(header(server.send(server.request("GET", "/api/docs.css")), "Content-Type"), "text/css; charset=utf-8");
}

TEST_F(ApiTest, UpgradesAreForOurOwnPagesAndBearers) {
  const auto takes = [&](const std::string& path, std::vector<net::Header> headers) {
    auto request = server.request("GET", path);
    for (auto& one : headers) request.headers.push_back(std::move(one));
    return server.api->takes_upgrade(request);
  };
  EXPECT_TRUE(takes("/api/v1/live", {{"Origin", "https://care.test"}}));
  EXPECT_FALSE(takes("/api/v1/live", {}));
  EXPECT_FALSE(takes("/api/v1/live", {{"Origin", "https://evil.test"}}));
  EXPECT_TRUE(takes("/api/v1/live", {{"Authorization", "Bearer x"}}));
  EXPECT_FALSE(takes("/api/v1/live", {{"Authorization", "Bearer x"}, {"Origin", "https://evil.test"}}));
  EXPECT_TRUE(takes("/api/v1/widget/abc/live", {{"Origin", "https://care.test"}}));
  EXPECT_TRUE(takes("/api/v1/widget/abc/live", {}));
  EXPECT_FALSE(takes("/api/v1/widget/abc/live", {{"Origin", "https://shop.test"}}));
  EXPECT_FALSE(takes("/api/v1/views", {{"Origin", "https://care.test"}}));
  EXPECT_FALSE(takes("/nothing", {}));
}

}  // namespace
}  // namespace api::test
