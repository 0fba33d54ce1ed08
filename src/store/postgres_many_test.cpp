// Many rows or questions as one statement: how its SQL is made, and that on PostgreSQL it does what one by one would do, as
// SQLite does.

#include "store/postgres_many.hpp"

#include <gtest/gtest.h>

#include <array>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include "store/catalogue.hpp"
#include "store/contact_store.hpp"
#include "store/search_sql.hpp"
#include "store/things_test_kit.hpp"

namespace store {
namespace {

constexpr std::array kTwo{ValueKind::integer, ValueKind::text};

TEST(InsertOfMany, IsMadeFromTheInsertOfOne) {
  const auto many = insert_of_many("INSERT INTO things (id, name, flag)\n  VALUES ($1, $2, TRUE);", kTwo);
  ASSERT_TRUE(many);
  EXPECT_EQ(
      many->sql,
      "INSERT INTO things (id, name, flag) SELECT one.p1, one.p2, TRUE FROM unnest($1::bigint[], $2::text[]) AS one (p1, "
      "p2) ");
  EXPECT_EQ(many->table, "things");
  EXPECT_TRUE(many->key.empty());
}

TEST(InsertOfMany, KnowsWhatFindsARowThatIsThere) {
  const auto update = insert_of_many(
      "INSERT INTO t (a, b) VALUES ($2, $1) ON CONFLICT (a) DO UPDATE SET b = excluded.b WHERE excluded.b > t.b;", kTwo);
  ASSERT_TRUE(update);
  EXPECT_EQ(update->key, std::vector<std::size_t>{1});
  EXPECT_TRUE(update->sql.ends_with(" ON CONFLICT (a) DO UPDATE SET b = excluded.b WHERE excluded.b > t.b")) << update->sql;
  const auto nothing = insert_of_many("INSERT INTO t (a, b) VALUES ($1, $2) ON CONFLICT DO NOTHING;", kTwo);
  ASSERT_TRUE(nothing);
  EXPECT_TRUE(nothing->key.empty());
}

TEST(InsertOfMany, LeavesWhatIsMoreThanValuesOfRows) {
  for (const char* sql : {
           "UPDATE t SET b = $2 WHERE a = $1;",
           "INSERT INTO t (a, b) VALUES ($1, $2) RETURNING a;",
           "INSERT INTO t (a, b) VALUES ($1, $2) ON CONFLICT (a) DO UPDATE SET b = $2;",
           "INSERT INTO t (a, b) VALUES ($1, '$2');",
           "INSERT INTO t (a, b) SELECT $1, $2;",
           "INSERT INTO t VALUES ($1, $2);",
           "INSERT INTO t (a, b) VALUES ($1 + 1, $2) ON CONFLICT (a) DO UPDATE SET b = excluded.b;",
           "INSERT INTO t (a, b) VALUES ($1, $2) ON CONFLICT (c) DO UPDATE SET b = excluded.b;",
           "INSERT INTO t (a, b) VALUES ($1, $2",
       }) {
    EXPECT_FALSE(insert_of_many(sql, kTwo)) << sql;
  }
  EXPECT_FALSE(insert_of_many("INSERT INTO t (a) VALUES (1);", {}));
}

TEST(ChangeOfRow, IsSeenByItsForm) {
  const auto change = change_of_row("UPDATE things SET name = $3,\n  note = $4\nWHERE id = $1 AND number = $2;");
  ASSERT_TRUE(change);
  EXPECT_EQ(change->table, "things");
  EXPECT_EQ(change->sets, (std::vector<std::string>{"name", "note"}));
  EXPECT_EQ(change->found_by, (ParameterOfColumn{{"id", 0}, {"number", 1}}));
  for (const char* sql : {
           "UPDATE t SET a = $1;",
           "UPDATE t SET a = a + $1 WHERE id = $2;",
           "UPDATE t SET a = $1 WHERE id = $2 RETURNING a;",
           "UPDATE t SET a = $1 WHERE id = $2 AND b IS NULL;",
           "UPDATE t SET a = $1 WHERE id = $2 OR b = $3;",
           "UPDATE t SET a = $1 WHERE id IN (SELECT b FROM u WHERE c = $2);",
           "UPDATE t SET a = 'x' WHERE id = $1;",
           "UPDATE t SET a = (SELECT b FROM u WHERE c = $1) WHERE id = $2;",
           "DELETE FROM t WHERE id = $1;",
       })
    EXPECT_FALSE(change_of_row(sql)) << sql;
}

TEST(QuestionOfMany, LooksEachOneUp) {
  EXPECT_EQ(question_of_many("-- why\nSELECT a -- b\nFROM t WHERE id = $1 AND b = $2 LIMIT 1;", kTwo),
            "SELECT answer.*, one.question FROM unnest($1::bigint[], $2::text[]) WITH ORDINALITY AS one (p1, p2, question) "
            "CROSS JOIN LATERAL (SELECT a \nFROM t WHERE id = one.p1 AND b = one.p2 LIMIT 1 OFFSET 0) AS answer");
  EXPECT_FALSE(question_of_many("SELECT a FROM t WHERE b = '$1' AND c = $2;", kTwo));
  EXPECT_FALSE(question_of_many("UPDATE t SET b = $2 WHERE a = $1 RETURNING a;", kTwo));
  EXPECT_FALSE(question_of_many("SELECT COUNT(*) FROM t;", {}));
}

// What the intake writes goes together; a query that no longer does shows here, not as a slower server.
TEST(InsertOfMany, IsThereForEverythingThatAPostBrings) {
  std::set<std::string> together;
  for (const auto& catalogue : {Catalogue::embedded(), search_catalogue(true, {})}) {
    for (const auto& query : catalogue->queries()) {
      const std::vector<ValueKind> kinds(static_cast<std::size_t>(query.parameters), ValueKind::text);
      if (insert_of_many(query.sql, kinds)) together.insert(std::string(query.name));
    }
  }
  for (const char* name :
       {"contact_insert", "identity_insert", "profile_snapshot_keep", "conversation_insert", "clock_insert",
        "message_insert", "event_add", "awaited_add", "search_place_add", "search_terms_add"})
    EXPECT_TRUE(together.contains(name)) << name;
}

constexpr Query<void(ids::Organization, ids::Contact, std::string)> kContact{"many_contact"};
constexpr Query<void(ids::Organization, ids::Identity, ids::Contact, std::string)> kIdentity{"many_identity"};
constexpr Query<void(ids::Organization, ids::Identity, std::int64_t, std::string)> kSnapshot{"many_snapshot"};
constexpr Query<void(ids::Contact, std::string)> kRename{"many_rename"};
constexpr Query<void(ids::Message, std::string_view)> kNote{"many_note"};
constexpr Query<void(test::OptionalText, test::OptionalText)> kNoteAll{"many_note_all"};
constexpr Query<test::OptionalText()> kNotes{"many_notes"};
constexpr Query<std::string(ids::Organization, std::string)> kNames{"many_names"};
constexpr Query<std::string(ids::Organization)> kAllNames{"many_all_names"};
constexpr Query<std::string(ids::Identity)> kSnapshotName{"many_snapshot_name"};
constexpr Query<void(ids::Message, std::string_view, test::OptionalText)> kNoted{"many_noted"};

std::shared_ptr<const Catalogue> catalogue_of_many() {
  const auto things = test::things_catalogue();
  auto queries = things->queries();
  const std::vector<EmbeddedQuery> own = {
      {"many_contact", "INSERT INTO contacts (organization_id, id, name, created_at) VALUES ($1, $2, $3, 0);", "here", 3},
      {"many_identity",
       "INSERT INTO identities (organization_id, id, contact_id, channel, external_id, handle, created_at) "
       "VALUES ($1, $2, $3, $4, $4, $4, 0);",
       "here", 4},
      {"many_snapshot",
       "INSERT INTO profile_snapshots (organization_id, identity_id, day, at, name, language) "
       "VALUES ($1, $2, 1, $3, $4, $4) ON CONFLICT (organization_id, identity_id, day) DO UPDATE SET at = excluded.at, "
       "name = excluded.name WHERE excluded.at > profile_snapshots.at;",
       "here", 4},
      {"many_rename", "UPDATE contacts SET name = $2 WHERE id = $1;", "here", 2},
      {"many_note", "UPDATE things SET note = $2 WHERE id = $1;", "here", 2},
      {"many_note_all", "UPDATE things SET note = $2 WHERE note = $1;", "here", 2},
      {"many_notes", "SELECT note FROM things ORDER BY id;", "here", 0},
      {"many_names", "SELECT name FROM contacts WHERE organization_id = $1 AND name >= $2 ORDER BY name DESC LIMIT 2;",
       "here", 2},
      {"many_all_names", "SELECT name FROM contacts WHERE organization_id = $1 ORDER BY id;", "here", 1},
      {"many_snapshot_name", "SELECT name FROM profile_snapshots WHERE identity_id = $1;", "here", 1},
      {"many_noted",
       "INSERT INTO things (id, name, note, flag, weight, at, colour) VALUES ($1, $2, $3, FALSE, 0, 0, 'red');", "here", 3},
  };
  queries.insert(queries.end(), own.begin(), own.end());
  return std::make_shared<Catalogue>(std::move(queries), things->migrations(), std::vector<CheckedQuery>{});
}

constexpr ids::Organization kAcme{1};

class ManyTest : public test::ThingsTest {
 protected:
  void SetUp() override {
    ThingsTest::SetUp();
    if (database_ == nullptr) return;
    store_.reset();
    store_ = Store::open_with(catalogue_of_many(), options(), clock_, ids_);
    add_organization(1);
  }
  static void add_contact(Transaction& transaction, std::int64_t id) {
    transaction.run(kContact, kAcme, ids::Contact{id}, "c" + std::to_string(id));
  }
  std::vector<std::string> names() {
    auto read = [](Reading& reading) -> base::Result<std::vector<std::string>> { return reading.rows(kAllNames, kAcme); };
    return store_->read_blocking(read).value();
  }
};

TEST_P(ManyTest, RowsThatNameOthersComeAfterThem) {
  EXPECT_EQ(refusal_of([](Transaction& transaction) {
              add_contact(transaction, 1);
              (void)transaction.rows(kAllNames, kAcme);
              for (std::int64_t i = 1; i <= 300; ++i) {
                transaction.run(kIdentity, kAcme, ids::Identity{i}, ids::Contact{i}, std::to_string(i));
                transaction.run(kSnapshot, kAcme, ids::Identity{i}, i, "s");
                add_contact(transaction, i + 1);
              }
            }),
            "");
  EXPECT_EQ(names().size(), 301U);
}

TEST_P(ManyTest, OfOneRowsLaterStateTheLastHolds) {
  EXPECT_EQ(refusal_of([](Transaction& transaction) {
              for (std::int64_t i = 1; i <= 3; ++i) {
                add_contact(transaction, i);
                transaction.run(kIdentity, kAcme, ids::Identity{i}, ids::Contact{i}, std::to_string(i));
              }
              for (const std::int64_t at : {5, 9, 7})
                for (std::int64_t i = 1; i <= 3; ++i)
                  transaction.run(kSnapshot, kAcme, ids::Identity{i}, at, "at " + std::to_string(at + i));
              EXPECT_EQ(transaction.one(kSnapshotName, ids::Identity{1}), "at 10");
              EXPECT_EQ(transaction.one(kSnapshotName, ids::Identity{3}), "at 12");
            }),
            "");
}

TEST_P(ManyTest, AChangeFindsTheRowsOfBeforeIt) {
  EXPECT_EQ(refusal_of([](Transaction& transaction) {
              for (std::int64_t i = 1; i <= 4; ++i) add_contact(transaction, i);
              transaction.run(kRename, ids::Contact{2}, "two");
              transaction.run(kRename, ids::Contact{6}, "nobody");
              for (std::int64_t i = 5; i <= 6; ++i) add_contact(transaction, i);
              EXPECT_EQ(transaction.run_counted(kRename, ids::Contact{6}, "six"), 1);
            }),
            "");
  EXPECT_EQ(names(), (std::vector<std::string>{"c1", "two", "c3", "c4", "c5", "six"}));
}

// Of things the name is unique: what changes it may make room for a row, or take it.
TEST_P(ManyTest, AChangeComesWhereItStoodWhereThatCanBeTold) {
  EXPECT_EQ(refusal_of([](Transaction& transaction) {
              transaction.run(kNoted, ids::Message{1}, "one", "a");
              transaction.run(kNoted, ids::Message{2}, "two", "b");
              transaction.run(test::kRenameThing, ids::Message{1}, "first");
              transaction.run(kNoted, ids::Message{3}, "one", "a");
              transaction.run(kNote, ids::Message{3}, "c");
              transaction.run(kNote, ids::Message{4}, "nobody's");
              transaction.run(kNote, ids::Message{2}, "d");
              transaction.run(kNote, ids::Message{2}, "a");
              transaction.run(kNoteAll, "a", "e");
              transaction.run(kNoted, ids::Message{4}, "four", "f");
              transaction.run(kNoted, ids::Message{5}, "five", "a");
              transaction.run(kNoted, ids::Message{6}, "six", std::nullopt);
              transaction.run(kNote, ids::Message{6}, "g");
              EXPECT_EQ(transaction.rows(kNotes), (std::vector<test::OptionalText>{"e", "e", "c", "f", "a", "g"}));
            }),
            "");
}

TEST_P(ManyTest, ManyChangesBetweenManyRows) {
  EXPECT_EQ(refusal_of([](Transaction& transaction) {
              for (std::int64_t i = 1; i <= 500; ++i) {
                add_contact(transaction, i);
                transaction.run(kRename, ids::Contact{(i + 1) / 2}, "turn " + std::to_string(i));
              }
            }),
            "");
  const auto all = names();
  ASSERT_EQ(all.size(), 500U);
  for (std::size_t i = 1; i <= 500; ++i) {
    const std::string expected = i <= 250 ? "turn " + std::to_string(2 * i) : "c" + std::to_string(i);
    EXPECT_EQ(all[i - 1], expected);
  }
}

TEST_P(ManyTest, RowsOfATableKeepTheirOrderWhicheverQueryBringsThem) {
  const auto said = refusal_of([](Transaction& transaction) {
    test::add_thing(transaction, 1, "one");
    transaction.run(kNoted, ids::Message{2}, "two", std::nullopt);
    transaction.run(kNoted, ids::Message{1}, "three", "again");
    test::add_thing(transaction, 4, "two");
  });
  EXPECT_NE(said.find("query many_noted: "), std::string::npos) << said;
}

TEST_P(ManyTest, ValuesArriveAsTheyAre) {
  const std::vector<test::OptionalText> notes = {std::nullopt, "", "NULL", "{\"a\",b}", "'\\ \n\"", "ż 🙂"};
  const auto written = [&](std::int64_t begin, Transaction& transaction) {
    for (std::size_t i = 0; i < notes.size(); ++i) {
      const std::int64_t id = begin + static_cast<std::int64_t>(i);
      const bool odd = i % 2 == 1;
      transaction.run(test::kAddThing, ids::Message{id}, "n" + std::to_string(id), odd, odd ? -0.1 : 1e300,
                      base::Time(std::chrono::milliseconds(odd ? -1 : 1'795'289'000'000)),
                      odd ? test::Colour::red : test::Colour::green, notes[i],
                      odd ? test::OptionalNumber(std::numeric_limits<std::int64_t>::min()) : std::nullopt);
    }
  };
  EXPECT_EQ(refusal_of([&](Transaction& transaction) { written(0, transaction); }), "");
  for (std::size_t i = 0; i < notes.size(); ++i) {
    const auto found = store_->read_blocking([&](Reading& reading) -> base::Result<test::Thing> {
      return reading.one(test::kThing, ids::Message{static_cast<std::int64_t>(i)}).value_or(test::Thing{});
    });
    const bool odd = i % 2 == 1;
    EXPECT_EQ(found->note, notes[i]) << i;
    EXPECT_EQ(found->flag, odd);
    EXPECT_EQ(found->weight, odd ? -0.1 : 1e300);
    EXPECT_EQ(found->number.has_value(), odd);
    EXPECT_EQ(found->number.value_or(std::numeric_limits<std::int64_t>::min()), std::numeric_limits<std::int64_t>::min());
    EXPECT_EQ(found->at.time_since_epoch().count(), odd ? -1 : 1'795'289'000'000);
  }
}

TEST_P(ManyTest, EachQuestionGetsItsOwnAnswer) {
  // SQLite answers when it is asked; nothing may change in between, and here something does.
  EXPECT_EQ(refusal_of([is_postgres = is_postgres()](Transaction& transaction) {
              for (std::int64_t i = 1; i <= 5; ++i) add_contact(transaction, i);
              const std::vector<std::string> asked = {"c2", "z", "c5", "c1", "c2"};
              for (const auto& name : asked) transaction.ask_ahead([&] { (void)transaction.rows(kNames, kAcme, name); });
              add_contact(transaction, 7);
              const std::vector<std::string> none, top{"c5", "c4"}, last{"c5"}, with_new{"c7", "c5"};
              EXPECT_EQ(transaction.rows(kNames, kAcme, "c1"), is_postgres ? top : with_new);
              EXPECT_EQ(transaction.rows(kNames, kAcme, "z"), none);
              EXPECT_EQ(transaction.rows(kNames, kAcme, "c5"), is_postgres ? last : with_new);
              EXPECT_EQ(transaction.rows(kNames, kAcme, "c2"), is_postgres ? top : with_new);
              EXPECT_EQ(transaction.rows(kNames, kAcme, "c2"), with_new) << "asked once more";
            }),
            "");
}

TEST_P(ManyTest, QuestionsSeeTheRowsOfBeforeAndNotThoseForgotten) {
  EXPECT_EQ(refusal_of([](Transaction& transaction) {
              add_contact(transaction, 1);
              transaction.ask_ahead([&] {
                (void)transaction.rows(kNames, kAcme, "a");
                (void)transaction.rows(kNames, kAcme, "b");
              });
              transaction.forget_asked();
              add_contact(transaction, 2);
              EXPECT_EQ(transaction.rows(kNames, kAcme, "a"), (std::vector<std::string>{"c2", "c1"}));
            }),
            "");
}

TEST_P(ManyTest, WhatAFailedFunctionHeldBackIsNotWrittenByTheNext) {
  const auto failed = store_->transact_blocking([](Transaction& transaction) -> base::Result<int> {
    for (std::int64_t i = 1; i <= 3; ++i) add_contact(transaction, i);
    return base::fail(base::FailureKind::conflict, "no");
  });
  EXPECT_EQ(failed.error().message, "no");
  const auto said = refusal_of([](Transaction& transaction) {
    add_contact(transaction, 4);
    transaction.run(kRename, ids::Contact{4}, std::string("\0", 1));
  });
  EXPECT_NE(said.find("$2 is not text"), std::string::npos) << said;
  EXPECT_EQ(refusal_of([](Transaction& transaction) { add_contact(transaction, 5); }), "");
  EXPECT_EQ(names(), std::vector<std::string>{"c5"});
}

TEST_P(ManyTest, WhatIsMadeOfEachQueryIsTakenByTheServer) {
  if (!is_postgres()) return;  // It is asked nothing of the kind.
  std::string script;
  int count = 0;
  const auto catalogue = Catalogue::embedded();
  for (const auto& query : catalogue->checks()) {
    const auto sql = catalogue->find(query.name)->sql;
    auto made = question_of_many(sql, query.shape->parameters);
    if (const auto insert = insert_of_many(sql, query.shape->parameters)) made = insert->sql;
    if (made) script += "PREPARE many_" + std::to_string(++count) + " AS " + *made + ";\n";
  }
  EXPECT_GT(count, 50);
  database_->administer(script);
}

HEED_ON_BOTH_ENGINES(ManyTest);

}  // namespace
}  // namespace store
