// Group commit as callers see it, on both engines.

#include "store/writer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <latch>
#include <map>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>

#include <boost/asio/co_spawn.hpp>

#include "store/event_log.hpp"
#include "store/things_test_kit.hpp"

namespace store {
namespace {

using base::FailureKind;

constexpr ids::Organization kAcme{1};
constexpr ids::Organization kZenith{2};

class WriterTest : public test::ThingsTest {
 protected:
  // Keeps the writer thread busy until release(), so that what is submitted meanwhile makes one group.
  class Held {
   public:
    explicit Held(Store& store)
        : thread_([this, &store] {
            (void)store.transact_blocking([this](Transaction&) -> base::Result<int> {
              begun_.count_down();
              released_.wait();
              return 0;
            });
          }) {
      begun_.wait();
    }
    ~Held() {
      release();
      thread_.join();
    }
    void release() {
      if (!is_released_) released_.count_down();
      is_released_ = true;
    }

   private:
    std::latch begun_{1};
    std::latch released_{1};
    bool is_released_ = false;
    std::thread thread_;
  };

  // Submits `count` functions from one event loop, in order, while the writer is held; `work(i, transaction)` is each. Gives
  // what each came to: "ok", the failure's message or the exception's.
  std::vector<std::string> in_one_group(int count, const std::function<base::Result<int>(int, Transaction&)>& work,
                                        Priority priority = Priority::normal) {
    boost::asio::io_context loop;
    std::vector<std::string> outcomes(static_cast<std::size_t>(count), "never resolved");
    for (int i = 0; i < count; ++i) boost::asio::co_spawn(loop, submit(*store_, work, i, outcomes, priority), rethrow);
    {
      Held held(*store_);
      loop.poll();
      held.release();
    }
    loop.restart();
    loop.run();
    return outcomes;
  }

  static void rethrow(std::exception_ptr error) {
    if (error) std::rethrow_exception(error);
  }

  static Task<void> submit(Store& store /*outlives*/,
                           const std::function<base::Result<int>(int, Transaction&)>& work /*outlives*/, int i,
                           std::vector<std::string>& outcomes /*outlives*/, Priority priority) {
    auto& outcome = outcomes[static_cast<std::size_t>(i)];
    try {
      const auto done =
          co_await store.transact([&work, i](Transaction& transaction) { return work(i, transaction); }, priority);
      outcome = done ? "ok" : done.error().message;
    } catch (const std::exception& error) {
      outcome = error.what();
    }
  }

  std::vector<std::string> names() {
    return store_
        ->read_blocking([](Reading& reading) -> base::Result<std::vector<std::string>> {
          std::vector<std::string> names;
          for (const auto& thing : reading.rows(test::kThings)) names.push_back(thing.name);
          return names;
        })
        .value();
  }

  std::vector<StoredEvent> events(ids::Organization organization, std::int64_t after = 0, std::int64_t limit = 1'000'000) {
    return store_
        ->read_blocking([=](Reading& reading) -> base::Result<std::vector<StoredEvent>> {
          return events_after(reading, organization, after, limit);
        })
        .value();
  }
};

TEST_P(WriterTest, AFunctionThatFailsIsRolledBackAlone) {
  const auto outcomes = in_one_group(5, [](int i, Transaction& transaction) -> base::Result<int> {
    test::add_thing(transaction, i, "thing " + std::to_string(i));
    if (i == 1) return base::fail(FailureKind::conflict, "not this one");
    if (i == 2) throw std::runtime_error("broke");
    if (i == 3) test::add_thing(transaction, 100, "thing 0");
    return i;
  });
  EXPECT_EQ(outcomes[0], "ok");
  EXPECT_EQ(outcomes[1], "not this one");
  EXPECT_EQ(outcomes[2], "broke");
  EXPECT_NE(outcomes[3].find("query thing_add: "), std::string::npos) << outcomes[3];
  EXPECT_EQ(outcomes[4], "ok");
  EXPECT_EQ(names(), (std::vector<std::string>{"thing 0", "thing 4"}));
}

TEST_P(WriterTest, AFunctionAloneThatFailsLeavesNothing) {
  const auto work = [](Transaction& transaction) -> base::Result<int> {
    test::add_thing(transaction, 1, "one");
    return base::fail(FailureKind::conflict, "no");
  };
  EXPECT_EQ(store_->transact_blocking(work).error().message, "no");
  EXPECT_TRUE(names().empty());
  EXPECT_EQ(store_->trouble(), std::nullopt);
}

TEST_P(WriterTest, ManyFunctionsMakeFewCommits) {
  constexpr int kCount = 300;
  const auto before = store_->transact_blocking([](Transaction&) -> base::Result<int> { return 0; });
  ASSERT_TRUE(before);
  add_organization(1);
  std::size_t commits = 0;
  store_->on_committed([&](const PublishedBatch&) { ++commits; });
  const auto outcomes = in_one_group(kCount, [](int i, Transaction& transaction) -> base::Result<int> {
    test::add_thing(transaction, i, std::to_string(i));
    transaction.publish(kAcme, event::OrganizationChanged{kAcme});
    return 0;
  });
  EXPECT_EQ(std::set(outcomes.begin(), outcomes.end()), std::set<std::string>{"ok"});
  EXPECT_EQ(names().size(), static_cast<std::size_t>(kCount));
  EXPECT_LT(commits, static_cast<std::size_t>(kCount));
}

TEST_P(WriterTest, FunctionsOfOneThreadRunInOrder) {
  std::vector<int> order;
  (void)in_one_group(50, [&](int i, Transaction&) -> base::Result<int> {
    order.push_back(i);
    return 0;
  });
  EXPECT_EQ(order.size(), 50U);
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
}

TEST_P(WriterTest, NormalGoesBeforeBulkAndBulkMovesOn) {
  std::mutex mutex;
  std::string order;
  const auto note = [&](char c) {
    const std::lock_guard lock(mutex);
    order += c;
  };
  boost::asio::io_context loop;
  std::vector<std::string> outcomes(60);
  const std::function<base::Result<int>(int, Transaction&)> work = [&](int i, Transaction&) -> base::Result<int> {
    note(i < 10 ? 'b' : 'n');
    return 0;
  };
  for (int i = 0; i < 60; ++i) {
    boost::asio::co_spawn(loop, submit(*store_, work, i, outcomes, i < 10 ? Priority::bulk : Priority::normal), rethrow);
  }
  {
    Held held(*store_);
    loop.poll();
    held.release();
  }
  loop.restart();
  loop.run();
  EXPECT_EQ(order.size(), 60U);
  EXPECT_EQ(order.substr(0, 10), "nnnnnnnnnn") << order;
  EXPECT_LT(order.find('b'), order.rfind('n')) << "an import does not stand still: " << order;
}

TEST_P(WriterTest, SaysUnavailableWhenTooMuchWaits) {
  auto chosen = options();
  chosen.max_waiting = 3;
  store_ = open_things(chosen);
  const auto outcomes = in_one_group(5, [](int i, Transaction& transaction) -> base::Result<int> {
    test::add_thing(transaction, i, std::to_string(i));
    return 0;
  });
  EXPECT_EQ(std::count(outcomes.begin(), outcomes.end(), "ok"), 3);
  EXPECT_NE(outcomes[4].find("ask again"), std::string::npos) << outcomes[4];
  EXPECT_EQ(names().size(), 3U);
}

TEST_P(WriterTest, TheTimeOfTheFailureSaysWhenToAskAgain) {
  auto chosen = options();
  chosen.max_waiting = 0;
  store_ = open_things(chosen);
  const auto refused = store_->transact_blocking([](Transaction&) -> base::Result<int> { return 0; });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, FailureKind::unavailable);
  EXPECT_EQ(refused.error().retry_after, std::chrono::seconds(1));
}

TEST_P(WriterTest, WhatIsQueuedIsDoneBeforeTheStoreCloses) {
  boost::asio::io_context loop;
  std::vector<std::string> outcomes(20);
  const std::function<base::Result<int>(int, Transaction&)> work = [](int i, Transaction& transaction) -> base::Result<int> {
    test::add_thing(transaction, i, std::to_string(i));
    return 0;
  };
  for (int i = 0; i < 20; ++i) boost::asio::co_spawn(loop, submit(*store_, work, i, outcomes, Priority::normal), rethrow);
  loop.poll();
  store_.reset();
  loop.restart();
  loop.run();
  EXPECT_EQ(std::set(outcomes.begin(), outcomes.end()), std::set<std::string>{"ok"});
  store_ = open_things(options());
  EXPECT_EQ(names().size(), 20U);
}

TEST_P(WriterTest, ResolvesOnTheCallersThreadAndDestroysTheWorkThere) {
  struct Witness {
    std::set<std::thread::id>* threads;
    explicit Witness(std::set<std::thread::id>* seen) : threads(seen) {}
    Witness(const Witness&) = delete;
    Witness& operator=(const Witness&) = delete;
    ~Witness() { threads->insert(std::this_thread::get_id()); }
  };
  std::set<std::thread::id> destroyed_on;
  for (int i = 0; i < 20; ++i) {
    auto witness = std::make_unique<Witness>(&destroyed_on);
    const auto value =
        store_->transact_blocking([witness = std::move(witness)](Transaction&) -> base::Result<std::unique_ptr<int>> {
          return std::make_unique<int>(7);
        });
    EXPECT_EQ(**value, 7);
  }
  EXPECT_EQ(destroyed_on, std::set{std::this_thread::get_id()});
}

TEST_P(WriterTest, ReadersSeeASnapshot) {
  std::latch first_seen(1);
  std::latch committed(1);
  base::Result<std::pair<std::int64_t, std::int64_t>> counts;
  std::thread reader([&] {
    counts = store_->read_blocking([&](Reading& reading) -> base::Result<std::pair<std::int64_t, std::int64_t>> {
      const auto before = reading.one(test::kCountThings).value_or(-1);
      first_seen.count_down();
      committed.wait();
      return std::pair(before, reading.one(test::kCountThings).value_or(-1));
    });
  });
  first_seen.wait();
  ASSERT_TRUE(store_->transact_blocking([](Transaction& transaction) -> base::Result<int> {
    test::add_thing(transaction, 1, "new");
    return 0;
  }));
  EXPECT_EQ(store_->read_blocking(test::count_things), 1) << "a reader that begins after the commit sees it";
  committed.count_down();
  reader.join();
  ASSERT_TRUE(counts);
  EXPECT_EQ(*counts, std::pair(std::int64_t{0}, std::int64_t{0}));
}

TEST_P(WriterTest, ATransactionSeesItsOwnChangesAndReadersDoNot) {
  const auto seen = store_->transact_blocking([&](Transaction& transaction) -> base::Result<std::int64_t> {
    test::add_thing(transaction, 1, "new");
    EXPECT_EQ(store_->read_blocking(test::count_things), 0);
    return test::count_things(transaction);
  });
  EXPECT_EQ(seen, 1);
}

TEST_P(WriterTest, NowStandsStillWithinAFunctionAndIdsGrow) {
  const auto done = store_->transact_blocking([&](Transaction& transaction) -> base::Result<bool> {
    const auto begun = transaction.now();
    const auto first = transaction.new_id<ids::Message>();
    clock_.advance(std::chrono::hours(1));
    return transaction.now() == begun && first < transaction.new_id<ids::Message>();
  });
  EXPECT_EQ(done, true);
}

TEST_P(WriterTest, EventsAreNumberedWithoutGapsWhateverHappens) {
  add_organization(1);
  add_organization(2);
  std::vector<Published> told;
  store_->on_committed(
      [&](const PublishedBatch& published) { told.insert(told.end(), published->begin(), published->end()); });
  constexpr int kThreads = 4;
  constexpr int kEach = 60;
  std::vector<std::thread> threads;
  std::atomic<int> kept{0};
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kEach; ++i) {
        const auto work = [&, t, i](Transaction& transaction) -> base::Result<int> {
          test::add_thing(transaction, t * kEach + i, std::to_string(t) + "." + std::to_string(i));
          transaction.publish(kAcme, event::OrganizationChanged{kAcme});
          if (i % 2 == 0) transaction.publish(kZenith, event::TeamChanged{ids::User{i}, std::nullopt});
          transaction.publish(kAcme, event::InboxChanged{ids::Inbox{i}});
          if (i % 5 == 1) return base::fail(FailureKind::conflict, "no");
          if (i % 5 == 2) throw std::runtime_error("no");
          if (i % 5 == 3) transaction.publish(ids::Organization{404}, event::OrganizationChanged{});
          return ++kept;
        };
        try {
          (void)store_->transact_blocking(work);
        } catch (const std::exception&) {
          continue;
        }
      }
    });
  }
  for (auto& thread : threads) thread.join();
  store_->transact_blocking([](Transaction&) -> base::Result<int> { return 0; }).value();

  const auto acme = events(kAcme);
  ASSERT_EQ(acme.size(), static_cast<std::size_t>(kThreads * kEach * 2 / 5 * 2));
  for (std::size_t i = 0; i < acme.size(); ++i) {
    EXPECT_EQ(acme[i].seq, static_cast<std::int64_t>(i) + 1);
    EXPECT_EQ(acme[i].type, i % 2 == 0 ? "organization.changed" : "inbox.changed");
  }
  EXPECT_EQ(names().size(), acme.size() / 2);

  std::map<std::int64_t, std::int64_t> last;
  for (const auto& published : told) EXPECT_EQ(published.seq, ++last[published.organization_id.value]);
  EXPECT_EQ(last[1], static_cast<std::int64_t>(acme.size()));
  EXPECT_EQ(last[2], static_cast<std::int64_t>(events(kZenith).size()));
  const auto numbers =
      store_->read_blocking([](Reading& reading) -> base::Result<std::int64_t> { return last_seq(reading, kAcme); });
  EXPECT_EQ(numbers, last[1]);
}

TEST_P(WriterTest, EventsComeBackAsTheyWere) {
  add_organization(1);
  event::MessageCreated happened;
  happened.message.id = ids::Message{5};
  happened.message.text = "Où est ma commande ? 😀 \"\\\n";
  happened.author_name = "Ann";
  happened.state.conversation.id = ids::Conversation{77};
  happened.state.conversation.status = conversation::Status::snoozed;
  happened.state.conversation.snoozed_until = clock_.now();
  const auto done = store_->transact_blocking([&](Transaction& transaction) -> base::Result<int> {
    transaction.publish(kAcme, happened);
    transaction.publish(kAcme, event::TeamChanged{std::nullopt, ids::Team{3}});
    return 0;
  });
  ASSERT_TRUE(done);
  const auto stored = events(kAcme);
  ASSERT_EQ(stored.size(), 2U);
  EXPECT_EQ(stored[0].type, "message.created");
  EXPECT_EQ(stored[0].conversation_id, ids::Conversation{77});
  EXPECT_EQ(stored[0].at, clock_.now());
  EXPECT_EQ(stored[1].conversation_id, std::nullopt);
  const auto decoded = decode_event(stored[0].type, stored[0].body);
  ASSERT_TRUE(decoded) << decoded.error().message;
  const auto* message = std::get_if<event::MessageCreated>(&*decoded);
  ASSERT_NE(message, nullptr);
  EXPECT_EQ(message->message.text, happened.message.text);
  EXPECT_EQ(message->state.conversation.snoozed_until, clock_.now());
  EXPECT_EQ(events(kAcme, 1).size(), 1U);
  EXPECT_EQ(events(kAcme, 0, 1).front().seq, 1);
  EXPECT_TRUE(events(kAcme, 2).empty());
  EXPECT_TRUE(events(kZenith).empty());
}

TEST(EventLog, RefusesTypesAndBodiesItDoesNotKnow) {
  EXPECT_EQ(decode_event("party.started", "{}").error().kind, FailureKind::invalid);
  EXPECT_EQ(decode_event("inbox.changed", "{}").error().field, "inbox_id");
  EXPECT_EQ(decode_event("inbox.changed", "{").error().kind, FailureKind::invalid);
  EXPECT_TRUE(decode_event("inbox.changed", R"({"inbox_id": 3, "of_a_later_version": true})"));
}

TEST_P(WriterTest, ManyCoroutinesReadAndWriteAtOnce) {
  boost::asio::io_context loop;
  int done = 0;
  const auto both = [](Store& store /*outlives*/, int i, int& count /*outlives*/) -> Task<void> {
    const auto written = co_await store.transact([i](Transaction& transaction) -> base::Result<int> {
      test::add_thing(transaction, i, std::to_string(i));
      return i;
    });
    const auto read = co_await store.read(
        [i](Reading& reading) -> base::Result<bool> { return reading.one(test::kThing, ids::Message{i}).has_value(); });
    if (written && read && *read) ++count;
  };
  for (int i = 0; i < 200; ++i) boost::asio::co_spawn(loop, both(*store_, i, done), rethrow);
  loop.run();
  EXPECT_EQ(done, 200);
}

HEED_ON_BOTH_ENGINES(WriterTest);

}  // namespace
}  // namespace store
