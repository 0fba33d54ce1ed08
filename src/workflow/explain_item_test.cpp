#include "workflow/explain_item.hpp"

#include <gtest/gtest.h>

#include "store/triage_store.hpp"
#include "workflow/test_office.hpp"

namespace workflow {
namespace {

using namespace std::chrono_literals;

class ExplainTest : public OfficeTest {
 protected:
  std::vector<ItemLife> explain(const std::string& item) {
    return office()
        .read([&](store::Reading& reading) -> base::Result<std::vector<ItemLife>> {
          return explain_item(reading, office().organization, item);
        })
        .value();
  }
  // "step: text" of every step.
  static std::string told(const ItemLife& life) {
    std::string all;
    for (const auto& step : life.steps) all += step.step + ": " + step.text + "\n";
    return all;
  }
};

TEST_P(ExplainTest, TellsOfAWordFromItsSayingToItsAnswer) {
  auto item = office().item("ann", "Where is my bike?");
  item.said_at = clock_.now() - 30s;
  const auto id = office().hears(office().chat, item);
  clock_.advance(1min);
  (void)office().reply(office().mira, id, "On its way.").value();
  const auto lives = explain(item.external_id);
  ASSERT_EQ(lives.size(), 1U);
  EXPECT_EQ(lives[0].inbox, "Chat");
  const auto all = told(lives[0]);
  for (const auto* part :
       {"said: by a customer, ann; the platform calls it item-1", "arrived: on test_chat \"Chat\", 30 s after it was said",
        "opened it: no conversation", "clock: first_response", "answered", "event: message.created"})
    EXPECT_NE(all.find(part), std::string::npos) << part << "\n" << all;
  EXPECT_EQ(all.find("Where is my bike?"), std::string::npos) << "what was said is not repeated";
  EXPECT_TRUE(std::ranges::is_sorted(lives[0].steps, {}, &LifeStep::at));
}

TEST_P(ExplainTest, SaysWhatIsWaitedFor) {
  auto item = office().item("ann", "I agree");
  item.is_public = item.by_replies = true;
  item.parent_external_id = "never-heard";
  (void)office().hears(office().posts, item);
  EXPECT_NE(told(explain(item.external_id).at(0)).find("waits: for the message never-heard"), std::string::npos);
}

TEST_P(ExplainTest, SaysWhatTriageReadAndWhatAColleaguePutRight) {
  auto item = office().item("ann", "I was charged twice!");
  const auto received = office().receive(office().chat, item).value();
  const auto organization = office().organization;
  (void)office().transact([&](store::Transaction& transaction) -> base::Result<int> {
    triage::Verdict verdict;
    verdict.message_id = received.message.id;
    verdict.triage.language = "en";
    verdict.triage.sentiment.label = "negative";
    verdict.triage.intents = {{"billing", 0.9}};
    verdict.triage.urgency = 1;
    verdict.model = "model-7";
    verdict.assessed_at = transaction.now();
    store::put_verdict(transaction, organization, verdict, std::nullopt);
    store::put_correction(
        transaction, {transaction.new_id<ids::Correction>(), organization, received.message.id, office().chat.id,
                      triage::Field::urgency, "1", "2", "en", "model-7", office().mira.id, transaction.now(), std::nullopt});
    return 0;
  });
  const auto all = told(explain(item.external_id).at(0));
  EXPECT_NE(
      all.find("triaged: by model-7, tier 1; language en; sentiment negative; intents billing; urgency 2; a colleague put "
               "urgency right\n"),
      std::string::npos)
      << all;
}

TEST_P(ExplainTest, SaysWhoBecameOneWithWhom) {
  auto ann = office().item("ann", "Hello");
  auto anna = office().item("anna", "Hello again");
  ann.author.proofs.push_back({channel::ProofKind::email, "ann@example.com"});
  anna.author.proofs.push_back({channel::ProofKind::email, "ann@example.com"});
  (void)office().hears(office().posts, ann);
  (void)office().hears(office().posts, anna);
  const auto all = told(explain(anna.external_id).at(0));
  EXPECT_NE(all.find("joined: contact "), std::string::npos) << all;
  EXPECT_NE(all.find("both have the same proof"), std::string::npos) << all;
  EXPECT_EQ(all.find("ann@example.com"), std::string::npos) << "a proof is not repeated";
}

TEST_P(ExplainTest, FindsByOurOwnIdToo) {
  const auto received = office().receive(office().chat, office().item("ann", "Hello")).value();
  EXPECT_EQ(explain(std::to_string(received.message.id.value)).at(0).message_id, received.message.id);
  EXPECT_TRUE(explain("nothing").empty());
}

HEED_ON_BOTH_ENGINES(ExplainTest);

}  // namespace
}  // namespace workflow
