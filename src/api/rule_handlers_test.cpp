// Rules, macros, drafts, labels and playbooks, by the API.

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "api/api_test_kit.hpp"
#include "store/rule_store.hpp"
#include "workflow/receive_items.hpp"
#include "workflow/run_rules.hpp"

namespace api::test {
namespace {

using rights::Role;

class RuleApiTest : public ::testing::Test {
 protected:
  RuleApiTest()
      : acme(server.make_organization("Acme")),
        ana(server.make_member(acme, "Ana", Role::owner)),
        mira(server.make_member(acme, "Mira", Role::agent)),
        chat(server.make_chat(acme, "Chat")) {}

  boost::json::value call(const Member& who, const std::string& method, const std::string& path,
                          const std::string& body = "", int status = 200) {
    const auto response = server.send(server.as(who.visa, method, "/api/v1" + path, body));
    EXPECT_EQ(response.status, status) << method << " " << path << " " << response.body;
    return body_of(response);
  }
  std::string refusal(const Member& who, const std::string& method, const std::string& path, const std::string& body) {
    return kind_of(server.send(server.as(who.visa, method, "/api/v1" + path, body)));
  }
  std::string says(const std::string& person, const std::string& text) {
    ids::Conversation id;
    server.write([&](store::Transaction& t) -> base::Result<void> {
      workflow::Receiving receiving(t);
      channel::InboundItem item;
      item.external_id = person + text;
      item.author = {person, person, person};
      item.text = text;
      item.said_at = server.clock.now();
      id = receiving.say(chat, item).value().state->conversation.id;
      receiving.finish();
      return {};
    });
    return std::to_string(id.value);
  }
  // As the server does behind the events.
  void run_rules() {
    server.write([&](store::Transaction& t) -> base::Result<void> {
      for (const auto& at : store::list_rule_positions(t)) {
        std::int64_t from = at.seq;
        for (const auto seq : workflow::look_at_events(t, at.organization_id, from, 1000).seqs) {
          EXPECT_TRUE(workflow::answer_event(t, at.organization_id, from, seq));
          from = seq;
        }
      }
      return {};
    });
  }
  static std::string id_of(const boost::json::value& made) { return std::to_string(made.at("id").as_int64()); }

  TestApi server;
  ids::Organization acme;
  Member ana, mira;
  inbox::Inbox chat;
};

TEST_F(RuleApiTest, ARuleIsTriedSavedSwitchedAndTellsWhatItDid) {
  const std::string rule =
      R"("trigger":"message_in","conditions":[{"field":"text","comparison":"contains","values":["refund"]}],)"
      R"("actions":[{"kind":"add_label","label":"Refund"}])";
  const auto first = says("ann", "I want a refund");
  says("bob", "Hello");
  const auto tried = call(ana, "POST", "/rules/try", "{\"days\":7," + rule + "}");
  EXPECT_EQ(tried.at("looked_at"), 2);
  EXPECT_EQ(tried.at("acted"), 1);
  EXPECT_EQ(tried.at("conversations"), 1);
  EXPECT_EQ(tried.at("complete"), true);
  EXPECT_EQ(std::to_string(tried.at("items").at(0).at("conversation_id").as_int64()), first);
  const auto made = call(ana, "POST", "/rules", "{\"name\":\"Refunds\"," + rule + "}");
  EXPECT_EQ(made.at("enabled"), false);
  EXPECT_EQ(made.at("actions").at(0).at("label"), "refund");
  EXPECT_EQ(call(ana, "POST", "/rules/" + id_of(made) + "/switch", R"({"enabled":true})").at("enabled"), true);
  run_rules();
  EXPECT_TRUE(call(mira, "GET", "/conversations/" + first + "/labels").at("items").as_array().empty());
  const auto second = says("cat", "Another refund");
  run_rules();
  EXPECT_EQ(call(mira, "GET", "/conversations/" + second + "/labels").at("items").at(0), "refund");
  const auto runs = call(ana, "GET", "/rules/" + id_of(made) + "/runs").at("items").as_array();
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_EQ(runs[0].at("outcome"), "acted");
  EXPECT_EQ(runs[0].at("actions").at(0), "add_label");
  EXPECT_EQ(call(ana, "GET", "/rules").at("items").at(0).at("acted"), 1);
}

TEST_F(RuleApiTest, RefusesByTheFieldAndByTheRole) {
  const auto with = [](const std::string& action) {
    return R"({"name":"A","trigger":"message_in","actions":[)" + action + "]}";
  };
  EXPECT_EQ(refusal(ana, "POST", "/rules", with(R"({"kind":"assign_team","team_id":77})")),
            "invalid: actions[0].team_id: there is no such team");
  const auto resolve = refusal(ana, "POST", "/rules", with(R"({"kind":"resolve"})"));
  EXPECT_NE(resolve.find("actions[0].kind"), std::string::npos) << resolve;
  EXPECT_EQ(refusal(ana, "POST", "/rules/try", R"({"days":31,"trigger":"message_in","actions":[]})"),
            "invalid: days: between 1 and 30");
  EXPECT_TRUE(refusal(mira, "POST", "/rules", with(R"({"kind":"add_label","label":"x"})")).starts_with("forbidden"));
  EXPECT_TRUE(refusal(ana, "POST", "/rules/77/switch", R"({"enabled":true})").starts_with("not_found"));
}

TEST_F(RuleApiTest, OrderIsKept) {
  std::vector<std::string> ids;
  for (const char* name : {"A", "B", "C"})
    ids.push_back(
        id_of(call(ana, "POST", "/rules",
                   std::string(R"({"name":")") + name + R"(","trigger":"resolved","actions":[{"kind":"tell_webhooks"}]})")));
  const auto ordered = call(ana, "PUT", "/rules/order", "{\"rule_ids\":[" + ids[2] + "," + ids[0] + "," + ids[1] + "]}");
  EXPECT_EQ(ordered.at("items").at(0).at("name"), "C");
  EXPECT_EQ(ordered.at("items").at(2).at("name"), "B");
  EXPECT_EQ(refusal(ana, "PUT", "/rules/order", "{\"rule_ids\":[" + ids[2] + "]}"),
            "invalid: rule_ids: name each rule once");
}

TEST_F(RuleApiTest, AMacroActsAndFillsTheComposer) {
  const auto in = says("Ann Lee", "Hello");
  const auto macro = call(ana, "POST", "/macros",
                          R"x({"name":"Hi","text":"Hi {{contact.first_name}}, {{agent.first_name}} ({{team.name}})",)x"
                          R"("actions":[{"kind":"add_label","label":"greeted"}]})");
  const auto path = "/conversations/" + in + "/macros/" + id_of(macro);
  const auto preview = call(mira, "GET", path);
  EXPECT_EQ(preview.at("text"), "Hi Ann, Mira ()");
  EXPECT_EQ(preview.at("missing").at(0), "team.name");
  EXPECT_TRUE(call(mira, "GET", "/conversations/" + in + "/labels").at("items").as_array().empty());
  const auto used = call(mira, "POST", path);
  EXPECT_EQ(used.at("text"), "Hi Ann, Mira ()");
  EXPECT_EQ(used.at("actions").at(0), "add_label");
  EXPECT_EQ(used.at("conversation").at("owed"), true);
  EXPECT_EQ(used.at("conversation").at("message_count"), 1);
  EXPECT_EQ(refusal(ana, "POST", "/macros", R"({"name":"Bad","text":"{{contact.shoes}}"})"),
            "invalid: text: there is no variable contact.shoes");
}

TEST_F(RuleApiTest, ADraftWaitsUntilSomebodySendsIt) {
  const auto macro = call(ana, "POST", "/macros", R"({"name":"Thanks","text":"Thank you! {{agent.first_name|Us}}"})");
  call(ana, "POST", "/rules",
       R"({"name":"Praise","enabled":true,"trigger":"message_in","actions":[{"kind":"draft_macro","macro_id":)" +
           id_of(macro) + "}]}");
  const auto in = says("ann", "Love it");
  run_rules();
  const auto drafts = call(mira, "GET", "/conversations/" + in + "/drafts").at("items").as_array();
  ASSERT_EQ(drafts.size(), 1U);
  EXPECT_EQ(drafts[0].at("text"), "Thank you! Mira");
  EXPECT_EQ(drafts[0].at("rule_name"), "Praise");
  EXPECT_EQ(call(mira, "GET", "/conversations/" + in).at("owed"), true);
  const auto sent = call(mira, "POST", "/drafts/" + id_of(drafts[0]) + "/send", "{}");
  EXPECT_EQ(sent.at("message").at("text"), "Thank you! Mira");
  EXPECT_EQ(sent.at("conversation").at("owed"), false);
  EXPECT_TRUE(refusal(mira, "POST", "/drafts/" + id_of(drafts[0]) + "/send", "{}").starts_with("conflict"));
}

TEST_F(RuleApiTest, APlaybookOfATemplateIsFollowed) {
  const auto templates = call(ana, "GET", "/playbooks/templates").at("items").as_array();
  EXPECT_EQ(templates.size(), 8U);
  const auto made = call(ana, "POST", "/playbooks/templates", R"({"key":"refund"})");
  const auto installed = call(ana, "GET", "/playbooks/templates").at("items").as_array();
  const auto refund = std::ranges::find_if(installed, [](const auto& one) { return one.at("key") == "refund"; });
  EXPECT_EQ(refund->at("installed"), true);
  const auto rules = call(ana, "GET", "/rules");
  for (const auto& rule : rules.at("items").as_array()) EXPECT_EQ(rule.at("enabled"), false);
  const auto in = says("ann", "My money back please");
  const auto playbook = std::to_string(made.at("playbook_id").as_int64());
  const auto run = call(mira, "POST", "/conversations/" + in + "/playbook_runs", "{\"playbook_id\":" + playbook + "}");
  EXPECT_EQ(run.at("state"), "running");
  EXPECT_EQ(run.at("began_by").as_int64(), mira.user.id.value);
  const auto ticked = call(mira, "PUT", "/playbook_runs/" + id_of(run), R"({"step":0,"done":true})");
  EXPECT_EQ(ticked.at("steps").at(0).at("done"), true);
  EXPECT_EQ(ticked.at("steps").at(0).at("done_by").as_int64(), mira.user.id.value);
  EXPECT_EQ(ticked.at("steps").at(1).at("done"), false);
  server.clock.advance(std::chrono::hours(2));
  const auto later = call(mira, "GET", "/conversations/" + in + "/playbook_runs").at("items").at(0);
  EXPECT_EQ(later.at("steps").at(0).at("late"), false);
  EXPECT_EQ(later.at("steps").at(1).at("late"), true);
  EXPECT_EQ(call(mira, "POST", "/playbook_runs/" + id_of(run) + "/stop").at("state"), "stopped");
}

TEST_F(RuleApiTest, FormsAreMadeFromData) {
  const auto fields = call(ana, "GET", "/rules/fields");
  EXPECT_EQ(fields.at("triggers").as_array().size(), 12U);
  EXPECT_EQ(fields.at("actions").as_array().size(), 11U);
  EXPECT_GT(fields.at("fields").as_array().size(), 20U);
  EXPECT_EQ(fields.at("variables").at(1).at("name"), "contact.first_name");
}

TEST_F(RuleApiTest, LabelsComeAndGo) {
  const auto in = says("ann", "Hello");
  EXPECT_EQ(call(mira, "PUT", "/conversations/" + in + "/labels", R"({"label":" VIP "})").at("items").at(0), "vip");
  EXPECT_EQ(call(ana, "GET", "/rules/fields").at("labels").at(0), "vip");
  EXPECT_TRUE(call(mira, "DELETE", "/conversations/" + in + "/labels?label=vip").at("items").as_array().empty());
  EXPECT_EQ(refusal(mira, "PUT", "/conversations/" + in + "/labels", R"({"label":" "})"), "invalid: label: is empty");
}

}  // namespace
}  // namespace api::test
