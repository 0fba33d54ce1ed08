#include <gtest/gtest.h>

#include "api/api_test_kit.hpp"
#include "base/json/encode.hpp"

namespace api::test {
namespace {

using rights::Role;

class SearchRouteTest : public ::testing::Test {
 protected:
  SearchRouteTest()
      : acme(server.make_organization("Acme")),
        agent(server.make_member(acme, "Ana", Role::agent)),
        chat(server.make_chat(acme, "Shop")) {}

  void say(const std::string& text) {
    const Visa visitor = server.make_visitor(chat);
    const auto reply = server.send(server.as(visitor, "POST", "/api/v1/widget/" + chat.key + "/messages",
                                             R"({"text":")" + text + R"(","name":"Bea"})"));
    ASSERT_EQ(reply.status, 200) << reply.body;
  }
  net::Response ask(const std::string& q, const std::string& more = "") {
    return server.send(server.as(agent.visa, "GET", "/api/v1/search?q=" + net::percent_encode(q) + more));
  }

  TestApi server;
  ids::Organization acme;
  Member agent;
  inbox::Inbox chat;
};

TEST_F(SearchRouteTest, ShowsTheTextInPieces) {
  say("Where are my <b>parcels</b>?");
  server.index();
  const auto page = body_of(ask("parcel"));
  ASSERT_EQ(page.at("items").as_array().size(), 1U);
  const auto& item = page.at("items").at(0);
  EXPECT_EQ(item.at("author_name"), "Bea");
  EXPECT_EQ(item.at("status"), "open");
  EXPECT_EQ(item.at("owed"), true);
  EXPECT_EQ(base::encode(item.at("parts")),
            R"([{"text":"Where are my <b>","hit":false},{"text":"parcels","hit":true},{"text":"</b>?","hit":false}])");
  EXPECT_TRUE(page.at("next").is_null());
  EXPECT_TRUE(page.at("searched_until").is_null());
}

TEST_F(SearchRouteTest, PagesByCursor) {
  for (int i = 0; i < 5; ++i) say("word " + std::to_string(i));
  server.index();
  const auto first = body_of(ask("word", "&limit=2"));
  EXPECT_EQ(first.at("items").as_array().size(), 2U);
  const auto second = body_of(ask("word", "&limit=200&cursor=" + std::string(first.at("next").as_string())));
  EXPECT_EQ(second.at("items").as_array().size(), 3U);
}

TEST_F(SearchRouteTest, RefusesInSentences) {
  EXPECT_EQ(kind_of(ask("x team:Nobody")), "invalid: team: there is no team called “Nobody”");
  EXPECT_EQ(body_of(ask("\"x")).at("field"), "q");
  EXPECT_EQ(kind_of(ask("x", "&limit=0")), "invalid: limit: between 1 and 200");
  EXPECT_EQ(ask("x", "&cursor=nowhere").status, 422);
}

}  // namespace
}  // namespace api::test
