#include <gtest/gtest.h>

#include "base/json/decode.hpp"
#include "channel/fake_platform_test_kit.hpp"
#include "connectors/mastodon/inbox.hpp"
#include "connectors/mastodon/test_server_test_kit.hpp"

namespace mastodon {
namespace {

using channel::ActionKind;
using channel::SendOutcome;

class MastodonSend : public testing::Test {
 protected:
  std::unique_ptr<channel::ChannelInbox> inbox(std::string_view settings = TestServer::kSettings) {
    return make_inbox(world_.services(), *read_settings(*base::parse_json(settings)), {});
  }
  static channel::OutboundMessage answer(const std::string& text) {
    channel::OutboundMessage message;
    message.key = "m-17";
    message.text = text;
    message.is_public = true;
    message.parent_external_id = "103";
    message.context = R"({"visibility":"unlisted","notification":"44"})";
    message.recipient.external_id = "ann@a.example";
    message.recipient.handle = "@ann@a.example";
    message.written_at = *base::parse_rfc3339("2026-11-22T09:59:30Z");
    return message;
  }
  [[nodiscard]] int posts() const {
    return static_cast<int>(std::ranges::count_if(world_.platform.seen, [](const auto& one) {
      return one.method == net::Method::post && one.url.ends_with("/api/v1/statuses");
    }));
  }
  void take_statuses() {
    world_.platform.on(
        net::Method::post, "/api/v1/statuses", 200,
        TestServer::status("3001", TestServer::account("7", "care"), "x", R"(,"url":"https://care.example/@care/3001")"));
  }

  channel::FakeWorld world_;
};

constexpr std::string_view kWithoutKeys =
    R"({"server":"https://care.example","access_token":"kept-secret","account_id":"7","host":"care.example","keeps_keys":false})";

TEST_F(MastodonSend, SaysItOnceWithItsKey) {
  take_statuses();
  const auto result = world_.run(inbox()->send(answer("On its way 📦")));
  EXPECT_EQ(result.outcome, SendOutcome::sent) << result.reason;
  EXPECT_EQ(result.external_id, "3001");
  EXPECT_EQ(result.url, "https://care.example/@care/3001");
  ASSERT_EQ(world_.platform.seen.size(), 1U);
  const auto& request = world_.platform.seen[0];
  EXPECT_TRUE(request.idempotent);
  EXPECT_EQ(request.headers.at(3).name + ": " + request.headers.at(3).value, "Idempotency-Key: m-17");
  EXPECT_EQ(request.body, R"({"status":"@ann@a.example On its way 📦","visibility":"unlisted","in_reply_to_id":"103"})");
}

TEST_F(MastodonSend, WhatIsTooLongNeverLeaves) {
  const auto result = world_.run(inbox()->send(answer(std::string(496, 'x'))));
  EXPECT_EQ(result.outcome, SendOutcome::refused);
  EXPECT_EQ(result.reason, "care.example takes 500 characters; with the mention this has 501.");
  EXPECT_TRUE(world_.platform.seen.empty());
}

TEST_F(MastodonSend, LooksFirstWhereKeysAreNotKept) {
  take_statuses();
  world_.platform.on(net::Method::get, "/api/v1/statuses/103/context", 200, R"({"ancestors":[],"descendants":[]})");
  EXPECT_EQ(world_.run(inbox(kWithoutKeys)->send(answer("Hello you"))).outcome, SendOutcome::sent);
  EXPECT_EQ(posts(), 1);
  const std::string there = TestServer::status(
      "3001", TestServer::account("7", "care"),
      "<a href=\\\"https://a.example/@ann\\\" class=\\\"mention\\\">@ann</a> Hello<br>you",
      R"(,"in_reply_to_id":"103","mentions":[{"id":"5","acct":"ann@a.example","url":"https://a.example/@ann"}])");
  world_.platform.on(net::Method::get, "/api/v1/statuses/103/context", 200,
                     R"({"ancestors":[],"descendants":[)" + there + "]}");
  const auto again = world_.run(inbox(kWithoutKeys)->send(answer("Hello you")));
  EXPECT_EQ(again.outcome, SendOutcome::sent);
  EXPECT_EQ(again.external_id, "3001");
  EXPECT_EQ(posts(), 1) << "it was there already";
  EXPECT_EQ(world_.run(inbox()->find_sent(answer("Hello you"))).outcome, SendOutcome::sent);
  EXPECT_EQ(world_.run(inbox()->find_sent(answer("Another"))).outcome, SendOutcome::refused);
  auto later = answer("Hello you");
  later.written_at = *base::parse_rfc3339("2026-11-22T10:02:00Z");
  EXPECT_EQ(world_.run(inbox()->find_sent(later)).outcome, SendOutcome::refused) << "an earlier one of the same words";
  world_.platform.on(net::Method::get, "/api/v1/statuses/103/context", 503, "");
  EXPECT_EQ(world_.run(inbox(kWithoutKeys)->send(answer("Hello you"))).outcome, SendOutcome::later);
  EXPECT_EQ(posts(), 1);
}

TEST_F(MastodonSend, TellsRefusalsInWords) {
  const auto refused = [&](int status, const std::string& body, std::vector<net::Header> headers = {}) {
    world_.platform.on(net::Method::post, "/api/v1/statuses", status, body, std::move(headers));
    return world_.run(inbox()->send(answer("Hello")));
  };
  const auto invalid = refused(422, R"({"error":"Validation failed: Text is too long"})");
  EXPECT_EQ(invalid.outcome, SendOutcome::refused);
  EXPECT_NE(invalid.reason.find("Text is too long"), std::string::npos);
  const auto gone = refused(404, R"({"error":"Record not found"})");
  EXPECT_EQ(gone.outcome, SendOutcome::refused);
  EXPECT_NE(gone.reason.find("no longer there"), std::string::npos);
  const auto scope = refused(403, R"({"error":"This action is outside the authorized scopes"})");
  EXPECT_EQ(scope.outcome, SendOutcome::later);
  EXPECT_TRUE(scope.needs_login);
  EXPECT_EQ(refused(403, R"({"error":"Your login is currently disabled"})").outcome, SendOutcome::refused);
  const auto limited =
      refused(429, "{}", {{"X-RateLimit-Reset", base::to_rfc3339(world_.clock.now() + std::chrono::minutes(3))}});
  EXPECT_EQ(limited.outcome, SendOutcome::later);
  EXPECT_EQ(limited.retry_after, std::chrono::minutes(3));
}

TEST_F(MastodonSend, FilesGoFirst) {
  take_statuses();
  auto message = answer("Look");
  message.attachments.push_back({"box.png", "image/png", "A torn box", "PNG"});
  world_.platform.on(net::Method::post, "/api/v2/media", 200, R"({"id":"m1","type":"image"})");
  EXPECT_EQ(world_.run(inbox()->send(message)).outcome, SendOutcome::sent);
  ASSERT_EQ(world_.platform.seen.size(), 2U);
  EXPECT_NE(world_.platform.seen[0].body.find("A torn box"), std::string::npos);
  EXPECT_NE(world_.platform.seen[1].body.find(R"("media_ids":["m1"])"), std::string::npos);
  world_.platform.on(net::Method::post, "/api/v2/media", 202, R"({"id":"m2","type":"video"})");
  world_.platform.on(net::Method::get, "/api/v1/media/m2", 200, "{}");
  EXPECT_EQ(world_.run(inbox()->send(message)).outcome, SendOutcome::sent);
  world_.platform.on(net::Method::post, "/api/v2/media", 422,
                     R"({"error":"Validation failed: File content type is invalid"})");
  const auto refused = world_.run(inbox()->send(message));
  EXPECT_EQ(refused.outcome, SendOutcome::refused);
  EXPECT_NE(refused.reason.find("box.png"), std::string::npos);
  world_.platform.on(net::Method::post, "/api/v2/media",
                     [](const auto&) { return channel::FakePlatform::away(net::Sent::whole); });
  EXPECT_EQ(world_.run(inbox()->send(message)).outcome, SendOutcome::later) << "nothing was said";
  message.attachments[0].bytes = std::string(1001, 'x');
  EXPECT_EQ(world_.run(inbox()->send(message)).outcome, SendOutcome::refused);
  message.attachments.assign(5, {"a.png", "image/png", "", "x"});
  EXPECT_EQ(world_.run(inbox()->send(message)).outcome, SendOutcome::refused);
  EXPECT_EQ(posts(), 2);
}

TEST_F(MastodonSend, ActsOnStatuses) {
  const auto done = [&](ActionKind kind, net::Method method, const std::string& path) {
    world_.platform.seen.clear();
    world_.platform.on(method, path, 200, "{}");
    const auto result = world_.run(inbox()->act({kind, "103", answer("").context}));
    EXPECT_TRUE(result.has_value()) << base::to_name(kind);
    return world_.platform.seen.back().body;
  };
  done(ActionKind::like, net::Method::post, "/api/v1/statuses/103/favourite");
  done(ActionKind::unlike, net::Method::post, "/api/v1/statuses/103/unfavourite");
  done(ActionKind::share, net::Method::post, "/api/v1/statuses/103/reblog");
  done(ActionKind::unshare, net::Method::post, "/api/v1/statuses/103/unreblog");
  done(ActionKind::remove, net::Method::del, "/api/v1/statuses/103");
  world_.platform.on(net::Method::get, "/api/v1/markers", 200, R"({"notifications":{"last_read_id":"43"}})");
  EXPECT_EQ(done(ActionKind::mark_read, net::Method::post, "/api/v1/markers"), R"({"notifications":{"last_read_id":"44"}})");
  world_.platform.on(net::Method::get, "/api/v1/markers", 200, R"({"notifications":{"last_read_id":"100"}})");
  EXPECT_EQ(done(ActionKind::mark_read, net::Method::post, "/api/v1/markers"), "") << "it does not go back";
  world_.platform.on(net::Method::post, "/api/v1/statuses/103/favourite", 404, R"({"error":"Record not found"})");
  EXPECT_FALSE(world_.run(inbox()->act({ActionKind::like, "103", ""})).has_value());
}

class MastodonConnect : public MastodonSend {
 protected:
  MastodonConnect() {
    server_.serve(world_.platform);
    on("/api/v1/apps/verify_credentials", 200, R"({"name":"Heed","scopes":["read","write","follow"]})");
    on("/api/v2/instance", 200,
       R"({"domain":"care.example","version":"4.6.1","configuration":{"urls":{"streaming":"wss://stream.care.example"},)"
       R"("statuses":{"max_characters":3000,"max_media_attachments":6},"media_attachments":{"image_size_limit":16777216}}})");
  }
  void on(const std::string& part, int status, const std::string& body) {
    world_.platform.on(net::Method::get, part, status, body);
  }
  base::Result<channel::ConnectedAccount> connect() {
    return world_.run(inbox(R"({"server":"care.example","access_token":"kept-secret"})")->connect());
  }
  base::Failure failure() {
    const auto connected = connect();
    EXPECT_FALSE(connected.has_value());
    const auto fault = connected ? base::Failure{} : connected.error();
    EXPECT_EQ(fault.message.find("kept-secret"), std::string::npos);
    return fault;
  }
  TestServer server_;
};

TEST_F(MastodonConnect, FindsOutWhoItIsAndWhatTheServerTakes) {
  server_.ann_says(2, "before");
  const auto connected = connect();
  ASSERT_TRUE(connected.has_value()) << connected.error().message;
  EXPECT_EQ(connected->external_id, "care@care.example");
  EXPECT_EQ(connected->handle, "@care@care.example");
  const auto kept = read_settings(connected->settings);
  ASSERT_TRUE(kept.has_value());
  EXPECT_EQ(kept->max_characters, 3000);
  EXPECT_EQ(kept->max_media, 6);
  EXPECT_EQ(kept->streaming, "https://stream.care.example");
  EXPECT_EQ(kept->keeps_keys, true);
  EXPECT_NE(connected->cursor.find(R"("notification":"2")"), std::string::npos) << connected->cursor;
}

TEST_F(MastodonConnect, ServersWithoutTheSecondInterfaceAreTakenToo) {
  on("/api/v2/instance", 404, "<html></html>");
  on("/api/v1/apps/verify_credentials", 404, "");
  on("/api/v1/instance", 200,
     R"x({"uri":"care.example","version":"4.0.0 (not true; really snac/2.75)","urls":{"streaming_api":"wss://care.example"},)x"
     R"("configuration":{"statuses":{"max_characters":100000}}})");
  const auto connected = connect();
  ASSERT_TRUE(connected.has_value()) << connected.error().message;
  const auto kept = read_settings(connected->settings);
  EXPECT_EQ(kept->max_characters, 100'000);
  EXPECT_EQ(kept->keeps_keys, false);
}

TEST_F(MastodonConnect, KnowsWhoKeepsKeys) {
  for (const auto& [version, keeps] :
       std::vector<std::pair<std::string, bool>>{{"4.3.0+glitch", true},
                                                 {"2.7.2 (compatible; Akkoma 3.13)", true},
                                                 {"3.5.3 (compatible; Pixelfed 0.12.3)", false},
                                                 {"0.17.3+git-1234567", false},
                                                 {"", false}}) {
    KeptSettings settings;
    learn_instance(settings, {{"version", version}});
    EXPECT_EQ(settings.keeps_keys, keeps) << version;
  }
}

TEST_F(MastodonConnect, SaysWhatIsWrong) {
  on("/api/v1/apps/verify_credentials", 200, R"({"scopes":["read"]})");
  EXPECT_EQ(failure().field, "access_token");
  on("/api/v1/notifications", 403, R"({"error":"This action is outside the authorized scopes"})");
  on("/api/v1/apps/verify_credentials", 404, "");
  auto fault = failure();
  EXPECT_EQ(fault.field, "access_token");
  EXPECT_NE(fault.message.find("outside the authorized scopes"), std::string::npos);
  on("/api/v1/accounts/verify_credentials", 401, R"({"error":"The access token is invalid"})");
  fault = failure();
  EXPECT_EQ(fault.field, "access_token");
  EXPECT_NE(fault.message.find("does not accept this access token"), std::string::npos);
  on("/api/v1/accounts/verify_credentials", 422, "");
  EXPECT_EQ(failure().field, "access_token");
  on("/api/v1/instance", 404, "<html>");
  for (const auto& [status, body] :
       std::vector<std::pair<int, std::string>>{{404, "<html>"}, {200, "<html>"}, {200, "[1]"}}) {
    on("/api/v2/instance", status, body);
    fault = failure();
    EXPECT_EQ(fault.field, "server");
    EXPECT_NE(fault.message.find("not as a server of the Mastodon API"), std::string::npos) << fault.message;
  }
  world_.platform.on(net::Method::get, "/instance",
                     [](const auto&) { return channel::FakePlatform::away(net::Sent::nothing); });
  EXPECT_EQ(failure().message, "social.example does not answer.");
}

}  // namespace
}  // namespace mastodon
