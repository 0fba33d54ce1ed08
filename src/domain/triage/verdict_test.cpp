#include "domain/triage/verdict.hpp"

#include <gtest/gtest.h>

#include <array>

namespace triage {
namespace {

constexpr ids::Message kMessage{7};

Correction correction(Field field, const std::string& meant) {
  Correction out;
  out.message_id = kMessage;
  out.field = field;
  out.meant = meant;
  return out;
}

TEST(Verdict, WhatPeopleSayHolds) {
  Verdict verdict;
  verdict.message_id = kMessage;
  verdict.triage.sentiment = {0.8, "positive", 0.8};
  verdict.triage.intents = {{"praise", 0.7}};
  const std::array corrections = {correction(Field::sentiment, "negative"), correction(Field::intents, "complaint,refund"),
                                  correction(Field::urgency, "2"), correction(Field::spam, "true"),
                                  correction(Field::language, "de")};
  correct(verdict, corrections);
  EXPECT_EQ(verdict.triage.sentiment.label, "negative");
  EXPECT_LT(verdict.triage.sentiment.score, 0);
  EXPECT_EQ(value_of(verdict.triage, Field::intents), "complaint,refund");
  EXPECT_EQ(verdict.triage.urgency, 2);
  EXPECT_TRUE(verdict.triage.spam);
  EXPECT_EQ(verdict.triage.language, "de");
  EXPECT_EQ(verdict.corrected.size(), corrections.size());
}

TEST(Verdict, WhatWasUndoneOrIsOfAnotherMessageSaysNothing) {
  Verdict verdict;
  verdict.message_id = kMessage;
  auto undone = correction(Field::urgency, "2");
  undone.undone_at = base::Time{};
  auto other = correction(Field::spam, "true");
  other.message_id = ids::Message{8};
  correct(verdict, std::array{undone, other});
  EXPECT_EQ(verdict.triage.urgency, 0);
  EXPECT_FALSE(verdict.triage.spam);
  EXPECT_TRUE(verdict.corrected.empty());
}

TEST(Verdict, AConfirmedSentimentKeepsItsScore) {
  Verdict verdict;
  verdict.message_id = kMessage;
  verdict.triage.sentiment = {-0.9, "negative", 0.7};
  correct(verdict, std::array{correction(Field::sentiment, "negative")});
  EXPECT_DOUBLE_EQ(verdict.triage.sentiment.score, -0.9);
  EXPECT_DOUBLE_EQ(verdict.triage.sentiment.confidence, 1);
}

TEST(Verdict, RefusesWhatIsNoValueOfTheField) {
  const auto intents = intent_names();
  EXPECT_EQ(*check_value(Field::intents, "refund,complaint,refund", intents), "complaint,refund");
  EXPECT_EQ(*check_value(Field::intents, "", intents), "");
  EXPECT_EQ(check_value(Field::intents, "refund,nonsense", intents).error().message,
            "intents: expected names of intents; there is no \"nonsense\"");
  EXPECT_EQ(check_value(Field::sentiment, "unsure", intents).error().field, "sentiment");
  EXPECT_FALSE(check_value(Field::urgency, "3", intents));
  EXPECT_FALSE(check_value(Field::language, "Deutsch", intents));
  EXPECT_FALSE(check_value(Field::spam, "yes", intents));
}

TEST(Verdict, CountsPlacesAsClientsDo) {
  Triage triage;
  const std::string text = "\xC3\xA9\xF0\x9F\x98\x80 call 030 123";  // é😀
  triage.pii = {{"phone", {12, 19}}};
  triage.entities = {{"date", "", {0, 2}}, {"date", "", {900, 901}}};
  count_in_utf16(triage, text);
  EXPECT_EQ(triage.pii[0].place.begin, 9);
  EXPECT_EQ(triage.pii[0].place.end, 16);
  EXPECT_EQ(triage.entities[0].place.end, 1);
  EXPECT_EQ(triage.entities[1].place.begin, triage.entities[1].place.end);
}

}  // namespace
}  // namespace triage
