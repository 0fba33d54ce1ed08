// What was acknowledged is there after kill -9, once, with its events; a disk that fails or fills stops acknowledgements.

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstring>
#include <fstream>
#include <functional>
#include <set>
#include <thread>

#include "store/event_log.hpp"
#include "store/things_test_kit.hpp"

namespace store {
namespace {

constexpr ids::Organization kAcme{1};

class DurabilityTest : public test::ThingsTest {
 protected:
  void SetUp() override {
    test::ThingsTest::SetUp();
    if (store_ == nullptr) return;
    add_organization(1);
    store_.reset();  // A forked child may not inherit its threads.
  }

  // In the child: writes things and tells the pipe the id of each one that was acknowledged.
  [[noreturn]] void write_for_ever(int acknowledge, std::int64_t first) {
    const auto store = open_things(options());
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&, t] {
        for (std::int64_t id = first + t;; id += 4) {
          const auto done = store->transact_blocking([id](Transaction& transaction) -> base::Result<int> {
            test::add_thing(transaction, id, std::to_string(id));
            transaction.publish(kAcme, event::InboxChanged{ids::Inbox{id}});
            return 0;
          });
          if (!done || ::write(acknowledge, &id, sizeof(id)) != sizeof(id)) ::_exit(1);
        }
      });
    }
    for (auto& thread : threads) thread.join();
    ::_exit(0);
  }

  // Lets a child write until it has acknowledged `count`, kills it, and gives all it acknowledged.
  std::vector<std::int64_t> killed_after(std::size_t count, std::int64_t first) {
    int pipe[2];
    EXPECT_EQ(::pipe(pipe), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      ::close(pipe[0]);
      write_for_ever(pipe[1], first);
    }
    ::close(pipe[1]);
    std::vector<std::int64_t> acknowledged;
    std::int64_t id = 0;
    while (::read(pipe[0], &id, sizeof(id)) == sizeof(id)) {
      acknowledged.push_back(id);
      if (acknowledged.size() == count) ::kill(child, SIGKILL);
    }
    ::close(pipe[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << "the child ended by itself";
    return acknowledged;
  }
};

TEST_P(DurabilityTest, WhatWasAcknowledgedOutlivesKill) {
  std::set<std::int64_t> acknowledged;
  for (int round = 0; round < 5; ++round) {
    for (const auto id : killed_after(20 + static_cast<std::size_t>(round) * 17, round * 1'000'000)) acknowledged.insert(id);
  }
  store_ = open_things(options());
  const auto things = store_->read_blocking(
      [](Reading& reading) -> base::Result<std::vector<test::Thing>> { return reading.rows(test::kThings); });
  std::set<std::int64_t> found;
  for (const auto& thing : *things) found.insert(thing.id.value);
  for (const auto id : acknowledged) EXPECT_TRUE(found.contains(id)) << id << " was acknowledged and is lost";

  const auto events = store_->read_blocking(
      [](Reading& reading) -> base::Result<std::vector<StoredEvent>> { return events_after(reading, kAcme, 0, 1'000'000); });
  ASSERT_EQ(events->size(), found.size()) << "each thing has its event";
  for (std::size_t i = 0; i < events->size(); ++i) EXPECT_EQ((*events)[i].seq, static_cast<std::int64_t>(i) + 1);
  EXPECT_EQ(store_->read_blocking([](Reading& reading) -> base::Result<std::int64_t> { return last_seq(reading, kAcme); }),
            static_cast<std::int64_t>(found.size()));
}

class SqliteFaultTest : public DurabilityTest {
 protected:
  // Runs `checks` in a process of its own, for what it does to itself; it gives "" when all is as it should be.
  static std::string in_child(const std::function<std::string()>& checks) {
    int pipe[2];
    EXPECT_EQ(::pipe(pipe), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      const std::string said = checks();
      (void)!::write(pipe[1], said.data(), said.size());
      ::_exit(said.empty() ? 0 : 1);
    }
    ::close(pipe[1]);
    std::string said(4096, '\0');
    const auto size = ::read(pipe[0], said.data(), said.size());
    said.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    ::close(pipe[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) && (WEXITSTATUS(status) == 0 || !said.empty()) ? said : "the child crashed";
  }

  static base::Result<int> add(Store& store, std::int64_t id) {
    return store.transact_blocking([id](Transaction& transaction) -> base::Result<int> {
      test::add_thing(transaction, id, std::to_string(id) + std::string(3000, 'x'));
      return 0;
    });
  }
};

// A file that may grow no further makes write() fail as a broken disk does.
TEST_P(SqliteFaultTest, AWriteThatFailsStopsTheStoreForGood) {
  const auto said = in_child([this]() -> std::string {
    const auto store = open_things(options());
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit limit{};
    ::getrlimit(RLIMIT_FSIZE, &limit);
    const rlimit small{1U << 20U, limit.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
    std::int64_t kept = 0;
    bool thrown = false;
    try {
      while (kept < 10'000 && add(*store, kept)) ++kept;
    } catch (const StoreError& error) {
      thrown = error.trouble() == Trouble::broken;
    }
    if (!thrown) return "no StoreError after " + std::to_string(kept);
    ::setrlimit(RLIMIT_FSIZE, &limit);  // Whatever made it fail: nobody may rely on its being gone.
    const auto later = add(*store, 1'000'000);
    if (later || later.error().kind != base::FailureKind::unavailable) return "it goes on writing";
    if (!store->trouble()) return "it does not say that there is trouble";
    if (store->read_blocking(test::count_things) != kept) return "readers do not see exactly what was acknowledged";
    return "";
  });
  EXPECT_EQ(said, "");
  store_ = open_things(options());
  EXPECT_TRUE(add(*store_, 1'000'000));
}

// max_page_count makes SQLite say "full" as a full disk does.
TEST_P(SqliteFaultTest, AFullDiskIsSaidAndGoneWhenThereIsSpace) {
  auto queries = test::things_catalogue()->queries();
  queries.push_back({"pages_few", "PRAGMA max_page_count = 1;", "here", 0});  // SQLite takes the present size for it.
  queries.push_back({"pages_many", "PRAGMA max_page_count = 1000000;", "here", 0});
  const auto catalogue =
      std::make_shared<Catalogue>(queries, test::things_catalogue()->migrations(), std::vector<CheckedQuery>{});
  store_ = Store::open_with(catalogue, options(), clock_, ids_);
  const auto limit = [&](const char* name) {
    const Query<std::int64_t()> query{name};
    return store_->transact_blocking(
        [&](Transaction& transaction) -> base::Result<std::int64_t> { return transaction.one(query).value_or(0); });
  };
  ASSERT_TRUE(limit("pages_few"));
  std::int64_t kept = 0;
  auto last = add(*store_, kept);
  while (last && kept < 10'000) last = add(*store_, ++kept);
  ASSERT_FALSE(last);
  EXPECT_EQ(last.error().kind, base::FailureKind::unavailable);
  EXPECT_TRUE(last.error().retry_after);
  EXPECT_NE(last.error().message.find("No space is left on the disk"), std::string::npos) << last.error().message;
  EXPECT_TRUE(store_->trouble());
  EXPECT_EQ(store_->read_blocking(test::count_things), kept);
  ASSERT_TRUE(limit("pages_many"));
  EXPECT_TRUE(add(*store_, 1'000'000));
  EXPECT_EQ(store_->trouble(), std::nullopt);
  EXPECT_EQ(store_->read_blocking(test::count_things), kept + 1);
}

// The log is moved into the file while the store runs, and does not grow without end.
TEST_P(SqliteFaultTest, TheLogStaysSmall) {
  store_ = open_things(options());
  std::uintmax_t largest = 0;
  for (std::int64_t id = 0; id < 60; ++id) {
    ASSERT_TRUE(store_->transact_blocking([id](Transaction& transaction) -> base::Result<int> {
      test::add_thing(transaction, id, std::to_string(id) + std::string(1'000'000, 'x'));
      return 0;
    }));
    largest = std::max(largest, std::filesystem::file_size(database_->folder() / "heed.db-wal"));
  }
  EXPECT_LT(largest, 40U << 20U) << "60 MB were written";
  EXPECT_EQ(store_->read_blocking(test::count_things), 60);
}

// What is moved beside the writer is all there, and the log is begun anew although the writer never pauses.
TEST_P(SqliteFaultTest, TheLogIsMovedWhileTheWriterGoesOn) {
  store_ = open_things(options());
  const auto log = database_->folder() / "heed.db-wal";
  bool began_anew = false;
  std::uint32_t before = 0;
  for (std::int64_t id = 0; id < 3'000; ++id) {
    ASSERT_TRUE(store_->transact_blocking([id](Transaction& transaction) -> base::Result<int> {
      test::add_thing(transaction, id, std::to_string(id) + std::string(20'000, 'x'));
      return 0;
    }));
    // The salt in the log's header changes when it is begun anew (SQLite's file format, 4.1).
    std::ifstream file(log, std::ios::binary);
    std::array<char, 32> header{};
    file.read(header.data(), header.size());
    std::uint32_t salt = 0;
    std::memcpy(&salt, header.data() + 16, 4);
    began_anew = began_anew || (before != 0 && salt != before);
    before = salt;
  }
  EXPECT_TRUE(began_anew);
  EXPECT_LT(std::filesystem::file_size(log), 40U << 20U) << "60 MB were written";
  EXPECT_EQ(store_->read_blocking(test::count_things), 3'000);
  store_.reset();
  store_ = open_things(options());
  EXPECT_EQ(store_->read_blocking(test::count_things), 3'000);
}

HEED_ON_BOTH_ENGINES(DurabilityTest);
INSTANTIATE_TEST_SUITE_P(On, SqliteFaultTest, ::testing::Values(test::Backend::sqlite), test::backend_name);

}  // namespace
}  // namespace store
