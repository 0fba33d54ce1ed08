// tools/embed_sql.py: what it takes, and the sentence for what it does not.

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace store {
namespace {

class EmbedSqlTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "heed_embed_XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
    std::filesystem::create_directories(folder_ / "queries");
    std::filesystem::create_directories(folder_ / "migrations");
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void put(const std::string& path, const std::string& text) { std::ofstream(folder_ / path) << text; }

  // What it says; "" when all is well.
  std::string run() {
    const std::string command =
        "python3 " SOURCE_ROOT "/tools/embed_sql.py " + folder_.string() + " " + out().string() + " 2>&1";
    std::string said;
    FILE* pipe = ::popen(command.c_str(), "r");
    std::array<char, 256> part{};
    while (std::fgets(part.data(), static_cast<int>(part.size()), pipe) != nullptr) said += part.data();
    const int status = ::pclose(pipe);
    EXPECT_EQ(status == 0, said.empty()) << said;
    return said;
  }
  std::string written() {
    std::ifstream file(out());
    return {std::istreambuf_iterator<char>(file), {}};
  }
  [[nodiscard]] std::filesystem::path out() const { return folder_ / "out.cpp"; }

  std::filesystem::path folder_;
};

#define EXPECT_SAYS(text, part) EXPECT_NE((text).find(part), std::string::npos) << (text)

TEST_F(EmbedSqlTest, TakesBlocksAndMigrations) {
  put("queries/thing.sql",
      "-- Things.\n\n-- $1 id\n-- name: thing_find\n"
      "SELECT a FROM t -- not; the end, nor $7\nWHERE id = $1 AND b <> ';$9';\n\n"
      "-- $1 a\n-- name: thing_add\nINSERT INTO t VALUES ($2, $1);\n");
  put("migrations/0001_first.sql", "CREATE TABLE t (a TEXT);\nCREATE TABLE u (b TEXT);\n");
  EXPECT_EQ(run(), "");
  EXPECT_SAYS(written(), "\"thing.sql:4\", 1}");
  EXPECT_SAYS(written(), "\"thing.sql:9\", 2}");
  EXPECT_SAYS(written(), "{1, \"first\", ");
  EXPECT_EQ(written().find("-- $1 a"), std::string::npos) << "the comment above a block is not the end of the one before";
}

TEST_F(EmbedSqlTest, TakesEmptyFolders) { EXPECT_EQ(run(), ""); }

TEST_F(EmbedSqlTest, RefusesANameUsedTwice) {
  put("queries/a.sql", "-- name: thing_find\nSELECT 1;\n");
  put("queries/b.sql", "\n-- name: thing_find\nSELECT 2;\n");
  EXPECT_SAYS(run(), "b.sql:2: thing_find is already the name of a.sql:1");
  EXPECT_FALSE(std::filesystem::exists(out()));
}

TEST_F(EmbedSqlTest, RefusesWhatIsNotOneStatement) {
  put("queries/a.sql", "-- name: thing_find\nSELECT 1\n");
  EXPECT_SAYS(run(), "a.sql:1: thing_find must be one statement");
  put("queries/a.sql", "-- name: thing_find\nSELECT 1; SELECT 2;\n");
  EXPECT_SAYS(run(), "a.sql:1: thing_find must be one statement");
  put("queries/a.sql", "-- name: thing_find\n\n-- nothing\n");
  EXPECT_SAYS(run(), "a.sql:1: thing_find is empty");
  put("queries/a.sql", "SELECT 1;\n");
  EXPECT_SAYS(run(), "a.sql:1: SQL before the first");
}

TEST_F(EmbedSqlTest, RefusesNamesAndParametersThatAreOff) {
  put("queries/a.sql", "-- name: Thing\nSELECT 1;\n");
  EXPECT_SAYS(run(), "a.sql:1: 'Thing' is no name like noun_verb");
  put("queries/a.sql", "-- name: thing_find\nSELECT $1, $3;\n");
  EXPECT_SAYS(run(), "a.sql:1: parameters are $1 to $3, and each is used; missing: [2]");
}

TEST_F(EmbedSqlTest, RefusesAGapInTheMigrations) {
  put("migrations/0001_first.sql", "SELECT 1;");
  put("migrations/0003_third.sql", "SELECT 1;");
  EXPECT_SAYS(run(), "0003_third.sql:1: the next migration has number 0002");
  put("migrations/0002_a.sql", "SELECT 1;");
  put("migrations/0002_b.sql", "SELECT 1;");
  EXPECT_SAYS(run(), "0002_b.sql:1: the next migration has number 0003");
}

}  // namespace
}  // namespace store
