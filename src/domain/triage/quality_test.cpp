#include "domain/triage/quality.hpp"

#include <gtest/gtest.h>

#include <array>

namespace triage {
namespace {

Correction correction(Field field, const std::string& said, const std::string& meant) {
  Correction out;
  out.field = field;
  out.said = said;
  out.meant = meant;
  return out;
}

TEST(TriageQuality, CountsWhatWasSaidAndWhatWasMeant) {
  auto undone = correction(Field::sentiment, "neutral", "positive");
  undone.undone_at = base::Time{};
  const std::array corrections = {correction(Field::sentiment, "neutral", "negative"),
                                  correction(Field::sentiment, "neutral", "negative"),
                                  correction(Field::sentiment, "negative", "negative"), undone,
                                  correction(Field::intents, "question,refund", "delivery,refund")};
  const auto sentiment = confusion(Field::sentiment, corrections);
  ASSERT_EQ(sentiment.size(), 2U);
  EXPECT_EQ(sentiment[1].said, "neutral");
  EXPECT_EQ(sentiment[1].count, 2);
  const auto intents = confusion(Field::intents, corrections);
  ASSERT_EQ(intents.size(), 3U);
  EXPECT_EQ(intents[0].said, kNone);
  EXPECT_EQ(intents[0].meant, "delivery");
  EXPECT_EQ(intents[1].meant, kNone);
  EXPECT_EQ(intents[2].said, intents[2].meant);
}

TEST(TriageQuality, NoticesThatSharesHaveChanged) {
  EXPECT_EQ(stability_index({}, {{"negative", 10}}), 0);
  EXPECT_LT(stability_index({{"negative", 700}, {"positive", 300}}, {{"negative", 172}, {"positive", 78}}), 0.01);
  EXPECT_GT(stability_index({{"negative", 700}, {"positive", 300}}, {{"negative", 40}, {"positive", 160}}), kDrifted);
  EXPECT_GT(stability_index({{"de", 1000}}, {{"en", 200}}), kDrifted);
}

}  // namespace
}  // namespace triage
