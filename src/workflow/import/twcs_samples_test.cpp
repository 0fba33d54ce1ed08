// The sample archives of tests/testdata, from file to figures. Their report was worked out by hand.

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "base/json/encode.hpp"
#include "base/text.hpp"
#include "domain/report/care.hpp"
#include "workflow/import/twcs_reader.hpp"

namespace workflow {
namespace {

std::string sample(const std::string& name) { return std::string(SOURCE_ROOT) + "/tests/testdata/" + name; }

struct Outcome {
  report::CareReport report;
  std::vector<std::int64_t> refused_lines;
  std::int64_t repaired = 0;
};

Outcome read_sample(const std::string& name) {
  auto reader = TwcsReader::open(sample(name));
  if (!reader) throw std::runtime_error(reader.error().message);
  Outcome outcome;
  report::CarePosts posts;
  for (;;) {
    const auto item = reader->next();
    if (!item) throw std::runtime_error(item.error().message);
    const auto& next = *item;
    if (!next) break;
    if (const auto* refusal = std::get_if<TwcsRefusal>(&*next)) outcome.refused_lines.push_back(refusal->line);
    if (const auto* row = std::get_if<TwcsRow>(&*next)) {
      report::CarePost post{.id = row->id, .author = row->author, .inbound = row->inbound, .at = row->at};
      post.parent = row->parent_id;
      post.text = row->text;
      posts.add(post);
    }
  }
  outcome.report = report::care_report(report::assign_conversations(std::move(posts)));
  outcome.repaired = reader->repaired();
  return outcome;
}

TEST(TwcsSamples, BothFormsGiveTheReportWorkedOutByHand) {
  std::ostringstream expected;
  expected << std::ifstream(sample("care_archive.report.json")).rdbuf();
  ASSERT_NE(expected.str(), "");
  for (const char* name : {"care_archive.csv", "care_archive.tsv"}) {
    const auto outcome = read_sample(name);
    EXPECT_EQ(base::encode(outcome.report), base::trim(expected.str())) << name;
    EXPECT_TRUE(outcome.refused_lines.empty()) << name;
  }
}

TEST(TwcsSamples, OfAMalformedOneTheRestGoesIn) {
  const auto outcome = read_sample("care_archive_malformed.csv");
  EXPECT_EQ(outcome.refused_lines, (std::vector<std::int64_t>{3, 4, 5, 6, 7, 8, 11}));
  EXPECT_EQ(outcome.repaired, 1);
  EXPECT_EQ(outcome.report.total.inbound, 2);
  EXPECT_EQ(outcome.report.total.answered, 1);
}

}  // namespace
}  // namespace workflow
