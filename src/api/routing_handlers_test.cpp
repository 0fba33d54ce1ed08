#include <gtest/gtest.h>

#include "api/api_test_kit.hpp"
#include "workflow/route_waiting.hpp"

namespace api::test {
namespace {

using rights::Role;

class RoutingApiTest : public ::testing::Test {
 protected:
  RoutingApiTest()
      : acme(server.make_organization("Acme")),
        owner(server.make_member(acme, "Olga", Role::owner)),
        lead(server.make_member(acme, "Lea", Role::lead)),
        agent(server.make_member(acme, "Ana", Role::agent)),
        partner(server.make_member(acme, "Pia", Role::partner)) {
    care = make_team("Care", false, agent);
    outside = make_team("Outside", true, partner);
    chat = server.make_chat(acme, "Chat", ids::Team{std::stoll(care)});
  }

  std::string make_team(const std::string& name, bool is_partner, const Member& member) {
    const auto reply = server.send(server.as(owner.visa, "POST", "/api/v1/teams",
                                             R"({"name":")" + name + R"(","partner":)" + (is_partner ? "true" : "false") +
                                                 R"(,"member_ids":[)" + std::to_string(member.user.id.value) + "]}"));
    EXPECT_EQ(reply.status, 200) << reply.body;
    return std::to_string(body_of(reply).at("id").as_int64());
  }
  net::Response put(const Visa& visa, const std::string& path, const std::string& body) {
    return server.send(server.as(visa, "PUT", "/api/v1" + path, body));
  }
  boost::json::value get(const Visa& visa, const std::string& path) {
    const auto reply = server.send(server.as(visa, "GET", "/api/v1" + path));
    EXPECT_EQ(reply.status, 200) << path << " " << reply.body;
    return body_of(reply);
  }
  // Somebody writes; gives the conversation.
  std::string ask() {
    const auto visitor = server.make_visitor(chat);
    EXPECT_EQ(server
                  .send(server.as(visitor, "POST", "/api/v1/widget/" + chat.key + "/messages",
                                  R"({"text":"Where is it?","name":"Ann"})"))
                  .status,
              200);
    return std::to_string(get(owner.visa, "/conversations?view=all").at("items").at(0).at("id").as_int64());
  }
  void route() {
    server.write([&](store::Transaction& t) -> base::Result<std::int64_t> {
      const workflow::RoutingTerms terms{server.channels};
      return workflow::carry_out(t, acme, workflow::plan_routing(t, acme, terms).steps, terms);
    });
  }

  TestApi server;
  ids::Organization acme;
  Member owner, lead, agent, partner;
  std::string care, outside;
  inbox::Inbox chat;
};

TEST_F(RoutingApiTest, SettingsAreWhatTheyWereSetTo) {
  const auto before = get(agent.visa, "/teams/" + care + "/routing");
  EXPECT_EQ(before.at("strategy").as_string(), "manual");
  EXPECT_TRUE(before.at("changed_at").is_null());
  const auto saved = put(lead.visa, "/teams/" + care + "/routing",
                         R"({"strategy":"best_skill","sticky_s":86400,"overflow_team_id":)" + outside +
                             R"(,"overflow_after_s":600,"requeue_away_after_s":300})");
  ASSERT_EQ(saved.status, 200) << saved.body;
  const auto after = get(agent.visa, "/teams/" + care + "/routing");
  EXPECT_EQ(after.at("strategy").as_string(), "best_skill");
  EXPECT_EQ(after.at("overflow_after_s").as_int64(), 600);
  EXPECT_EQ(after.at("sticky_over_percent").as_int64(), 50);
  EXPECT_EQ(after.at("trouble").as_string(), "");
  EXPECT_EQ(kind_of(put(lead.visa, "/teams/" + outside + "/routing",
                        R"({"strategy":"manual","overflow_team_id":)" + care + R"(,"overflow_after_s":600})")),
            "invalid: overflow_team_id: work of that team overflows to this one in the end: it would go round in a circle");
  const auto refused = put(lead.visa, "/teams/" + care + "/routing", R"({"strategy":"dice"})");
  EXPECT_EQ(refused.status, 422) << refused.body;
  EXPECT_EQ(body_of(refused).at("field").as_string(), "strategy");
  EXPECT_EQ(put(agent.visa, "/teams/" + care + "/routing", R"({"strategy":"manual"})").status, 403);
}

TEST_F(RoutingApiTest, ProfilesAndWeights) {
  const std::string path = "/users/" + std::to_string(agent.user.id.value) + "/routing_profile";
  EXPECT_EQ(get(agent.visa, path).at("capacity").as_int64(), 10);
  const auto saved = put(lead.visa, path, R"({"capacity":6,"languages":["en","de"],"seniority":2})");
  ASSERT_EQ(saved.status, 200) << saved.body;
  const auto after = get(lead.visa, path);
  EXPECT_EQ(after.at("capacity").as_int64(), 6);
  EXPECT_EQ(after.at("languages").at(0).as_string(), "de");
  const auto refused = put(lead.visa, path, R"({"languages":["xx"]})");
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(body_of(refused).at("field").as_string(), "languages");
  EXPECT_EQ(put(agent.visa, path, R"({"capacity":0})").status, 403);
  EXPECT_EQ(put(partner.visa, path, R"({"capacity":0})").status, 403);

  const auto channel = std::string(get(lead.visa, "/routing/weights").at("items").at(0).at("channel").as_string());
  const auto weighed = put(lead.visa, "/routing/weights", R"({"weights":{")" + channel + R"(":7}})");
  ASSERT_EQ(weighed.status, 200) << weighed.body;
  EXPECT_EQ(body_of(weighed).at("items").at(0).at("weight").as_int64(), 7);
  EXPECT_EQ(body_of(put(lead.visa, "/routing/weights", R"({"weights":{"pigeon":7}})")).at("field").as_string(), "weights");
}

TEST_F(RoutingApiTest, SomebodySaysThatTheyAreThereAndIsGivenWhatWaits) {
  EXPECT_EQ(put(lead.visa, "/teams/" + care + "/routing", R"({"strategy":"least_loaded"})").status, 200);
  const auto id = ask();
  route();
  auto story = get(agent.visa, "/conversations/" + id + "/routing");
  EXPECT_EQ(story.at("items").at(0).at("outcome").as_string(), "waiting");
  EXPECT_EQ(story.at("waits_because").at(0).at("code").as_string(), "nobody_online");
  const auto queue = get(lead.visa, "/routing/queue?team_id=" + care);
  EXPECT_EQ(queue.at("waiting").as_int64(), 1);
  EXPECT_EQ(queue.at("items").at(0).at("grounds").at(0).at("code").as_string(), "nobody_online");
  EXPECT_EQ(get(partner.visa, "/routing/queue").at("waiting").as_int64(), 0);
  EXPECT_EQ(server.send(server.as(partner.visa, "GET", "/api/v1/conversations/" + id + "/routing")).status, 404);

  const auto said = put(agent.visa, "/presence", R"({"presence":"online"})");
  ASSERT_EQ(said.status, 200) << said.body;
  EXPECT_EQ(body_of(said).at("name").as_string(), "Ana");
  route();
  story = get(agent.visa, "/conversations/" + id + "/routing");
  EXPECT_EQ(story.at("items").at(0).at("user_name").as_string(), "Ana");
  EXPECT_EQ(story.at("items").at(0).at("grounds").at(0).at("value").as_string(), "3/10");
  EXPECT_TRUE(story.at("waits_because").is_null());
  const auto people = get(lead.visa, "/presence");
  for (const auto& one : people.at("items").as_array()) {
    const bool is_ana = one.at("name").as_string() == "Ana";
    EXPECT_EQ(one.at("presence").as_string(), is_ana ? "online" : "off");
    EXPECT_EQ(one.at("load").as_int64(), is_ana ? 3 : 0);
    EXPECT_EQ(one.at("conversations").as_int64(), is_ana ? 1 : 0);
  }
  EXPECT_EQ(get(partner.visa, "/presence").at("items").as_array().size(), 1U);

  const std::string path = "/users/" + std::to_string(agent.user.id.value) + "/presence";
  EXPECT_EQ(body_of(put(lead.visa, path, R"({"presence":"off"})")).at("by").as_int64(), lead.user.id.value);
  EXPECT_EQ(body_of(put(lead.visa, path, R"({"presence":"online"})")).at("field").as_string(), "presence");
  EXPECT_EQ(put(agent.visa, path, R"({"presence":"off"})").status, 403);
}

TEST_F(RoutingApiTest, HandingOverLeavesANote) {
  const auto id = ask();
  const auto hand = [&](const std::string& body) {
    return server.send(server.as(agent.visa, "POST", "/api/v1/conversations/" + id + "/assignment", body));
  };
  const auto to_lead = R"({"user_id":)" + std::to_string(lead.user.id.value);
  EXPECT_EQ(body_of(hand(to_lead + R"(,"note":" "})")).at("field").as_string(), "note");
  EXPECT_EQ(hand(to_lead + R"(,"note":"Please call her."})").status, 200);
  const auto messages = get(lead.visa, "/conversations/" + id + "/messages");
  std::string all;
  for (const auto& message : messages.at("items").as_array()) all += std::string(message.at("text").as_string()) + "|";
  EXPECT_NE(all.find("Please call her."), std::string::npos) << all;
  const auto story = get(lead.visa, "/conversations/" + id + "/routing");
  EXPECT_EQ(story.at("items").at(0).at("grounds").at(0).at("code").as_string(), "handed_over");
  EXPECT_EQ(story.at("items").at(0).at("by").as_int64(), agent.user.id.value);
}

}  // namespace
}  // namespace api::test
