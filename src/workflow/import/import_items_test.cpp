// Imports of items end to end: files in, conversations out; broken off, repeated, and full of what is no item.
#include "workflow/import/import_items.hpp"

#include <gtest/gtest.h>

#include <zlib.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/json/decode.hpp"
#include "store/conversation_pages.hpp"
#include "store/inbox_store.hpp"
#include "workflow/import/json_records.hpp"
#include "workflow/test_office.hpp"

namespace workflow {
namespace {

struct Killed {};

// As the connector of our own items reads them, as far as these tests need it.
base::Result<channel::InboundItem> read_item(const std::string& raw, base::Time now) {
  auto in = base::parse_json(raw);
  if (!in) return base::pass_on(in.error());
  channel::InboundItem item;
  item.external_id = json_text(*in, "id");
  item.author.external_id = json_text(*in, "by");
  item.text = json_text(*in, "text");
  item.thread_key = json_text(*in, "thread");
  item.said_at = now;
  if (item.external_id.empty()) return base::fail(base::FailureKind::invalid, "id: missing");
  return item;
}

std::string line(int number) {
  const auto n = std::to_string(number);
  return R"({"id":"i)" + n + R"(","by":"ann)" + std::to_string(number % 7) + R"(","text":"word )" + n + R"(","thread":"t)" +
         std::to_string(number % 9) + "\"}\n";
}

class ImportItemsTest : public OfficeTest {
 protected:
  void SetUp() override {
    OfficeTest::SetUp();
    folder_ = testing::TempDir() + "/import_items_XXXXXX";
    folder_ = mkdtemp(folder_.data());
  }
  void TearDown() override {
    std::filesystem::remove_all(folder_);
    OfficeTest::TearDown();
  }

  std::string write(const std::string& text, const std::string& name = "file") {
    std::ofstream(folder_ + "/" + name, std::ios::binary) << text;
    return folder_ + "/" + name;
  }

  base::Result<ImportSummary> import_file(const std::string& path, const std::string& format = "ndjson",
                                          std::size_t batch = 500) {
    ImportOptions options;
    options.file = path;
    options.organization = office().organization;
    options.channel = office().channels[1];
    options.on_progress = [this](const ImportProgress& progress) {
      progress_.push_back(progress);
      if (kill_after_ > 0 && --kill_after_ == 0) throw Killed{};
    };
    options.batch = batch;
    SourceOptions source;
    source.own = {"care@acme.example"};
    source.now = clock_.now();
    source.read_item = read_item;
    const auto& formats = import_formats();
    return import_items(*store_, options, *std::ranges::find(formats, format, &ImportFormat::name), source);
  }

  std::vector<event::ConversationState> conversations(const std::string& inbox_name) {
    return office()
        .read([&](store::Reading& reading) -> base::Result<std::vector<event::ConversationState>> {
          const auto inbox = store::find_inbox_by_name(reading, office().organization, office().channels[1].id, inbox_name);
          if (!inbox) return std::vector<event::ConversationState>{};
          store::ConversationFilter filter;
          filter.organization = office().organization;
          filter.view = conversation::View::all;
          filter.inbox = inbox->id;
          filter.limit = 100;
          return store::page_conversations(reading, filter);
        })
        .value();
  }

  std::string reason(const std::string& text, const std::string& format = "ndjson") {
    const auto summary = import_file(write(text), format);
    if (!summary) return summary.error().message;
    return summary->first_refused.empty() ? "" : summary->first_refused[0].reason;
  }

  std::string folder_;
  std::vector<ImportProgress> progress_;
  int kill_after_ = 0;
};

TEST_P(ImportItemsTest, ItemsBecomeConversations) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += line(i);
  const auto summary = import_file(write(text)).value();
  EXPECT_EQ(summary.rows, 100);
  EXPECT_EQ(summary.stored, 100);
  EXPECT_EQ(summary.refused, 0);
  EXPECT_EQ(conversations("Imported items").size(), 63U) << "each of 7 people in each of 9 threads";
  EXPECT_EQ(progress_.back().done, progress_.back().total);
}

TEST_P(ImportItemsTest, TwiceIsOnce) {
  const auto path = write(line(1) + line(2) + line(1));
  const auto first = import_file(path).value();
  EXPECT_EQ(first.stored, 2);
  EXPECT_EQ(first.known, 1);
  const auto seq = office().last_seq();
  const auto second = import_file(path).value();
  EXPECT_EQ(second.stored, 0);
  EXPECT_EQ(second.known, 3);
  EXPECT_EQ(second.went_on_at_line, 0) << "the first came to its end";
  EXPECT_EQ(office().last_seq(), seq) << "nothing is told twice";
}

TEST_P(ImportItemsTest, AnImportThatWasKilledGoesOnWhereItStopped) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += line(i);
  const auto path = write(text);
  kill_after_ = 4;
  EXPECT_THROW((void)import_file(path, "ndjson", 10), Killed);
  const auto rest = import_file(path, "ndjson", 10).value();
  EXPECT_EQ(rest.went_on_at_line, 41);
  EXPECT_EQ(rest.stored, 60);
  EXPECT_EQ(rest.known, 0);
  EXPECT_EQ(conversations("Imported items").size(), 63U);
  EXPECT_EQ(import_file(path).value().known, 100);
}

TEST_P(ImportItemsTest, AFileThatChangedSinceStartsOver) {
  std::string text;
  for (int i = 0; i < 20; ++i) text += line(i);
  const auto path = write(text);
  kill_after_ = 1;
  EXPECT_THROW((void)import_file(path, "ndjson", 10), Killed);
  write(line(50) + text);
  const auto again = import_file(path, "ndjson", 10).value();
  EXPECT_EQ(again.went_on_at_line, 0);
  EXPECT_EQ(again.stored, 11);
  EXPECT_EQ(again.known, 10);
}

TEST_P(ImportItemsTest, GoesOnInsideAGzippedList) {
  std::string text = "[\n";
  for (int i = 0; i < 50; ++i) text += (i > 0 ? "," : "") + line(i);
  text += "]";
  const auto path = folder_ + "/list.json.gz";
  const auto out = gzopen(path.c_str(), "wb");
  gzwrite(out, text.data(), static_cast<unsigned>(text.size()));
  gzclose(out);
  kill_after_ = 2;
  EXPECT_THROW((void)import_file(path, "ndjson", 10), Killed);
  const auto rest = import_file(path, "ndjson", 10).value();
  EXPECT_EQ(rest.stored, 30);
  EXPECT_EQ(rest.known, 0);
  EXPECT_EQ(rest.refused, 0);
}

TEST_P(ImportItemsTest, ALineMayNameItsInbox) {
  const auto path = write(R"({"id":"1","by":"ann","text":"hi","inbox":"Shop"})"
                          "\n" +
                          line(2));
  EXPECT_EQ(import_file(path).value().stored, 2);
  EXPECT_EQ(conversations("Shop").size(), 1U);
  EXPECT_EQ(conversations("Imported items").size(), 1U);
}

TEST_P(ImportItemsTest, WhatIsNoItemIsRefusedWithItsLineAndTheRestGoesIn) {
  using namespace std::string_literals;
  const auto path = write(line(1) + "{\"id\":\n\n" + "\x00\x01\x02 binary\n"s +
                          R"({"by":"ann","text":"x"})"
                          "\n" +
                          R"({"id":"9","by":"ann","text":""})"
                          "\n" +
                          std::string(50, '[') + std::string(50, ']') + "\n" +
                          "{\"id\":\"8\",\"by\":\"ann\",\"text\":\"\xFF\xFE\"}\n" + line(2) + R"({"id":"7","by":"an)");
  const auto summary = import_file(path).value();
  EXPECT_EQ(summary.stored, 2);
  EXPECT_EQ(summary.refused, 7);
  std::vector<std::int64_t> lines;
  for (const auto& refused : summary.first_refused) {
    lines.push_back(refused.line);
    EXPECT_NE(refused.reason, "");
  }
  EXPECT_EQ(lines, (std::vector<std::int64_t>{2, 4, 5, 6, 7, 8, 10}));
  EXPECT_EQ(summary.first_refused[2].reason, "id: missing");
  EXPECT_EQ(summary.first_refused[3].reason, "nothing is said in it");
}

TEST_P(ImportItemsTest, IdsAndTextsHaveLimits) {
  const auto item = [](const std::string& id, const std::string& text) {
    return R"({"id":")" + id + R"(","by":"ann","text":")" + text + "\"}\n";
  };
  EXPECT_EQ(reason(item(std::string(501, 'x'), "hi")), "external_id: 1 to 500 bytes");
  EXPECT_EQ(reason(item("1", std::string(262145, 'x'))), "its text has 262145 bytes; 262144 are allowed");
  EXPECT_EQ(reason(R"({"id":"1","by":"ann","text":"hi","inbox":""})"), "inbox: 1 to 80 characters");
  EXPECT_EQ(reason(R"({"id":"1","by":"ann","text":"hi","inbox":5})"), "inbox: expected a string");
  EXPECT_EQ(reason(R"({"id":"1","text":"hi"})"), "author: missing");
}

TEST_P(ImportItemsTest, AHugeLineIsRefusedAndTheNextIsRead) {
  const auto path = write(line(1) + std::string(JsonRecords::kLongest + 300'000, 'x') + "\n" + line(2));
  const auto summary = import_file(path).value();
  EXPECT_EQ(summary.stored, 2);
  ASSERT_EQ(summary.first_refused.size(), 1U);
  EXPECT_EQ(summary.first_refused[0].line, 2);
  EXPECT_EQ(summary.first_refused[0].reason, "longer than 16 MiB");
}

TEST_P(ImportItemsTest, FilesThatAreNoTextAreNamed) {
  EXPECT_NE(import_file(folder_ + "/none").error().message.find("cannot be read"), std::string::npos);
  EXPECT_NE(import_file(folder_).error().message.find("it is a folder"), std::string::npos);
  EXPECT_NE(reason("").find("is empty"), std::string::npos);
  EXPECT_NE(reason("PK\x03\x04zip").find("is a ZIP archive"), std::string::npos);
  EXPECT_NE(reason("\xFF\xFEx").find("is UTF-16"), std::string::npos);
  EXPECT_NE(reason("\x1F\x8B\x08 not gzip at all").find("cannot be read"), std::string::npos);
}

TEST_P(ImportItemsTest, AnswersOfOtherSystemsPayWhatIsOwed) {
  const auto path =
      write(R"({"id":5,"subject":"Broken bike","requester_id":1,"comments":[)"
            R"({"id":51,"author_id":1,"body":"It squeaks.","public":true,"created_at":"2026-01-05T10:00:00Z"},)"
            R"({"id":52,"author_id":2,"body":"Oil it.","public":true,"created_at":"2026-01-05T11:00:00Z"}],)"
            R"("users":[{"id":1,"name":"Ann","email":"ann@mail.example","role":"end-user"}]})");
  EXPECT_EQ(import_file(path, "zendesk").value().stored, 2);
  const auto all = conversations("Zendesk");
  ASSERT_EQ(all.size(), 1U);
  EXPECT_FALSE(all[0].conversation.owed);
  EXPECT_EQ(all[0].contact_name, "Ann");
}

HEED_ON_BOTH_ENGINES(ImportItemsTest);

}  // namespace
}  // namespace workflow
