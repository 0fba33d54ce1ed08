// Every file of tests/scenarios is a test of its own.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "workflow/test_scenario.hpp"

namespace workflow {
namespace {

std::vector<std::string> scenario_files() {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(SOURCE_ROOT) + "/tests/scenarios")) {
    if (entry.path().extension() == ".scenario") files.push_back(entry.path().string());
  }
  std::ranges::sort(files);
  return files;
}

class ScenarioTest : public testing::TestWithParam<std::string> {};

TEST_P(ScenarioTest, Plays) {
  const store::test::TestDatabase database(store::test::Backend::sqlite);
  base::FixedClock clock(test_time("2026-03-01T00:00:00Z"));
  base::IdMaker ids(clock, 0);
  store::StoreOptions options;
  options.url = database.url();
  const auto store = store::Store::open(options, clock, ids);
  Office office(*store, clock);
  const auto clocks = [&](ids::Conversation id) { return all_clocks(database, id); };
  const auto triage = [&] { return std::make_unique<ScenarioTriage>(*store, office, clock); };
  Scenario(GetParam(), office, clock, clocks, triage).play();
  expect_whole(office);
}

INSTANTIATE_TEST_SUITE_P(Scenarios, ScenarioTest, testing::ValuesIn(scenario_files()),
                         [](const testing::TestParamInfo<std::string>& info) {
                           return std::filesystem::path(info.param).stem().string();
                         });

TEST(ScenarioLine, IsReadWordByWord) {
  ScenarioLine line(7, "  at 09:00  item chat @ann \"Where is # my bike?\" id p1 ");
  EXPECT_TRUE(line.take("at"));
  EXPECT_EQ(line.word("a time"), "09:00");
  EXPECT_FALSE(line.take("reply"));
  EXPECT_TRUE(line.take("item"));
  EXPECT_EQ(line.word("an inbox"), "chat");
  EXPECT_EQ(line.word("a person"), "@ann");
  EXPECT_EQ(line.text("words"), "Where is # my bike?");
  EXPECT_TRUE(line.take("id"));
  EXPECT_THROW(line.expect_end(), ScenarioError);
  EXPECT_EQ(line.word("an id"), "p1");
  EXPECT_NO_THROW(line.expect_end());
  EXPECT_THROW(line.word("more"), ScenarioError);
}

TEST(ScenarioLine, RefusesWhatItCannotMean) {
  EXPECT_THROW(ScenarioLine(1, "at 09:00 item chat @ann \"no end"), ScenarioError);
  EXPECT_THROW(ScenarioLine(1, "1").conversation(), ScenarioError);
  EXPECT_THROW(ScenarioLine(1, "x #").conversation(), ScenarioError);
  EXPECT_EQ(ScenarioLine(1, "owed since").take_count("owed"), std::nullopt);
  EXPECT_EQ(ScenarioLine(1, "owed 12").take_count("owed"), 12);
  EXPECT_THROW(ScenarioLine(1, "word").text("a text"), ScenarioError);
  EXPECT_FALSE(ScenarioLine(1, " # a comment").more());
  EXPECT_EQ(ScenarioLine(1, "\"\"").text("a text"), "");
}

}  // namespace
}  // namespace workflow
