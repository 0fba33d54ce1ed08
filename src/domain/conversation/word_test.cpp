#include "domain/conversation/word.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace conversation {
namespace {

using namespace std::chrono_literals;

constexpr base::Time kStart{1'000'000h};

base::Time at(int minute) { return kStart + std::chrono::minutes{minute}; }

struct Word {
  Direction direction;
  base::Time said_at;
};
Word in(int minute) { return {Direction::inbound, at(minute)}; }
Word out(int minute) { return {Direction::outbound, at(minute)}; }

Conversation after(const std::vector<Word>& words) {
  Conversation conversation;
  for (const auto& word : words) {
    if (word.direction == Direction::inbound) hear(conversation, "theirs", word.said_at);
    else answer(conversation, "ours", word.said_at);
  }
  return conversation;
}

TEST(ConversationWord, AFirstWordIsOwedAnAnswer) {
  const auto c = after({in(1)});
  EXPECT_TRUE(c.owed);
  EXPECT_EQ(c.owed_since, at(1));
  EXPECT_EQ(c.first_said_at, at(1));
  EXPECT_EQ(c.last_said_at, at(1));
  EXPECT_EQ(c.last_text, "theirs");
  EXPECT_EQ(c.last_direction, Direction::inbound);
  EXPECT_EQ(c.message_count, 1);
  EXPECT_EQ(c.first_answered_at, std::nullopt);
}

TEST(ConversationWord, TheWaitingBeginsWithTheFirstUnansweredWord) {
  EXPECT_EQ(after({in(1), in(2), in(3)}).owed_since, at(1));
  EXPECT_EQ(after({in(1), out(2), in(3), in(4)}).owed_since, at(3));
}

TEST(ConversationWord, AnAnswerEndsTheWaiting) {
  auto c = after({in(1), in(2)});
  c.due_at = at(6);
  answer(c, "ours", at(5));
  EXPECT_FALSE(c.owed);
  EXPECT_EQ(c.owed_since, std::nullopt);
  EXPECT_EQ(c.due_at, std::nullopt);
  EXPECT_EQ(c.first_answered_at, at(5));
  EXPECT_EQ(c.last_text, "ours");
  EXPECT_EQ(c.message_count, 3);
  answer(c, "ours again", at(8));
  EXPECT_EQ(c.first_answered_at, at(5)) << "the first one stays the first";
  EXPECT_FALSE(c.owed);
}

TEST(ConversationWord, ACustomersWordWakesWhatSleptOrWasClosed) {
  for (const auto status : {Status::pending, Status::snoozed, Status::resolved}) {
    auto c = after({in(1), out(2)});
    c.status = status;
    c.snoozed_until = at(1000);
    c.resolved_at = at(3);
    hear(c, "one more thing", at(4));
    EXPECT_EQ(c.status, Status::open);
    EXPECT_EQ(c.snoozed_until, std::nullopt);
    EXPECT_EQ(c.resolved_at, std::nullopt);
    EXPECT_EQ(c.owed_since, at(4));
  }
}

TEST(ConversationWord, OursWakesNothing) {
  auto c = after({in(1)});
  c.status = Status::snoozed;
  c.snoozed_until = at(1000);
  answer(c, "we look into it", at(4));
  EXPECT_EQ(c.status, Status::snoozed);
  EXPECT_EQ(c.snoozed_until, at(1000));
}

TEST(ConversationWord, ThePreviewMasksWhatIsPersonal) {
  EXPECT_EQ(preview_of("Card 4111 1111 1111 1111 is blocked, write to ann@example.org"),
            "Card •••1111 is blocked, write to a•••@•••");
  const std::string long_text = std::string(kPreviewPoints - 8, 'x') + " 4111 1111 1111 1111";
  EXPECT_EQ(preview_of(long_text), std::string(kPreviewPoints - 8, 'x') + " •••1111") << "masked before it is cut";
}

TEST(ConversationWord, ThePreviewIsCutBetweenCharacters) {
  Conversation c;
  std::string text;
  for (int i = 0; i < 200; ++i) text += "🚲";
  hear(c, text, at(1));
  EXPECT_EQ(c.last_text, text.substr(0, kPreviewPoints * 4) + "…");
}

TEST(ConversationWord, AtTheSameMomentTheLastToArriveIsTheLast) {
  EXPECT_TRUE(after({in(1), out(2), in(2)}).owed);
  EXPECT_FALSE(after({in(1), in(2), out(2)}).owed);
}

TEST(ConversationDismissal, EndsTheWaitingWithItsReason) {
  auto c = after({in(1)});
  c.due_at = at(6);
  dismiss(c, DismissReason::spam, "again");
  EXPECT_FALSE(c.owed);
  EXPECT_EQ(c.owed_since, std::nullopt);
  EXPECT_EQ(c.due_at, std::nullopt);
  EXPECT_EQ(c.dismiss_reason, DismissReason::spam);
  EXPECT_EQ(c.dismiss_note, "again");
  EXPECT_EQ(c.first_answered_at, std::nullopt) << "nobody answered";
}

TEST(ConversationDismissal, EndsWithTheNextWord) {
  auto theirs = after({in(1)});
  dismiss(theirs, DismissReason::other, "asked by phone");
  hear(theirs, "hello?", at(9));
  EXPECT_TRUE(theirs.owed);
  EXPECT_EQ(theirs.owed_since, at(9)) << "what was dismissed stays settled";
  EXPECT_EQ(theirs.dismiss_reason, std::nullopt);
  EXPECT_EQ(theirs.dismiss_note, std::nullopt);

  auto ours = after({in(1)});
  dismiss(ours, DismissReason::thanks_only, std::nullopt);
  answer(ours, "welcome!", at(9));
  EXPECT_EQ(ours.dismiss_reason, std::nullopt) << "it was answered after all";
}

}  // namespace
}  // namespace conversation
