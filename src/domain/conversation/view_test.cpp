#include "domain/conversation/view.hpp"

#include <gtest/gtest.h>

namespace conversation {
namespace {

using Views = std::vector<View>;

Conversation with(Status status, bool owed, bool assigned) {
  Conversation conversation;
  conversation.status = status;
  conversation.owed = owed;
  if (assigned) conversation.assignee_id = ids::User{7};
  return conversation;
}

TEST(ConversationViews, AnOpenOneWithoutAssigneeIsInFour) {
  EXPECT_EQ(views_of(with(Status::open, true, false)), (Views{View::owed, View::unassigned, View::open, View::all}));
  EXPECT_EQ(views_of(with(Status::open, true, true)), (Views{View::owed, View::open, View::all}));
  EXPECT_EQ(views_of(with(Status::open, false, true)), (Views{View::open, View::all}));
}

TEST(ConversationViews, PendingIsListedAsOpen) {
  EXPECT_EQ(views_of(with(Status::pending, false, false)), (Views{View::unassigned, View::open, View::all}));
}

TEST(ConversationViews, AnOwedOneCannotBeSnoozedAway) {
  EXPECT_EQ(views_of(with(Status::snoozed, true, false)), (Views{View::owed, View::snoozed, View::all}));
  EXPECT_EQ(views_of(with(Status::snoozed, false, true)), (Views{View::snoozed, View::all}));
}

TEST(ConversationViews, AResolvedOneIsInNoOtherList) {
  EXPECT_EQ(views_of(with(Status::resolved, false, false)), (Views{View::resolved, View::all}));
}

}  // namespace
}  // namespace conversation
