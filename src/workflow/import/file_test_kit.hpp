#pragma once
// A file of its own for a test, removed when the test ends: tests run beside each other.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include <unistd.h>

namespace workflow {

class TestFile {
 public:
  explicit TestFile(const std::string& text)
      : path_(testing::TempDir() + "/heed_import_" + std::to_string(::getpid()) + "_" + std::to_string(++made_)) {
    std::ofstream(path_, std::ios::binary) << text;
  }
  ~TestFile() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  TestFile(const TestFile&) = delete;
  TestFile& operator=(const TestFile&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  inline static int made_ = 0;
  std::string path_;
};

}  // namespace workflow
