#include "store/statement.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>

#include "store/errors.hpp"
#include "store/things_test_kit.hpp"

namespace store {
namespace {

using test::Colour;
using test::Thing;

class StatementTest : public test::ThingsTest {
 protected:
  void add(const Thing& thing) {
    ASSERT_EQ(refusal_of([&](Transaction& transaction) {
                EXPECT_EQ(transaction.run_counted(test::kAddThing, thing.id, thing.name, thing.flag, thing.weight, thing.at,
                                                  thing.colour, thing.note, thing.number),
                          1);
              }),
              "");
  }

  std::vector<Thing> things() {
    return store_
        ->read_blocking([](Reading& reading) -> base::Result<std::vector<Thing>> { return reading.rows(test::kThings); })
        .value();
  }
};

#define EXPECT_SAYS(text, part) EXPECT_NE((text).find(part), std::string::npos) << (text)

TEST_P(StatementTest, GivesBackWhatWasGiven) {
  using Limits = std::numeric_limits<std::int64_t>;
  std::string long_text(3'000'000, 'x');
  long_text += "ü";
  const std::vector<Thing> given = {
      {ids::Message{Limits::min()}, "", true, -0.0, base::Time(std::chrono::milliseconds(-1)), Colour::green, "",
       Limits::min()},
      {ids::Message{0}, "it's \"quoted\" \\ $1 ; -- 😀 𝄞 \u00e9\u0301\r\n\t", false, 0.1, base::Time{}, Colour::red,
       std::nullopt, std::nullopt},
      {ids::Message{1}, "long", false, std::numeric_limits<double>::max(), base::Time{}, Colour::red, long_text, 0},
      {ids::Message{Limits::max()}, "😀", true, std::numeric_limits<double>::denorm_min(),
       base::Time(std::chrono::milliseconds(Limits::max())), Colour::green, "\x01", Limits::max()}};
  for (const auto& thing : given) add(thing);
  EXPECT_EQ(things(), given);
}

TEST_P(StatementTest, RefusesTextThatIsNotUtf8OrHoldsNul) {
  for (const std::string_view bad :
       {std::string_view("a\0b", 3), std::string_view("long enough for blocks \0 x", 26), std::string_view("\xff"),
        std::string_view("\xed\xa0\x80"), std::string_view("cut \xf0\x9f")}) {
    EXPECT_SAYS(refusal_of([&](Transaction& transaction) { test::add_thing(transaction, 1, bad); }),
                "thing_add: $2 is not text");
  }
  EXPECT_TRUE(things().empty());
}

TEST_P(StatementTest, RefusesNumbersThatAreNone) {
  for (const double bad : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    const auto said = refusal_of([&](Transaction& transaction) {
      transaction.run(test::kAddThing, ids::Message{1}, "x", false, bad, base::Time{}, Colour::red, std::nullopt,
                      std::nullopt);
    });
    EXPECT_SAYS(said, "thing_add: $4 is not a finite number");
  }
}

TEST_P(StatementTest, NamesQueryAndColumnOfAnUnexpectedNull) {
  add({ids::Message{1}, "x", false, 0, {}, Colour::red, std::nullopt, std::nullopt});
  constexpr Query<Thing()> kNull{"thing_null_name"};
  EXPECT_SAYS(refusal_of([&](Transaction& transaction) { (void)transaction.rows(kNull); }),
              "query thing_null_name, column name of Thing: holds NULL");
  constexpr Query<std::int64_t()> kLone{"thing_lone_null"};
  EXPECT_SAYS(refusal_of([&](Transaction& transaction) { (void)transaction.one(kLone); }),
              "query thing_lone_null: holds NULL");
  constexpr Query<std::optional<std::int64_t>()> kOptional{"thing_lone_null"};
  EXPECT_EQ(refusal_of([&](Transaction& transaction) {
              EXPECT_EQ(transaction.rows(kOptional), std::vector{std::optional<std::int64_t>()});
            }),
            "");
}

TEST_P(StatementTest, NamesColumnsAndMembersThatDoNotMatch) {
  const auto said = [&](const char* name) {
    const Query<Thing()> query{name};
    return refusal_of([&](Transaction& transaction) { (void)transaction.rows(query); });
  };
  EXPECT_SAYS(said("thing_misspelt"), "query thing_misspelt: Thing.name has no column; there are: id, nmae, flag");
  EXPECT_SAYS(said("thing_extra"), "query thing_extra: column more has no member in Thing");
  EXPECT_SAYS(said("thing_twice"), "query thing_twice: there are two columns named name");
  EXPECT_SAYS(said("thing_no_table"), "query thing_no_table: ");
  EXPECT_SAYS(said("thing_no_table"), "nothings");
  EXPECT_SAYS(said("thing_unheard_of"), "query thing_unheard_of: no such block");
  constexpr Query<std::int64_t()> kTwo{"thing_two"};
  EXPECT_SAYS(refusal_of([&](Transaction& transaction) { (void)transaction.rows(kTwo); }),
              "gives 2 columns (id, name) where one");
  constexpr Query<void()> kVoid{"thing_count"};
  EXPECT_SAYS(refusal_of([&](Transaction& transaction) { transaction.run(kVoid); }), "where none is taken");
  constexpr Query<Thing()> kTooFew{"thing_find"};
  EXPECT_SAYS(refusal_of([&](Transaction& transaction) { (void)transaction.rows(kTooFew); }),
              "takes 1 parameters (here), is given 0");
}

TEST_P(StatementTest, NamesTheColumnOfAValueTheMemberCannotTake) {
  add({ids::Message{1}, "blue", false, 0, {}, Colour::red, std::nullopt, 70'000});
  constexpr Query<Colour()> kColours{"thing_names"};
  EXPECT_SAYS(refusal_of([&](Transaction& transaction) { (void)transaction.rows(kColours); }),
              "query thing_names: holds 'blue'");
  constexpr Query<std::int16_t()> kSmall{"thing_numbers"};
  EXPECT_SAYS(refusal_of([&](Transaction& transaction) { (void)transaction.rows(kSmall); }),
              "query thing_numbers: holds 70000");
  constexpr Query<std::int64_t()> kText{"thing_names"};
  EXPECT_SAYS(refusal_of([&](Transaction& transaction) { (void)transaction.rows(kText); }), "query thing_names");
}

TEST_P(StatementTest, CountsTheRowsItTouched) {
  for (int i = 1; i <= 3; ++i)
    add({ids::Message{i}, std::to_string(i), false, 0, {}, Colour::red, std::nullopt, std::nullopt});
  EXPECT_EQ(refusal_of([&](Transaction& transaction) {
              EXPECT_EQ(transaction.run_counted(test::kRenumberThings, 7), 3);
              EXPECT_EQ(transaction.run_counted(test::kRenumberThings, 7), 3) << "rows found, changed or not";
              EXPECT_EQ(transaction.run_counted(test::kRenameThing, ids::Message{4}, "x"), 0);
            }),
            "");
}

TEST_P(StatementTest, ATakenKeyEndsTheFunctionHoweverItTakesIt) {
  add({ids::Message{1}, "taken", false, 0, {}, Colour::red, std::nullopt, std::nullopt});
  const auto said = refusal_of([&](Transaction& transaction) {
    test::add_thing(transaction, 2, "before");
    try {
      test::add_thing(transaction, 3, "taken");
      (void)transaction.one(test::kCountThings);
    } catch (const StoreError&) {}
    EXPECT_THROW(test::add_thing(transaction, 4, "after"), StoreError);
  });
  EXPECT_SAYS(said, "query thing_add: ");
  EXPECT_EQ(things().size(), 1U);
}

TEST_P(StatementTest, ATakenKeyIsNoErrorForOnConflictDoNothing) {
  EXPECT_EQ(refusal_of([&](Transaction& transaction) {
              EXPECT_EQ(transaction.one(test::kAddIfNew, ids::Message{1}, "one"), ids::Message{1});
              EXPECT_EQ(transaction.one(test::kAddIfNew, ids::Message{2}, "one"), std::nullopt);
              EXPECT_EQ(transaction.one(test::kAddIfNew, ids::Message{1}, "two"), std::nullopt);
              EXPECT_EQ(transaction.one(test::kAddIfNew, ids::Message{3}, "three"), ids::Message{3});
            }),
            "");
  EXPECT_EQ(things().size(), 2U);
}

TEST_P(StatementTest, StreamsRowsAndStopsWhereTheTakerThrows) {
  std::int64_t sum = 0;
  const auto read = [&](std::int64_t stop_at) {
    return store_->read_blocking([&, stop_at](Reading& reading) -> base::Result<int> {
      reading.each(
          test::kCountUpTo,
          [&](std::int64_t n) {
            if (n == stop_at) throw std::runtime_error("enough");
            sum += n;
          },
          100'000);
      return 0;
    });
  };
  EXPECT_THROW((void)read(10), std::runtime_error);
  EXPECT_EQ(sum, 45);
  sum = 0;
  EXPECT_TRUE(read(-1));
  EXPECT_EQ(sum, 5'000'050'000);
}

TEST_P(StatementTest, AStreamThatIsBrokenOffEndsTheFunction) {
  const auto said = refusal_of([&](Transaction& transaction) {
    test::add_thing(transaction, 1, "one");
    try {
      transaction.each(test::kCountUpTo, [](std::int64_t) { throw std::runtime_error("enough"); }, 100'000);
    } catch (const std::runtime_error&) {}
  });
  EXPECT_SAYS(said, "query thing_count_up_to: who was handed the rows did not want them all");
  EXPECT_TRUE(things().empty());
  add({ids::Message{2}, "two", false, 0, {}, Colour::red, std::nullopt, std::nullopt});
}

TEST_P(StatementTest, RefusesAQueryWhileRowsOfAnotherAreHandedOver) {
  const auto said = refusal_of([&](Transaction& transaction) {
    transaction.each(test::kCountUpTo, [&](std::int64_t) { (void)transaction.one(test::kCountThings); }, 3);
  });
  EXPECT_SAYS(said, "query thing_count is run while the rows of another are handed over");
}

TEST_P(StatementTest, OneQueryMayBeReadAsSeveralTypes) {
  constexpr Query<ids::Message()> kAsId{"thing_count"};
  EXPECT_EQ(refusal_of([&](Transaction& transaction) {
              EXPECT_EQ(transaction.one(test::kCountThings), 0);
              EXPECT_EQ(transaction.one(kAsId), ids::Message{0});
              EXPECT_EQ(transaction.one(test::kCountThings), 0);
            }),
            "");
}

TEST_P(StatementTest, ReadersCannotWrite) {
  EXPECT_THROW((void)store_->read_blocking([](Reading& reading) -> base::Result<bool> {
    return reading.one(test::kAddIfNew, ids::Message{1}, "one").has_value();
  }),
               StoreError);
  EXPECT_TRUE(things().empty());
}

HEED_ON_BOTH_ENGINES(StatementTest);

}  // namespace
}  // namespace store
