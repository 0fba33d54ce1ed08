#include <gtest/gtest.h>

#include "api/api_test_kit.hpp"
#include "base/json/encode.hpp"
#include "workflow/receive_items.hpp"

namespace api::test {
namespace {

using rights::Role;

class ContactRouteTest : public ::testing::Test {
 protected:
  ContactRouteTest()
      : acme(server.make_organization("Acme")),
        agent(server.make_member(acme, "Ana", Role::agent)),
        partner(server.make_member(acme, "Pat", Role::partner)),
        posts(server.make_chat(acme, "Posts")) {
    receive("post-1", channel::ItemKind::message, "", 100);
  }

  void receive(const std::string& id, channel::ItemKind kind, const std::string& target, std::int64_t followers) {
    channel::InboundItem item;
    item.external_id = id;
    item.kind = kind;
    item.author = {"ann", "@ann", "Ann", followers, true, "pt"};
    item.text = kind == channel::ItemKind::message ? "Where is it?" : "";
    item.target_external_id = target;
    item.said_at = server.clock.now();
    server.write([&](store::Transaction& t) -> base::Result<bool> { return workflow::Receiving(t).receive(posts, item); });
  }
  std::string contact() {
    const auto page = body_of(server.send(server.as(agent.visa, "GET", "/api/v1/contacts")));
    return "/api/v1/contacts/" + std::to_string(page.at("items").at(0).at("id").as_int64());
  }
  boost::json::value ask(const std::string& path) { return body_of(server.send(server.as(agent.visa, "GET", path))); }

  TestApi server;
  ids::Organization acme;
  Member agent, partner;
  inbox::Inbox posts;
};

TEST_F(ContactRouteTest, ShowsTheProfileAndHowItChanged) {
  server.clock.advance(std::chrono::hours(48));
  receive("like-1", channel::ItemKind::like, "post-1", 250);
  const auto page = ask(contact());
  const auto& identity = page.at("identities").at(0);
  EXPECT_EQ(identity.at("name"), "Ann");
  EXPECT_EQ(identity.at("followers"), 250);
  EXPECT_EQ(identity.at("verified"), true);
  EXPECT_EQ(identity.at("language"), "pt");
  EXPECT_EQ(page.at("strikes").as_array().size(), 0U);
  const auto histories = ask(contact() + "/identities");
  const auto& days = histories.at("items").at(0).at("days").as_array();
  ASSERT_EQ(days.size(), 2U);
  EXPECT_EQ(days.at(0).at("followers"), 100);
  EXPECT_EQ(days.at(1).at("followers"), 250);
}

TEST_F(ContactRouteTest, PagesTheTimeline) {
  for (int i = 0; i < 4; ++i) {
    server.clock.advance(std::chrono::minutes(1));
    receive("like-" + std::to_string(i), channel::ItemKind::like, "post-1", 100);
  }
  const auto first = ask(contact() + "/timeline?limit=3");
  ASSERT_EQ(first.at("items").as_array().size(), 3U);
  EXPECT_EQ(first.at("items").at(0).at("kind"), "signal");
  EXPECT_EQ(first.at("items").at(0).at("signal"), "like");
  EXPECT_EQ(first.at("items").at(0).at("text"), "Where is it?");
  const auto rest = ask(contact() + "/timeline?cursor=" + std::string(first.at("next").as_string()));
  ASSERT_EQ(rest.at("items").as_array().size(), 2U);
  EXPECT_EQ(rest.at("items").at(1).at("kind"), "conversation");
  EXPECT_TRUE(rest.at("next").is_null());
}

TEST_F(ContactRouteTest, RefusesWhoMayNotAndWhatIsNotThere) {
  for (const std::string part : {"", "/identities", "/timeline"}) {
    EXPECT_EQ(server.send(server.as(partner.visa, "GET", contact() + part)).status, 403);
    EXPECT_EQ(server.send(server.as(agent.visa, "GET", "/api/v1/contacts/7" + part)).status, 404);
  }
  EXPECT_EQ(server.send(server.as(agent.visa, "GET", contact() + "/timeline?cursor=x")).status, 422);
}

}  // namespace
}  // namespace api::test
