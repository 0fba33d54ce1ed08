#include "connectors/feeds/wire.hpp"

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <random>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "base/json/traits.hpp"
#include "base/text.hpp"
#include "connectors/feeds/dates.hpp"

namespace feeds {
namespace {

using namespace std::chrono_literals;
using channel::ItemKind;

constexpr base::Time kNow{std::chrono::hours(500'000)};

std::string read_file(const std::string& name) {
  std::ifstream file(TEST_DATA "/" + name);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string lines_of(const Feed& feed) {
  std::string out =
      "feed " + feed.title + " " + feed.url + " " + (feed.pause ? std::to_string(feed.pause->count()) + " min" : "-") + "\n";
  for (const auto& entry : feed.entries) {
    const auto item = to_item(entry, kNow);
    out += "id=" + item.external_id + " parent=" + item.parent_external_id + " by=" + item.author.external_id + "/" +
           item.author.name + " at=" + base::to_rfc3339(item.said_at) + "\n";
    for (const auto& file : item.attachments)
      out += "file " + file.url + " " + file.name + " " + file.type + " " + std::to_string(file.size.value_or(-1)) + "\n";
    out += item.text + "\n\n";
  }
  for (const auto& one : feed.unreadable) out += "unreadable: " + one.reason + "\n";
  return out;
}

// testdata/<file> is read as <file>.items says, which HEED_UPDATE=1 writes anew.
void expect_golden(const std::string& file) {
  const auto feed = parse_feed(read_file(file), "");
  ASSERT_TRUE(feed.has_value()) << feed.error().message;
  const auto lines = lines_of(*feed);
  if (std::getenv("HEED_UPDATE") != nullptr) std::ofstream(TEST_DATA "/" + file + ".items") << lines;
  EXPECT_EQ(lines, read_file(file + ".items"));
}

TEST(FeedsWire, ReadsRss) { expect_golden("rss.xml"); }
TEST(FeedsWire, ReadsAtom) { expect_golden("atom.xml"); }
TEST(FeedsWire, ReadsRssAsRdf) { expect_golden("rdf.xml"); }
TEST(FeedsWire, ReadsJsonFeed) { expect_golden("json_feed.json"); }

TEST(FeedsWire, ReadsTheDatesThatAreMet) {
  const auto expect = [](std::string_view text, const char* time) {
    const auto got = parse_date(text);
    EXPECT_EQ(got ? base::to_rfc3339(*got) : "none", time) << text;
  };
  expect("Sun, 21 Jun 2026 10:00:00 +0200", "2026-06-21T08:00:00Z");
  expect("21 Jun 2026 10:00 GMT", "2026-06-21T10:00:00Z");
  expect("Sunday, 21 June 2026 10:00:00 PDT", "2026-06-21T17:00:00Z");
  expect(" Mon, 1 Feb 99 00:00:00 -05:30 \n", "1999-02-01T05:30:00Z");
  expect("2026-06-21T10:00:00.5+02:00", "2026-06-21T08:00:00.500Z");
  expect("2026-06-21", "2026-06-21T00:00:00Z");
  for (const char* none : {"", "yesterday", "31 Feb 2026 10:00", "1 Jun 2026", "1 Jun 2026 25:00", "1 Jun 20261 10:00",
                           "99999999999 Jun 2026 10:00", "1 Xxx 2026 10:00", "1 J 2026 10:00"})
    expect(none, "none");
}

TEST(FeedsWire, SaysWhatIsThereInsteadOfAFeed) {
  const auto words = [](std::string_view body) {
    const auto feed = parse_feed(body, "text/html; charset=utf-8");
    return feed ? "a feed" : feed.error().message;
  };
  EXPECT_NE(words("<!DOCTYPE html><html><head><link rel='stylesheet' href='x'><LINK REL=\"alternate\" "
                  "type=\"application/rss+xml\" href=\"https://blog.example/?a=1&amp;b=2\"></head></html>")
                .find("its feed is at https://blog.example/?a=1&b=2"),
            std::string::npos);
  EXPECT_NE(words("<html><body>Sign in to the hotel</body></html>").find("speaks of no feed"), std::string::npos);
  EXPECT_NE(words("").find("nothing"), std::string::npos);
  EXPECT_NE(words("{\"error\":1}").find("no JSON Feed"), std::string::npos);
  EXPECT_NE(words("{").find("JSON there cannot be read"), std::string::npos);
  EXPECT_NE(words("<svg xmlns=\"http://www.w3.org/2000/svg\"/>").find("<svg>"), std::string::npos);
  EXPECT_NE(words("<rss><channel>").find("line 1"), std::string::npos);
  EXPECT_EQ(words("<rss><channel/></rss>"), "a feed") << "an empty one";
}

Feed feed_of(std::vector<std::pair<std::string, std::string>> entries) {
  Feed feed;
  for (auto& [id, text] : entries) {
    Entry entry;
    entry.id = std::move(id);
    entry.text = std::move(text);
    entry.author_id = entry.author_name = "Ann";
    feed.entries.push_back(std::move(entry));
  }
  return feed;
}

TEST(FeedsWire, TellsWhatIsNewAndWhatChanged) {
  Cursor cursor;
  auto batch = news(feed_of({{"2", "two"}, {"1", "one"}}), cursor, kNow - 24h, kNow).batch;
  ASSERT_EQ(batch.items.size(), 2U);
  EXPECT_EQ(batch.items[0].external_id, "1") << "the older first";
  cursor = parse_cursor(batch.cursor);
  batch = news(feed_of({{"3", "three"}, {"2", "two!"}, {"1", "one"}}), cursor, kNow - 24h, kNow).batch;
  ASSERT_EQ(batch.items.size(), 2U);
  EXPECT_EQ(batch.items[0].kind, ItemKind::edit);
  EXPECT_EQ(batch.items[0].target_external_id, "2");
  EXPECT_EQ(batch.items[0].text, "two!");
  EXPECT_NE(batch.items[0].external_id, "2");
  EXPECT_EQ(batch.items[1].external_id, "3");
  EXPECT_TRUE(news(feed_of({{"3", "three"}, {"2", "two!"}}), cursor, kNow - 24h, kNow).batch.items.empty());
}

TEST(FeedsWire, BeginsWithWhatIsNotOld) {
  auto feed = feed_of({{"new", "x"}, {"old", "y"}});
  feed.entries[0].published = kNow - 1h;
  feed.entries[1].published = kNow - 48h;
  Cursor cursor;
  const auto items = news(feed, cursor, kNow - 24h, kNow).batch.items;
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0].external_id, "new");
  EXPECT_TRUE(news(feed, cursor, kNow - 24h, kNow).batch.items.empty()) << "nor the next time";
  (void)news(Feed{}, cursor, kNow - 24h, kNow);
  EXPECT_TRUE(news(feed, cursor, kNow - 24h, kNow).batch.items.empty()) << "nor after a feed that was empty by mistake";
}

TEST(FeedsWire, ACursorStaysSmall) {
  Cursor cursor;
  for (int round = 0; round < 5; ++round) {
    std::vector<std::pair<std::string, std::string>> many;
    for (std::size_t i = 0; i < kMostEntries; ++i) many.emplace_back(std::to_string(round) + "/" + std::to_string(i), "x");
    EXPECT_LT(news(feed_of(many), cursor, kNow, kNow).batch.cursor.size(), 48'000U);
  }
  EXPECT_TRUE(parse_cursor("").is_new);
  EXPECT_TRUE(parse_cursor("{").is_new);
}

TEST(FeedsWire, ALargeFeedComesInSeveralBatchesAndMissesNothing) {
  std::vector<std::pair<std::string, std::string>> many;
  for (int i = 0; i < 300; ++i) many.emplace_back(std::to_string(i), std::string(15'000, 'x'));
  const auto feed = feed_of(many);
  Cursor cursor;
  cursor.etag = "\"v1\"";
  std::set<std::string> taken;
  int batches = 0;
  for (bool more = true; more; ++batches) {
    const auto got = news(feed, cursor, kNow - 24h, kNow);
    more = got.more;
    std::size_t bytes = 0;
    for (const auto& item : got.batch.items) {
      EXPECT_TRUE(taken.insert(item.external_id).second) << "twice";
      bytes += item.text.size();
    }
    EXPECT_LE(bytes, 1'100'000U);
    // A start from here asks the server for all of it as long as something is missing.
    EXPECT_EQ(parse_cursor(got.batch.cursor).etag.empty(), more);
    cursor = parse_cursor(got.batch.cursor);
    cursor.etag = "\"v1\"";
  }
  EXPECT_EQ(taken.size(), 300U);
  EXPECT_EQ(batches, 5);
}

// Feeds damaged in every way that a byte can be: text, or a failure in words.
TEST(FeedsWire, DamagedFeedsAreRefusedOrRead) {
  std::mt19937 random(20261122);
  const auto below = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
  for (const char* file : {"rss.xml", "atom.xml", "rdf.xml", "json_feed.json"}) {
    const std::string good = read_file(file);
    for (int round = 0; round < 400; ++round) {
      std::string body = good;
      for (std::size_t change = 0, changes = 1 + below(4); change < changes && body.size() > 10; ++change) {
        const auto at = below(body.size());
        switch (below(4)) {
          case 0: body[at] = static_cast<char>(below(256)); break;
          case 1: body.erase(at, 1 + below(8)); break;
          case 2: body.insert(at, body.substr(below(body.size()), 1 + below(40))); break;
          default:
            if (below(10) == 0) body.resize(at);
        }
      }
      const auto feed = parse_feed(body, "");
      if (!feed) EXPECT_TRUE(base::is_utf8(feed.error().message));
      for (const auto& entry : feed.value_or(Feed{}).entries) {
        const auto item = to_item(entry, kNow);
        EXPECT_FALSE(item.external_id.empty());
        EXPECT_FALSE(item.author.external_id.empty());
        EXPECT_LE(item.said_at, kNow);
        EXPECT_TRUE(base::is_utf8(item.text));
      }
    }
  }
}

}  // namespace
}  // namespace feeds
