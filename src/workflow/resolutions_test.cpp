#include "workflow/resolutions.hpp"

#include <gtest/gtest.h>

#include "store/resolution_store.hpp"
#include "workflow/manage_sla.hpp"
#include "workflow/move_messages.hpp"
#include "workflow/test_office.hpp"

namespace workflow {
namespace {

using namespace std::chrono_literals;

class ResolutionsTest : public OfficeTest {
 protected:
  void promise(std::int64_t seconds) {
    sla::Policy policy;
    policy.name = "Solved soon";
    policy.resolution_s = seconds;
    ASSERT_TRUE(office().transact([&](store::Transaction& t) {
      return save_policy(t, office().as(office().ana), std::nullopt, policy, office().channels);
    }));
  }
  ids::Conversation posts(const std::string& text) {
    auto item = office().item("ann", text);
    item.is_public = true;
    item.thread_key = item.external_id;
    return office().hears(office().posts, item);
  }
  std::optional<sla::Clock> running(ids::Conversation of) {
    return office()
        .read([&](store::Reading& reading) -> base::Result<std::optional<sla::Clock>> {
          return store::find_running_resolution(reading, of);
        })
        .value();
  }
};

TEST_P(ResolutionsTest, WithoutAPromiseThereIsNone) {
  const auto id = posts("My bike is broken");
  EXPECT_FALSE(running(id));
}

TEST_P(ResolutionsTest, AMergeEndsTheSourcesAndUndoingItGoesOn) {
  promise(14'400);
  const auto start = clock_.now();
  const auto first = posts("My bike is broken");
  clock_.advance(1min);
  const auto second = posts("Nobody answers about my bike");
  auto answer = office().item("lisbonbikes", "We look into it");
  answer.is_public = answer.own = true;
  answer.thread_key = answer.parent_external_id = office().conversation(second).thread_key;
  (void)office().receive(office().posts, answer);
  ASSERT_FALSE(office().conversation(second).owed);
  const auto merged = office().transact(
      [&](store::Transaction& t) { return merge_conversations(t, office().as(office().mira), second, first); });
  ASSERT_TRUE(merged) << merged.error().message;
  EXPECT_FALSE(running(second));
  EXPECT_EQ(running(first)->started_at, start);
  clock_.advance(1min);
  ASSERT_TRUE(
      office().transact([&](store::Transaction& t) { return undo_move(t, office().as(office().mira), merged->id); }));
  ASSERT_TRUE(running(second)) << "answered, and not solved";
  EXPECT_EQ(running(second)->started_at, start + 1min);
  expect_whole(office());
}

TEST_P(ResolutionsTest, OfTwoServersOneTellsWhatIsDue) {
  promise(3600);
  const auto id = posts("My bike is broken");
  clock_.advance(2h);
  const auto due = office()
                       .read([&](store::Reading& reading) -> base::Result<std::vector<sla::Clock>> {
                         return store::list_due_resolutions(reading, reading.now(), 10);
                       })
                       .value();
  ASSERT_EQ(due.size(), 1U);
  const auto fire = [](store::Transaction& t) -> base::Result<std::int64_t> { return fire_resolutions(t, 10); };
  EXPECT_EQ(office().transact(fire).value(), 1);
  EXPECT_TRUE(running(id)->breached_at);
  const bool taken_again =
      office()
          .transact([&](store::Transaction& t) -> base::Result<bool> { return store::take_resolution(t, due.front()); })
          .value();
  EXPECT_FALSE(taken_again) << "who looked at the same time finds it done";
}

HEED_ON_BOTH_ENGINES(ResolutionsTest);

}  // namespace
}  // namespace workflow
