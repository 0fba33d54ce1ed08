// What triage learnt from people, by the API: who sees it, who may change it, and how it is refused.

#include <gtest/gtest.h>

#include <string>

#include "api/taught_test_kit.hpp"
#include "base/json/encode.hpp"
#include "workflow/triage/trainer.hpp"

namespace api::test {
namespace {

using rights::Role;

constexpr const char* kLearning = "/api/v1/triage/learning";
constexpr const char* kTraining = "/api/v1/triage/learning/training";
constexpr const char* kLayer = "/api/v1/triage/learning/layer";

class TriageLearningTest : public ::testing::Test {
 protected:
  TriageLearningTest()
      : acme(server.make_organization("Acme")),
        owner(server.make_member(acme, "Olga", Role::owner)),
        lead(server.make_member(acme, "Leo", Role::lead)),
        posts(server.make_chat(acme, "Posts")) {}

  void teach(int count) {
    test::teach(server, posts, taught, count);
    taught += count;
    server.clock.advance(std::chrono::minutes(1));
  }
  net::Response ask(const Member& who, const std::string& method, const std::string& path, const std::string& body = {}) {
    return server.send(server.as(who.visa, method, path, body));
  }
  boost::json::value told() { return body_of(ask(lead, "GET", kLearning)); }

  TestApi server{{}, &small_models()};
  ids::Organization acme;
  Member owner, lead;
  inbox::Inbox posts;
  int taught = 0;
};

TEST_F(TriageLearningTest, LearnsAtAClickAndGoesBack) {
  teach(160);
  const auto before = told();
  EXPECT_EQ(before.at("enough"), true);
  EXPECT_EQ(before.at("messages_needed"), 100);
  EXPECT_EQ(before.at("taught").at(1).at("messages"), 160);
  EXPECT_TRUE(before.at("training").is_null());
  const auto asked = ask(owner, "POST", kTraining);
  ASSERT_EQ(asked.status, 200) << asked.body;
  EXPECT_EQ(body_of(asked).at("training").at("cause"), "asked");
  EXPECT_EQ(body_of(asked).at("training").at("by"), owner.user.id.value);
  EXPECT_EQ(kind_of(ask(owner, "POST", kTraining)), "conflict: It is learning already.");
  workflow::LayerWork work(*server.store, [] { return small_models().serving(); });
  ASSERT_TRUE(work.learn().value());
  const auto after = told();
  EXPECT_TRUE(after.at("training").is_null());
  const auto& layer = after.at("layers").at(0);
  ASSERT_EQ(layer.at("state"), "serving");
  EXPECT_EQ(layer.at("may_serve"), true);
  EXPECT_EQ(layer.at("messages"), 160);
  const auto& urgency = layer.at("measures").at(1);
  EXPECT_EQ(urgency.at("field"), "urgency");
  EXPECT_EQ(urgency.at("better"), true);
  EXPECT_GT(urgency.at("after").to_number<double>(), urgency.at("before").to_number<double>());
  EXPECT_EQ(kind_of(ask(owner, "POST", kTraining)), "conflict: Nothing was put right or confirmed since it learnt last.");
  const auto none = ask(owner, "POST", kLayer, "{}");
  EXPECT_EQ(body_of(none).at("layers").at(0).at("state"), "rolled_back");
  const std::string id = std::to_string(layer.at("id").as_int64());
  const auto again = ask(owner, "POST", kLayer, R"({"layer_id":)" + id + "}");
  EXPECT_EQ(body_of(again).at("layers").at(0).at("state"), "serving");
  EXPECT_EQ(ask(owner, "POST", kLayer, R"({"layer_id":17})").status, 404);
}

TEST_F(TriageLearningTest, SaysHowMuchIsMissing) {
  teach(12);
  const auto few = ask(owner, "POST", kTraining);
  EXPECT_EQ(few.status, 409);
  EXPECT_NE(kind_of(few).find("12 messages. It takes about 100"), std::string::npos) << kind_of(few);
  EXPECT_EQ(told().at("enough"), false);
}

TEST_F(TriageLearningTest, WhoeverSetsTheWeightsMaySetThis) {
  EXPECT_EQ(ask(lead, "GET", kLearning).status, 200);
  EXPECT_EQ(ask(lead, "POST", kTraining).status, 409) << "nothing to learn from yet";
  EXPECT_EQ(ask(lead, "POST", kLayer, "{}").status, 200);
}

TEST_F(TriageLearningTest, NightsAreASetting) {
  auto settings = body_of(ask(lead, "GET", "/api/v1/triage/settings")).as_object();
  EXPECT_EQ(settings.at("learning").at("on"), true);
  EXPECT_EQ(settings.at("learning").at("hour"), 3);
  boost::json::object body{{"weights", settings.at("weights")}, {"words", settings.at("words")}};
  body["learning"] = {{"on", false}, {"hour", 5}};
  ASSERT_EQ(ask(owner, "PUT", "/api/v1/triage/settings", base::encode(body)).status, 200);
  body.erase("learning");
  const auto kept = ask(owner, "PUT", "/api/v1/triage/settings", base::encode(body));
  EXPECT_EQ(body_of(kept).at("learning").at("hour"), 5) << "left out: as it was";
  body["learning"] = {{"on", true}, {"hour", 24}};
  EXPECT_EQ(ask(owner, "PUT", "/api/v1/triage/settings", base::encode(body)).status, 422);
}

}  // namespace
}  // namespace api::test
