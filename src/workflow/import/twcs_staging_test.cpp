#include "workflow/import/twcs_staging.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

namespace workflow {
namespace {

// A folder for one test, gone afterwards.
class Folder {
 public:
  Folder() {
    path_ = testing::TempDir() + "/twcs_staging_XXXXXX";
    path_ = mkdtemp(path_.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

TwcsRow row(std::string id, std::string author, bool inbound, int second, std::string parent = "", std::string text = "") {
  TwcsRow row{
      .id = std::move(id), .author = std::move(author), .inbound = inbound, .at = base::Time{std::chrono::seconds{second}}};
  row.parent_id = std::move(parent);
  row.text = std::move(text);
  return row;
}

TwcsRow customer(std::string id, std::string author, int second, std::string parent = "", std::string text = "") {
  return row(std::move(id), std::move(author), true, second, std::move(parent), std::move(text));
}

TwcsRow brand(std::string id, std::string author, int second, std::string parent = "") {
  return row(std::move(id), std::move(author), false, second, std::move(parent));
}

PlacedPosts place(const std::vector<TwcsRow>& rows) {
  const Folder folder;
  auto staging = TwcsStaging::create(folder.path());
  for (const auto& one : rows) staging->add(one);
  return std::move(*staging).place();
}

// "id brand thread conversation customer" of each post, in order.
std::vector<std::string> lines_of(PlacedPosts posts) {
  std::vector<std::string> lines;
  while (const auto post = posts.next()) {
    lines.push_back(post->row.id + " " + post->brand + " " + post->thread_key + " " +
                    (post->conversation ? std::to_string(*post->conversation) : "-") + " " + post->customer);
  }
  return lines;
}

using Lines = std::vector<std::string>;

TEST(TwcsStaging, AnEmptyArchiveGivesNothing) {
  auto posts = place({});
  EXPECT_EQ(posts.size(), 0U);
  EXPECT_FALSE(posts.next().has_value());
  EXPECT_TRUE(posts.brands().empty());
}

TEST(TwcsStaging, PutsParentsBeforeRepliesAndThreadsByTheirEarliestPost) {
  const auto lines = lines_of(place({brand("6", "Acme", 60, "5"), customer("5", "bob", 50), brand("3", "Acme", 30, "2"),
                                     customer("2", "ann", 20), customer("9", "ann", 90, "3")}));
  EXPECT_EQ(lines, (Lines{"2 Acme 2 0 ann", "3 Acme 2 0 ann", "9 Acme 2 0 ann", "5 Acme 5 1 bob", "6 Acme 5 1 bob"}));
}

TEST(TwcsStaging, ABrandsPostIsPartOfTheConversationItAnswersOrGoesOnIn) {
  const auto lines = lines_of(place({brand("1", "Acme", 10), customer("2", "ann", 20, "1"), customer("3", "bob", 30, "2"),
                                     brand("4", "acme", 40, "3"), brand("5", "ACME", 50, "4"), brand("6", "Other", 60, "5"),
                                     brand("7", "Acme", 70, "6"), brand("8", "Other", 80, "2")}));
  EXPECT_EQ(lines, (Lines{"1 Acme 1 - ", "2 Acme 1 0 ann", "3 Acme 1 1 bob", "4 Acme 1 1 bob", "5 Acme 1 1 bob",
                          "6 Other 1 - ", "7 Acme 1 - ", "8 Acme 1 0 ann"}));
}

TEST(TwcsStaging, BrandsOfConversationsWithoutABrandPostComeFromMentions) {
  auto posts =
      place({customer("1", "ann", 1, "", "hey @ACME"), customer("2", "bob", 2, "", "anybody?"), brand("3", "Acme", 3)});
  EXPECT_EQ(posts.brands(), (Lines{"Acme", "unknown"}));
  EXPECT_EQ(posts.conversation_count(), 2U);
  EXPECT_EQ(lines_of(std::move(posts)), (Lines{"1 Acme 1 0 ann", "2 unknown 2 1 bob", "3 Acme 3 - "}));
}

TEST(TwcsStaging, ABrandCalledUnknownKeepsOneInbox) {
  auto posts = place({customer("1", "ann", 1), brand("2", "Unknown", 2)});
  EXPECT_EQ(posts.brands(), (Lines{"Unknown"}));
  EXPECT_EQ(lines_of(std::move(posts)), (Lines{"1 Unknown 1 0 ann", "2 Unknown 2 - "}));
  EXPECT_EQ(lines_of(place({customer("1", "UNKNOWN", 1)})), (Lines{"1 unknown 1 0 UNKNOWN"}));
}

TEST(TwcsStaging, AParentOutsideTheArchiveIsKeptAsItsId) {
  auto posts = place({customer("2", "ann", 1, "1")});
  std::vector<PlacedPost> all;
  while (auto post = posts.next()) all.push_back(std::move(*post));
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].thread_key, "2");
  EXPECT_EQ(all[0].row.parent_id, "1");
}

TEST(TwcsStaging, TheFirstRowOfAnIdCounts) {
  const Folder folder;
  auto staging = TwcsStaging::create(folder.path());
  EXPECT_TRUE(staging->add(customer("1", "ann", 1, "", "first")));
  EXPECT_FALSE(staging->add(customer("1", "bob", 0, "", "second")));
  EXPECT_EQ(staging->duplicates(), 1U);
  auto posts = std::move(*staging).place();
  EXPECT_EQ(posts.size(), 1U);
  while (const auto post = posts.next()) EXPECT_EQ(post->row.text, "first");
}

TEST(TwcsStaging, RowsComeBackAsTheyWere) {
  std::vector<TwcsRow> rows;
  for (int i = 0; i < 3000; ++i) {
    const std::string author = i % 7 == 0 ? std::string(600, 'n') : "user" + std::to_string(i % 50);
    auto one = row(std::to_string(1 + i * 977 % 3001), author, i % 3 != 0, i % 100, i % 5 == 0 ? "" : std::to_string(i));
    one.text = std::string(static_cast<std::size_t>(i % 11 == 0 ? i * 64 : i % 300), static_cast<char>('a' + i % 26));
    one.line = i + 2;
    rows.push_back(one);
  }
  rows[0].at = base::Time{std::chrono::milliseconds{-1}};
  auto posts = place(rows);
  std::size_t count = 0;
  while (const auto post = posts.next()) {
    const auto& was = rows[static_cast<std::size_t>(post->row.line - 2)];
    ASSERT_EQ(post->row.id, was.id);
    ASSERT_EQ(post->row.author, was.author);
    ASSERT_EQ(post->row.inbound, was.inbound);
    ASSERT_EQ(post->row.at, was.at);
    ASSERT_EQ(post->row.parent_id, was.parent_id);
    ASSERT_EQ(post->row.text, was.text);
    ++count;
  }
  EXPECT_EQ(count, rows.size());
}

TEST(TwcsStaging, TheSameArchiveAlwaysGivesTheSameOrder) {
  std::vector<TwcsRow> rows;
  for (int i = 1; i <= 500; ++i)
    rows.push_back(row(std::to_string(i), "a" + std::to_string(i % 9), i % 4 != 0, i % 20, std::to_string(i * 31 % 700)));
  auto other_way_round = rows;
  std::reverse(other_way_round.begin(), other_way_round.end());
  EXPECT_EQ(lines_of(place(rows)), lines_of(place(rows)));
  EXPECT_EQ(lines_of(place(rows)), lines_of(place(other_way_round)));
}

TEST(TwcsStaging, LeavesNothingInTheFolder) {
  const Folder folder;
  const auto inner = folder.path() + "/data/tmp";
  auto staging = TwcsStaging::create(inner);
  ASSERT_TRUE(staging.has_value()) << "the folder is made";
  staging->add(customer("1", "ann", 1));
  EXPECT_TRUE(std::filesystem::is_empty(inner)) << "not even while it works: a killed import leaves nothing";
}

TEST(TwcsStaging, SaysWhereNoFileCanBeMade) {
  const Folder folder;
  const auto file = folder.path() + "/file";
  std::ofstream(file) << "in the way";
  const auto staging = TwcsStaging::create(file + "/tmp");
  ASSERT_FALSE(staging.has_value());
  EXPECT_NE(staging.error().message.find(file + "/tmp"), std::string::npos);
}

}  // namespace
}  // namespace workflow
