#include "domain/triage/layer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

#include "domain/triage/assess_test_kit.hpp"

namespace triage {
namespace {

class LayerTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    bytes_ = new std::string(small_model());
    model_ = new Model(*Model::read(*bytes_));
  }
  static void TearDownTestSuite() {
    delete model_;
    delete bytes_;
    model_ = nullptr;
    bytes_ = nullptr;
  }
  static TrainedLayer train(std::vector<LayerExample> examples) {
    Assessor assessor(*model_, Rules::shipped());
    return train_layer(assessor, examples);
  }
  static Triage assess(Layer layer, std::string_view text) {
    Assessor assessor(*model_, Rules::shipped());
    const Sharpen sharpen = [&layer](std::string_view of, Judgement& judgement) { layer.sharpen(of, judgement); };
    return assessor.assess(text, {.sharpen = &sharpen});
  }
  static bool intends(const Triage& triage, std::string_view intent) {
    return std::ranges::find(triage.intents, intent, &Named::name) != triage.intents.end();
  }

  static std::string* bytes_;
  static Model* model_;
};
std::string* LayerTest::bytes_ = nullptr;
Model* LayerTest::model_ = nullptr;

// What a company's customers write that the shipped model has never heard of.
std::vector<LayerExample> corrections(std::size_t count) {
  struct Kind {
    const char* words;
    std::vector<std::string> intents;
    int urgency;
    const char* sentiment;
  };
  const std::vector<Kind> kinds = {{"the moon lamp flickers", {"flicker"}, 2, "negative"},
                                   {"give back what I paid", {"refund"}, 1, "negative"},
                                   {"glowing beautifully at night", {"praise"}, 0, "positive"}};
  const std::vector<std::string> fillers = {"hello",        "since monday", "my kitchen", "again",
                                            "the blue one", "as always",    "by the way"};
  std::mt19937 random(7);
  std::vector<LayerExample> out;
  for (std::size_t i = 0; i < count; ++i) {
    const Kind& kind = kinds[i % kinds.size()];
    const std::string text =
        fillers[random() % fillers.size()] + " " + kind.words + " " + fillers[random() % fillers.size()];
    out.push_back({static_cast<std::int64_t>(1000 + i), text, kind.intents, kind.urgency, kind.sentiment});
  }
  return out;
}

TEST_F(LayerTest, LearnsFromCorrectionsAndProvesItOnWhatWasHeldBack) {
  const TrainedLayer trained = train(corrections(300));
  EXPECT_TRUE(trained.better);
  ASSERT_EQ(trained.verdicts.size(), 3U);
  for (const LayerVerdict& verdict : trained.verdicts) {
    EXPECT_TRUE(verdict.better) << verdict.task;
    EXPECT_GT(verdict.after, 0.95) << verdict.task;
    EXPECT_LT(verdict.before, verdict.after) << verdict.task;
    EXPECT_GT(verdict.put_right, verdict.broken) << verdict.task;
    EXPECT_EQ(verdict.learnt + verdict.held_back, 300);
    EXPECT_NEAR(static_cast<double>(verdict.held_back), 60, 25);
  }
  const Triage triage = assess(trained.layer, "hello the moon lamp flickers since yesterday");
  EXPECT_TRUE(intends(triage, "flicker")) << "an intent of the company's own";
  EXPECT_FALSE(intends(triage, "praise"));
  EXPECT_EQ(triage.urgency, 2);
  EXPECT_FALSE(intends(assess(trained.layer, "glowing beautifully in my kitchen"), "flicker"));
}

TEST_F(LayerTest, IsNotBetterWhereCorrectionsSayNothing) {
  auto examples = corrections(300);
  std::mt19937 random(3);
  for (LayerExample& example : examples) {
    example.intents = std::vector<std::string>{random() % 2 == 0 ? "refund" : "praise"};
    example.urgency = static_cast<int>(random() % 3);
    example.sentiment.reset();
  }
  const TrainedLayer trained = train(examples);
  for (const LayerVerdict& verdict : trained.verdicts) EXPECT_LT(verdict.after, 0.65) << verdict.task;
  EXPECT_EQ(trained.verdicts[2].learnt, 0);
  EXPECT_FALSE(trained.verdicts[2].better);
}

TEST_F(LayerTest, TooFewProveNothing) {
  const TrainedLayer trained = train(corrections(30));
  EXPECT_FALSE(trained.better);
  EXPECT_TRUE(trained.layer.tasks().empty());
  EXPECT_FALSE(train({}).better);
}

TEST_F(LayerTest, WhatServesIsNotGivenUpForLess) {
  auto examples = corrections(300);
  const Layer serving = train(examples).layer;
  // Most of what is learnt anew contradicts itself; what is held back is as it was.
  std::mt19937 random(3);
  for (LayerExample& example : examples) {
    if (is_held_back(example.message_id)) continue;
    example.intents = std::vector<std::string>{random() % 2 == 0 ? "refund" : "praise"};
    example.urgency = static_cast<int>(random() % 3);
    example.sentiment.reset();
  }
  Assessor assessor(*model_, Rules::shipped());
  const TrainedLayer trained = train_layer(assessor, examples, {.serving = &serving});
  EXPECT_FALSE(trained.better);
  for (const LayerVerdict& verdict : trained.verdicts) {
    EXPECT_FALSE(verdict.better) << verdict.task;
    EXPECT_TRUE(verdict.kept) << verdict.task;
  }
  EXPECT_GT(trained.verdicts[1].serving.value(), trained.verdicts[1].after);
  EXPECT_EQ(write_layer(trained.layer), write_layer(serving));
}

TEST_F(LayerTest, CanBeStopped) {
  Assessor assessor(*model_, Rules::shipped());
  int asked = 0;
  EXPECT_TRUE(train_layer(assessor, corrections(300), {.stop = [&] { return ++asked > 310; }}).stopped);
  EXPECT_LT(asked, 900) << "soon";
}

TEST_F(LayerTest, AnEmptyLayerChangesNothing) {
  const std::string text = "please refund this lovely order";
  const Triage plain = assess(Layer(), text);
  EXPECT_TRUE(intends(plain, "refund"));
}

TEST_F(LayerTest, TheOrderOfCorrectionsDoesNotMatter) {
  auto examples = corrections(150);
  const std::string bytes = write_layer(train(examples).layer);
  std::ranges::reverse(examples);
  EXPECT_EQ(write_layer(train(examples).layer), bytes);
}

TEST_F(LayerTest, IsReadAsItWasWritten) {
  const TrainedLayer trained = train(corrections(150));
  ASSERT_TRUE(trained.better);
  const std::string bytes = write_layer(trained.layer);
  const auto read = read_layer(bytes);
  ASSERT_TRUE(read.has_value()) << read.error().message;
  EXPECT_EQ(write_layer(*read), bytes);
  EXPECT_EQ(assess(*read, "the moon lamp flickers").urgency, assess(trained.layer, "the moon lamp flickers").urgency);
}

TEST_F(LayerTest, WhatIsDamagedIsRefused) {
  const std::string bytes = write_layer(train(corrections(150)).layer);
  EXPECT_EQ(read_layer("").error().message, "It is no layer of triage.");
  EXPECT_EQ(read_layer("HEEDMODL" + bytes.substr(8)).error().message, "It is no layer of triage.");
  std::string other = bytes;
  other[8] = 2;
  EXPECT_EQ(read_layer(other).error().message, "The layer is of another version of this program.");
  for (std::size_t cut = 0; cut < bytes.size(); cut += 1 + bytes.size() / 97)
    EXPECT_FALSE(read_layer(bytes.substr(0, cut)).has_value());
  std::mt19937 random(1);
  for (int i = 0; i < 200; ++i) {
    std::string damaged = bytes;
    damaged[random() % damaged.size()] ^= static_cast<char>(1U << random() % 8);
    EXPECT_FALSE(read_layer(damaged).has_value());
  }
}

}  // namespace
}  // namespace triage
