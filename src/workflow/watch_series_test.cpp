#include "workflow/watch_series.hpp"

#include <gtest/gtest.h>

#include "store/alert_store.hpp"
#include "store/signal_store.hpp"
#include "workflow/alerts.hpp"
#include "workflow/test_office.hpp"

namespace workflow {
namespace {

using namespace std::chrono_literals;
using signals::Series;
using Types = std::vector<std::string>;

class WatchSeriesTest : public OfficeTest {
 protected:
  // One round of the watch, as the server makes it each minute.
  std::int64_t watch() {
    const auto changes =
        office()
            .read([](store::Reading& reading) -> base::Result<std::vector<AlertChange>> { return look_at_series(reading); })
            .value();
    return office()
        .transact([&](store::Transaction& t) -> base::Result<std::int64_t> { return write_alerts(t, changes); })
        .value();
  }

  void unfollow(int how_many, base::Time at) { happen(channel::ItemKind::unfollow, how_many, at); }
  void happen(channel::ItemKind kind, int how_many, base::Time at) {
    for (int i = 0; i < how_many; ++i) {
      auto item = office().item("leaver " + std::to_string(++leavers_), "");
      item.kind = kind;
      item.said_at = at;
      take(item);
    }
  }

  void take(const channel::InboundItem& item) {
    (void)office()
        .transact([&](store::Transaction& t) -> base::Result<bool> {
          Receiving receiving(t);
          return receiving.receive(office().posts, item);
        })
        .value();
  }

  void count(Series kind, std::int64_t bucket, std::int64_t how_many) {
    (void)office()
        .transact([&](store::Transaction& t) -> base::Result<bool> {
          store::add_signal_count(t, office().organization, {office().posts.id, kind, bucket, how_many});
          return true;
        })
        .value();
  }

  std::vector<signals::Alert> open_alerts() {
    return office()
        .read([&](store::Reading& reading) -> base::Result<std::vector<signals::Alert>> {
          return store::list_open_alerts(reading, office().organization, 100);
        })
        .value();
  }

  AlertStory tell(ids::Alert id) {
    return office().read([&](store::Reading& reading) { return tell_alert(reading, office().organization, id); }).value();
  }

  int leavers_ = 0;
};

TEST_P(WatchSeriesTest, AClusterOfUnfollowsRaisesOneAlertThatEndsWhenItIsCalm) {
  clock_.advance(48h);
  EXPECT_EQ(watch(), 0);
  unfollow(2, clock_.now());
  EXPECT_EQ(watch(), 0) << "two are no cluster";
  const auto before = office().last_seq();
  unfollow(38, clock_.now());
  EXPECT_EQ(watch(), 1);
  EXPECT_EQ(watch(), 0) << "told once";
  EXPECT_EQ(office().event_types(before).back(), "alert.opened");
  const auto alert = open_alerts().at(0);
  EXPECT_EQ(alert.signal_kind, Series::unfollow);
  EXPECT_EQ(alert.inbox_id, office().posts.id);
  EXPECT_EQ(alert.observed, 40);
  EXPECT_LT(alert.expected, 1);
  EXPECT_EQ(alert.began_at, signals::begin_of(signals::bucket_of(clock_.now())));

  unfollow(10, clock_.now());
  EXPECT_EQ(watch(), 0) << "a little more is not told";
  unfollow(30, clock_.now());
  EXPECT_EQ(watch(), 1);
  EXPECT_EQ(open_alerts().at(0).observed, 80);

  clock_.advance(30min);
  EXPECT_EQ(watch(), 0) << "within the hour it is not over";
  clock_.advance(40min);
  EXPECT_EQ(watch(), 1);
  EXPECT_TRUE(open_alerts().empty());
  EXPECT_EQ(office().event_types(before).back(), "alert.changed");
  EXPECT_EQ(tell(alert.id).alert.ended_at, clock_.now());
  EXPECT_EQ(watch(), 0);
}

TEST_P(WatchSeriesTest, WhatIsDatedInTheFutureOrThePastRaisesNothingNow) {
  clock_.advance(48h);
  unfollow(50, clock_.now() + 24h);
  unfollow(50, clock_.now() - 24h);
  EXPECT_EQ(watch(), 0);
}

TEST_P(WatchSeriesTest, EverySeriesOfEveryInboxHasItsOwn) {
  clock_.advance(48h);
  using channel::ItemKind;
  for (const auto kind :
       {ItemKind::unlike, ItemKind::unshare, ItemKind::unfollow, ItemKind::block, ItemKind::like, ItemKind::follow})
    happen(kind, 30, clock_.now());
  count(Series::message, signals::bucket_of(clock_.now()), 30);
  EXPECT_EQ(watch(), 5) << "likes are joy, not an alert";
  EXPECT_EQ(open_alerts().size(), 5U);
}

TEST_P(WatchSeriesTest, AFloodOfComplaintsIsOneToo) {
  clock_.advance(48h);
  for (int i = 0; i < 30; ++i) (void)office().hears(office().posts, "angry " + std::to_string(i), "Your shop is down.");
  auto own = office().item("us", "We know.");
  own.own = true;
  (void)office().receive(office().posts, own);
  ASSERT_EQ(watch(), 1);
  const auto alert = open_alerts().at(0);
  EXPECT_EQ(alert.signal_kind, Series::message);
  EXPECT_EQ(alert.observed, 30) << "our own words are not counted";
  const auto story = tell(alert.id);
  ASSERT_EQ(story.people.size(), 20U);
  EXPECT_TRUE(story.people[0].conversation_id.has_value());
}

TEST_P(WatchSeriesTest, TellsWhatPreceded) {
  clock_.advance(48h);
  auto post = office().item("us", "Prices go up by a third from Monday.");
  post.own = true;
  post.external_id = "our-post";
  post.thread_key = "our-post";
  take(post);
  clock_.advance(30min);
  for (int i = 0; i < 12; ++i) {
    auto answer = office().item("angry " + std::to_string(i), "Really?");
    answer.parent_external_id = "our-post";
    answer.thread_key = "our-post";
    take(answer);
  }
  clock_.advance(10min);
  unfollow(25, clock_.now());
  EXPECT_EQ(watch(), 1);
  const auto story = tell(open_alerts().at(0).id);
  ASSERT_EQ(story.posts.size(), 1U);
  EXPECT_EQ(story.posts[0].post.text, "Prices go up by a third from Monday.");
  EXPECT_EQ(story.posts[0].people, 12);
  EXPECT_TRUE(story.posts[0].conversation_id.has_value());
  ASSERT_EQ(story.people.size(), 20U) << "the last of them";
  EXPECT_EQ(story.people[0].name, "leaver 25");
  EXPECT_EQ(story.points.size(), 145U) << "a day before, and the bucket under way";
  EXPECT_EQ(story.points.back().count, 25);
  EXPECT_GT(story.points.back().most, 5);
}

TEST_P(WatchSeriesTest, NamesThePostThatTheUnlikesAreAbout) {
  clock_.advance(48h);
  auto post = office().item("us", "An old post");
  post.own = true;
  post.external_id = "old-post";
  take(post);
  clock_.advance(72h);
  for (int i = 0; i < 15; ++i) {
    auto unlike = office().item("fan " + std::to_string(i), "");
    unlike.kind = channel::ItemKind::unlike;
    unlike.target_external_id = "old-post";
    take(unlike);
  }
  EXPECT_EQ(watch(), 1);
  const auto story = tell(open_alerts().at(0).id);
  ASSERT_EQ(story.posts.size(), 1U);
  EXPECT_EQ(story.posts[0].post.text, "An old post");
  EXPECT_EQ(story.posts[0].post.lost, 15);
}

TEST_P(WatchSeriesTest, IsSeenOnceAndByNobodyElsesPeople) {
  clock_.advance(48h);
  unfollow(20, clock_.now());
  EXPECT_EQ(watch(), 1);
  const auto id = open_alerts().at(0).id;
  const auto see = [&](const rights::Principal& who) {
    return office().transact([&](store::Transaction& t) { return see_alert(t, who, id); });
  };
  EXPECT_EQ(see(office().as(office().mira)).value().seen_by, office().mira.id);
  const auto before = office().last_seq();
  EXPECT_EQ(see(office().as(office().tom)).value().seen_by, office().mira.id) << "the first one counts";
  EXPECT_EQ(office().last_seq(), before);
  Office other(*store_, clock_, "Other");
  EXPECT_EQ(see(other.as(other.ana)).error().kind, base::FailureKind::not_found);
}

HEED_ON_BOTH_ENGINES(WatchSeriesTest);

}  // namespace
}  // namespace workflow
