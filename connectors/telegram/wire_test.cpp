#include "connectors/telegram/wire.hpp"

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <random>
#include <sstream>

#include <gtest/gtest.h>

#include "base/json/traits.hpp"
#include "base/text.hpp"

namespace telegram {
namespace {

using namespace std::chrono_literals;
using channel::ItemKind;

constexpr base::Time kNow{std::chrono::hours(500'000)};

std::string read_file(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// An item as a line: what is empty is left out.
std::string line_of(const channel::InboundItem& item) {
  std::string out(base::to_name(item.kind));
  const auto add = [&](const std::string& name, const std::string& value) {
    if (!value.empty()) out += " " + name + "=" + value;
  };
  add("id", item.external_id);
  add("target", item.target_external_id);
  add("parent", item.parent_external_id);
  add("thread", item.thread_key);
  add("context", item.context);
  out += std::string(item.by_replies ? " by_replies" : "") + (item.is_public ? " public" : "") + (item.own ? " own" : "");
  add("by", item.author.external_id + "/" + item.author.handle + "/" + item.author.name + "/" + item.author.language);
  add("at", base::to_rfc3339(item.said_at));
  for (const auto& one : item.attachments) {
    add("file", one.external_id + "/" + one.name + "/" + one.type + "/" + (one.size ? std::to_string(*one.size) : "?"));
  }
  add("text", item.text);
  return out + "\n";
}

// The items of testdata/<name>.json are those of <name>.items, which HEED_UPDATE=1 writes anew.
void expect_golden(const std::string& name) {
  const std::string folder = TEST_DATA "/";
  const auto got = read_updates(std::string_view(read_file(folder + name + ".json")), kNow);
  ASSERT_TRUE(got.has_value()) << got.error().message;
  std::string lines;
  for (const auto& item : got->items) lines += line_of(item);
  for (const auto& one : got->unreadable) lines += "unreadable: " + one.reason + "\n";
  if (std::getenv("HEED_UPDATE") != nullptr) std::ofstream(folder + name + ".items") << lines;
  EXPECT_EQ(lines, read_file(folder + name + ".items"));
  for (std::size_t i = 0; i < got->items.size(); ++i) {
    const auto again = read_update(got->raw_of(i), kNow);
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(line_of(*again), line_of(got->items[i])) << "the same item, from its own bytes";
  }
}

TEST(TelegramWire, ReadsWhatIsSaidToABot) { expect_golden("updates"); }
TEST(TelegramWire, ReadsGroupsTopicsAndComments) { expect_golden("groups"); }

TEST(TelegramWire, TakesAnUpdateAListOrAnAnswer) {
  const std::string update =
      R"({"update_id":1,"message":{"message_id":2,"date":3,"chat":{"id":4,"type":"private"},"text":"Hi"}})";
  for (const std::string& payload : {update, "[" + update + "]", R"({"ok":true,"result":[)" + update + "]}"}) {
    const auto got = read_updates(std::string_view(payload), kNow);
    ASSERT_TRUE(got.has_value()) << payload;
    EXPECT_EQ(got->items.at(0).external_id, "4/2");
  }
  for (const char* payload : {"", "7", "{}", "null", R"({"ok":true,"result":{}})", "<html>"})
    EXPECT_FALSE(read_updates(std::string_view(payload), kNow).has_value()) << payload;
  EXPECT_FALSE(read_updates(std::string_view(std::string(100'000, '[')), kNow).has_value());
}

TEST(TelegramWire, OtherBotsAreMachines) {
  for (const bool is_bot : {true, false}) {
    const std::string update = R"({"update_id":1,"message":{"message_id":2,"date":3,"chat":{"id":-4,"type":"group"},)"
                               R"("from":{"id":5,"first_name":"Ticker","is_bot":)" +
                               std::string(is_bot ? "true" : "false") + R"(},"text":"Hi"}})";
    EXPECT_EQ(read_updates(std::string_view(update), kNow)->items.at(0).is_automatic, is_bot);
  }
}

TEST(TelegramWire, TimesThatNoClockSaysAreNow) {
  for (const char* date : {"9223372036854775807", "-5", "0", "99999999999"}) {
    const std::string update = R"({"update_id":1,"message":{"message_id":2,"date":)" + std::string(date) +
                               R"(,"chat":{"id":4,"type":"private"},"text":"Hi"}})";
    EXPECT_EQ(read_updates(std::string_view(update), kNow)->items.at(0).said_at, kNow) << date;
  }
}

TEST(TelegramWire, ATimeWithinThisSecondIsNotNow) {
  const auto second = std::chrono::duration_cast<std::chrono::seconds>(kNow.time_since_epoch()).count();
  const std::string update = R"({"update_id":1,"message":{"message_id":2,"date":)" + std::to_string(second) +
                             R"(,"chat":{"id":4,"type":"private"},"text":"Hi"}})";
  EXPECT_EQ(read_updates(std::string_view(update), kNow + 700ms)->items.at(0).said_at, kNow)
      << "else it stands after what is said later in the same second";
}

TEST(TelegramWire, IdsAndContextsComeBack) {
  EXPECT_EQ(parse_id("-1001234567890/42")->chat, -1'001'234'567'890);
  EXPECT_EQ(parse_id("-1001234567890/42")->message, 42);
  for (const char* no_id : {"", "/", "4", "4/", "x/2", "4/2/edit/7", "4/press/1", "99999999999999999999/1"})
    EXPECT_FALSE(parse_id(no_id).has_value()) << no_id;
  EXPECT_EQ(chat_of_thread("-100/topic/7"), -100);
  EXPECT_FALSE(chat_of_thread("").has_value());
  const auto context = parse_context(to_text({7, {58, 59}}));
  EXPECT_EQ(context.topic, 7);
  EXPECT_EQ(context.album, (std::vector<std::int64_t>{58, 59}));
  EXPECT_TRUE(parse_context("topic;album=;=;album=x;").album.empty());
}

// Updates damaged in every way that a byte can be: never a crash, and what is taken is text with an id and a time that has come.
TEST(TelegramWire, DamagedUpdatesAreRefusedOrTakenWhole) {
  const std::string good = read_file(TEST_DATA "/updates.json") + read_file(TEST_DATA "/groups.json");
  const std::string letters = "{}[]\",:\\0123456789eE+-.tfnu \n\x01\x7f\x80\xc3\xed\xf4\xff";
  std::mt19937 random(20261122);
  const auto below = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
  int taken = 0;
  int refused = 0;
  for (int round = 0; round < 3'000; ++round) {
    // One update of the files, damaged.
    const auto begin = good.find("{\"update_id\":", below(good.size() - 2000));
    const auto end = good.find("{\"update_id\":", begin + 1);
    if (begin == std::string::npos || end == std::string::npos) continue;
    std::string update = good.substr(begin, good.rfind('}', end) + 1 - begin);
    for (std::size_t change = 0, changes = below(4); change < changes && !update.empty(); ++change) {
      const std::size_t at = below(update.size());
      switch (below(5)) {
        case 0: update[at] = static_cast<char>(below(256)); break;
        case 1: update[at] = letters[below(letters.size())]; break;
        case 2: update.erase(at, 1 + below(8)); break;
        case 3: update.insert(at, update.substr(below(update.size()), 1 + below(40))); break;
        default: update.resize(at); break;
      }
    }
    const auto got = read_updates(std::string_view(update), kNow);
    if (!got) {
      ++refused;
      EXPECT_TRUE(base::is_utf8(got.error().message));
      continue;
    }
    for (const auto& item : got->items) {
      ++taken;
      EXPECT_FALSE(item.external_id.empty());
      EXPECT_LE(item.said_at, kNow);
      EXPECT_TRUE(base::is_utf8(item.text)) << update;
    }
    for (const auto& one : got->unreadable) EXPECT_TRUE(base::is_utf8(one.reason)) << one.reason;
  }
  EXPECT_GT(taken, 300);
  EXPECT_GT(refused, 300);
}

}  // namespace
}  // namespace telegram
