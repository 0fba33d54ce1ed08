#include "domain/conversation/word.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace conversation {
namespace {

using namespace std::chrono_literals;

constexpr base::Time kStart{1'000'000h};

base::Time at(int minute) { return kStart + std::chrono::minutes{minute}; }
Said in(int minute) { return {Direction::inbound, at(minute)}; }
Said out(int minute) { return {Direction::outbound, at(minute)}; }

// The conversation after these words in order of arrival, each told apart as the caller does it.
Conversation after(const std::vector<Said>& words) {
  Conversation conversation;
  std::vector<Said> known;
  for (const auto& word : words) {
    const std::string text = word.direction == Direction::inbound ? "theirs" : "ours";
    if (is_late(conversation, word.said_at)) add_late(conversation, word, known);
    else if (word.direction == Direction::inbound) hear(conversation, text, word.said_at);
    else answer(conversation, text, word.said_at);
    known.insert(std::upper_bound(known.begin(), known.end(), word,
                                  [](const Said& a, const Said& b) { return a.said_at < b.said_at; }),
                 word);
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

TEST(ConversationDismissal, TakenBackItIsOwedSinceTheWaitingBegan) {
  auto c = after({in(1), out(2), in(3), in(4)});
  dismiss(c, DismissReason::duplicate, "see the other one");
  withdraw_dismissal(c, at(3));
  EXPECT_TRUE(c.owed);
  EXPECT_EQ(c.owed_since, at(3));
  EXPECT_EQ(c.dismiss_reason, std::nullopt);
  EXPECT_EQ(c.dismiss_note, std::nullopt);
}

TEST(ConversationDismissal, TakingBackChangesNothingWhereNobodyWaits) {
  auto answered = after({in(1), out(2)});
  answered.dismiss_reason = DismissReason::spam;
  withdraw_dismissal(answered, std::nullopt);
  EXPECT_FALSE(answered.owed);
  EXPECT_EQ(answered.dismiss_reason, std::nullopt);

  auto never_dismissed = after({in(1), out(2)});
  withdraw_dismissal(never_dismissed, at(1));
  EXPECT_FALSE(never_dismissed.owed);
}

TEST(ConversationWaiting, BeginsAfterOurLastWord) {
  EXPECT_EQ(waiting_since({}), std::nullopt);
  EXPECT_EQ(waiting_since(std::vector{in(1), in(2)}), at(1));
  EXPECT_EQ(waiting_since(std::vector{in(1), out(2), in(3), in(4)}), at(3));
  EXPECT_EQ(waiting_since(std::vector{in(1), in(2), out(3)}), std::nullopt);
  EXPECT_EQ(waiting_since(std::vector{out(1), in(2)}), at(2));
}

TEST(ConversationLateWord, OfTheCustomerThatWasAnsweredSinceChangesNoWaiting) {
  auto c = after({in(10), out(20)});
  c.status = Status::resolved;
  c.resolved_at = at(21);
  add_late(c, in(15), {in(10), out(20)});
  EXPECT_FALSE(c.owed);
  EXPECT_EQ(c.status, Status::resolved);
  EXPECT_EQ(c.resolved_at, at(21));
  EXPECT_EQ(c.message_count, 3);
  EXPECT_EQ(c.last_text, "ours");

  EXPECT_EQ(after({in(10), out(20), in(30), in(15)}).owed_since, at(30)) << "the 15th minute was answered in the 20th";
}

TEST(ConversationLateWord, OfTheCustomerMovesTheWaitingBack) {
  const auto c = after({in(30), in(25)});
  EXPECT_EQ(c.owed_since, at(25));
  EXPECT_EQ(c.first_said_at, at(25));
  EXPECT_EQ(c.last_said_at, at(30));
  EXPECT_EQ(after({in(10), out(20), in(30), in(25)}).owed_since, at(25));
}

TEST(ConversationLateWord, OfTheCustomerWakesWhereItIsUnanswered) {
  auto c = after({in(30)});
  c.status = Status::snoozed;
  c.snoozed_until = at(1000);
  add_late(c, in(25), {in(30)});
  EXPECT_EQ(c.status, Status::open);
}

TEST(ConversationLateWord, OfTheCustomerWasNotDismissedWithTheOthers) {
  auto c = after({in(10), out(20), in(30)});
  dismiss(c, DismissReason::thanks_only, std::nullopt);
  c.status = Status::resolved;
  add_late(c, in(25), {in(10), out(20), in(30)});
  EXPECT_TRUE(c.owed);
  EXPECT_EQ(c.owed_since, at(25));
  EXPECT_EQ(c.dismiss_reason, std::nullopt);
  EXPECT_EQ(c.status, Status::open);

  auto answered = after({in(10), out(20), in(30)});
  dismiss(answered, DismissReason::thanks_only, std::nullopt);
  add_late(answered, in(15), {in(10), out(20), in(30)});
  EXPECT_FALSE(answered.owed);
  EXPECT_EQ(answered.dismiss_reason, DismissReason::thanks_only);
}

TEST(ConversationLateWord, OfOursAnswersWhatWasSaidBeforeIt) {
  const auto c = after({in(10), in(30), out(20)});
  EXPECT_TRUE(c.owed);
  EXPECT_EQ(c.owed_since, at(30)) << "the first word was answered, the second was not";
  EXPECT_EQ(c.first_answered_at, at(20));
  EXPECT_EQ(c.last_direction, Direction::inbound);
  EXPECT_EQ(c.last_text, "theirs");
}

TEST(ConversationLateWord, OfOursBeforeEveryWordAnswersNothing) {
  const auto c = after({in(10), out(5)});
  EXPECT_TRUE(c.owed);
  EXPECT_EQ(c.owed_since, at(10));
  EXPECT_EQ(c.first_said_at, at(5));
}

TEST(ConversationLateWord, OfOursMayBeTheFirstAnswer) {
  const auto c = after({in(10), out(30), out(20)});
  EXPECT_EQ(c.first_answered_at, at(20));
  EXPECT_EQ(c.last_said_at, at(30));
  EXPECT_FALSE(c.owed);
}

TEST(ConversationLateWord, OfOursLeavesADismissalAlone) {
  auto c = after({in(10), in(30)});
  dismiss(c, DismissReason::spam, std::nullopt);
  add_late(c, out(20), {in(10), in(30)});
  EXPECT_FALSE(c.owed);
  EXPECT_EQ(c.dismiss_reason, DismissReason::spam);
}

// However the words arrive, what is owed in the end is what the order they were said in makes it.
TEST(ConversationLateWord, TheOrderOfArrivalDoesNotMatterForWhatIsOwed) {
  std::vector<Said> words{in(1), in(2), out(3), in(4), in(5)};
  std::vector<int> order{0, 1, 2, 3, 4};
  do {
    std::vector<Said> arriving;
    for (const int index : order) arriving.push_back(words[static_cast<std::size_t>(index)]);
    const auto c = after(arriving);
    EXPECT_TRUE(c.owed);
    EXPECT_EQ(c.owed_since, at(4));
    EXPECT_EQ(c.first_said_at, at(1));
    EXPECT_EQ(c.last_said_at, at(5));
    EXPECT_EQ(c.first_answered_at, at(3));
    EXPECT_EQ(c.message_count, 5);
  } while (std::next_permutation(order.begin(), order.end()));
}

}  // namespace
}  // namespace conversation
