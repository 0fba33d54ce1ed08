#pragma once
// A table of every type and queries on it, right and wrong, for the tests of the store itself.

#include <boost/describe.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "domain/event.hpp"
#include "domain/ids.hpp"
#include "store/catalogue.hpp"
#include "store/errors.hpp"
#include "store/store_test_kit.hpp"
#include "store/transaction.hpp"

namespace store::test {

enum class Colour { red, green };
BOOST_DESCRIBE_ENUM(Colour, red, green)

struct Thing {
  ids::Message id;
  std::string name;
  bool flag = false;
  double weight = 0;
  base::Time at{};
  Colour colour = Colour::red;
  std::optional<std::string> note;
  std::optional<std::int64_t> number;
  friend bool operator==(const Thing&, const Thing&) = default;
};
BOOST_DESCRIBE_STRUCT(Thing, (), (id, name, flag, weight, at, colour, note, number))

using OptionalText = std::optional<std::string>;
using OptionalNumber = std::optional<std::int64_t>;

inline constexpr Query<void(ids::Message, std::string_view, bool, double, base::Time, Colour, OptionalText, OptionalNumber)>
    kAddThing{"thing_add"};
inline constexpr Query<Thing()> kThings{"thing_list"};
inline constexpr Query<Thing(ids::Message)> kThing{"thing_find"};
inline constexpr Query<std::int64_t()> kCountThings{"thing_count"};
inline constexpr Query<void(ids::Message, std::string_view)> kRenameThing{"thing_rename"};
inline constexpr Query<void(std::int64_t)> kRenumberThings{"thing_renumber"};
inline constexpr Query<ids::Message(ids::Message, std::string_view)> kAddIfNew{"thing_add_if_new"};
inline constexpr Query<std::int64_t(std::int64_t)> kCountUpTo{"thing_count_up_to"};
inline constexpr Query<void(ids::Organization, std::string_view, std::int64_t)> kAddOrganization{"thing_organization"};

[[nodiscard]] inline std::shared_ptr<const Catalogue> things_catalogue() {
  auto queries = Catalogue::embedded()->queries();
  auto migrations = Catalogue::embedded()->migrations();
  const std::vector<EmbeddedQuery> own = {
      {"thing_add",
       "INSERT INTO things (id, name, flag, weight, at, colour, note, number) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);",
       "here", 8},
      {"thing_list", "SELECT number, note, colour, at, weight, flag, name, id FROM things ORDER BY id;", "here", 0},
      {"thing_find", "SELECT id, name, flag, weight, at, colour, note, number FROM things WHERE id = $1;", "here", 1},
      {"thing_count", "SELECT COUNT(*) FROM things;", "here", 0},
      {"thing_rename", "UPDATE things SET name = $2 WHERE id = $1;", "here", 2},
      {"thing_renumber", "UPDATE things SET number = $1;", "here", 1},
      {"thing_add_if_new",
       "INSERT INTO things (id, name, flag, weight, at, colour) VALUES ($1, $2, FALSE, 0, 0, 'red') ON CONFLICT DO NOTHING "
       "RETURNING id;",
       "here", 2},
      {"thing_count_up_to",
       "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < $1) SELECT n FROM numbers;",
       "here", 1},
      {"thing_organization",
       "INSERT INTO organizations (id, name, language, time_zone, sample, event_seq, created_at) "
       "VALUES ($1, $2, 'en', 'UTC', FALSE, 0, $3);",
       "here", 3},
      {"thing_null_name", "SELECT id, CAST(NULL AS TEXT) AS name, flag, weight, at, colour, note, number FROM things;",
       "here", 0},
      {"thing_lone_null", "SELECT MAX(number) FROM things;", "here", 0},
      {"thing_misspelt", "SELECT id, name AS nmae, flag, weight, at, colour, note, number FROM things;", "here", 0},
      {"thing_extra", "SELECT id, name, flag, weight, at, colour, note, number, 1 AS more FROM things;", "here", 0},
      {"thing_twice", "SELECT id, name, name, flag, weight, at, colour, note, number FROM things;", "here", 0},
      {"thing_two", "SELECT id, name FROM things;", "here", 0},
      {"thing_names", "SELECT name FROM things ORDER BY id;", "here", 0},
      {"thing_numbers", "SELECT number FROM things ORDER BY id;", "here", 0},
      {"thing_no_table", "SELECT 1 FROM nothings;", "here", 0},
  };
  queries.insert(queries.end(), own.begin(), own.end());
  migrations.push_back(
      {static_cast<int>(migrations.size()) + 1, "things",
       "CREATE TABLE things (id BIGINT PRIMARY KEY, name TEXT NOT NULL UNIQUE, flag BOOLEAN NOT NULL, "
       "weight DOUBLE PRECISION NOT NULL, at BIGINT NOT NULL, colour TEXT NOT NULL, note TEXT, number BIGINT);"});
  return std::make_shared<Catalogue>(std::move(queries), std::move(migrations),
                                     std::vector<CheckedQuery>{kAddThing, kThings, kThing, kCountThings, kRenameThing,
                                                               kRenumberThings, kAddIfNew, kCountUpTo, kAddOrganization});
}

inline void add_thing(Transaction& transaction, std::int64_t id, std::string_view name) {
  transaction.run(kAddThing, ids::Message{id}, name, false, 0.5, transaction.now(), Colour::green, std::nullopt,
                  std::nullopt);
}

[[nodiscard]] inline base::Result<std::int64_t> count_things(Reading& reading) {
  return reading.one(kCountThings).value_or(-1);
}

// The tests of the store open it with the table of things.
class ThingsTest : public StoreTest {
 protected:
  // Runs `work` in a transaction of its own and gives what it was refused with, or "".
  template <class Work>
  std::string refusal_of(Work work) {
    try {
      (void)store_->transact_blocking([&](Transaction& transaction) -> base::Result<int> {
        work(transaction);
        return 0;
      });
    } catch (const StoreError& error) {
      return error.what();
    }
    return "";
  }

  void SetUp() override {
    StoreTest::SetUp();
    if (database_ != nullptr) store_ = open_things(options());
  }
  [[nodiscard]] std::unique_ptr<Store> open_things(StoreOptions chosen) {
    return Store::open_with(things_catalogue(), std::move(chosen), clock_, ids_);
  }
  void add_organization(std::int64_t id) {
    const auto done = store_->transact_blocking([id](Transaction& transaction) -> base::Result<int> {
      transaction.run(kAddOrganization, ids::Organization{id}, "Acme " + std::to_string(id), 0);
      return 0;
    });
    ASSERT_TRUE(done);
  }
  // What TearDown of the database would trip over is closed before it.
  void TearDown() override { store_.reset(); }

  std::unique_ptr<Store> store_;
};

}  // namespace store::test
