#include "connectors/bluesky/wire.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>
#include <sstream>

#include "base/json/decode.hpp"
#include "base/json/encode.hpp"
#include "base/text.hpp"
#include "connectors/bluesky/at_uri.hpp"
#include "connectors/bluesky/record.hpp"

namespace bluesky {
namespace {

using channel::InboundItem;

const base::Time kNow = *base::parse_rfc3339("2026-09-01T00:00:00Z");

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// One line a fact, those that are empty left out.
std::string shown(const InboundItem& item) {
  std::string out = std::string(base::to_name(item.kind)) + " " + item.external_id + "\n";
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) out.append("  ").append(name).append(": ").append(value).append("\n");
  };
  add("author", item.author.external_id + " " + item.author.handle + " " + item.author.name);
  if (item.author.followers) add("followers", std::to_string(*item.author.followers));
  if (item.author.verified) add("verified", *item.author.verified ? "yes" : "no");
  add("public", item.is_public ? "yes" : "no");
  add("text", base::encode(item.text));
  add("parent", item.parent_external_id);
  add("thread", item.thread_key);
  add("target", item.target_external_id);
  for (const auto& one : item.attachments) {
    add("attachment", one.external_id + " " + one.type + " " + std::to_string(one.size.value_or(-1)) + " " +
                          base::encode(one.description) + " " + one.url);
  }
  add("context", item.context);
  add("at", base::to_rfc3339(item.said_at));
  return out;
}

std::string shown(const channel::WebhookItems& items) {
  std::string out;
  for (const auto& item : items.items) out += shown(item);
  for (const auto& one : items.unreadable) out += "unreadable: " + one.reason + "\n";
  return out;
}

// testdata/NAME.json is read as testdata/NAME.items says; HEED_UPDATE=1 writes the latter anew.
TEST(BlueskyWire, ReadsWhatThePlatformGives) {
  std::set<std::filesystem::path> files;
  for (const auto& file : std::filesystem::directory_iterator(TEST_DATA)) {
    if (file.path().extension() == ".json") files.insert(file.path());
  }
  ASSERT_GE(files.size(), 8U);
  for (auto path : files) {
    const auto items = decode(read_file(path), kNow);
    ASSERT_TRUE(items.has_value()) << path << items.error().message;
    path.replace_extension(".items");
    if (std::getenv("HEED_UPDATE") != nullptr) std::ofstream(path) << shown(*items);
    EXPECT_EQ(shown(*items), read_file(path)) << path;
  }
}

TEST(BlueskyWire, WhatWasUnreadableIsReadByItself) {
  const auto items = decode(read_file(std::string(TEST_DATA) + "/notifications.json"), kNow);
  ASSERT_FALSE(items->unreadable.empty());
  for (const auto& one : items->unreadable) EXPECT_FALSE(read_item(one.raw, kNow).has_value()) << one.raw;
  EXPECT_TRUE(read_item(read_file(std::string(TEST_DATA) + "/post.json"), kNow).has_value());
}

TEST(BlueskyWire, WhatIsNothingOfBlueskyIsRefused) {
  for (const char* payload : {"", "{", "[]", "7", "{}", R"({"update_id":1})"})
    EXPECT_FALSE(decode(payload, kNow)) << payload;
  EXPECT_FALSE(decode(std::string(100'000, '['), kNow));
  std::string deep;
  for (int i = 0; i < 2000; ++i) deep += R"({"thread":{"replies":[)";
  EXPECT_FALSE(decode(deep, kNow));
}

TEST(BlueskyWire, DamagedPayloadsNeverCrash) {
  std::vector<std::string> good;
  for (const auto& file : std::filesystem::directory_iterator(TEST_DATA)) {
    if (file.path().extension() == ".json") good.push_back(read_file(file.path()));
  }
  std::mt19937 random(20261122);
  const auto below = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
  const std::vector<std::string> words = {"null", "7", "-1", "true", "[]", "{}", "\"\"", "1e400", "\"\\ud83d\\ude00\""};
  int taken = 0;
  for (int round = 0; round < 8'000; ++round) {
    std::string body = good[below(good.size())];
    for (std::size_t changes = 1 + below(3); changes > 0; --changes) {
      const std::size_t at = below(body.size());
      const auto colon = body.find(':', at);
      const auto end = colon == std::string::npos ? colon : body.find_first_of(",}]", colon);
      if (below(3) == 0) body[at] = static_cast<char>(below(256));
      else if (end != std::string::npos) body.replace(colon + 1, end - colon - 1, words[below(words.size())]);
    }
    const auto items = decode(body, kNow);
    if (!items) continue;
    for (const auto& item : items->items) {
      ++taken;
      EXPECT_FALSE(item.external_id.empty());
      EXPECT_LE(item.said_at, kNow);
      EXPECT_TRUE(base::is_utf8(item.text)) << body;
    }
    for (const auto& one : items->unreadable) EXPECT_FALSE(one.reason.empty());
  }
  EXPECT_GT(taken, 1'000);
}

// --- What we write

TEST(BlueskyRecord, KeysAreTidsAndTheSameForOneMessage) {
  const auto at = *base::parse_rfc3339("2026-07-01T10:00:00.123Z");
  const std::string tid = make_tid("m-1", at);
  EXPECT_EQ(tid, make_tid("m-1", at));
  EXPECT_NE(tid, make_tid("m-2", at));
  EXPECT_EQ(tid.size(), 13U);
  EXPECT_EQ(tid.find_first_not_of("234567abcdefghijklmnopqrstuvwxyz"), std::string::npos);
  EXPECT_LT(tid, make_tid("m-0", at + std::chrono::milliseconds(1))) << "keys sort by time";
  std::set<std::string> many;
  for (int i = 0; i < 1000; ++i) many.insert(make_tid("m-" + std::to_string(i), at));
  EXPECT_GE(many.size(), 998U);
  EXPECT_EQ(make_tid("x", base::Time{}).substr(0, 9), "222222222") << "no time at all is a key too";
}

std::vector<std::string> spans(std::string_view text) {
  std::vector<std::string> out;
  for (const auto& span : find_spans(text)) {
    const char kind = span.kind == SpanKind::link ? '=' : span.kind == SpanKind::mention ? '@' : '#';
    out.push_back(kind + std::string(text.substr(span.begin, span.end - span.begin)) + "|" + span.value);
  }
  return out;
}

TEST(BlueskyRecord, FindsLinksMentionsAndTags) {
  using Spans = std::vector<std::string>;
  EXPECT_EQ(spans("see https://a.example/x_(y)."), (Spans{"=https://a.example/x_(y)|https://a.example/x_(y)"}));
  EXPECT_EQ(spans("(https://a.example)"), (Spans{"=https://a.example|https://a.example"}));
  EXPECT_EQ(spans("👩‍👩‍👧‍👦 @Jane.Example! mail@a.example"), (Spans{"@@Jane.Example|jane.example"}));
  EXPECT_EQ(spans("@jane @a..b @-.c https:// http://"), Spans{});
  EXPECT_EQ(spans("#Größe, #1 #2a #"), (Spans{"##Größe|Größe", "##2a|2a"}));
}

TEST(BlueskyRecord, KnowsAddresses) {
  EXPECT_EQ(web_address("at://did:plc:a/app.bsky.feed.post/3l"), "https://bsky.app/profile/did:plc:a/post/3l");
  EXPECT_EQ(web_address("at://did:plc:a/app.bsky.feed.like/3l"), "");
  EXPECT_EQ(parse_web_address("https://bsky.app/profile/a.example/post/3l")->rkey, "3l");
  EXPECT_FALSE(parse_web_address("https://bsky.app/profile/a.example"));
  EXPECT_FALSE(parse_at_uri("at://did:plc:a/app.bsky.feed.post"));
  EXPECT_FALSE(parse_at_uri("at://did:plc:a//3l"));
  EXPECT_FALSE(parse_at_uri("at://did:plc:a/app.bsky.feed.post/" + std::string(600, 'x')));
}

}  // namespace
}  // namespace bluesky
