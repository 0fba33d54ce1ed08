#include <gtest/gtest.h>

#include "api/api_test_kit.hpp"
#include "workflow/set_up.hpp"

namespace api::test {
namespace {

class SessionTest : public ::testing::Test {
 protected:
  std::string setup_token() {
    return server
        .write([](store::Transaction& t) -> base::Result<std::string> { return workflow::make_setup_token(t).reveal(); })
        .value();
  }
  static std::string setup_body(const std::string& token, const std::string& password = kPassword) {
    return R"({"token":")" + token +
           R"(","organization_name":"Acme","language":"pt","time_zone":"Europe/Lisbon","name":"Olga",)" +
           R"("email":"Olga@Acme.example","password":")" + password + "\"}";
  }
  net::Response post(const std::string& path, const std::string& body) {
    return server.send(server.request("POST", path, body));
  }
  Visa set_up() { return visa_of(post("/api/v1/setup", setup_body(setup_token()))); }
  net::Response sign_in(const std::string& email, const std::string& password) {
    return post("/api/v1/session", R"({"email":")" + email + R"(","password":")" + password + "\"}");
  }

  TestApi server;
};

TEST_F(SessionTest, FirstRunMakesTheOwnerAndSignsThemIn) {
  EXPECT_TRUE(body_of(server.send(server.request("GET", "/api/v1/status"))).at("setup_needed").as_bool());
  const auto reply = post("/api/v1/setup", setup_body(setup_token()));
  ASSERT_EQ(reply.status, 200) << reply.body;
  const auto session = body_of(reply);
  EXPECT_EQ(session.at("user").at("role"), "owner");
  EXPECT_EQ(session.at("user").at("email"), "olga@acme.example");
  EXPECT_EQ(session.at("organization").at("time_zone"), "Europe/Lisbon");
  const std::string cookie = header(reply, "Set-Cookie");
  EXPECT_TRUE(cookie.starts_with("__Host-heed=")) << cookie;
  for (const char* flag : {"; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"})
    EXPECT_NE(cookie.find(flag), std::string::npos) << flag;
  EXPECT_EQ(header(reply, "Cache-Control"), "no-store");

  EXPECT_EQ(server.send(server.as(visa_of(reply), "GET", "/api/v1/session")).status, 200);
  EXPECT_FALSE(body_of(server.send(server.request("GET", "/api/v1/status"))).at("setup_needed").as_bool());
}

TEST_F(SessionTest, ASetUpLinkWorksOnceAndOnlyTheNewest) {
  const std::string old = setup_token();
  const std::string token = setup_token();
  EXPECT_EQ(post("/api/v1/setup", setup_body(old)).status, 422);
  EXPECT_EQ(post("/api/v1/setup", setup_body(token, "short")).status, 422);  // a mistake does not use it up
  EXPECT_EQ(post("/api/v1/setup", setup_body(token)).status, 200);
  EXPECT_EQ(post("/api/v1/setup", setup_body(token)).status, 422);
  EXPECT_EQ(post("/api/v1/setup", setup_body(setup_token())).status, 409);  // there is an owner
}

TEST_F(SessionTest, AHundredAtOnceRedeemALinkOnce) {
  const std::string token = setup_token();
  std::vector<net::Request> requests;
  for (int i = 0; i < 100; ++i) {
    requests.push_back(server.request("POST", "/api/v1/setup", setup_body(token)));
    requests.back().peer = "198.51.100." + std::to_string(i);
  }
  int done = 0;
  for (const auto& reply : server.send_all(std::move(requests))) done += reply.status == 200 ? 1 : 0;
  EXPECT_EQ(done, 1);
}

TEST_F(SessionTest, SetUpTakesOverWhatAnImportMade) {
  server.make_organization("My company");
  const auto session = body_of(post("/api/v1/setup", setup_body(setup_token())));
  EXPECT_EQ(session.at("organization").at("name"), "Acme");
  const auto organizations =
      server.read([](store::Reading& reading) -> base::Result<bool> { return workflow::is_setup_needed(reading); });
  EXPECT_FALSE(*organizations);
}

TEST_F(SessionTest, EveryWrongSignInSoundsTheSame) {
  set_up();
  const auto wrong = sign_in("olga@acme.example", "not the right words");
  const auto unknown = sign_in("nobody@acme.example", kPassword);
  const auto nonsense = sign_in("no address", kPassword);
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(wrong.body, unknown.body);
  EXPECT_EQ(wrong.body, nonsense.body);
  EXPECT_EQ(header(wrong, "Set-Cookie"), "");
}

TEST_F(SessionTest, SigningInMakesANewSessionAndEndsTheOneBefore) {
  const Visa first = set_up();
  auto request = server.request("POST", "/api/v1/session",
                                R"({"email":" OLGA@acme.example","password":")" + std::string(kPassword) + "\"}");
  request.headers.push_back({"Cookie", "__Host-heed=" + first.cookie});
  const auto reply = server.send(std::move(request));
  ASSERT_EQ(reply.status, 200) << reply.body;
  const Visa second = visa_of(reply);
  EXPECT_NE(second.cookie, first.cookie);
  EXPECT_NE(second.csrf, first.csrf);
  EXPECT_EQ(server.send(server.as(second, "GET", "/api/v1/session")).status, 200);
  server.clock.advance(std::chrono::seconds(2));
  EXPECT_EQ(server.send(server.as(first, "GET", "/api/v1/session")).status, 401);
}

TEST_F(SessionTest, SigningOutEndsItAtOnce) {
  const Visa visa = set_up();
  EXPECT_EQ(server.send(server.as(visa, "GET", "/api/v1/session")).status, 200);
  const auto reply = server.send(server.as(visa, "DELETE", "/api/v1/session"));
  EXPECT_EQ(reply.status, 200);
  EXPECT_NE(header(reply, "Set-Cookie").find("Max-Age=0"), std::string::npos);
  EXPECT_EQ(server.send(server.as(visa, "GET", "/api/v1/session")).status, 401);
}

TEST_F(SessionTest, TriesAreCountedPerAccountAndAddress) {
  set_up();
  for (int i = 0; i < 10; ++i) EXPECT_EQ(sign_in("olga@acme.example", "wrong wrong wrong").status, 401);
  const auto limited = sign_in("olga@acme.example", kPassword);
  EXPECT_EQ(limited.status, 429);
  EXPECT_NE(header(limited, "Retry-After"), "");
  EXPECT_EQ(sign_in("nobody@acme.example", "wrong wrong wrong").status, 401);  // another account, the same answer as ever
  server.clock.advance(std::chrono::seconds(31));
  EXPECT_EQ(sign_in("olga@acme.example", kPassword).status, 200);
}

TEST_F(SessionTest, RightSignInsCostNoTries) {
  set_up();
  for (int i = 0; i < 15; ++i) EXPECT_EQ(sign_in("olga@acme.example", kPassword).status, 200);
}

TEST_F(SessionTest, SessionsSlideAndEnd) {
  const Visa visa = set_up();
  for (int day = 0; day < 80; day += 10) {
    server.clock.advance(std::chrono::hours(24 * 10));
    EXPECT_EQ(server.send(server.as(visa, "GET", "/api/v1/session")).status, 200) << day;
  }
  server.clock.advance(std::chrono::hours(24 * 10));
  EXPECT_EQ(server.send(server.as(visa, "GET", "/api/v1/session")).status, 401);  // 90 days, however busy
}

TEST_F(SessionTest, SessionsEndWhenIdle) {
  const Visa visa = set_up();
  server.clock.advance(std::chrono::hours(24 * 14));
  EXPECT_EQ(server.send(server.as(visa, "GET", "/api/v1/session")).status, 401);
}

TEST_F(SessionTest, InvitationsOpenOnce) {
  const Visa owner = set_up();
  const auto invited =
      server.send(server.as(owner, "POST", "/api/v1/users", R"({"name":"Ana","email":"ana@acme.example","role":"agent"})"));
  ASSERT_EQ(invited.status, 200) << invited.body;
  const std::string link(body_of(invited).at("link").as_string());
  EXPECT_TRUE(link.starts_with("https://care.test/invite?token=")) << link;
  const std::string body =
      R"({"token":")" + link.substr(link.find('=') + 1) + R"(","name":"Ana S.","password":")" + kPassword + "\"}";
  EXPECT_EQ(sign_in("ana@acme.example", kPassword).status, 401);  // not before
  const auto accepted = post("/api/v1/invitations/accept", body);
  ASSERT_EQ(accepted.status, 200) << accepted.body;
  EXPECT_EQ(body_of(accepted).at("user").at("name"), "Ana S.");
  EXPECT_EQ(post("/api/v1/invitations/accept", body).status, 422);
  EXPECT_EQ(sign_in("ana@acme.example", kPassword).status, 200);
}

TEST_F(SessionTest, InvitationsEnd) {
  const Visa owner = set_up();
  const auto link = [&] {
    const auto reply = server.send(
        server.as(owner, "POST", "/api/v1/users", R"({"name":"Ana","email":"ana@acme.example","role":"agent"})"));
    const std::string text(body_of(reply).at("link").as_string());
    return text.substr(text.find('=') + 1);
  };
  const auto accept = [&](const std::string& token) {
    return post("/api/v1/invitations/accept", R"({"token":")" + token + R"(","name":"Ana","password":")" + kPassword + "\"}")
        .status;
  };
  const std::string first = link();
  const std::string second = link();  // inviting again makes a new link, and the old one is over
  EXPECT_EQ(accept(first), 422);
  server.clock.advance(std::chrono::hours(24 * 7));
  EXPECT_EQ(accept(second), 422);
  server.clock.advance(std::chrono::hours(-1));
  EXPECT_EQ(accept(second), 200);
}

TEST_F(SessionTest, AnEndedSessionDoesNotKeepAnybodyFromSigningIn) {
  set_up();
  auto request = server.request("POST", "/api/v1/session",
                                R"({"email":"olga@acme.example","password":")" + std::string(kPassword) + "\"}");
  request.headers.push_back({"Cookie", "__Host-heed=" + std::string(43, 'x')});
  EXPECT_EQ(server.send(std::move(request)).status, 200);
}

}  // namespace
}  // namespace api::test
