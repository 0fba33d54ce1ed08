#include "domain/conversation/place.hpp"

#include <gtest/gtest.h>

namespace conversation {
namespace {

using namespace std::chrono_literals;

constexpr base::Time kClosed{1'000'000h};

Conversation resolved_chat() {
  Conversation chat;
  chat.status = Status::resolved;
  chat.last_said_at = kClosed - 5h;
  chat.resolved_at = kClosed;
  return chat;
}

TEST(ConversationPlace, AFirstWordOpensAConversation) { EXPECT_EQ(place(std::nullopt, kClosed), Placement::open); }

TEST(ConversationPlace, AnUnresolvedOneIsJoinedHoweverOldItIs) {
  for (const auto status : {Status::open, Status::pending, Status::snoozed}) {
    Conversation chat;
    chat.status = status;
    chat.last_said_at = kClosed;
    EXPECT_EQ(place(chat, kClosed + 24h * 1000), Placement::join);
    EXPECT_EQ(place(chat, kClosed - 24h), Placement::join) << "also by a word that arrives late";
  }
}

TEST(ConversationPlace, AResolvedChatIsReopenedForThreeDays) {
  EXPECT_EQ(place(resolved_chat(), kClosed + 1ms), Placement::reopen);
  EXPECT_EQ(place(resolved_chat(), kClosed + 72h), Placement::reopen) << "the last moment counts";
  EXPECT_EQ(place(resolved_chat(), kClosed + 72h + 1ms), Placement::open);
  EXPECT_EQ(place(resolved_chat(), kClosed - 1h), Placement::reopen) << "a late word belongs to what it was said in";
}

TEST(ConversationPlace, WithoutATimeOfClosingTheLastWordCounts) {
  auto chat = resolved_chat();
  chat.resolved_at.reset();
  EXPECT_EQ(place(chat, kClosed + 67h), Placement::reopen);
  EXPECT_EQ(place(chat, kClosed + 67h + 1ms), Placement::open);
}

TEST(ConversationPlace, APublicThreadIsOneMatterForEver) {
  auto post = resolved_chat();
  post.thread_key = "1042";
  EXPECT_EQ(place(post, kClosed + 24h * 1000), Placement::reopen);
}

}  // namespace
}  // namespace conversation
