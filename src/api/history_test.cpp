// What a thread tells beside what was said, asked for a page at a time.

#include <gtest/gtest.h>

#include <string>

#include "api/api_test_kit.hpp"
#include "workflow/conversation_change.hpp"
#include "workflow/receive_items.hpp"

namespace api::test {
namespace {

using rights::Role;

class HistoryApiTest : public ::testing::Test {
 protected:
  HistoryApiTest()
      : acme(server.make_organization("Acme")),
        ana(server.make_member(acme, "Ana", Role::owner)),
        paul(server.make_member(acme, "Paul", Role::partner)),
        chat(server.make_chat(acme, "Chat")) {}

  event::ConversationState says(const std::string& person, const std::string& text) {
    event::ConversationState state;
    server.write([&](store::Transaction& t) -> base::Result<void> {
      workflow::Receiving receiving(t);
      channel::InboundItem item;
      item.external_id = text;
      item.author = {person, person, person};
      item.text = text;
      item.said_at = server.clock.now();
      state = *receiving.say(chat, item).value().state;
      receiving.finish();
      return {};
    });
    return state;
  }
  void publish(const event::Event& happened) {
    server.write([&](store::Transaction& t) -> base::Result<void> {
      t.publish(acme, happened);
      return {};
    });
  }
  net::Response ask(const Member& who, ids::Conversation id, const std::string& query = "") {
    return server.send(server.as(who.visa, "GET", "/api/v1/conversations/" + std::to_string(id.value) + "/history" + query));
  }
  static std::string types_of(const boost::json::value& page) {
    std::string out;
    for (const auto& item : page.at("items").as_array())
      out += (out.empty() ? "" : " ") + std::string(item.at("type").as_string());
    return out;
  }

  TestApi server;
  ids::Organization acme;
  Member ana, paul;
  inbox::Inbox chat;
};

TEST_F(HistoryApiTest, TellsWhatHappenedBesideWhatWasSaidTheNewestFirst) {
  const auto state = says("ann", "Where is my bike?");
  const auto other = says("bob", "And mine?");
  publish(event::ClockWarned{state, std::nullopt});
  publish(event::RuleRan{state, ids::Rule{3}, "Refunds", {"add_label"}, "", 1});
  publish(event::ClockBreached{other, std::nullopt});
  publish(event::PlaybookMoved{state, ids::PlaybookRun{5}, "Refund", "begun", std::nullopt, std::nullopt});
  publish(event::ConversationRanked{state});

  const auto id = state.conversation.id;
  const auto all = body_of(ask(ana, id));
  EXPECT_EQ(types_of(all), "playbook.moved rule.ran clock.warned");
  EXPECT_TRUE(all.at("next").is_null());
  EXPECT_EQ(all.at("items").at(1).at("rule_name"), "Refunds");

  const auto first = body_of(ask(ana, id, "?limit=2"));
  EXPECT_EQ(types_of(first), "playbook.moved rule.ran");
  const auto rest = body_of(ask(ana, id, "?limit=2&before=" + std::to_string(first.at("next").as_int64())));
  EXPECT_EQ(types_of(rest), "clock.warned");
}

TEST_F(HistoryApiTest, IsOnlyForWhoSeesTheConversation) {
  const auto state = says("ann", "Where is my bike?");
  publish(event::ClockWarned{state, std::nullopt});
  EXPECT_EQ(ask(paul, state.conversation.id).status, 404);
  EXPECT_EQ(ask(ana, ids::Conversation{1}).status, 404);
}

TEST_F(HistoryApiTest, RefusesWhatIsNoPage) {
  const auto id = says("ann", "Where is my bike?").conversation.id;
  EXPECT_TRUE(kind_of(ask(ana, id, "?before=0")).starts_with("invalid: before"));
  EXPECT_TRUE(kind_of(ask(ana, id, "?limit=201")).starts_with("invalid: limit"));
}

}  // namespace
}  // namespace api::test
