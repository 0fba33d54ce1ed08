#include "workflow/triage/labelled_posts.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "workflow/import/file_test_kit.hpp"
#include "workflow/triage/model_file.hpp"

namespace workflow {
namespace {

std::string why(const base::Result<triage::LabelledSet>& set) { return set ? "read" : set.error().message; }

TEST(LabelledPosts, ColumnsStandInAnyOrderAmongOthers) {
  const TestFile training("lang\tid\ttext\tlabel\nen\t1\tfine by me\tjoy\r\nfr\t2\tah non\tanger\n");
  const TestFile validation("label\ttext\njoy\tgreat\n");
  const auto set = read_set({"emotion", "posts", true, training.path(), validation.path()});
  ASSERT_TRUE(set.has_value()) << why(set);
  EXPECT_EQ(set->task.name, "tweeteval-emotion");
  EXPECT_EQ(set->labels, (std::vector<std::string>{"anger", "joy"}));
  ASSERT_EQ(set->training.size(), 2U);
  EXPECT_EQ(set->training[0].text, "fine by me");
  EXPECT_EQ(set->training[0].labels, std::vector<triage::Label>{1});
  EXPECT_NE(set->training[0].group, set->training[1].group);
  EXPECT_EQ(set->validation.size(), 1U);
}

TEST(LabelledPosts, SeveralLabelsStandWithABarBetween) {
  const TestFile file("label\ttext\njoy|love\tso good\nlove\tlove it\n");
  const auto set = read_set({"goemotions", "posts", true, file.path(), file.path()});
  ASSERT_TRUE(set.has_value()) << why(set);
  EXPECT_EQ(set->training[0].labels, (std::vector<triage::Label>{0, 1}));
}

TEST(LabelledPosts, WhatIsWrongIsNamedWithItsLine) {
  const TestFile training("label\ttext\na\tx\nb\ty\n");
  const TestFile unknown("label\ttext\na\tx\nc\ty\n");
  EXPECT_NE(why(read_set({"t", "posts", true, training.path(), unknown.path()})).find("line 3 has the label \"c\""),
            std::string::npos);
  const TestFile no_text("label\tid\na\tx\n");
  EXPECT_NE(why(read_set({"t", "posts", true, no_text.path(), training.path()})).find("no column `text`"),
            std::string::npos);
  const TestFile short_line("label\ttext\na\n");
  EXPECT_NE(why(read_set({"t", "posts", true, short_line.path(), training.path()})).find("line 2 has too few columns"),
            std::string::npos);
  const TestFile empty("label\ttext\n");
  EXPECT_NE(why(read_set({"t", "posts", true, empty.path(), training.path()})).find("holds no posts"), std::string::npos);
  EXPECT_NE(why(read_set({"t", "posts", true, "/nowhere/at/all.tsv", training.path()})).find("/nowhere/at/all.tsv"),
            std::string::npos);
}

TEST(LabelledPosts, AListOfSetsHasPathsFromItsFolder) {
  const TestFile list(
      "task\ttable\tkept\ttraining\tvalidation\tsource\tlicence\n"
      "emotion\tposts\tno\ta.tsv\tb.tsv\tTweetEval\tnone stated\n");
  const auto sets = read_set_list(list.path());
  ASSERT_TRUE(sets.has_value());
  ASSERT_EQ(sets->size(), 1U);
  EXPECT_FALSE(sets->front().kept);
  EXPECT_EQ(sets->front().training, (std::filesystem::path(list.path()).parent_path() / "a.tsv").string());
  EXPECT_EQ(sets->front().most_rows, 0U);
  const TestFile with_rows(
      "task\ttable\tkept\ttraining\tvalidation\tsource\tlicence\trows\n"
      "emotion\tposts\tyes\ta.tsv\tb.tsv\t\t\t5000\n");
  EXPECT_EQ(read_set_list(with_rows.path())->front().most_rows, 5000U);
  const TestFile no_number(
      "task\ttable\tkept\ttraining\tvalidation\tsource\tlicence\trows\n"
      "emotion\tposts\tyes\ta.tsv\tb.tsv\t\t\tmany\n");
  EXPECT_FALSE(read_set_list(no_number.path()).has_value());
  const TestFile wrong(
      "task\ttable\tkept\ttraining\tvalidation\tsource\tlicence\n"
      "emotion\tposts\tmaybe\ta.tsv\tb.tsv\t\t\n");
  EXPECT_FALSE(read_set_list(wrong.path()).has_value());
}

TEST(ModelFile, IsMappedWholeOrRefusedByItsPath) {
  const TestFile file("label\ttext\nham\thello there\nham\tsee you\nspam\twin a prize\nspam\tprize inside\n");
  auto set = read_set({"spam", "posts", true, file.path(), file.path()});
  ASSERT_TRUE(set.has_value());
  // Another set to be validated on, or nothing is left to train with.
  for (auto& post : set->validation) post.text += " now";
  const auto trained = triage::train({*set}, {.fewest_posts = 1});
  ASSERT_TRUE(trained.has_value());
  const std::string bytes = triage::write_model(trained->parts);

  const TestFile place("");
  ASSERT_TRUE(write_file(place.path(), bytes).has_value());
  const auto model = ModelFile::open(place.path());
  ASSERT_TRUE(model.has_value()) << model.error().message;
  EXPECT_EQ((*model)->bytes(), bytes.size());
  EXPECT_NE((*model)->model().find("spam"), nullptr);

  // The file is replaced; who reads the old one keeps it.
  ASSERT_TRUE(write_file(place.path(), bytes.substr(0, bytes.size() / 2)).has_value());
  const auto cut = ModelFile::open(place.path());
  ASSERT_FALSE(cut.has_value());
  EXPECT_NE(cut.error().message.find(place.path()), std::string::npos);
  EXPECT_NE(cut.error().message.find("cut short"), std::string::npos);
  triage::Scorer scorer((*model)->model());
  scorer.read("win a prize");
  const auto* task = (*model)->model().find("spam");
  EXPECT_EQ(task->labels[scorer.answer(*task).labels.front()], "spam");

  for (const std::string path : {"/nowhere/triage.model", "/", "/dev/null"}) {
    const auto refused = ModelFile::open(path);
    ASSERT_FALSE(refused.has_value());
    EXPECT_NE(refused.error().message.find(path), std::string::npos);
  }
  ASSERT_TRUE(write_file(place.path(), "").has_value());
  EXPECT_NE(ModelFile::open(place.path()).error().message.find("empty"), std::string::npos);
}

}  // namespace
}  // namespace workflow
