#include "workflow/move_messages.hpp"

#include <gtest/gtest.h>

#include <random>

#include "store/message_store.hpp"
#include "workflow/test_office.hpp"

namespace workflow {
namespace {

using conversation::Status;
using namespace std::chrono_literals;

class MoveTest : public OfficeTest {
 protected:
  // Our own account's answer, on the platform itself.
  void answers(ids::Conversation conversation) {
    auto item = office().item("lisbonbikes", "We look into it");
    item.is_public = true;
    item.own = true;
    item.thread_key = office().conversation(conversation).thread_key;
    item.parent_external_id = item.thread_key;
    (void)office().receive(office().posts, item);
  }
  // A public post of the person in a thread of its own.
  ids::Conversation posts(const std::string& person, const std::string& text) {
    auto item = office().item(person, text);
    item.is_public = true;
    item.thread_key = item.external_id;
    return office().hears(office().posts, item);
  }
  base::Result<Moved> merge(ids::Conversation source, ids::Conversation target) {
    return office().transact(
        [&](store::Transaction& t) { return merge_conversations(t, office().as(office().mira), source, target); });
  }
  base::Result<Moved> split(ids::Conversation source, const std::vector<ids::Message>& messages) {
    return office().transact(
        [&](store::Transaction& t) { return split_conversation(t, office().as(office().mira), source, messages); });
  }
  base::Result<event::ConversationState> undo(ids::Move move) {
    return office().transact([&](store::Transaction& t) { return undo_move(t, office().as(office().mira), move); });
  }
  std::vector<ids::Message> messages(ids::Conversation conversation) {
    return office()
        .read([&](store::Reading& reading) -> base::Result<std::vector<ids::Message>> {
          return store::list_message_ids(reading, office().organization, conversation);
        })
        .value();
  }
};

TEST_P(MoveTest, AMergePutsAllIntoOneAndClosesTheOther) {
  const auto start = clock_.now();
  const auto first = posts("ann", "My bike is broken");
  clock_.advance(1min);
  const auto second = posts("ann", "Nobody answers about my bike");
  const auto moved = merge(second, first).value();
  EXPECT_EQ(moved.target.conversation.message_count, 2);
  EXPECT_EQ(moved.target.conversation.owed_since, start);
  EXPECT_EQ(moved.target.conversation.last_text, "Nobody answers about my bike");
  const auto closed = office().conversation(second);
  EXPECT_EQ(closed.merged_into_id, first);
  EXPECT_EQ(closed.status, Status::resolved);
  EXPECT_FALSE(closed.owed);
  EXPECT_TRUE(clocks(second).empty());
  EXPECT_EQ(clocks(first).size(), 1U);
}

TEST_P(MoveTest, UndoingAMergePutsEverythingBack) {
  const auto first = posts("ann", "My bike is broken");
  clock_.advance(1min);
  const auto second = posts("ann", "Nobody answers about my bike");
  (void)office().assign(office().tom, {second, std::optional(std::optional(office().mira.id)), {}}).value();
  const auto before_first = office().conversation(first), before_second = office().conversation(second);
  const auto moved = merge(second, first).value();
  (void)undo(moved.id).value();
  const auto after = office().conversation(second);
  EXPECT_EQ(after.assignee_id, office().mira.id);
  EXPECT_EQ(after.owed_since, before_second.owed_since);
  EXPECT_EQ(after.due_at, before_second.due_at);
  EXPECT_EQ(after.message_count, 1);
  EXPECT_EQ(after.merged_into_id, std::nullopt);
  EXPECT_EQ(office().conversation(first).last_text, before_first.last_text);
  EXPECT_EQ(undo(moved.id).error().kind, base::FailureKind::conflict);
}

TEST_P(MoveTest, WhatCameSinceAMergeStaysWhenItIsUndone) {
  const auto first = office().hears(office().chat, "ann", "Hello");
  (void)office().reply(office().mira, first, "Hello Ann").value();
  (void)office().resolve(office().mira, first).value();
  clock_.advance(100h);
  const auto second = office().hears(office().chat, "ann", "Another thing");
  ASSERT_NE(first, second);
  const auto moved = merge(first, second).value();
  EXPECT_EQ(office().conversation(second).message_count, 3);
  clock_.advance(1min);
  EXPECT_EQ(office().hears(office().chat, "ann", "Still there?"), second);
  (void)undo(moved.id).value();
  EXPECT_EQ(messages(first).size(), 2U);
  EXPECT_EQ(messages(second).size(), 2U);
  EXPECT_EQ(office().conversation(first).status, Status::resolved);
}

TEST_P(MoveTest, OnlyOnePersonOnOneInboxIsOneMatter) {
  const auto ann = posts("ann", "Mine is broken"), bob = posts("bob", "Mine too");
  EXPECT_EQ(merge(ann, bob).error().kind, base::FailureKind::conflict);
  EXPECT_EQ(merge(ann, ann).error().field, "into_id");
  EXPECT_EQ(merge(ann, ids::Conversation{5}).error().field, "into_id");
  const auto other = posts("ann", "And the bell");
  (void)merge(other, ann).value();
  EXPECT_EQ(merge(other, ann).error().kind, base::FailureKind::conflict);
}

TEST_P(MoveTest, ASplitMakesAConversationOfItsOwnAndCanBeUndone) {
  const auto id = office().hears(office().chat, "ann", "My bike is broken");
  clock_.advance(1min);
  (void)office().hears(office().chat, "ann", "And where is my invoice?");
  const auto all = messages(id);
  const auto moved = split(id, {all[1]}).value();
  EXPECT_NE(moved.target.conversation.id, id);
  EXPECT_EQ(moved.target.conversation.last_text, "And where is my invoice?");
  EXPECT_TRUE(moved.target.conversation.owed);
  EXPECT_EQ(office().conversation(id).message_count, 1);
  EXPECT_EQ(office().conversation(id).last_text, "My bike is broken");
  clock_.advance(1min);
  EXPECT_EQ(office().hears(office().chat, "ann", "The bike, please"), id) << "new words go on with the source";
  const auto back = undo(moved.id).value();
  EXPECT_EQ(back.conversation.id, id);
  EXPECT_EQ(back.conversation.message_count, 3);
}

TEST_P(MoveTest, WhatWasMergedIsWorkedOnWhereItsWordsAre) {
  const auto first = office().hears(office().chat, "ann", "Hello");
  (void)office().reply(office().mira, first, "Hello Ann").value();
  (void)office().resolve(office().mira, first).value();
  clock_.advance(100h);
  const auto second = office().hears(office().chat, "ann", "Another thing");
  (void)merge(first, second).value();
  const auto& mira = office().mira;
  EXPECT_EQ(office().reply(mira, first, "Hello again").error().kind, base::FailureKind::conflict);
  EXPECT_EQ(office().note(mira, first, "A note").error().kind, base::FailureKind::conflict);
  EXPECT_EQ(office().change_status(mira, {first, Status::open, {}, {}, {}}).error().kind, base::FailureKind::conflict);
  EXPECT_EQ(office().assign(mira, {first, std::optional(std::optional(mira.id)), {}}).error().kind,
            base::FailureKind::conflict);
  EXPECT_EQ(split(first, {}).error().kind, base::FailureKind::conflict);
}

TEST_P(MoveTest, ASplitNamesItsFault) {
  const auto id = office().hears(office().chat, "ann", "Hello");
  const auto other = posts("bob", "Hi");
  EXPECT_EQ(split(id, {}).error().field, "message_ids");
  EXPECT_EQ(split(id, messages(id)).error().message, "message_ids: at least one must stay");
  EXPECT_EQ(split(id, messages(other)).error().message, "message_ids: one of them is not in this conversation");
  EXPECT_EQ(messages(id).size(), 1U) << "and nothing moved";
}

TEST_P(MoveTest, PartnersMoveOnlyWhatTheySee) {
  const auto first = posts("ann", "One"), second = posts("ann", "Two");
  const auto pat = office().as(office().pat);
  EXPECT_EQ(
      office().transact([&](store::Transaction& t) { return merge_conversations(t, pat, second, first); }).error().kind,
      base::FailureKind::not_found);
  const auto moved = merge(second, first).value();
  EXPECT_EQ(office().transact([&](store::Transaction& t) { return undo_move(t, pat, moved.id); }).error().kind,
            base::FailureKind::not_found);
}

TEST_P(MoveTest, UndoingAMergeLeavesDismissedWhatWasDismissed) {
  const auto first = posts("ann", "My bike is broken");
  clock_.advance(1min);
  const auto second = posts("ann", "Thanks anyway");
  clock_.advance(1min);
  (void)office().resolve(office().mira, second, conversation::DismissReason::thanks_only).value();
  const auto before_first = office().conversation(first), before_second = office().conversation(second);
  const auto moved = merge(second, first).value();
  EXPECT_EQ(moved.target.conversation.owed_since, before_first.owed_since) << "a merge dismisses nothing";
  (void)undo(moved.id).value();
  const auto after = office().conversation(second);
  EXPECT_FALSE(after.owed);
  EXPECT_EQ(after.status, Status::resolved);
  EXPECT_EQ(after.dismiss_reason, conversation::DismissReason::thanks_only);
  EXPECT_EQ(after.resolved_at, before_second.resolved_at);
  EXPECT_EQ(clocks(second).size(), 1U);
  EXPECT_EQ(office().conversation(first).owed_since, before_first.owed_since);
  EXPECT_EQ(clocks(first).size(), 1U);
}

TEST_P(MoveTest, AMergeIntoWhatWasDismissedOpensItUntilItIsUndone) {
  const auto first = posts("ann", "Thanks anyway");
  clock_.advance(1min);
  const auto second = posts("ann", "My bike is broken");
  clock_.advance(1min);
  (void)office().resolve(office().mira, first, conversation::DismissReason::thanks_only).value();
  const auto before = office().conversation(first);
  const auto moved = merge(second, first).value();
  EXPECT_EQ(moved.target.conversation.owed_since, before.first_said_at);
  EXPECT_EQ(moved.target.conversation.status, Status::open);
  (void)undo(moved.id).value();
  const auto after = office().conversation(first);
  EXPECT_EQ(after.status, Status::resolved);
  EXPECT_EQ(after.resolved_at, before.resolved_at);
  EXPECT_EQ(after.dismiss_reason, conversation::DismissReason::thanks_only);
  EXPECT_TRUE(office().conversation(second).owed);
}

TEST_P(MoveTest, AMergeIntoAClosedChatOpensItUntilItIsUndone) {
  const auto first = office().hears(office().chat, "ann", "Hello");
  (void)office().reply(office().mira, first, "Hello Ann").value();
  (void)office().resolve(office().mira, first).value();
  clock_.advance(100h);
  const auto second = office().hears(office().chat, "ann", "Another thing");
  const auto moved = merge(second, first).value();
  EXPECT_EQ(moved.target.conversation.status, Status::open);
  (void)undo(moved.id).value();
  EXPECT_EQ(office().conversation(first).status, Status::resolved);
  EXPECT_EQ(office().conversation(second).status, Status::open);
  const auto again = merge(second, first).value();
  (void)office().reply(office().mira, first, "We look into it").value();
  EXPECT_EQ(undo(again.id).error().kind, base::FailureKind::conflict) << "two would be open in one chat";
}

TEST_P(MoveTest, AReasonGoesWithTheWordsItWasAbout) {
  const auto first = posts("ann", "Hello");
  answers(first);
  clock_.advance(1min);
  const auto second = posts("ann", "Thanks");
  (void)office().resolve(office().mira, second, conversation::DismissReason::thanks_only).value();
  const auto moved = merge(second, first).value();
  EXPECT_FALSE(moved.target.conversation.owed);
  EXPECT_EQ(moved.target.conversation.dismiss_reason, conversation::DismissReason::thanks_only);
  (void)undo(moved.id).value();
  EXPECT_EQ(office().conversation(first).dismiss_reason, std::nullopt);
  EXPECT_EQ(office().conversation(second).dismiss_reason, conversation::DismissReason::thanks_only);
}

// Whatever is done, in whatever order: every rule of the record holds, and what was owed an answer is not dismissed by it.
TEST_P(MoveTest, WhateverIsDoneTheRecordIsWhole) {
  for (unsigned seed = 1; seed <= 8; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const std::string person = "ann" + std::to_string(seed);
    std::vector<ids::Conversation> known{posts(person, "One"), posts(person, "Two"), posts(person, "Three")};
    std::vector<ids::Move> moves;
    std::string did;
    const auto any = [&](const auto& list) { return list[random() % list.size()]; };
    for (int step = 0; step < 40; ++step) {
      clock_.advance(1min);
      const auto id = any(known);
      const auto what = random() % 7;
      did += " " + std::to_string(what) + ":" + std::to_string(id.value % 1000);
      switch (what) {
        case 0: {
          auto item = office().item(person, "More");
          item.is_public = true;
          item.thread_key = office().conversation(any(known)).thread_key;
          (void)office().receive(office().posts, item);
          break;
        }
        case 1: answers(id); break;
        case 2: (void)office().resolve(office().mira, id, conversation::DismissReason::spam); break;
        case 3: (void)office().change_status(office().mira, {id, Status::open, {}, {}, {}}); break;
        case 4: {
          const bool owed = office().conversation(id).owed;
          const auto into = any(known);
          did += ">" + std::to_string(into.value % 1000);
          const auto moved = merge(id, into);
          if (moved) moves.push_back(moved->id);
          if (moved && owed) EXPECT_TRUE(moved->target.conversation.owed || moved->target.conversation.first_answered_at);
          break;
        }
        case 5:
          if (!moves.empty()) (void)undo(any(moves));
          break;
        default: {
          const auto all = messages(id);
          if (all.empty()) break;
          const auto moved = split(id, {any(all)});
          if (moved) known.push_back(moved->target.conversation.id);
        }
      }
      expect_whole(office());
      if (HasFailure()) FAIL() << "after" << did;
    }
  }
}

TEST_P(MoveTest, WhatMovedIsListedForWhoeverSeesBothEnds) {
  const auto first = posts("ann", "One"), second = posts("ann", "Two");
  const auto list = [&](const rights::User& user, ids::Conversation of) {
    return office().read([&](store::Reading& reading) { return list_moves(reading, office().as(user), of); });
  };
  EXPECT_TRUE(list(office().mira, first).value().empty());
  const auto moved = merge(second, first).value();
  (void)undo(moved.id).value();
  (void)merge(second, first).value();
  for (const auto of : {first, second}) {
    const auto moves = list(office().mira, of).value();
    ASSERT_EQ(moves.size(), 2U);
    EXPECT_TRUE(moves[0].move.undone_at);
    EXPECT_FALSE(moves[1].move.undone_at);
    EXPECT_EQ(moves[1].message_count, 1);
    EXPECT_EQ(moves[1].move.moved_by, office().mira.id);
  }
  EXPECT_EQ(list(office().pat, first).error().kind, base::FailureKind::not_found);
  (void)office().assign(office().mira, {first, {}, std::optional(std::optional(office().partner.id))}).value();
  EXPECT_TRUE(list(office().pat, first).value().empty()) << "the other end is not theirs to see";
}

HEED_ON_BOTH_ENGINES(MoveTest);

}  // namespace
}  // namespace workflow
