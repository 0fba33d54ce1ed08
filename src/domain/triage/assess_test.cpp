#include "domain/triage/assess.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "domain/triage/assess_test_kit.hpp"

namespace triage {
namespace {

class Assess : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    bytes_ = new std::string(small_model());
    auto model = Model::read(*bytes_);
    ASSERT_TRUE(model.has_value()) << model.error().message;
    model_ = new Model(*std::move(model));
  }
  static void TearDownTestSuite() {
    delete model_;
    delete bytes_;
    model_ = nullptr;
    bytes_ = nullptr;
  }
  static Triage assess(std::string_view text, const AssessOptions& options = {}) {
    return Assessor(*model_, Rules::shipped()).assess(text, options);
  }
  static bool intends(const Triage& triage, std::string_view intent) {
    return std::ranges::find(triage.intents, intent, &Named::name) != triage.intents.end();
  }

  static std::string* bytes_;
  static Model* model_;
};
std::string* Assess::bytes_ = nullptr;
Model* Assess::model_ = nullptr;

TEST_F(Assess, SaysWhatTheModelSaysWithTheWordsThatMovedIt) {
  const std::string text = "  Ähm… REFUND, my friends";
  const Triage triage = assess(text, {.explain = true});
  EXPECT_TRUE(intends(triage, "refund"));
  EXPECT_EQ(triage.urgency, 1);
  EXPECT_EQ(triage.sentiment.label, "negative");
  EXPECT_LT(triage.sentiment.score, 0);
  const auto reason = std::ranges::find(triage.reasons, "intent:refund", &Reason::about);
  ASSERT_NE(reason, triage.reasons.end());
  EXPECT_TRUE(reason->rule.empty());
  ASSERT_FALSE(reason->places.empty());
  const Span place = reason->places.front();
  EXPECT_EQ(text.substr(static_cast<std::size_t>(place.begin), static_cast<std::size_t>(place.end - place.begin)), "REFUND");
  EXPECT_GT(reason->weight, 0);
  EXPECT_LE(reason->weight, 1.0001);
}

TEST_F(Assess, NamesTheConceptsThatCarriedWeight) {
  const std::string bytes = small_model("what a lovely service", small_lexicon());
  const auto model = Model::read(bytes);
  ASSERT_TRUE(model.has_value()) << model.error().message;
  Assessor assessor(*model, Rules::shipped());
  const auto why = [&](std::string_view text) {
    const auto triage = assessor.assess(text, {.explain = true});
    const auto reason = std::ranges::find(triage.reasons, "urgency", &Reason::about);
    return reason == triage.reasons.end() ? Reason() : *reason;
  };
  for (const char* text : {"refund my money", "Bitte um Rückerstattung"}) {
    const Reason reason = why(text);
    ASSERT_FALSE(reason.concepts.empty()) << text;
    EXPECT_EQ(reason.concepts.front().name, "refund") << text;
    EXPECT_FALSE(reason.concepts.front().denied);
    double all = reason.weight;
    for (const auto& one : reason.concepts) {
      EXPECT_GT(one.weight, 0.04) << one.name;
      EXPECT_LE(one.weight, reason.concepts.front().weight) << one.name;
      all += one.weight;
    }
    EXPECT_LE(all, 1.0001) << "shares of the same evidence";
  }
  const auto plain = assess("refund my money", {.explain = true});
  for (const auto& reason : plain.reasons) EXPECT_TRUE(reason.concepts.empty()) << "a model without concepts names none";
}

TEST_F(Assess, RulesAddAndRaiseAndAreNamedUnasked) {
  const Triage triage = assess("lovely shop, but your charger caught fire");
  EXPECT_TRUE(intends(triage, "safety"));
  EXPECT_TRUE(intends(triage, "praise")) << "what the model says stays";
  EXPECT_EQ(triage.urgency, 2);
  ASSERT_EQ(triage.reasons.size(), 1U);
  EXPECT_EQ(triage.reasons[0].rule, "fire_or_gas");
  EXPECT_EQ(triage.intents.front().name, "safety");
}

TEST_F(Assess, FindsPersonalDataAndEntitiesApart) {
  const Triage triage = assess("order 4711123: 49,90 EUR, card 4111 1111 1111 1111, since 12.11.2026");
  ASSERT_EQ(triage.pii.size(), 1U);
  EXPECT_EQ(triage.pii[0].kind, "card");
  ASSERT_EQ(triage.entities.size(), 3U);
  EXPECT_EQ(triage.entities[0].kind, "order");
  EXPECT_EQ(triage.entities[1].value, "49.90 EUR");
  EXPECT_EQ(triage.entities[2].value, "2026-11-12");
}

TEST_F(Assess, ACompanysWordsAndPatternsCount) {
  const auto company = Company::compile({{{"order", "HX-\\d+"}}, {"Moon Lamp"}, {{"recall", {"pulled from sale"}}}});
  ASSERT_TRUE(company.has_value());
  const Triage triage = assess("order 4711123 or HX-12: moon lamp pulled from sale", {.company = &*company});
  EXPECT_TRUE(intends(triage, "recall"));
  ASSERT_EQ(triage.entities.size(), 2U) << "its order pattern stands in for ours";
  EXPECT_EQ(triage.entities[0].value, "HX-12");
  EXPECT_EQ(triage.entities[1].value, "moon lamp");
}

TEST_F(Assess, WhoKnowsBetterHasTheLastWordOverTheModels) {
  const Sharpen sharpen = [](std::string_view, Judgement& judgement) {
    Opinion& urgency = judgement.on(Asked::urgency);
    std::ranges::fill(urgency.probabilities, 0.0F);
    urgency.probabilities[2] = 1;
  };
  EXPECT_EQ(assess("what a lovely service").urgency, 0);
  EXPECT_EQ(assess("what a lovely service", {.sharpen = &sharpen}).urgency, 2);
}

TEST_F(Assess, AModelWithoutATaskLeavesItOut) {
  const Triage triage = assess("REFUND you idiots");
  EXPECT_FALSE(triage.abuse);
  EXPECT_FALSE(triage.spam);
  EXPECT_FALSE(triage.sarcasm);
  EXPECT_FALSE(triage.emotion.has_value());
}

void expect_sound(const Triage& triage, std::string_view text) {
  const auto inside = [&](Span place) {
    return place.begin >= 0 && place.begin < place.end && place.end <= static_cast<std::int64_t>(text.size());
  };
  EXPECT_GE(triage.sentiment.score, -1);
  EXPECT_LE(triage.sentiment.score, 1);
  EXPECT_GE(triage.urgency, 0);
  EXPECT_LE(triage.urgency, 2);
  for (const auto& one : triage.pii) EXPECT_TRUE(inside(one.place)) << one.kind;
  for (const auto& one : triage.entities) EXPECT_TRUE(inside(one.place)) << one.kind << " " << one.value;
  for (const auto& one : triage.reasons)
    for (const Span place : one.places) EXPECT_TRUE(inside(place)) << one.about << " " << one.rule;
}

TEST_F(Assess, AnswersWhateverComesIn) {
  std::string zalgo = "h";
  for (int i = 0; i < 5'000; ++i) zalgo += "\xCC\x81\xCD\x95";
  std::string base64;
  while (base64.size() < 100'000) base64 += "aGVsbG8gd29ybGQhIFRoaXMgaXMgYmFzZTY0IDEyMzQ1Njc4OTA=";
  std::string every_byte;
  for (int i = 0; i < 256 * 8; ++i) every_byte.push_back(static_cast<char>(i * 37));
  const std::string nul("refund\0 my card 4111 1111 1111 1111\0", 36);
  std::vector<std::string> texts = {"",
                                    " ",
                                    "\n\n\n",
                                    "😀😀😀🔥",
                                    zalgo,
                                    base64,
                                    every_byte,
                                    nul,
                                    "\xFF\xFE\xC3",
                                    "\xF0\x9F\x98",
                                    "Привет hello 你好 مرحبا שלום नमस्ते",
                                    std::string(1, '\0'),
                                    "&amp;&lt;&#39;&",
                                    "#\u00C9clair#A1b2 @\u00DC \u202E12345678\u202C"};
  for (const std::string_view piece :
       {"refund ", "4111 1111 1111 1111 ", "a@b.cd ", "kill myself ", "死にたい", "\xF0\x9F\x94\xA5", "1"}) {
    std::string text;
    while (text.size() < 100'000) text += piece;
    texts.push_back(std::move(text));
  }
  for (const std::string& text : texts) {
    const Triage triage = assess(text, {.explain = true});
    expect_sound(triage, text);
  }
  EXPECT_TRUE(assess("").language.empty());
  EXPECT_EQ(assess(nul).pii.size(), 1U);
}

}  // namespace
}  // namespace triage
