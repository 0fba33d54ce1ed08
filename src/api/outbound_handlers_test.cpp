// Answers that leave, as agents' screens see them.

#include <gtest/gtest.h>

#include "api/api_test_kit.hpp"
#include "store/message_store.hpp"
#include "store/outbound_store.hpp"
#include "workflow/manage_inboxes.hpp"
#include "workflow/receive_items.hpp"

namespace api {
namespace {

using test::body_of;
using test::kind_of;
using namespace std::chrono_literals;

class OutboundHandlers : public ::testing::Test {
 protected:
  OutboundHandlers() {
    channel::ChannelType social;
    social.id = "social";
    social.name = "Social";
    social.capabilities.text_limit = 500;
    social.capabilities.text_unit = channel::TextUnit::graphemes;
    social.check_settings = server.channels[0].check_settings;
    social.open = [](const boost::json::value& /*settings*/,
                     const channel::ChannelServices& /*services*/) -> base::Result<std::unique_ptr<channel::ChannelInbox>> {
      return base::fail(base::FailureKind::unavailable, "Nobody is there.");
    };
    server.channels.push_back(social);
    organization = server.make_organization("Lisbon Bikes");
    agent = server.make_member(organization, "mira", rights::Role::agent);
    workflow::NewInbox wanted;
    wanted.channel = "social";
    wanted.name = "@lisbonbikes";
    wanted.settings = boost::json::object{};
    const auto inbox =
        server.write([&](store::Transaction& t) { return workflow::create_inbox(t, organization, wanted, server.channels); })
            .value();
    conversation = server
                       .write([&](store::Transaction& t) -> base::Result<ids::Conversation> {
                         channel::InboundItem item;
                         item.external_id = "post-1";
                         item.author = {"ann", "@ann", "Ann"};
                         item.text = "Where is my bike?";
                         item.said_at = server.clock.now();
                         workflow::Receiving receiving(t);
                         auto received = receiving.say(inbox, item);
                         receiving.finish();
                         return received.value().state.value().conversation.id;
                       })
                       .value();
  }

  net::Response ask(const std::string& method, const std::string& target, const std::string& body = {}) {
    return server.send(server.as(agent.visa, method, "/api/v1" + target, body));
  }
  std::string path() const { return "/conversations/" + std::to_string(conversation.value); }
  // The answer as it was taken.
  boost::json::value answer(const std::string& text) {
    const auto reply = ask("POST", path() + "/messages", R"({"text":")" + text + "\"}");
    EXPECT_EQ(reply.status, 200) << reply.body;
    return body_of(reply).at("message");
  }
  static std::string of(const boost::json::value& message) {
    return "/messages/" + std::to_string(message.at("id").to_number<std::int64_t>());
  }
  void set(const boost::json::value& message, conversation::Delivery delivery) {
    const ids::Message id{message.at("id").to_number<std::int64_t>()};
    (void)server.write([&](store::Transaction& t) -> base::Result<bool> {
      auto stored = store::find_message(t, organization, id).value();
      auto outbound = store::find_outbound(t, organization, id).value();
      stored.delivery = delivery;
      outbound.reason = "The connection broke.";
      store::update_message(t, stored);
      store::update_outbound(t, outbound);
      return true;
    });
  }

  test::TestApi server;
  ids::Organization organization;
  test::Member agent;
  ids::Conversation conversation;
};

TEST_F(OutboundHandlers, TheComposerLearnsItsTerms) {
  const auto terms = body_of(ask("GET", path())).at("reply");
  EXPECT_TRUE(terms.at("possible").as_bool());
  EXPECT_EQ(terms.at("text_limit").to_number<int>(), 500);
  EXPECT_EQ(terms.at("text_unit").as_string(), "graphemes");
  EXPECT_EQ(terms.at("undo_s").to_number<int>(), 5);
  EXPECT_TRUE(body_of(ask("GET", "/conversations")).at("items").at(0).at("reply").is_null()) << "not in lists";
}

TEST_F(OutboundHandlers, AnAnswerIsTakenBackWithItsText) {
  const auto message = answer("On its way.");
  EXPECT_EQ(message.at("delivery").as_string(), "queued");
  EXPECT_EQ(message.at("send_at").as_string(), base::to_rfc3339(server.clock.now() + 5s));
  const auto taken = ask("POST", of(message) + "/cancel");
  ASSERT_EQ(taken.status, 200) << taken.body;
  EXPECT_EQ(body_of(taken).at("text").as_string(), "On its way.");
  EXPECT_TRUE(body_of(taken).at("conversation").at("owed").as_bool());
  EXPECT_EQ(body_of(ask("GET", path() + "/messages")).at("items").as_array().size(), 1U);
  EXPECT_EQ(ask("POST", of(message) + "/cancel").status, 409);
}

TEST_F(OutboundHandlers, WhatNobodyKnowsOfIsSettledOrSentAgain) {
  const auto first = answer("On its way.");
  set(first, conversation::Delivery::uncertain);
  const auto shown = body_of(ask("GET", path() + "/messages")).at("items").at(0);
  EXPECT_EQ(shown.at("delivery_reason").as_string(), "The connection broke.");
  EXPECT_EQ(ask("POST", of(first) + "/retry", "{}").status, 409);
  const auto again = ask("POST", of(first) + "/retry", R"({"may_repeat":true})");
  ASSERT_EQ(again.status, 200) << again.body;
  EXPECT_EQ(body_of(again).at("message").at("delivery").as_string(), "queued");
  set(first, conversation::Delivery::uncertain);
  const auto settled = ask("POST", of(first) + "/settle", R"({"sent":true})");
  ASSERT_EQ(settled.status, 200) << settled.body;
  EXPECT_EQ(body_of(settled).at("message").at("delivery").as_string(), "sent");
}

TEST_F(OutboundHandlers, WhatDoesNotLeaveHasNoWay) {
  const auto said = body_of(ask("GET", path() + "/messages")).at("items").at(0);
  EXPECT_EQ(kind_of(ask("POST", of(said) + "/cancel")), "conflict: This message does not leave for a platform.");
  EXPECT_EQ(ask("POST", "/messages/7/cancel").status, 404);
}

}  // namespace
}  // namespace api
