#include "domain/triage/encoder.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "domain/triage/sections.hpp"
#include "domain/triage/sharpen.hpp"

namespace triage {
namespace {

// As training leaves one, but knowing nothing: random weights, so that each row of pieces has scores of its own.
std::string untaught() {
  std::mt19937 random(1);
  const auto numbers = [&random](std::size_t count, float spread) {
    std::normal_distribution<float> draw(0, spread);
    std::vector<float> values(count);
    for (float& value : values) value = draw(random);
    return bytes_of(values);
  };
  const auto ones = [](std::size_t count) { return bytes_of(std::vector<float>(count, 1)); };
  const auto zeros = [](std::size_t count) { return bytes_of(std::vector<float>(count, 0)); };
  NamedSections out = {{"vocabulary", "\t0\n▁my\t-3\n▁flight\t-5\n▁is\t-4\n▁late\t-6\n"}, {"emoji", ""}};
  out.emplace_back("embedding", numbers(5 * 256, 0.5F));
  out.emplace_back("timing", numbers(128, 0.1F));
  const auto product = [&](const std::string& name, std::size_t inputs, std::size_t outputs) {
    out.emplace_back(name + ".w", numbers(inputs * outputs, 1 / std::sqrt(static_cast<float>(inputs))));
    out.emplace_back(name + ".b", numbers(outputs, 0.1F));
  };
  const auto norm = [&](const std::string& name, std::size_t width) {
    out.emplace_back(name + ".g", ones(width));
    out.emplace_back(name + ".b", zeros(width));
  };
  for (std::size_t layer = 0; layer < 2; ++layer) {
    const std::string name = "l" + std::to_string(layer) + ".";
    const std::size_t width = layer == 0 ? 256 : 512;
    norm(name + "norm1", width);
    norm(name + "norm2", 512);
    product(name + "qkv", width, 3 * width);
    product(name + "out", width, 512);
    product(name + "up", 512, 1536);
    product(name + "down", 1536, 512);
    if (layer == 0) product(name + "skip", width, 512);
  }
  product("pool", 512, 512);
  norm("mean", 512);
  norm("most", 512);
  out.emplace_back("heads", "mood\tbad\nmood\tgood\nspam\tham");
  product("heads", 1536, 3);
  return write_sections(kEncoderFile, out);
}

LabelledSet mood() {
  LabelledSet set;
  set.task.name = "mood";
  set.labels = {"good", "bad"};
  return set;
}

const std::string& packed() {
  static const std::string bytes = *pack_encoder(untaught(), R"({"what":"a test"})", {sharp_task(mood())});
  return bytes;
}

TEST(Encoder, SaysOfAPostTheSameAloneAndAmongOthers) {
  const auto encoder = Encoder::read(packed());
  ASSERT_TRUE(encoder) << encoder.error().message;
  EXPECT_EQ(encoder->heads(), 2U);
  EXPECT_EQ(encoder->card(), R"({"what":"a test"})");
  std::vector<float> alone;
  std::vector<float> together;
  encoder->read(std::vector<std::string_view>{"my flight is late"}, alone);
  encoder->read(std::vector<std::string_view>{"is it", "my flight is late", "late late late flight my my"}, together);
  ASSERT_EQ(alone.size(), 2U);
  ASSERT_EQ(together.size(), 6U);
  EXPECT_EQ(alone[0], together[2]);
  EXPECT_EQ(alone[1], together[3]);
  EXPECT_NE(alone[0], together[0]);
}

TEST(Encoder, HasTheHeadsInTheOrderOfTheLabels) {
  LabelledSet other = mood();
  other.labels = {"bad", "good"};
  const std::string turned = *pack_encoder(untaught(), "", {sharp_task(other)});
  std::vector<float> scores;
  std::vector<float> other_scores;
  Encoder::read(packed())->read(std::vector<std::string_view>{"my flight"}, scores);
  Encoder::read(turned)->read(std::vector<std::string_view>{"my flight"}, other_scores);
  EXPECT_EQ(scores[0], other_scores[1]);
  EXPECT_EQ(scores[1], other_scores[0]);
}

TEST(Encoder, RefusesWhatIsNone) {
  EXPECT_FALSE(Encoder::read(""));
  EXPECT_FALSE(Encoder::read(packed().substr(0, packed().size() - 1)));
  std::string damaged = packed();
  damaged[damaged.size() / 2] ^= 1;
  EXPECT_NE(Encoder::read(damaged).error().message.find("checksum"), std::string::npos);
  EXPECT_FALSE(Encoder::read(untaught()));  // Not in eight bits.
  LabelledSet unknown = mood();
  unknown.labels.emplace_back("ugly");
  EXPECT_EQ(pack_encoder(untaught(), "", {sharp_task(unknown)}).error().message, "it has no head of mood, ugly");
}

TEST(Encoder, AnyBytesMayComeIn) {
  const auto encoder = Encoder::read(packed());
  const std::string long_one(100'000, 'x');
  std::vector<float> scores;
  encoder->read(std::vector<std::string_view>{"", std::string_view("\0\xff", 2), long_one, "😀😀"}, scores);
  for (const float score : scores) EXPECT_TRUE(std::isfinite(score));
}

}  // namespace
}  // namespace triage
