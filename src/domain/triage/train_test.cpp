#include "domain/triage/train.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <map>
#include <random>

namespace triage {
namespace {

// Posts whose label is told by a few words among others that tell nothing.
std::vector<LabelledPost> posts_of(const std::vector<std::vector<std::string>>& telling, int count, std::uint64_t seed) {
  static const std::vector<std::string> kNothing = {"the",  "order", "my",   "today", "again",
                                                    "shop", "so",    "with", "from",  "you"};
  std::mt19937_64 random(seed);
  std::vector<LabelledPost> posts;
  for (int i = 0; i < count; ++i) {
    const auto label = random() % telling.size();
    LabelledPost post;
    post.labels = {static_cast<Label>(label)};
    for (int word = 0; word < 6; ++word) post.text += kNothing[random() % kNothing.size()] + " ";
    post.text += telling[label][random() % telling[label].size()] + " " + std::to_string(random() % 100) + " ";
    for (int word = 0; word < 3; ++word) post.text += kNothing[random() % kNothing.size()] + " ";
    posts.push_back(std::move(post));
  }
  return posts;
}

LabelledSet set_of(const std::string& name, const std::vector<std::string>& labels,
                   const std::vector<std::vector<std::string>>& telling, std::uint64_t seed) {
  LabelledSet set;
  set.task = task_called(name);
  set.labels = labels;
  set.training = posts_of(telling, 300, seed);
  set.validation = posts_of(telling, 120, seed + 1);
  return set;
}

LabelledSet moods() {
  return set_of("mood", {"bad", "fine", "good"}, {{"awful", "broken"}, {"usual", "regular"}, {"lovely", "great"}}, 1);
}
LabelledSet spam() { return set_of("spam", {"ham", "spam"}, {{"hello", "thanks"}, {"winner", "prize"}}, 2); }

// A model small enough for every test.
const Trained& trained() {
  static const Trained kTrained = [] {
    auto done = train({moods(), spam()}, {});
    EXPECT_TRUE(done.has_value());
    return *std::move(done);
  }();
  return kTrained;
}

TEST(TriageTrain, LearnsWhatTheWordsTell) {
  ASSERT_EQ(trained().reports.size(), 2U);
  for (const TaskReport& report : trained().reports) {
    EXPECT_GT(report.validation, 0.97) << report.task;
    EXPECT_LT(report.calibration_error, 0.05) << report.task;
  }
  const auto bytes = write_model(trained().parts);
  const auto model = Model::read(bytes);
  ASSERT_TRUE(model.has_value());
  Scorer scorer(*model);
  scorer.read("it is a lovely shop");
  EXPECT_EQ(model->find("mood")->labels[scorer.answer(*model->find("mood")).labels.front()], "good");
  scorer.read("You are a WINNER!!! claim your prize");
  EXPECT_EQ(model->find("spam")->labels[scorer.answer(*model->find("spam")).labels.front()], "spam");
  EXPECT_EQ(model->find("weather"), nullptr);
}

TEST(TriageTrain, TheSameSeedMakesTheSameBytes) {
  const auto again = train({moods(), spam()}, {});
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(write_model(again->parts), write_model(trained().parts));
}

TEST(TriageTrain, ATableKeepsNoMoreRowsThanAsked) {
  TrainOptions options;
  options.most_rows = 500;
  const auto small = train({moods(), spam()}, options);
  ASSERT_TRUE(small.has_value());
  EXPECT_EQ(small->parts.tables.front().keys.size(), 500U);
  EXPECT_GT(small->reports.front().validation, 0.97);
}

TEST(TriageTrain, ASetMaySayHowManyRowsItsTableKeeps) {
  auto small = moods();
  small.most_rows = 400;
  small.table = "small";
  const auto done = train({spam(), small}, {});
  ASSERT_TRUE(done.has_value());
  ASSERT_EQ(done->parts.tables.size(), 2U);
  EXPECT_GT(done->parts.tables[0].keys.size(), 400U);
  EXPECT_EQ(done->parts.tables[1].keys.size(), 400U);
}

TEST(TriageTrain, ASetThatOnlyLendsHasNoHeads) {
  auto lender = spam();
  lender.kept = false;
  const auto done = train({moods(), lender}, {});
  ASSERT_TRUE(done.has_value());
  ASSERT_EQ(done->parts.tasks.size(), 1U);
  EXPECT_EQ(done->parts.tasks.front().name, "mood");
}

TEST(TriageTrain, WhatCannotBeTrainedIsRefusedByName) {
  auto empty = moods();
  empty.validation.clear();
  const auto done = train({spam(), empty}, {});
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().field, "mood");
}

// Many keys with the same upper bits, and the sums worked out by hand.
TEST(TriageModel, EachFeatureFindsItsOwnRowAmongItsNeighbours) {
  std::mt19937_64 random(23);
  FeatureReader reader;
  for (int round = 0; round < 200; ++round) {
    std::string post;
    for (int word = 0; word < 8; ++word) post += "word" + std::to_string(random() % 50) + " ";
    const Features found = reader.read(post);
    std::map<std::uint32_t, std::int8_t> weights;
    for (const auto* block : {&found.words, &found.letters}) {
      for (const Feature& feature : *block) {
        const auto neighbours = random() % 20;
        for (std::uint64_t i = 0; i < neighbours; ++i)
          weights[(feature.key & 0xFFFF0000U) | static_cast<std::uint16_t>(random())] = static_cast<std::int8_t>(random());
        if (random() % 3 != 0) weights[feature.key] = static_cast<std::int8_t>(random());
        else weights.erase(feature.key);
      }
    }
    ModelParts parts;
    TableParts& table = parts.tables.emplace_back();
    table.width = 5 * kLanes;  // A wide part and a narrow one.
    for (const auto& [key, weight] : weights) {
      table.keys.push_back(key);
      table.rarity.push_back(static_cast<std::uint8_t>(16 + key % 7));
      for (std::uint32_t head = 0; head < table.width; ++head)
        table.rows.push_back(static_cast<std::int8_t>(head == 0 || head == 70 ? weight : 0));
    }
    table.scale.assign(table.width, 0.5F);
    table.bias.assign(table.width, 0.25F);
    TaskModel task;
    task.name = "t";
    task.labels = {"a", "b"};
    task.heads = 1;
    task.first_head = round % 2 == 0 ? 0 : 70;
    task.lift = task.preference = {0, 0};
    parts.tasks = {task};

    double wanted = 0.25;
    for (const auto* block : {&found.words, &found.letters}) {
      double sum = 0;
      double squares = 0;
      for (const Feature& feature : *block) {
        const auto weight = weights.find(feature.key);
        if (weight == weights.end()) continue;
        const double value = feature.weight * (16 + feature.key % 7) / 16.0;
        sum += value * weight->second;
        squares += value * value;
      }
      if (squares > 0) wanted += 0.5 * sum / std::sqrt(squares);
    }
    const auto bytes = write_model(parts);
    const auto model = Model::read(bytes);
    ASSERT_TRUE(model.has_value());
    Scorer scorer(*model);
    scorer.read(post);
    std::vector<float> scores;
    scorer.scores(model->tasks()[0], scores);
    ASSERT_NEAR(scores[1], wanted, 1e-3 * std::max(1.0, std::abs(wanted))) << round;
  }
}

TEST(TriageModel, AnyPostIsAnswered) {
  const auto bytes = write_model(trained().parts);
  const auto model = Model::read(bytes);
  ASSERT_TRUE(model.has_value());
  Scorer scorer(*model);
  std::mt19937_64 random(3);
  std::vector<std::string> posts = {"",        " ", std::string(100'000, 'x'), "\xF0\x9F\x98\x8D", std::string("\0\0", 2),
                                    "\xFF\xFE"};
  for (int i = 0; i < 500; ++i) {
    std::string post(random() % 300, '\0');
    for (char& byte : post) byte = static_cast<char>(random());
    posts.push_back(post);
  }
  for (const auto& post : posts) {
    scorer.read(post);
    for (const TaskModel& task : model->tasks()) {
      const Answer answer = scorer.answer(task);
      ASSERT_EQ(answer.labels.size(), 1U);
      ASSERT_LT(answer.labels.front(), task.labels.size());
      ASSERT_TRUE(answer.confidence > 0 && answer.confidence <= 1);
    }
  }
}

TEST(TriageModel, WhatIsNoWholeModelIsRefusedWithTheReason) {
  const auto bytes = write_model(trained().parts);
  const auto why = [](const std::string& file) {
    const auto model = Model::read(file);
    return model ? std::string("taken") : model.error().message;
  };
  EXPECT_EQ(why(bytes), "taken");
  EXPECT_EQ(why(""), "it is too short to be a model");
  EXPECT_EQ(why(std::string(1000, 'x')), "it is no model of Heed's triage");
  EXPECT_NE(why(bytes.substr(0, bytes.size() - 1)).find("cut short"), std::string::npos);
  auto newer = bytes;
  newer[8] = 9;
  EXPECT_NE(why(newer).find("version 9"), std::string::npos);
  std::mt19937_64 random(17);
  for (int round = 0; round < 300; ++round) {
    auto damaged = bytes;
    damaged[32 + random() % (bytes.size() - 32)] ^= static_cast<char>(1U << random() % 8);
    ASSERT_NE(why(damaged).find("damaged"), std::string::npos);
  }
}

// A file whose checksum was made to fit still may not lead out of its bounds.
TEST(TriageModel, WhatContradictsItselfIsRefusedEvenWithAChecksumThatFits) {
  const auto refused = [](auto&& spoil) {
    ModelParts parts = trained().parts;
    spoil(parts);
    return !Model::read(write_model(parts)).has_value();
  };
  EXPECT_FALSE(refused([](ModelParts&) {}));
  EXPECT_TRUE(refused([](ModelParts& parts) { parts.tasks[0].table = 7; }));
  EXPECT_TRUE(refused([](ModelParts& parts) { parts.tasks[0].first_head = 0xFFFFFFFF; }));
  EXPECT_TRUE(refused([](ModelParts& parts) { parts.tasks[0].heads = 200; }));
  EXPECT_TRUE(refused([](ModelParts& parts) { parts.tasks[0].lift.pop_back(); }));
  EXPECT_TRUE(refused([](ModelParts& parts) { parts.tasks[0].rejected = 3; }));
  EXPECT_TRUE(refused([](ModelParts& parts) { parts.tasks[0].steepness = std::numeric_limits<float>::quiet_NaN(); }));
  EXPECT_TRUE(refused([](ModelParts& parts) { parts.tables[0].rows.pop_back(); }));
  EXPECT_TRUE(refused([](ModelParts& parts) { parts.tables[0].rarity.push_back(1); }));
  EXPECT_TRUE(refused([](ModelParts& parts) { parts.tables[0].scale[0] = std::numeric_limits<float>::infinity(); }));
  EXPECT_TRUE(refused([](ModelParts& parts) { parts.tables[0].scale.pop_back(); }));
}

}  // namespace
}  // namespace triage
