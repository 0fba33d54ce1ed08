// Statements nobody waits for, and questions asked ahead: what they do is what they would do one by one.

#include <gtest/gtest.h>

#include <string>

#include "store/errors.hpp"
#include "store/event_log.hpp"
#include "store/things_test_kit.hpp"

namespace store {
namespace {

constexpr ids::Organization kAcme{1};

class PipelineTest : public test::ThingsTest {
 protected:
  static std::string name_of(Reading& reading, std::int64_t id) {
    const auto thing = reading.one(test::kThing, ids::Message{id});
    return thing ? thing->name : "none";
  }
  std::int64_t count() { return store_->read_blocking(test::count_things).value(); }
};

TEST_P(PipelineTest, ARefusalThatComesLateFailsTheFunctionAndLeavesNothing) {
  add_organization(1);
  bool was_told = false;
  store_->on_committed([&](const PublishedBatch&) { was_told = true; });
  const auto said = refusal_of([](Transaction& transaction) {
    transaction.publish(kAcme, event::OrganizationChanged{kAcme});
    test::add_thing(transaction, 1, "one");
    test::add_thing(transaction, 2, "one");
    test::add_thing(transaction, 3, "three");
  });
  EXPECT_NE(said.find("query thing_add: "), std::string::npos) << said;
  EXPECT_EQ(count(), 0);
  EXPECT_FALSE(was_told);
  EXPECT_EQ(store_->trouble(), std::nullopt);
  const auto seq = [](Reading& reading) -> base::Result<std::int64_t> { return last_seq(reading, kAcme); };
  EXPECT_EQ(store_->read_blocking(seq), 0);
  EXPECT_EQ(refusal_of([](Transaction& transaction) { test::add_thing(transaction, 1, "one"); }), "");
  EXPECT_EQ(count(), 1);
}

TEST_P(PipelineTest, ARefusalIsNotTakenForThatOfALaterQuery) {
  const auto said = refusal_of([](Transaction& transaction) {
    test::add_thing(transaction, 1, "one");
    test::add_thing(transaction, 1, "two");
    transaction.run(test::kRenameThing, ids::Message{1}, "three");
    (void)transaction.one(test::kCountThings);
    ADD_FAILURE() << "a question after a refusal has no answer";
  });
  EXPECT_NE(said.find("query thing_add: "), std::string::npos) << said;
}

TEST_P(PipelineTest, AnswersComeInOrder) {
  EXPECT_EQ(refusal_of([](Transaction& transaction) {
              for (std::int64_t i = 0; i < 1000; ++i) {
                test::add_thing(transaction, i, std::to_string(i));
                if (i % 3 == 0) transaction.run(test::kRenameThing, ids::Message{i}, "renamed " + std::to_string(i));
                if (i % 5 == 0) EXPECT_EQ(transaction.one(test::kCountThings), i + 1);
                if (i % 7 == 0) EXPECT_EQ(name_of(transaction, i / 3 * 3), "renamed " + std::to_string(i / 3 * 3));
                if (i % 11 == 0) EXPECT_EQ(transaction.run_counted(test::kRenumberThings, i), i + 1);
              }
            }),
            "");
  EXPECT_EQ(count(), 1000);
}

TEST_P(PipelineTest, ThousandsMayBeUnderWayAtOnce) {
  constexpr std::int64_t kMany = 10'000;
  EXPECT_EQ(refusal_of([](Transaction& transaction) {
              const std::string text(500, 'x');
              for (std::int64_t i = 0; i < kMany; ++i) test::add_thing(transaction, i, text + std::to_string(i));
            }),
            "");
  EXPECT_EQ(count(), kMany);
}

TEST_P(PipelineTest, AStreamAndANewQueryFitInBetween) {
  EXPECT_EQ(refusal_of([](Transaction& transaction) {
              test::add_thing(transaction, 1, "one");
              std::int64_t sum = 0;
              transaction.each(test::kCountUpTo, [&](std::int64_t n) { sum += n; }, 10);
              EXPECT_EQ(sum, 55);
              test::add_thing(transaction, 2, "two");
              transaction.ask_ahead([&] { (void)transaction.one(test::kThing, ids::Message{2}); });
              constexpr Query<ids::Message()> kOfAnotherType{"thing_count"};
              EXPECT_EQ(transaction.one(kOfAnotherType), ids::Message{2});
              EXPECT_EQ(name_of(transaction, 2), "two");
            }),
            "");
}

TEST_P(PipelineTest, QuestionsAskedAheadAreAnsweredOnce) {
  const auto ask = [](Transaction& transaction) {
    transaction.ask_ahead([&] {
      for (const std::int64_t id : {1, 2, 3, 2, 9}) EXPECT_EQ(name_of(transaction, id), "none");
    });
  };
  EXPECT_EQ(refusal_of([&](Transaction& transaction) {
              for (const std::int64_t id : {1, 2, 3}) test::add_thing(transaction, id, std::to_string(id));
              ask(transaction);
              for (const std::int64_t id : {4, 5}) test::add_thing(transaction, id, std::to_string(id));
              EXPECT_EQ(name_of(transaction, 9), "none");
              EXPECT_EQ(name_of(transaction, 2), "2");
              transaction.run(test::kRenameThing, ids::Message{2}, "two");
              EXPECT_EQ(name_of(transaction, 2), "two");
              EXPECT_EQ(name_of(transaction, 4), "4");
              EXPECT_EQ(name_of(transaction, 1), "1");
            }),
            "");
  EXPECT_EQ(refusal_of([&](Transaction& transaction) {
              ask(transaction);
              transaction.run(test::kRenameThing, ids::Message{1}, "one");
              transaction.forget_asked();
              EXPECT_EQ(name_of(transaction, 1), "one");
            }),
            "");
  EXPECT_EQ(refusal_of([&](Transaction& transaction) { EXPECT_EQ(name_of(transaction, 3), "3"); }), "");
}

TEST_P(PipelineTest, AnAnswerThatNobodyFetchedIsNotGivenToTheNextFunction) {
  const auto failed = store_->transact_blocking([](Transaction& transaction) -> base::Result<int> {
    transaction.ask_ahead([&] { (void)transaction.one(test::kCountThings); });
    return base::fail(base::FailureKind::conflict, "no");
  });
  EXPECT_EQ(failed.error().message, "no");
  EXPECT_EQ(refusal_of([](Transaction& transaction) {
              test::add_thing(transaction, 1, "one");
              EXPECT_EQ(transaction.one(test::kCountThings), 1);
            }),
            "");
}

TEST_P(PipelineTest, WhatIsRefusedBeforeAnAskedQuestionIsAnsweredEndsTheFunction) {
  const auto said = refusal_of([](Transaction& transaction) {
    test::add_thing(transaction, 1, "one");
    test::add_thing(transaction, 1, "two");
    transaction.ask_ahead([&] { (void)transaction.one(test::kThing, ids::Message{1}); });
    (void)name_of(transaction, 1);
    ADD_FAILURE() << "a question after a refusal has no answer";
  });
  EXPECT_NE(said.find("query thing_add: "), std::string::npos) << said;
  EXPECT_EQ(count(), 0);
}

TEST_P(PipelineTest, AFailureOfTheFunctionsOwnStands) {
  const auto failed = store_->transact_blocking([](Transaction& transaction) -> base::Result<int> {
    for (std::int64_t i = 0; i < 100; ++i) test::add_thing(transaction, i, std::to_string(i));
    return base::fail(base::FailureKind::conflict, "no");
  });
  EXPECT_EQ(failed.error().message, "no");
  EXPECT_EQ(count(), 0);
  EXPECT_EQ(refusal_of([](Transaction& transaction) { test::add_thing(transaction, 1, "1"); }), "");
}

HEED_ON_BOTH_ENGINES(PipelineTest);

}  // namespace
}  // namespace store
