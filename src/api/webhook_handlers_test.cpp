#include "api/webhook_handlers.hpp"

#include <gtest/gtest.h>

#include "api/api_test_kit.hpp"
#include "base/json/decode.hpp"
#include "store/event_log.hpp"

namespace api::test {
namespace {

using rights::Role;

class WebhooksTest : public ::testing::Test {
 protected:
  WebhooksTest() : acme(server.make_organization("Acme")), owner(server.make_member(acme, "Olga", Role::owner)) {}

  net::Response call(const std::string& method, const std::string& path, const std::string& body = {}) {
    return server.send(server.as(owner.visa, method, "/api/v1/webhooks" + path, body));
  }
  std::string make(const std::string& body = R"({"url":"https://crm.example/heed","kinds":[]})") {
    const auto made = call("POST", "", body);
    EXPECT_EQ(made.status, 200) << made.body;
    first_secret = std::string(body_of(made).at("secret").as_string());
    return "/" + std::to_string(body_of(made).at("webhook").at("id").as_int64());
  }
  boost::json::value only() { return body_of(call("GET", "")).at("items").at(0); }
  void rename(const std::string& name) {
    const auto changed = server.send(server.as(owner.visa, "PATCH", "/api/v1/organization", R"({"name":")" + name + "\"}"));
    EXPECT_EQ(changed.status, 200) << changed.body;
  }

  TestApi server;
  ids::Organization acme;
  Member owner;
  std::string first_secret;
};

TEST_F(WebhooksTest, TheSecretIsShownOnceAndANewOneIsAnother) {
  const auto path = make();
  EXPECT_TRUE(first_secret.starts_with("whsec_"));
  EXPECT_EQ(first_secret.size(), 6U + 44U) << "32 bytes";
  EXPECT_EQ(call("GET", "").body.find("whsec_"), std::string::npos);
  const auto changed = call("PATCH", path, R"({"url":"https://crm.example/other"})");
  EXPECT_EQ(changed.status, 200);
  EXPECT_EQ(changed.body.find("whsec_"), std::string::npos);
  EXPECT_EQ(only().at("url"), "https://crm.example/other");
  const auto renewed = body_of(call("POST", path + "/secret"));
  EXPECT_TRUE(renewed.at("secret").as_string().starts_with("whsec_"));
  EXPECT_NE(renewed.at("secret"), boost::json::value(first_secret));
}

TEST_F(WebhooksTest, CountsWhatWaitsOfWhatWasAskedFor) {
  const auto path = make(R"({"url":"https://crm.example/heed","kinds":["organization.changed"]})");
  EXPECT_EQ(only().at("waiting").as_int64(), 0);
  rename("Acme Two");
  EXPECT_EQ(only().at("waiting").as_int64(), 1);
  EXPECT_EQ(call("PATCH", path, R"({"kinds":["message.created"]})").status, 200);
  EXPECT_EQ(only().at("waiting").as_int64(), 0);
}

TEST_F(WebhooksTest, NamesTheFieldThatIsWrong) {
  const auto field = [&](const std::string& body) {
    const auto refused = call("POST", "", body);
    EXPECT_EQ(refused.status, 422) << refused.body;
    return std::string(body_of(refused).at("field").as_string());
  };
  EXPECT_EQ(field(R"({"url":"","kinds":[]})"), "url");
  EXPECT_EQ(field(R"({"url":"https://me:secret@crm.example/","kinds":[]})"), "url");
  EXPECT_EQ(field(R"({"url":"https://crm.example/","kinds":["message.creatd"]})"), "kinds");
  for (int i = 0; i < 20; ++i) make();
  EXPECT_EQ(call("POST", "", R"({"url":"https://crm.example/","kinds":[]})").status, 409);
}

TEST_F(WebhooksTest, WhatIsDeletedIsNoMore) {
  const auto path = make();
  EXPECT_EQ(call("DELETE", path).status, 200);
  EXPECT_TRUE(body_of(call("GET", "")).at("items").as_array().empty());
  for (const char* after : {"/secret", "/test", "/replay"}) EXPECT_EQ(call("POST", path + after).status, 404) << after;
  EXPECT_EQ(call("GET", path + "/dead_letters").status, 404);
  EXPECT_EQ(call("DELETE", path).status, 404);
}

// What is told of an event is what the feed says of it, without what the body around it says.
TEST_F(WebhooksTest, DataIsWhatTheFeedSays) {
  rename("Acme Two");
  const auto events = server.read([&](store::Reading& r) -> base::Result<std::vector<store::StoredEvent>> {
    return store::events_after(r, acme, 0, 100);
  });
  ASSERT_FALSE(events->empty());
  const auto data = webhook_data(acme, events->back());
  ASSERT_TRUE(data);
  const auto value = *base::parse_json(*data);
  EXPECT_TRUE(value.is_object());
  for (const char* name : {"type", "seq", "at"}) EXPECT_FALSE(value.as_object().contains(name)) << name;
  EXPECT_FALSE(value.as_object().empty());
  EXPECT_FALSE(webhook_data(acme, {1, "no.such.event", std::nullopt, server.clock.now(), "{}"}));
}

}  // namespace
}  // namespace api::test
