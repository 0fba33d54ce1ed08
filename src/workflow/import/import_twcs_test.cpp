// The import end to end: a file in, conversations, clocks and figures out. The sample archives stand in tests/testdata,
// their report was worked out by hand and by tests/care_report.py.
#include "workflow/import/import_twcs.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "base/json/encode.hpp"
#include "base/text.hpp"
#include "store/conversation_pages.hpp"
#include "store/inbox_store.hpp"
#include "workflow/care_report.hpp"
#include "workflow/test_office.hpp"

namespace workflow {
namespace {

using conversation::Status;

std::string sample(const std::string& name) { return std::string(SOURCE_ROOT) + "/tests/testdata/" + name; }

class ImportTest : public OfficeTest {
 protected:
  base::Result<ImportSummary> import_file(const std::string& path, std::size_t batch = 500) {
    ImportOptions options;
    options.file = path;
    options.working_folder = testing::TempDir();
    options.organization = office().organization;
    options.channel = office().channels[1];
    options.on_progress = [this](const ImportProgress& progress) { progress_.push_back(progress); };
    options.batch = batch;
    return import_twcs(*store_, options);
  }

  std::string report() {
    return base::encode(office()
                            .read([&](store::Reading& reading) -> base::Result<report::CareReport> {
                              return make_care_report(reading, office().organization);
                            })
                            .value());
  }

  // Conversations of the inbox of this brand, by the first word's time.
  std::vector<event::ConversationState> conversations(const std::string& brand) {
    return office()
        .read([&](store::Reading& reading) -> base::Result<std::vector<event::ConversationState>> {
          const auto inbox = store::find_inbox_by_name(reading, office().organization, office().channels[1].id, brand);
          if (!inbox) return std::vector<event::ConversationState>{};
          store::ConversationFilter filter;
          filter.organization = office().organization;
          filter.view = conversation::View::all;
          filter.inbox = inbox->id;
          return store::page_conversations(reading, filter);
        })
        .value();
  }

  std::vector<ImportProgress> progress_;
};

std::string expected_report() {
  std::ostringstream text;
  text << std::ifstream(sample("care_archive.report.json")).rdbuf();
  return std::string(base::trim(text.str()));
}

TEST_P(ImportTest, TheReportOnTheRecordIsThatOfTheFile) {
  clock_.set(test_time("2026-11-21T09:00:00Z"));
  const auto summary = import_file(sample("care_archive.csv")).value();
  EXPECT_EQ(summary.rows, 19);
  EXPECT_EQ(summary.stored, 18);
  EXPECT_EQ(summary.duplicates, 1) << "170 comes twice";
  EXPECT_EQ(summary.known, 0);
  EXPECT_EQ(summary.refused, 0);
  EXPECT_EQ(report(), expected_report());
}

TEST_P(ImportTest, TwiceIsOnceInEitherForm) {
  clock_.set(test_time("2026-11-21T09:00:00Z"));
  const auto first = import_file(sample("care_archive.csv")).value();
  const auto seq = office().last_seq();
  for (const char* again : {"care_archive.csv", "care_archive.tsv"}) {
    const auto summary = import_file(sample(again)).value();
    EXPECT_EQ(summary.stored, 0) << again;
    EXPECT_EQ(summary.known, first.stored) << again;
  }
  EXPECT_EQ(office().last_seq(), seq) << "nothing is told twice";
  EXPECT_EQ(report(), expected_report());
}

TEST_P(ImportTest, SmallPortionsGiveTheSame) {
  clock_.set(test_time("2026-11-21T09:00:00Z"));
  EXPECT_EQ(import_file(sample("care_archive.tsv"), 1).value().known, 0);
  EXPECT_EQ(report(), expected_report());
}

TEST_P(ImportTest, RefusedRowsAreNamedAndTheRestGoesIn) {
  const auto summary = import_file(sample("care_archive_malformed.csv")).value();
  EXPECT_EQ(summary.refused, 7);
  ASSERT_EQ(summary.first_refused.size(), 7U);
  EXPECT_EQ(summary.first_refused[0].line, 3);
  EXPECT_EQ(summary.first_refused[6].line, 11);
  for (const auto& refused : summary.first_refused) EXPECT_NE(refused.reason, "");
  EXPECT_EQ(summary.repaired, 1);
  EXPECT_EQ(summary.stored, summary.rows);
  EXPECT_GT(summary.stored, 0);
}

TEST_P(ImportTest, ConversationsStandAsTheyWereLeft) {
  clock_.set(test_time("2026-11-21T09:00:00Z"));
  (void)import_file(sample("care_archive.csv")).value();
  std::int64_t owed = 0, answered = 0;
  for (const auto& state : conversations("NordtramCare")) {
    const auto& c = state.conversation;
    EXPECT_EQ(c.status, Status::open);
    EXPECT_EQ(c.owed, c.last_direction == conversation::Direction::inbound);
    EXPECT_FALSE(c.thread_key.empty());
    EXPECT_LT(c.last_said_at, clock_.now()) << "times are kept";
    if (state.clock) EXPECT_TRUE(state.clock->breached_at.has_value()) << "long over, and no alarm for it";
    ++(c.owed ? owed : answered);
  }
  EXPECT_GT(owed, 0);
  EXPECT_GT(answered, 0);
  EXPECT_EQ(office().sweep(), 0);
}

TEST_P(ImportTest, SaysHowFarItIs) {
  (void)import_file(sample("care_archive.csv")).value();
  ASSERT_GE(progress_.size(), 2U);
  EXPECT_EQ(progress_.front().phase, ImportProgress::Phase::reading);
  EXPECT_EQ(progress_.back().phase, ImportProgress::Phase::storing);
  EXPECT_EQ(progress_.back().done, progress_.back().total);
}

TEST_P(ImportTest, AFileThatIsNoArchiveChangesNothing) {
  const auto seq = office().last_seq();
  EXPECT_FALSE(import_file(sample("no such file.csv")));
  EXPECT_FALSE(import_file(sample("care_archive.report.json")));
  EXPECT_EQ(office().last_seq(), seq);
}

// A chat's words stand in the report beside the archive's: there the conversation is the thread and the inbox the brand.
TEST_P(ImportTest, AChatIsReportedUnderItsInbox) {
  const auto id = office().hears(office().chat, "ann", "Hello");
  auto nameless = office().item("u-9", "Anybody?");
  nameless.author.handle.clear();
  (void)office().hears(office().chat, nameless);
  clock_.advance(std::chrono::minutes{5});
  (void)office().reply(office().mira, id, "Hi").value();
  EXPECT_EQ(report(),
            R"({"brands":[{"brand":"Chat","inbound":2,"outbound":1,"conversations":2,"answered":1,"unanswered_rate":0.5,)"
            R"("within_5min":1,"within_60min":1,"median_first_response_s":300}],"total":{"inbound":2,"outbound":1,)"
            R"("conversations":2,"answered":1,"unanswered_rate":0.5,"within_5min":1,"within_60min":1,)"
            R"("median_first_response_s":300}})");
}

HEED_ON_BOTH_ENGINES(ImportTest);

}  // namespace
}  // namespace workflow
