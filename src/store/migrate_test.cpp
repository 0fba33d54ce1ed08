#include "store/migrate.hpp"

#include <gtest/gtest.h>

#include <array>
#include <thread>

#include "store/things_test_kit.hpp"

namespace store {
namespace {

class MigrateTest : public test::StoreTest {
 protected:
  // The embedded queries on a made-up history of `count` migrations, the last one being `last`.
  static std::shared_ptr<const Catalogue> history(int count, std::string_view last) {
    std::vector<EmbeddedMigration> migrations;
    for (int version = 1; version < count; ++version)
      migrations.push_back({version, "early", kEarly[static_cast<std::size_t>(version) - 1]});
    if (count > 0) migrations.push_back({count, "last", last});
    return std::make_shared<Catalogue>(kQueries, migrations, std::vector<CheckedQuery>{});
  }

  std::unique_ptr<Store> open(const std::shared_ptr<const Catalogue>& catalogue) {
    return Store::open_with(catalogue, options(), clock_, ids_);
  }

  std::string refusal_of(const std::shared_ptr<const Catalogue>& catalogue) {
    try {
      (void)open(catalogue);
    } catch (const StoreError& error) {
      return error.what();
    }
    return "";
  }

  static std::int64_t value_of(Store& store, const char* query) {
    const Query<std::int64_t()> named{query};
    return store
        .read_blocking([&](Reading& reading) -> base::Result<std::int64_t> { return reading.one(named).value_or(-1); })
        .value();
  }

  static constexpr std::array<std::string_view, 2> kEarly = {
      "CREATE TABLE one (id BIGINT PRIMARY KEY); INSERT INTO one VALUES (1);", "INSERT INTO one VALUES (2);"};
  inline static const std::vector<EmbeddedQuery> kQueries = {
      {"schema_version", "SELECT MAX(version) FROM schema_migrations;", "here", 0},
      {"schema_add", "INSERT INTO schema_migrations (version, name, applied_at) VALUES ($1, $2, $3);", "here", 3},
      {"schema_count", "SELECT COUNT(*) FROM schema_migrations;", "here", 0},
      {"one_count", "SELECT COUNT(*) FROM one;", "here", 0},
  };
};

TEST_P(MigrateTest, RunsEachOnceAndInOrder) {
  { EXPECT_EQ(value_of(*open(history(1, kEarly[0])), "one_count"), 1); }
  const auto store = open(history(3, "INSERT INTO one VALUES (3);"));
  EXPECT_EQ(value_of(*store, "one_count"), 3);
  EXPECT_EQ(value_of(*store, "schema_count"), 3);
}

TEST_P(MigrateTest, OneThatFailsLeavesWhatWasBefore) {
  const auto said =
      refusal_of(history(3, "INSERT INTO one VALUES (3); CREATE TABLE half (id BIGINT); INSERT INTO nowhere VALUES (1);"));
  EXPECT_NE(said.find("migration 3 (last)"), std::string::npos) << said;
  EXPECT_NE(said.find("nowhere"), std::string::npos) << said;
  const auto store = open(history(2, kEarly[1]));
  EXPECT_EQ(value_of(*store, "one_count"), 2);
  EXPECT_EQ(value_of(*store, "schema_count"), 2);
}

TEST_P(MigrateTest, RefusesTheDataOfANewerProgram) {
  (void)open(history(3, "INSERT INTO one VALUES (3);"));
  EXPECT_EQ(
      refusal_of(history(2, kEarly[1])),
      "This data was written by a newer Heed (schema 3, this program knows 2). Start that newer Heed, or restore a backup "
      "made before the upgrade. Nothing was changed.");
  EXPECT_EQ(value_of(*open(history(3, "")), "one_count"), 3);
}

TEST_P(MigrateTest, TwoProgramsAtOnceDoItOnce) {
  const auto catalogue = history(3, "INSERT INTO one VALUES (3);");
  std::vector<std::thread> programs;
  for (int i = 0; i < 4; ++i) programs.emplace_back([&] { (void)open(catalogue); });
  for (auto& program : programs) program.join();
  const auto store = open(catalogue);
  EXPECT_EQ(value_of(*store, "one_count"), 3);
  EXPECT_EQ(value_of(*store, "schema_count"), 3);
}

TEST_P(MigrateTest, AWrongQueryIsFoundAtTheStart) {
  auto queries = kQueries;
  queries.push_back({"one_wrong", "SELECT id FROM one WHERE name = $1;", "here", 1});
  constexpr Query<std::int64_t(std::string_view)> kWrong{"one_wrong"};
  const auto catalogue = std::make_shared<Catalogue>(queries, std::vector<EmbeddedMigration>{{1, "first", kEarly[0]}},
                                                     std::vector<CheckedQuery>{kWrong});
  const auto said = refusal_of(catalogue);
  EXPECT_NE(said.find("query one_wrong: "), std::string::npos) << said;
  EXPECT_NE(said.find("name"), std::string::npos) << said;
}

HEED_ON_BOTH_ENGINES(MigrateTest);

}  // namespace
}  // namespace store
