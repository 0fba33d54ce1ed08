#include "workflow/forecast_queues.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "workflow/notify.hpp"
#include "workflow/test_office.hpp"

namespace workflow {
namespace {

using namespace std::chrono_literals;

class ForecastQueuesTest : public OfficeTest {
 protected:
  std::int64_t tell() {
    return office()
        .transact([&](store::Transaction& t) -> base::Result<std::int64_t> { return teller_.tell(t, 100); })
        .value();
  }
  forecast::Queue queue(ids::Team team = {}) {
    return office()
        .read([&](store::Reading& reading) -> base::Result<forecast::Queue> {
          return Forecaster(reading, office().organization).queue(team);
        })
        .value();
  }
  ForecastBoard board(const rights::User& user) {
    return office()
        .read([&](store::Reading& reading) -> base::Result<ForecastBoard> {
          const auto only = user.role == rights::Role::partner ? std::optional(user.id) : std::nullopt;
          return forecast_board(reading, office().organization, only, std::nullopt, 100);
        })
        .value();
  }
  std::vector<forecast::Outcome> outcomes() {
    return office()
        .read([&](store::Reading& reading) -> base::Result<std::vector<forecast::Outcome>> {
          return store::list_outcomes(reading, office().organization, clock_.now() - 24h, clock_.now() + 1h, 100);
        })
        .value();
  }
  ids::Conversation asks(const std::string& person) {
    clock_.advance(1s);
    return office().hears(office().chat, person, "Hello");
  }
  ForecastTeller teller_;
};

TEST_P(ForecastQueuesTest, MeasuresHowLongAnswersTake) {
  EXPECT_EQ(queue().agents, 0);
  EXPECT_DOUBLE_EQ(queue().handling_s, forecast::kUsualHandling_s);
  const auto ann = asks("ann");
  const auto bob = asks("bob");
  EXPECT_EQ(queue().waiting, 2);
  clock_.advance(59s);  // A minute after Ann's word, and Bob's answer follows twenty seconds later.
  (void)office().reply(office().mira, ann, "Hi").value();
  clock_.advance(20s);
  (void)office().reply(office().mira, bob, "Hi").value();
  const auto after = queue();
  EXPECT_EQ(after.waiting, 0);
  EXPECT_EQ(after.agents, 1);
  EXPECT_EQ(after.samples, 2);
  EXPECT_DOUBLE_EQ(after.handling_s, (5 * 180.0 + 60 + 20) / 7);
  (void)office().reply(office().mira, bob, "And one more thing").value();
  EXPECT_EQ(queue().samples, 2) << "nobody waited for it";
  clock_.advance(31min);
  EXPECT_EQ(queue().agents, 0) << "she has gone";
}

TEST_P(ForecastQueuesTest, SaysSomethingOfEachWaitOnce) {
  EXPECT_EQ(tell(), 0);
  const auto ann = asks("ann");
  (void)asks("bob");
  EXPECT_EQ(tell(), 2);
  EXPECT_EQ(tell(), 0);
  EXPECT_EQ(queue().arrivals_per_hour, 2);
  (void)office().reply(office().mira, ann, "Hi").value();
  (void)asks("cleo");
  EXPECT_EQ(tell(), 1);
  EXPECT_TRUE(outcomes().empty()) << "nobody was at work when Ann and Bob began to wait, and Cleo waits still";
  clock_.advance(10min);
  EXPECT_EQ(office().sweep(), 2);
  ASSERT_EQ(outcomes().size(), 1U);
  EXPECT_TRUE(outcomes()[0].breached);
  EXPECT_GT(outcomes()[0].breach_percent, 0);
}

TEST_P(ForecastQueuesTest, GoesOnWhereItWasAfterARestart) {
  (void)tell();
  (void)asks("ann");
  EXPECT_EQ(tell(), 1);
  (void)asks("bob");
  teller_ = ForecastTeller();
  EXPECT_EQ(tell(), 1);
}

TEST_P(ForecastQueuesTest, TheBoardNamesTheMostProbableFirst) {
  const auto ann = asks("ann");
  (void)office().reply(office().mira, ann, "Hi").value();
  for (const char* person : {"bob", "cleo", "dan"}) (void)asks(person);
  const auto found = board(office().tom);
  ASSERT_EQ(found.queues.size(), 1U);
  EXPECT_EQ(found.queues[0].queue.waiting, 3);
  ASSERT_EQ(found.items.size(), 3U);
  EXPECT_EQ(found.items[0].state.contact_name, "dan") << "who has most people before them";
  EXPECT_EQ(found.items[0].ahead, 2);
  EXPECT_GT(found.items[0].expectation.breach_probability, found.items[1].expectation.breach_probability);
  EXPECT_GT(found.queues[0].likely_late, 0);
  EXPECT_TRUE(board(office().pat).queues.empty()) << "a partner sees their own teams alone";
  clock_.advance(10min);
  EXPECT_TRUE(board(office().tom).items.empty()) << "they are late; that is no forecast any more";
}

TEST_P(ForecastQueuesTest, LeadsHearOfItWhileThereIsTimeAndNotAgainAndAgain) {
  const auto warn = [&] {
    const auto found = office()
                           .read([](store::Reading& reading) -> base::Result<std::vector<ForecastWarning>> {
                             return look_at_forecasts(reading);
                           })
                           .value();
    return office()
        .transact([&](store::Transaction& t) -> base::Result<std::int64_t> { return warn_leads(t, found); })
        .value();
  };
  const auto told = [&](const rights::User& user) {
    return office()
        .read([&](store::Reading& reading) -> base::Result<std::size_t> {
          const auto page = page_notifications(reading, office().as(user), ids::Notification{}, 100);
          return std::ranges::count(page.value().items, notification::Cause::forecast, &notification::Notification::cause);
        })
        .value();
  };
  const auto ann = asks("ann");
  EXPECT_EQ(warn(), 0) << "nobody is at work";
  (void)office().reply(office().mira, ann, "Hi").value();
  (void)asks("bob");
  EXPECT_EQ(warn(), 0) << "one waits, and one is at work";
  for (const char* person : {"cleo", "dan", "eve", "fay"}) (void)asks(person);
  EXPECT_EQ(warn(), 1);
  EXPECT_EQ(told(office().tom), 1U);
  EXPECT_EQ(told(office().mira), 0U);
  EXPECT_EQ(warn(), 0);
  clock_.advance(31min);
  EXPECT_EQ(warn(), 0) << "nobody answered for half an hour, and all are late";
}

TEST_P(ForecastQueuesTest, OldOnesAreForgotten) {
  const auto ann = asks("ann");
  EXPECT_EQ(tell(), 0) << "the first look of all begins with what comes";
  (void)asks("bob");
  EXPECT_EQ(tell(), 1);
  (void)office().reply(office().mira, ann, "Hi").value();
  clock_.advance(91 * 24h);
  (void)asks("cleo");
  EXPECT_EQ(tell(), 1);
  const auto clean = [&] {
    return office().transact([](store::Transaction& t) -> base::Result<std::int64_t> { return clean_forecasts(t, 100); });
  };
  EXPECT_EQ(clean().value(), 1);
  EXPECT_EQ(clean().value(), 0);
}

HEED_ON_BOTH_ENGINES(ForecastQueuesTest);

}  // namespace
}  // namespace workflow
