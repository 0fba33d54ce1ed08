#include "domain/conversation/story.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "domain/conversation/word.hpp"

namespace conversation {
namespace {

using namespace std::chrono_literals;
using Times = std::vector<base::Time>;

constexpr base::Time kStart{1'000'000h};

base::Time at(int minute) { return kStart + std::chrono::minutes{minute}; }

// Heard when it was said, unless told otherwise.
Told word(Direction direction, int minute, const std::string& text, int heard = -1) {
  Told told;
  told.id = ids::Message{minute + 1};
  told.direction = direction;
  told.said_at = at(minute);
  told.created_at = at(heard < 0 ? minute : heard);
  told.external_id = std::to_string(1000 + minute);
  told.text = text;
  return told;
}
Told in(int minute, int heard = -1) { return word(Direction::inbound, minute, "theirs", heard); }
Told out(int minute) { return word(Direction::outbound, minute, "ours"); }
Told deleted(Told told) {
  told.deleted = true;
  told.text.clear();
  return told;
}

Conversation told(std::vector<Told> words, const Times& dismissals = {}) {
  std::ranges::sort(words, said_before);
  Conversation conversation;
  tell(conversation, words, waits_of(words, dismissals));
  return conversation;
}

TEST(Story, WaitingBeginsAfterOurLastWord) {
  EXPECT_EQ(told({in(1), in(2)}).owed_since, at(1));
  EXPECT_EQ(told({in(1), out(2), in(3), in(4)}).owed_since, at(3));
  EXPECT_EQ(told({in(1), in(2), out(3)}).owed_since, std::nullopt);
  EXPECT_EQ(told({out(1), in(2)}).owed_since, at(2));
  EXPECT_FALSE(told({}).owed);
}

TEST(Story, AMachinesWordAsksForNothingUnlessItIsTheFirst) {
  const auto machine = [](int minute) {
    auto word = in(minute);
    word.automatic = true;
    return word;
  };
  EXPECT_FALSE(told({in(1), out(2), machine(3)}).owed);
  EXPECT_EQ(told({in(1), machine(2)}).owed_since, at(1));
  EXPECT_FALSE(told({in(1), machine(2), out(3)}).owed);
  EXPECT_EQ(told({in(1), out(2), machine(3), in(4)}).owed_since, at(4));
  EXPECT_EQ(told({machine(1)}).owed_since, at(1)) << "a contact form";
  EXPECT_EQ(told({in(1), out(2), machine(3)}).message_count, 3);
}

TEST(Story, EveryWaitIsToldWithItsEnd) {
  const std::vector words{in(1), in(2), out(5), in(6), out(9), in(10)};
  const auto waits = waits_of(words, {});
  ASSERT_EQ(waits.size(), 3U);
  EXPECT_EQ(waits[0].since, at(1));
  EXPECT_EQ(waits[0].ended_at, at(5));
  EXPECT_TRUE(waits[0].first);
  EXPECT_EQ(waits[1].since, at(6));
  EXPECT_EQ(waits[1].ended_at, at(9));
  EXPECT_FALSE(waits[1].first);
  EXPECT_EQ(waits[2].ended_at, std::nullopt);
}

TEST(Story, GivesTimesPreviewCountAndFirstAnswer) {
  const auto c = told({in(30), out(20), in(10)});
  EXPECT_EQ(c.first_said_at, at(10));
  EXPECT_EQ(c.last_said_at, at(30));
  EXPECT_EQ(c.last_text, "theirs");
  EXPECT_EQ(c.last_direction, Direction::inbound);
  EXPECT_EQ(c.message_count, 3);
  EXPECT_EQ(c.first_answered_at, at(20));
  EXPECT_EQ(c.owed_since, at(30)) << "the first word was answered, the second was not";
}

TEST(StoryAnswer, WrittenHereIsAboutWhatWasHeardBeforeIt) {
  auto ours = out(5);
  ours.external_id = "heed:6";
  auto late = in(2, 9);
  late.id = ids::Message{100};
  const auto c = told({in(1), late, ours});
  EXPECT_EQ(c.owed_since, at(2)) << "nobody of us had heard it";
  const std::vector words{in(1), late, ours};
  const auto waits = waits_of(words, {});
  ASSERT_EQ(waits.size(), 2U);
  EXPECT_EQ(waits[0].ended_at, at(5));
  EXPECT_EQ(told({in(1), in(2), ours}).owed_since, std::nullopt);
}

TEST(StoryDismissal, EndsTheWaitForWhatWasHeardBeforeIt) {
  const std::vector words{in(1), in(2)};
  const auto waits = waits_of(words, Times{at(3)});
  ASSERT_EQ(waits.size(), 1U);
  EXPECT_EQ(waits[0].ended_at, at(3));
  EXPECT_TRUE(waits[0].dismissed);
}

TEST(StoryDismissal, IsNotAboutWhatWasHeardLater) {
  const std::vector words{in(1), in(2, 9)};
  const auto waits = waits_of(words, Times{at(3)});
  ASSERT_EQ(waits.size(), 2U);
  EXPECT_TRUE(waits[0].dismissed);
  EXPECT_EQ(waits[0].since, at(1));
  EXPECT_EQ(waits[1].since, at(2));
  EXPECT_EQ(waits[1].ended_at, std::nullopt);
  EXPECT_EQ(told({in(5), in(2, 9)}, {at(6)}).owed_since, at(2));
}

TEST(StoryDismissal, DoesNotOutliveAnAnswerOrANewWord) {
  Conversation conversation;
  conversation.dismiss_reason = DismissReason::spam;
  const std::vector words{in(1), in(5)};
  const auto waits = waits_of(words, Times{at(3)});
  tell(conversation, words, waits);
  EXPECT_TRUE(conversation.owed);
  EXPECT_EQ(conversation.dismiss_reason, std::nullopt);
}

TEST(StoryDeletion, OfACustomersWordAsksForNothing) {
  EXPECT_FALSE(told({deleted(in(1))}).owed);
  EXPECT_EQ(told({in(1), deleted(in(2))}).last_text, "theirs");
  EXPECT_EQ(told({deleted(in(1)), in(2)}).owed_since, at(2));
  EXPECT_EQ(told({deleted(in(1))}).message_count, 1);
}

TEST(StoryDeletion, OfOurWordLeavesItAnAnswer) {
  const auto c = told({in(1), deleted(out(2))});
  EXPECT_FALSE(c.owed);
  EXPECT_EQ(c.first_answered_at, at(2));
  EXPECT_EQ(c.last_text, "theirs");
}

TEST(StoryOrder, AtOneMomentWhatWasWrittenHereComesLast) {
  auto ours = out(1);
  ours.external_id = "heed:7";
  auto theirs = in(1);
  EXPECT_TRUE(said_before(theirs, ours));
  EXPECT_FALSE(said_before(ours, theirs));
  auto nine = in(1), ten = in(1);
  nine.external_id = "9";
  ten.external_id = "10";
  EXPECT_TRUE(said_before(nine, ten));
}

// Every prefix told word by word as it arrives in time gives what the story gives.
TEST(Story, AgreesWithWordsThatArriveInTime) {
  const std::vector words{in(1), in(2), out(3), in(4), out(5), out(6), in(7), in(8)};
  Conversation grown;
  std::vector<Told> so_far;
  for (const auto& next : words) {
    so_far.push_back(next);
    if (next.direction == Direction::inbound) hear(grown, next.text, next.said_at);
    else answer(grown, next.text, next.said_at);
    const auto whole = told(so_far);
    EXPECT_EQ(grown.owed, whole.owed);
    EXPECT_EQ(grown.owed_since, whole.owed_since);
    EXPECT_EQ(grown.first_answered_at, whole.first_answered_at);
    EXPECT_EQ(grown.last_text, whole.last_text);
    EXPECT_EQ(grown.message_count, whole.message_count);
  }
}

}  // namespace
}  // namespace conversation
