#include <gtest/gtest.h>

#include <set>

#include "api/api_test_kit.hpp"

namespace api::test {
namespace {

using rights::Role;

class TeamsTest : public ::testing::Test {
 protected:
  TeamsTest()
      : acme(server.make_organization("Acme")),
        owner(server.make_member(acme, "Olga", Role::owner)),
        agent(server.make_member(acme, "Ana", Role::agent)),
        helper(server.make_member(acme, "Hugo", Role::agent)),
        partner(server.make_member(acme, "Pia", Role::partner)),
        colleague(server.make_member(acme, "Paulo", Role::partner)) {}

  std::int64_t make_team(const std::string& name, bool is_partner, const std::vector<ids::User>& members) {
    std::string list;
    for (const auto id : members) list += (list.empty() ? "" : ",") + std::to_string(id.value);
    const auto reply = server.send(server.as(
        owner.visa, "POST", "/api/v1/teams",
        R"({"name":")" + name + R"(","partner":)" + (is_partner ? "true" : "false") + R"(,"member_ids":[)" + list + "]}"));
    EXPECT_EQ(reply.status, 200) << reply.body;
    return body_of(reply).at("id").as_int64();
  }
  std::set<std::string> names(const Visa& visa, const std::string& path, const char* member = "name") {
    std::set<std::string> out;
    const auto items = body_of(server.send(server.as(visa, "GET", path)));
    for (const auto& item : items.at("items").as_array()) out.emplace(item.at(member).as_string());
    return out;
  }

  TestApi server;
  ids::Organization acme;
  Member owner, agent, helper, partner, colleague;
};

TEST_F(TeamsTest, APartnerSeesTheirTeamsAndTheNamesInThem) {
  make_team("Inside", false, {agent.user.id});
  make_team("Outside", true, {partner.user.id, helper.user.id});
  make_team("Another", true, {colleague.user.id});
  using Names = std::set<std::string>;
  EXPECT_EQ(names(partner.visa, "/api/v1/teams"), Names{"Outside"});
  EXPECT_EQ(names(partner.visa, "/api/v1/users"), (Names{"Pia", "Hugo"}));
  EXPECT_EQ(names(partner.visa, "/api/v1/users", "email"), (Names{"pia@example.org", ""}));  // their own alone
  EXPECT_EQ(names(agent.visa, "/api/v1/teams").size(), 3U);
  EXPECT_EQ(names(agent.visa, "/api/v1/users").size(), 5U);
  const Visa token = server.make_token(acme, Role::partner);
  EXPECT_TRUE(names(token, "/api/v1/teams").empty());
  EXPECT_TRUE(names(token, "/api/v1/users").empty());
}

TEST_F(TeamsTest, APartnerKnowsNoTeamsOfOthers) {
  make_team("Inside", false, {helper.user.id});
  make_team("Outside", true, {partner.user.id, helper.user.id});
  const auto items = body_of(server.send(server.as(partner.visa, "GET", "/api/v1/users")));
  for (const auto& user : items.at("items").as_array())
    EXPECT_EQ(user.at("team_ids").as_array().size(), 1U) << user.at("name");
}

TEST_F(TeamsTest, JoiningATeamShowsOnTheVeryNextRequest) {
  EXPECT_TRUE(names(partner.visa, "/api/v1/teams").empty());
  const auto team = make_team("Outside", true, {partner.user.id});
  EXPECT_EQ(names(partner.visa, "/api/v1/teams").size(), 1U);
  server.send(server.as(owner.visa, "PATCH", "/api/v1/teams/" + std::to_string(team), R"({"member_ids":[]})"));
  EXPECT_TRUE(names(partner.visa, "/api/v1/teams").empty());
}

TEST_F(TeamsTest, FailuresNameTheirField) {
  const auto post = [&](const std::string& body) {
    return std::string(body_of(server.send(server.as(owner.visa, "POST", "/api/v1/teams", body))).at("field").as_string());
  };
  EXPECT_EQ(post(R"({"name":"","partner":false,"member_ids":[]})"), "name");
  EXPECT_EQ(post(R"({"name":"A","partner":false,"member_ids":[1]})"), "member_ids");
  EXPECT_EQ(post(R"({"name":"A","partner":"no","member_ids":[]})"), "partner");
  EXPECT_EQ(post(R"({"name":"A","partner":false,"member_ids":[1.5]})"), "member_ids[0]");
  EXPECT_EQ(post(R"({"name":"A","partner":false})"), "member_ids");
}

TEST_F(TeamsTest, ListsOfTokensShowNoSecret) {
  server.send(server.as(owner.visa, "POST", "/api/v1/tokens", R"({"name":"CI","role":"agent"})"));
  const auto list = server.send(server.as(owner.visa, "GET", "/api/v1/tokens"));
  EXPECT_EQ(body_of(list).at("items").at(0).at("name"), "CI");
  EXPECT_EQ(list.body.find("heed_"), std::string::npos);
  EXPECT_EQ(list.body.find("hash"), std::string::npos);
}

}  // namespace
}  // namespace api::test
