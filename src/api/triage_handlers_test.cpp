// Why triage says what it says of a message, by the API.

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "api/api_test_kit.hpp"
#include "domain/triage/assess_test_kit.hpp"
#include "workflow/receive_items.hpp"
#include "workflow/triage/follower.hpp"

namespace api::test {
namespace {

using rights::Role;

const workflow::TriageModels& models_with_concepts() {
  static const std::string kBytes = triage::small_model("what a lovely service", triage::small_lexicon());
  static const workflow::TriageModels kModels(*workflow::ModelFile::in_memory(kBytes), "");
  return kModels;
}

class TriageWhyTest : public ::testing::Test {
 protected:
  TriageWhyTest()
      : acme(server.make_organization("Acme")),
        agent(server.make_member(acme, "Mira", Role::agent)),
        posts(server.make_chat(acme, "Posts")) {}

  // What the API tells of a customer's words once they are read.
  boost::json::value why(const std::string& text) {
    ids::Message id;
    server.write([&](store::Transaction& t) -> base::Result<void> {
      workflow::Receiving receiving(t);
      channel::InboundItem item;
      item.external_id = text;
      item.author.external_id = "ann";
      item.author.name = "Ann";
      item.text = text;
      item.said_at = server.clock.now();
      id = receiving.say(posts, item).value().message.id;
      receiving.finish();
      return {};
    });
    workflow::TriageWork work(*server.store, workflow::readers_of(models_with_concepts()));
    EXPECT_TRUE(work.catch_up());
    const auto response =
        server.send(server.as(agent.visa, "GET", "/api/v1/messages/" + std::to_string(id.value) + "/triage"));
    EXPECT_EQ(response.status, 200) << response.body;
    return body_of(response);
  }

  TestApi server{{}, &models_with_concepts()};
  ids::Organization acme;
  Member agent;
  inbox::Inbox posts;
};

TEST_F(TriageWhyTest, TellsTheWordsAndTheConceptsWithTheirWeight) {
  for (const char* text : {"Refund my money!", "Bitte um Rückerstattung"}) {
    const auto told = why(text);
    const auto& reasons = told.at("reasons").as_array();
    const auto reason = std::ranges::find_if(reasons, [](const auto& one) { return one.at("about") == "urgency"; });
    ASSERT_NE(reason, reasons.end()) << text;
    const auto& spoken = reason->at("concepts").at(0);
    EXPECT_EQ(spoken.at("name"), "refund") << text;
    EXPECT_EQ(spoken.at("denied"), false);
    EXPECT_GT(spoken.at("weight").to_number<double>(), 0);
    EXPECT_LE(spoken.at("weight").to_number<double>() + reason->at("weight").to_number<double>(), 1.0001);
  }
}

TEST_F(TriageWhyTest, ARuleSpeaksOfNoConcepts) {
  const auto told = why("Your charger caught fire");
  const auto& reasons = told.at("reasons").as_array();
  const auto rule = std::ranges::find_if(reasons, [](const auto& one) { return one.at("rule") == "fire_or_gas"; });
  ASSERT_NE(rule, reasons.end());
  EXPECT_TRUE(rule->at("concepts").as_array().empty());
}

}  // namespace
}  // namespace api::test
