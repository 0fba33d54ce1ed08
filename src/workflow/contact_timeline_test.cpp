// What a contact's page is made of, out of what really happened.

#include <gtest/gtest.h>

#include "base/json/traits.hpp"
#include "store/contact_store.hpp"
#include "store/strike_store.hpp"
#include "store/timeline_store.hpp"
#include "workflow/move_messages.hpp"
#include "workflow/test_office.hpp"

namespace workflow {
namespace {

using channel::ItemKind;

class TimelineTest : public OfficeTest {
 protected:
  channel::InboundItem post(const std::string& who, const std::string& text) {
    auto item = office().item(who, text);
    item.is_public = true;
    item.thread_key = "thread";
    return item;
  }
  void does(const std::string& who, ItemKind kind, const std::string& target, std::chrono::minutes at) {
    auto item = office().item(who, "");
    item.kind = kind;
    item.target_external_id = target;
    item.said_at = clock_.now() + at;
    office()
        .transact([&](store::Transaction& t) -> base::Result<bool> { return Receiving(t).receive(office().posts, item); })
        .value();
  }
  void answer_and_close(const channel::InboundItem& asked, ids::Conversation id) {
    clock_.advance(std::chrono::minutes(10));
    auto item = post("us", "Yes.");
    item.own = true;
    item.parent_external_id = asked.external_id;
    office().receive(office().posts, item);
    office().resolve(office().mira, id).value();
    clock_.advance(std::chrono::minutes(10));
  }
  std::vector<contact::Moment> page(ids::Contact who, std::int64_t limit = 100, std::optional<base::Time> before = {},
                                    std::int64_t id = 0) {
    return office()
        .read([&](store::Reading& reading) -> base::Result<std::vector<contact::Moment>> {
          return store::page_timeline(reading, office().organization, who, before, id, limit);
        })
        .value();
  }
};

std::string line(const contact::Moment& moment) {
  std::string out(base::to_name(moment.kind));
  if (moment.signal) out += ' ' + std::string(base::to_name(*moment.signal));
  if (moment.strike) out += ' ' + std::string(base::to_name(*moment.strike));
  if (moment.move) out += ' ' + std::string(base::to_name(*moment.move));
  return out + (moment.text.empty() ? "" : ": " + moment.text);
}

TEST_P(TimelineTest, TellsWhatHappenedNewestFirst) {
  const auto first = post("ann", "Is it on its way?");
  const auto id = office().hears(office().posts, first);
  const auto who = office().conversation(id).contact_id;
  does("ann", ItemKind::like, first.external_id, std::chrono::minutes(5));
  does("ann", ItemKind::follow, "", std::chrono::minutes(6));
  does("bob", ItemKind::unfollow, "", std::chrono::minutes(7));
  answer_and_close(first, id);
  office().hears(office().posts, post("ann", "It is not."));

  std::vector<std::string> lines;
  for (const auto& moment : page(who)) lines.push_back(line(moment));
  const std::vector<std::string> expected = {"strike reopened: It is not.", "signal follow",
                                             "signal like: Is it on its way?", "conversation: Is it on its way?"};
  EXPECT_EQ(lines, expected);
  const auto like = page(who).at(2);
  EXPECT_EQ(like.conversation_id, id);
  EXPECT_TRUE(like.message_id.has_value());
}

TEST_P(TimelineTest, PagesWithoutGapOrRepetition) {
  const auto first = post("ann", "Hello");
  const auto who = office().conversation(office().hears(office().posts, first)).contact_id;
  // Several at one moment, too.
  for (int i = 0; i < 9; ++i) does("ann", ItemKind::like, first.external_id, std::chrono::minutes(i / 3));
  const auto all = page(who);
  ASSERT_EQ(all.size(), 10U);
  std::vector<std::int64_t> seen;
  std::optional<base::Time> before;
  std::int64_t before_id = 0;
  for (auto part = page(who, 3); !part.empty(); part = page(who, 3, before, before_id)) {
    for (const auto& moment : part) seen.push_back(moment.id);
    before = part.back().at;
    before_id = part.back().id;
  }
  std::vector<std::int64_t> expected;
  for (const auto& moment : all) expected.push_back(moment.id);
  EXPECT_EQ(seen, expected);
}

TEST_P(TimelineTest, ShowsMergesThatStand) {
  const auto a = office().hears(office().posts, post("ann", "One"));
  auto other = post("ann", "Two");
  other.thread_key = "another";
  const auto b = office().hears(office().posts, other);
  const auto who = office().conversation(a).contact_id;
  const auto merged =
      office().transact([&](store::Transaction& t) { return merge_conversations(t, office().as(office().mira), b, a); });
  ASSERT_TRUE(merged);
  ASSERT_EQ(page(who).size(), 2U);
  EXPECT_EQ(line(page(who).at(0)), "move merge: Two");
  EXPECT_EQ(page(who).at(0).user_id, office().mira.id);
  EXPECT_EQ(page(who).at(0).conversation_id, a);
  const auto undone =
      office().transact([&](store::Transaction& t) { return undo_move(t, office().as(office().mira), merged->id); });
  ASSERT_TRUE(undone);
  EXPECT_EQ(line(page(who).at(0)), "conversation: Two");
}

TEST_P(TimelineTest, KeepsProfilesByDayOldestFirst) {
  ids::Contact who;
  for (int day = 0; day < 4; ++day) {
    auto item = post("ann", "Day " + std::to_string(day));
    item.author.followers = 100 * day;
    who = office().conversation(office().hears(office().posts, item)).contact_id;
    clock_.advance(std::chrono::hours(24));
  }
  const auto days = office().read([&](store::Reading& reading) -> base::Result<std::vector<store::ProfileSnapshot>> {
    const auto identity = store::list_identities(reading, office().organization, who).at(0);
    return store::list_profile_snapshots(reading, office().organization, identity.id, 3);
  });
  ASSERT_EQ(days->size(), 3U);
  EXPECT_EQ(days->front().followers, 100);
  EXPECT_EQ(days->back().followers, 300);
}

TEST_P(TimelineTest, CountsStrikesByCause) {
  ids::Contact who;
  for (int i = 0; i < 3; ++i) {
    const auto asked = post("ann", "Again");
    const auto id = office().hears(office().posts, asked);
    who = office().conversation(id).contact_id;
    answer_and_close(asked, id);
  }
  const auto tallies = office().read([&](store::Reading& reading) -> base::Result<std::vector<contact::StrikeTally>> {
    return store::tally_strikes(reading, office().organization, who);
  });
  ASSERT_EQ(tallies->size(), 1U);
  EXPECT_EQ(tallies->at(0).cause, contact::StrikeCause::reopened);
  EXPECT_EQ(tallies->at(0).count, 2);
}

HEED_ON_BOTH_ENGINES(TimelineTest);

}  // namespace
}  // namespace workflow
