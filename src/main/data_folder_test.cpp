#include "main/data_folder.hpp"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <optional>

#include <gtest/gtest.h>

#include "main/test_folder.hpp"

namespace heed {
namespace {

unsigned mode_of(const std::string& path) {
  struct stat status{};
  return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 0777U : 0;
}

class DataFolderTest : public ::testing::Test {
 protected:
  std::string message(const std::string& path) {
    const auto folder = DataFolder::open(path);
    return folder ? "" : folder.error().message;
  }

  TestFolder root;
  std::string data = root.path() + "/deep/data";
};

TEST_F(DataFolderTest, IsMadeForItsOwnerAloneAndKeepsItsKey) {
  const auto first = DataFolder::open(data);
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(mode_of(data), 0700U);
  EXPECT_EQ(mode_of(data + "/heed.key"), 0600U);
  EXPECT_EQ(first->key().reveal().size(), 32U);
  const auto second = DataFolder::open(data);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->key(), first->key());
  EXPECT_NE(DataFolder::open(root.path() + "/other")->key(), first->key());
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(data), {}), 1);  // No draft of the key is left.
}

TEST_F(DataFolderTest, ADamagedOrOpenKeyIsRefused) {
  ASSERT_TRUE(DataFolder::open(data));
  ::chmod((data + "/heed.key").c_str(), 0640);
  EXPECT_NE(message(data).find("chmod 600"), std::string::npos);
  ::chmod((data + "/heed.key").c_str(), 0600);
  std::ofstream(data + "/heed.key") << "short";
  EXPECT_NE(message(data).find("must hold 32 bytes and has 5"), std::string::npos);
}

TEST_F(DataFolderTest, AFileInItsPlaceIsNamed) {
  std::ofstream(root.path() + "/file") << "x";
  EXPECT_EQ(message(root.path() + "/file"), "The data folder " + root.path() + "/file is a file. Name another with --data.");
  EXPECT_NE(message(root.path() + "/file/below").find("cannot be made"), std::string::npos);
}

TEST_F(DataFolderTest, AFolderOfSomebodyElseIsNamed) {
  // Root may write everywhere, so ask as another user, in a process of its own.
  ::mkdir((root.path() + "/theirs").c_str(), 0755);
  const bool is_root = ::geteuid() == 0;
  if (is_root) ::chmod(root.path().c_str(), 0755);
  else ::chmod((root.path() + "/theirs").c_str(), 0555);
  const pid_t child = ::fork();
  if (child == 0) {
    if (is_root && ::setuid(65534) != 0) ::_exit(2);
    const auto folder = DataFolder::open(root.path() + "/theirs");
    ::_exit(!folder && folder.error().message.find("not writable") != std::string::npos ? 0 : 1);
  }
  int status = -1;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
}

TEST_F(DataFolderTest, OneProcessHoldsIt) {
  const auto folder = DataFolder::open(data);
  ASSERT_TRUE(folder);
  EXPECT_FALSE(holder_of(data));
  {
    auto lock = folder->lock("serve");
    ASSERT_TRUE(lock) << lock.error().message;
    const auto who = "A server runs on " + data + " (pid " + std::to_string(::getpid());
    EXPECT_EQ(describe_holder(data), who + ")");
    lock->set_address("http://127.0.0.1:8080");
    EXPECT_EQ(describe_holder(data), who + ", http://127.0.0.1:8080)");
    const auto second = folder->lock("import");
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().message, who + ", http://127.0.0.1:8080).");
    EXPECT_EQ(second.error().kind, base::FailureKind::conflict);
    EXPECT_TRUE(holder_of(data));  // Asking took nothing away.
  }
  EXPECT_FALSE(holder_of(data));  // The file is still there; nobody holds it.
  auto import = folder->lock("import");
  ASSERT_TRUE(import);
  EXPECT_EQ(holder_of(data)->purpose, "import");
  EXPECT_EQ(holder_of(data)->address, "");  // Nothing of the former holder is left.
}

TEST_F(DataFolderTest, TheLockEndsWithItsProcess) {
  const auto folder = DataFolder::open(data);
  ASSERT_TRUE(folder);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto lock = folder->lock("serve");
    ::_exit(lock ? 0 : 1);  // Without running destructors, as a crash would.
  }
  int status = -1;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  EXPECT_TRUE(folder->lock("serve"));
}

TEST(HolderOf, NobodyHoldsAFolderThatIsNotThere) { EXPECT_FALSE(holder_of("/nonexistent/heed")); }

}  // namespace
}  // namespace heed
