#include "domain/triage/features.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>

namespace triage {
namespace {

std::set<std::uint32_t> keys(const std::vector<Feature>& block) {
  std::set<std::uint32_t> out;
  for (const Feature& feature : block) out.insert(feature.key);
  return out;
}

TEST(TriageFeatures, WordsInOnesTwosAndThrees) {
  FeatureReader reader;
  EXPECT_EQ(reader.read("one").words.size(), 1U);
  EXPECT_EQ(reader.read("one two three").words.size(), 3U + 2U + 1U);
  // " ab ": " a", " ab", " ab ", "ab", "ab ", "b ".
  EXPECT_EQ(reader.read("ab").letters.size(), 6U);
  // A sign has no letters.
  EXPECT_TRUE(reader.read("! @ann https://x.example").letters.empty());
}

TEST(TriageFeatures, WhatStandsTwiceIsOneFeatureThatWeighsMore) {
  FeatureReader reader;
  const auto once = reader.read("slow").words;
  const auto twice = reader.read("slow, slow").words;
  const auto found = std::ranges::find(twice, once.front().key, &Feature::key);
  ASSERT_NE(found, twice.end());
  EXPECT_NEAR(found->weight, 1.693, 0.001);
}

TEST(TriageFeatures, AWordUnderANegationIsAnotherFeature) {
  FeatureReader reader;
  const auto plain = keys(reader.read("good").words);
  const auto negated = keys(reader.read("not good").words);
  EXPECT_FALSE(negated.contains(*plain.begin()));
}

TEST(TriageFeatures, TheSameTextGivesTheSameKeysAfterAnyOther) {
  FeatureReader fresh;
  const auto wanted = keys(fresh.read("Where is my parcel?").letters);
  FeatureReader used;
  std::mt19937_64 random(7);
  for (int round = 0; round < 70'000; ++round) used.read(std::string(random() % 8, static_cast<char>('a' + random() % 26)));
  const auto& found = used.read("Where is my parcel?").letters;
  EXPECT_EQ(keys(found), wanted);
  EXPECT_EQ(found.size(), wanted.size());
}

// Text made to give as many features as can be: the counters must hold them apart.
TEST(TriageFeatures, NoKeyStandsTwiceHoweverLongThePost) {
  std::mt19937_64 random(11);
  FeatureReader reader;
  for (int round = 0; round < 20; ++round) {
    std::string post;
    while (post.size() < 100'000) {
      post += round % 2 == 0 ? "#" : "";
      for (int i = 0; i < 2; ++i)
        post += std::string{static_cast<char>('a' + random() % 26), static_cast<char>('0' + random() % 10)};
      post += ' ';
    }
    const Features& found = reader.read(post);
    EXPECT_EQ(keys(found.letters).size(), found.letters.size());
    EXPECT_EQ(keys(found.words).size(), found.words.size());
    for (const Feature& feature : found.letters) ASSERT_GE(feature.weight, 1.0F);
  }
}

TEST(TriageFeatures, RandomBytesGiveFiniteWeights) {
  std::mt19937_64 random(13);
  FeatureReader reader;
  for (int round = 0; round < 5000; ++round) {
    std::string post(random() % 200, '\0');
    for (char& byte : post) byte = static_cast<char>(random());
    const Features& found = reader.read(post);
    for (const auto* block : {&found.words, &found.letters})
      for (const Feature& feature : *block) ASSERT_TRUE(feature.weight >= 1 && feature.weight < 10);
  }
}

}  // namespace
}  // namespace triage
