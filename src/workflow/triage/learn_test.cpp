#include "workflow/triage/learn.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <thread>

#include "base/json/decode.hpp"
#include "domain/triage/assess_test_kit.hpp"
#include "store/message_store.hpp"
#include "store/triage_layer_store.hpp"
#include "workflow/test_office.hpp"
#include "workflow/triage/correct_triage.hpp"
#include "workflow/triage/follower.hpp"
#include "workflow/triage/trainer.hpp"

namespace workflow {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using triage::Field;
using triage::LayerState;
using triage::LearnCause;

// What this company's customers write, and what it means here.
struct Kind {
  const char* words;
  const char* intents;
  const char* urgency;
  const char* sentiment;
};
constexpr std::array kKinds = {Kind{"the moon lamp flickers", "flicker", "2", "negative"},
                               Kind{"give back what I paid", "refund", "1", "negative"},
                               Kind{"glowing beautifully at night", "praise", "0", "positive"}};
constexpr std::array kFillers = {"hello", "since monday", "my kitchen", "again", "the blue one", "as always", "by the way"};
constexpr const char* kFlickers = "good morning, the moon lamp flickers here too";

class LearnTest : public OfficeTest {
 protected:
  static void SetUpTestSuite() { bytes_ = new std::string(triage::small_model()); }
  static void TearDownTestSuite() {
    delete bytes_;
    bytes_ = nullptr;
  }
  void SetUp() override {
    OfficeTest::SetUp();
    if (IsSkipped()) return;
    models_ = std::make_unique<TriageModels>(*ModelFile::in_memory(*bytes_), "");
    begin_anew();
    TriageSettings settings;
    settings.words.intents = {{"flicker", {}}};  // Known from examples alone.
    (void)office()
        .transact([&](store::Transaction& t) { return change_triage_settings(t, office().as(office().ana), settings); })
        .value();
  }
  // As after a restart.
  void begin_anew() {
    const auto serving = [this] { return models_->serving(); };
    work_ = std::make_unique<LayerWork>(*store_, serving);
    triage_ = std::make_unique<TriageWork>(*store_, readers_of(*models_));
  }
  std::string model() { return models_->serving().version; }

  // Messages that people put right: as they mean it, or at random.
  void teach(std::size_t count, bool at_random = false) {
    clock_.advance(minutes(1));
    const auto conversation = office().hears(office().chat, "teacher", "hello");
    ASSERT_TRUE(office().transact([&](store::Transaction& t) -> base::Result<void> {
      Receiving receiving(t);
      for (std::size_t i = 0; i < count; ++i) {
        const std::string text = std::string(kFillers[random_() % kFillers.size()]) + " " + kKinds[i % 3].words + " " +
                                 kFillers[random_() % kFillers.size()];
        receiving.receive(office().chat, office().item("teacher", text));
      }
      receiving.finish();
      return {};
    }));
    ASSERT_TRUE(triage_->catch_up());
    ASSERT_TRUE(office().transact([&](store::Transaction& t) -> base::Result<void> {
      for (const auto& word : store::list_words(t, office().organization, conversation, 1'000)) {
        if (!store::list_corrections(t, office().organization, word.id).empty()) continue;
        const auto message = store::find_message(t, office().organization, word.id);
        const auto kind = std::ranges::find_if(
            kKinds, [&](const Kind& one) { return message->text.find(one.words) != std::string::npos; });
        if (kind == kKinds.end()) continue;
        const Kind& meant = at_random ? kKinds[random_() % 3] : *kind;
        for (const auto& [field, value] :
             {std::pair(Field::intents, meant.intents), std::pair(Field::urgency, meant.urgency),
              std::pair(Field::sentiment, meant.sentiment)}) {
          triage::Correction correction;
          correction.id = t.new_id<ids::Correction>();
          correction.organization_id = office().organization;
          correction.message_id = word.id;
          correction.inbox_id = word.inbox_id;
          correction.field = field;
          correction.meant = value;
          correction.at = t.now();
          store::put_correction(t, correction);
        }
      }
      return {};
    }));
    clock_.advance(minutes(1));
  }
  base::Result<Learning> ask() {
    return office().transact([&](store::Transaction& t) { return ask_to_learn(t, office().as(office().ana), model()); });
  }
  base::Result<Learning> choose(std::optional<ids::TriageLayer> id) {
    return office().transact([&](store::Transaction& t) { return choose_layer(t, office().as(office().ana), id, model()); });
  }
  Learning told() {
    return office()
        .read([&](store::Reading& reading) -> base::Result<Learning> {
          return tell_learning(reading, office().organization, model());
        })
        .value();
  }
  void learn() {
    clock_.advance(minutes(1));
    ASSERT_TRUE(ask()) << ask().error().message;
    ASSERT_TRUE(work_->learn().value());
    ASSERT_FALSE(work_->learn().value());
  }
  // What a new message is taken for.
  triage::Verdict read(const std::string& text) {
    clock_.advance(minutes(1));
    const auto id = office().hears(office().chat, "visitor" + std::to_string(++visitors_), text);
    EXPECT_TRUE(triage_->catch_up());
    return office()
        .read([&](store::Reading& reading) -> base::Result<std::vector<triage::Verdict>> {
          return store::list_verdicts(reading, office().organization, id, base::Time{}, base::Time{hours(9'000'000)});
        })
        .value()
        .at(0);
  }
  std::string intents(const std::string& text) { return value_of(read(text).triage, Field::intents); }
  std::int64_t told_of_learning() { return std::ranges::count(office().event_types(), "triage.learnt"); }

  static std::string* bytes_;
  std::unique_ptr<TriageModels> models_;
  std::unique_ptr<LayerWork> work_;
  std::unique_ptr<TriageWork> triage_;
  std::mt19937 random_{7};
  int visitors_ = 0;
};
std::string* LearnTest::bytes_ = nullptr;

TEST_P(LearnTest, WhatPeoplePutRightChangesWhatIsSaid) {
  teach(150);
  EXPECT_NE(intents(kFlickers), "flicker");
  const auto before = told();
  EXPECT_EQ(before.taught.at(0).messages, 150);
  EXPECT_NEAR(static_cast<double>(before.taught.at(0).held_back), 30, 12);
  ASSERT_TRUE(is_enough(before));
  EXPECT_EQ(before.since_last, 450);
  learn();
  const auto after = told();
  ASSERT_EQ(after.layers.size(), 1U);
  const auto& layer = after.layers.front();
  EXPECT_EQ(layer.state, LayerState::serving);
  EXPECT_EQ(layer.messages, 150);
  EXPECT_EQ(layer.learnt_by, office().ana.id);
  EXPECT_EQ(layer.model, model());
  EXPECT_FALSE(after.training);
  EXPECT_EQ(after.since_last, 0);
  const auto measures = base::decode_text<std::vector<triage::LayerVerdict>>(layer.measures).value();
  ASSERT_EQ(measures.size(), 3U);
  EXPECT_TRUE(measures[0].better);
  EXPECT_GT(measures[0].after, measures[0].before);
  const auto verdict = read(kFlickers);
  EXPECT_EQ(value_of(verdict.triage, Field::intents), "flicker") << "an intent that is known from examples alone";
  EXPECT_EQ(verdict.triage.urgency, 2);
  EXPECT_EQ(verdict.model, model() + "+" + std::to_string(layer.id.value));
  EXPECT_EQ(told_of_learning(), 2) << "that it began, and what came of it";
  EXPECT_EQ(work_->stats().promoted, 1);
}

TEST_P(LearnTest, WhatIsNotBetterDoesNotServe) {
  teach(150, true);
  learn();
  const auto after = told();
  ASSERT_EQ(after.layers.size(), 1U);
  EXPECT_EQ(after.layers.front().state, LayerState::not_better);
  EXPECT_EQ(read(kFlickers).model, model());
  EXPECT_EQ(work_->stats().promoted, 0);
  EXPECT_EQ(work_->stats().trained, 1);
  EXPECT_EQ(choose(after.layers.front().id).error().kind, base::FailureKind::conflict);
}

TEST_P(LearnTest, AWorseOneDoesNotTakeThePlaceOfABetter) {
  teach(150);
  learn();
  const auto good = told().layers.front().id;
  // Three times as many say something else of the same words: what is learnt from all is no better on the held-back ones.
  teach(450, true);
  learn();
  const auto after = told();
  ASSERT_EQ(after.layers.size(), 2U);
  const auto measures = base::decode_text<std::vector<triage::LayerVerdict>>(after.layers.front().measures).value();
  for (const auto& measure : measures) {
    ASSERT_TRUE(measure.serving) << "it is compared with the one that serves";
    if (measure.better) EXPECT_GE(measure.after, *measure.serving);
  }
  const auto serving = std::ranges::find(after.layers, LayerState::serving, &triage::LearntLayer::state);
  ASSERT_NE(serving, after.layers.end());
  EXPECT_EQ(serving->id == good, after.layers.front().state == LayerState::not_better);
}

TEST_P(LearnTest, GoesBackInOneStepAndForwardAgain) {
  teach(150);
  learn();
  const auto first = told().layers.front().id;
  teach(30);
  learn();
  const auto second = told().layers.front();
  ASSERT_EQ(second.state, LayerState::serving);
  const auto state_of = [&](ids::TriageLayer id) {
    const auto layers = told().layers;
    return std::ranges::find(layers, id, &triage::LearntLayer::id)->state;
  };
  EXPECT_EQ(state_of(first), LayerState::superseded);
  ASSERT_TRUE(choose(first));
  EXPECT_EQ(state_of(first), LayerState::serving);
  EXPECT_EQ(state_of(second.id), LayerState::rolled_back);
  EXPECT_EQ(read(kFlickers).model, model() + "+" + std::to_string(first.value)) << "from the next message on";
  ASSERT_TRUE(choose(std::nullopt));
  EXPECT_EQ(read(kFlickers).model, model());
  EXPECT_NE(intents(kFlickers), "flicker");
  ASSERT_TRUE(choose(second.id));
  EXPECT_EQ(intents(kFlickers), "flicker");
  EXPECT_EQ(state_of(first), LayerState::rolled_back);
  const auto told_before = told_of_learning();
  ASSERT_TRUE(choose(second.id)) << "it serves already";
  EXPECT_EQ(told_of_learning(), told_before);
  EXPECT_EQ(choose(ids::TriageLayer{12}).error().kind, base::FailureKind::not_found);
}

TEST_P(LearnTest, TellsWhyItCannotLearn) {
  teach(30);
  const auto few = ask();
  ASSERT_FALSE(few);
  EXPECT_EQ(few.error().kind, base::FailureKind::conflict);
  EXPECT_NE(few.error().message.find("30 messages. It takes about 100"), std::string::npos) << few.error().message;
  teach(120);
  ASSERT_TRUE(ask());
  EXPECT_EQ(ask().error().message, "It is learning already.");
  ASSERT_TRUE(work_->learn().value());
  EXPECT_EQ(ask().error().message, "Nothing was put right or confirmed since it learnt last.");
}

TEST_P(LearnTest, WhatWasAskedForIsLearntAfterARestart) {
  teach(150);
  ASSERT_TRUE(ask());
  LayerWork stopped(*store_, [this] { return models_->serving(); }, [] { return true; });
  EXPECT_FALSE(stopped.learn().value()) << "it was stopped before it was done";
  ASSERT_TRUE(told().training);
  begin_anew();
  ASSERT_TRUE(work_->learn().value());
  EXPECT_EQ(told().layers.size(), 1U);
  EXPECT_FALSE(told().training);
}

TEST_P(LearnTest, LearnsAtNightWhereEnoughIsNew) {
  // It is nine in the morning of a Monday, in Lisbon.
  EXPECT_FALSE(work_->look().value());
  teach(150);
  EXPECT_FALSE(work_->look().value()) << "the night is to come";
  clock_.advance(hours(17));
  EXPECT_FALSE(work_->look().value()) << "two in the morning";
  clock_.advance(hours(3));
  begin_anew();
  ASSERT_TRUE(work_->look().value()) << "it was down at the very hour";
  EXPECT_FALSE(work_->look().value()) << "asked for once";
  ASSERT_TRUE(work_->learn().value());
  EXPECT_EQ(told().layers.front().cause, LearnCause::night);
  clock_.advance(hours(24));
  EXPECT_FALSE(work_->look().value()) << "nothing new";
  teach(6);
  clock_.advance(hours(24));
  EXPECT_FALSE(work_->look().value()) << "eighteen new ones";
  teach(2);
  clock_.advance(hours(24));
  EXPECT_TRUE(work_->look().value());
}

TEST_P(LearnTest, NightsCanBeSwitchedOff) {
  TriageSettings settings;
  settings.learning = triage::Nights{false, 3};
  const auto change = [&] {
    return office().transact(
        [&](store::Transaction& t) { return change_triage_settings(t, office().as(office().ana), settings); });
  };
  ASSERT_TRUE(change());
  teach(150);
  clock_.advance(hours(24));
  EXPECT_FALSE(work_->look().value());
  settings.learning->on = true;
  settings.learning->hour = 24;
  EXPECT_EQ(change().error().field, "learning.hour");
  settings.learning->hour = 23;
  ASSERT_TRUE(change());
  EXPECT_TRUE(work_->look().value());
}

TEST_P(LearnTest, AnotherModelMeansLearningAnew) {
  teach(150);
  learn();
  const auto first = told().layers.front();
  const std::string old_model = model();
  const std::string other = triage::small_model("what a lovely place");
  models_ = std::make_unique<TriageModels>(*ModelFile::in_memory(other), "");
  begin_anew();
  ASSERT_NE(model(), old_model);
  EXPECT_EQ(read(kFlickers).model, model()) << "the layer stands on another model and waits";
  EXPECT_EQ(choose(first.id).error().kind, base::FailureKind::conflict);
  ASSERT_TRUE(work_->look().value());
  ASSERT_TRUE(work_->learn().value());
  const auto after = told();
  ASSERT_EQ(after.layers.size(), 2U);
  EXPECT_EQ(after.layers[0].cause, LearnCause::new_model);
  EXPECT_EQ(after.layers[0].model, model());
  EXPECT_EQ(after.layers[0].state, LayerState::serving);
  EXPECT_EQ(after.layers[1].state, LayerState::superseded);
  EXPECT_EQ(intents(kFlickers), "flicker");
  EXPECT_FALSE(work_->look().value());
}

TEST_P(LearnTest, TheThreadLearnsWhatIsAskedFor) {
  teach(150);
  LayerTrainer trainer(*store_, *models_, [](const std::string& error) { ADD_FAILURE() << error; });
  trainer.start();
  ASSERT_TRUE(ask());
  // It has the lowest priority, and tests run beside each other.
  for (int i = 0; i < 12000 && trainer.stats().trained == 0; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  trainer.stop();
  EXPECT_EQ(trainer.stats().promoted, 1);
  EXPECT_EQ(trainer.stats().failures, 0);
  EXPECT_EQ(intents(kFlickers), "flicker");
}

TEST_P(LearnTest, TheExplanationSaysWhatWasLearnt) {
  teach(150);
  learn();
  const auto id = told().layers.front().id;
  const auto bytes = office()
                         .read([&](store::Reading& reading) -> base::Result<std::string> {
                           return store::layer_bytes(reading, office().organization, id);
                         })
                         .value();
  auto layer = triage::read_layer(bytes).value();
  const auto said = MessageAssessor(models_->serving()).explain(kFlickers, {nullptr, &layer, "1"}, false);
  const auto learnt = std::ranges::find(said.reasons, "intent:flicker", &triage::Reason::about);
  ASSERT_NE(learnt, said.reasons.end());
  EXPECT_EQ(learnt->rule, triage::kLearnt);
  const auto plain = MessageAssessor(models_->serving()).explain(kFlickers, {}, false);
  EXPECT_EQ(std::ranges::find(plain.reasons, std::string(triage::kLearnt), &triage::Reason::rule), plain.reasons.end());
}

HEED_ON_BOTH_ENGINES(LearnTest);

}  // namespace
}  // namespace workflow
