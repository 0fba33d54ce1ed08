#include "workflow/triage/models.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "workflow/triage/small_model_test_kit.hpp"

namespace workflow {
namespace {

class ModelsTest : public ::testing::Test {
 protected:
  ModelsTest() : folder_(testing::TempDir() + "/heed_models_" + std::to_string(::getpid())) {
    std::filesystem::create_directories(folder_);
  }
  ~ModelsTest() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  void put(const std::string& bytes) { ASSERT_TRUE(write_file(folder_ + "/triage.model", bytes)); }

  std::string folder_;
  std::vector<std::string> told_;
  std::string shipped_bytes_ = small_model("blue");
  TriageModels models_{*ModelFile::in_memory(shipped_bytes_), folder_,
                       [this](const std::string& sentence) { told_.push_back(sentence); }};
};

TEST_F(ModelsTest, AModelInTheFolderTakesThePlaceOfTheProgramsOwn) {
  const auto shipped = models_.serving();
  models_.look();
  EXPECT_TRUE(told_.empty());
  put(small_model("green"));
  models_.look();
  const auto other = models_.serving();
  EXPECT_NE(other.version, shipped.version);
  EXPECT_EQ(told_.size(), 1U);
  models_.look();
  EXPECT_EQ(told_.size(), 1U) << "nothing has changed since";
  std::filesystem::remove(folder_ + "/triage.model");
  models_.look();
  EXPECT_EQ(models_.serving().version, shipped.version);
}

TEST_F(ModelsTest, ADamagedOrForeignFileIsRefusedByNameAndTheOldOneServes) {
  const auto good = small_model("green");
  put(good);
  models_.look();
  const auto serving = models_.serving();
  std::string damaged = good;
  damaged[damaged.size() / 2] ^= 1;
  for (const std::string& bytes : {damaged, good.substr(0, good.size() - 1), std::string("no model"), std::string()}) {
    put(bytes);
    models_.look();
    EXPECT_EQ(models_.serving().version, serving.version);
    ASSERT_TRUE(models_.refused());
    EXPECT_NE(models_.refused()->find(folder_ + "/triage.model"), std::string::npos);
    EXPECT_NE(told_.back().find("goes on serving"), std::string::npos);
  }
  put(good);
  models_.look();
  EXPECT_FALSE(models_.refused());
}

}  // namespace
}  // namespace workflow
