#include "workflow/explain_item.hpp"

#include <gtest/gtest.h>

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

TEST_P(ExplainTest, FindsByOurOwnIdToo) {
  const auto received = office().receive(office().chat, office().item("ann", "Hello")).value();
  EXPECT_EQ(explain(std::to_string(received.message.id.value)).at(0).message_id, received.message.id);
  EXPECT_TRUE(explain("nothing").empty());
}

HEED_ON_BOTH_ENGINES(ExplainTest);

}  // namespace
}  // namespace workflow
