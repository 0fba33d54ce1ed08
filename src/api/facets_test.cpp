// Lists narrowed by what triage says, and what a contact is worth, over HTTP.

#include <gtest/gtest.h>

#include "api/api_test_kit.hpp"
#include "base/json/encode.hpp"
#include "workflow/triage/follower.hpp"

namespace api::test {
namespace {

using rights::Role;

triage::Triage read_plainly(std::string_view text, const workflow::OwnTriage& /*own*/, bool /*deep*/) {
  triage::Triage out;
  out.language = "en";
  out.sentiment = {0, "neutral", 0.9};
  for (const auto& name : triage::intent_names())
    if (text.find(name) != std::string_view::npos) out.intents.push_back({name, 1});
  return out;
}

class FacetRouteTest : public ::testing::Test {
 protected:
  FacetRouteTest()
      : acme(server.make_organization("Acme")),
        agent(server.make_member(acme, "Ana", Role::agent)),
        lead(server.make_member(acme, "Leo", Role::lead)),
        partner(server.make_member(acme, "Pat", Role::partner)),
        chat(server.make_chat(acme, "Shop")) {
    for (const std::string text : {"refund", "refund, billing", "question"}) {
      server.clock.advance(std::chrono::minutes(1));
      const Visa visitor = server.make_visitor(chat);
      const auto reply = server.send(server.as(visitor, "POST", "/api/v1/widget/" + chat.key + "/messages",
                                               R"({"text":")" + text + R"(","name":"Bea"})"));
      EXPECT_EQ(reply.status, 200) << reply.body;
    }
    workflow::TriageWork work(*server.store, [] { return workflow::MessageReader{read_plainly, "plain"}; });
    EXPECT_TRUE(work.catch_up());
  }
  net::Response ask(const Member& who, const std::string& path) {
    return server.send(server.as(who.visa, "GET", "/api/v1" + path));
  }
  std::size_t found(const Member& who, const std::string& query) {
    return body_of(ask(who, "/conversations?" + query)).at("items").as_array().size();
  }

  TestApi server;
  ids::Organization acme;
  Member agent, lead, partner;
  inbox::Inbox chat;
};

TEST_F(FacetRouteTest, NarrowsAndSaysWhatThereIs) {
  EXPECT_EQ(found(agent, "intents=refund"), 2U);
  EXPECT_EQ(found(agent, "intents=billing,question&view=open&order=priority"), 2U);
  EXPECT_EQ(found(agent, "intents=refund&languages=de"), 0U);
  EXPECT_EQ(found(agent, "spam=false&sentiments=neutral,positive"), 3U);
  EXPECT_EQ(found(partner, "intents=refund"), 0U);
  const auto page = body_of(ask(agent, "/conversations?intents=refund&limit=1"));
  EXPECT_EQ(base::encode(page.at("items").at(0).at("facets")),
            R"({"intents":["refund"],"sentiments":["neutral"],"languages":["en"],"urgency":0,"spam":false,"abuse":false})");
  const auto next = std::string(page.at("next").as_string());
  EXPECT_TRUE(body_of(ask(agent, "/conversations?intents=refund&limit=1&cursor=" + next)).at("next").is_null());
  EXPECT_EQ(base::encode(body_of(ask(agent, "/facets?view=owed"))),
            R"({"items":[{"field":"intents","value":"billing","count":1},{"field":"intents","value":"question","count":1},)"
            R"({"field":"intents","value":"refund","count":2},{"field":"sentiments","value":"neutral","count":3},)"
            R"({"field":"languages","value":"en","count":3}]})");
}

TEST_F(FacetRouteTest, RefusesInSentences) {
  EXPECT_EQ(kind_of(ask(agent, "/conversations?view=resolved&intents=refund")),
            "invalid: view: by what triage says, only what is under way can be narrowed");
  EXPECT_EQ(body_of(ask(agent, "/conversations?contact_id=7&spam=true")).at("field"), "contact_id");
  EXPECT_EQ(kind_of(ask(agent, "/conversations?sentiments=sad")),
            "invalid: sentiments: expected negative, neutral or positive");
  EXPECT_EQ(kind_of(ask(agent, "/conversations?urgency=3")), "invalid: urgency: expected 0, 1 or 2");
  EXPECT_EQ(body_of(ask(agent, "/facets?view=all")).at("field"), "view");
}

TEST_F(FacetRouteTest, SomebodyIsWorthWhatIsSaid) {
  const auto contact = body_of(ask(agent, "/contacts")).at("items").at(0).at("id").as_int64();
  const std::string path = "/api/v1/contacts/" + std::to_string(contact);
  const auto change = [&](const Member& who, const std::string& body) {
    return server.send(server.as(who.visa, "PATCH", path, body));
  };
  EXPECT_EQ(body_of(change(agent, R"({"value":"key"})")).at("value"), "key");
  EXPECT_EQ(body_of(ask(agent, "/contacts/" + std::to_string(contact))).at("value"), "key");
  EXPECT_EQ(change(partner, R"({"value":"none"})").status, 403);
  EXPECT_EQ(kind_of(change(agent, R"({"value":"gold"})")), "invalid: value: expected one of none, customer, valued, key");
  EXPECT_EQ(body_of(change(agent, "{}")).at("value"), "key") << "what is left out stays";
}

TEST_F(FacetRouteTest, LeadsSetTheWeights) {
  auto settings = body_of(ask(lead, "/triage/settings")).as_object();
  boost::json::object body;
  body["weights"] = settings.at("weights");
  body["words"] = settings.at("words");
  body.at("weights").as_object()["value"] = 20;
  const auto put = [&](const Member& who) {
    return server.send(server.as(who.visa, "PUT", "/api/v1/triage/settings", base::encode(boost::json::value(body))));
  };
  EXPECT_EQ(put(agent).status, 403);
  EXPECT_EQ(body_of(put(lead)).at("weights").at("value"), 20);
}

}  // namespace
}  // namespace api::test
