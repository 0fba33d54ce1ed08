#include "connectors/mastodon/wire.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "base/json/decode.hpp"
#include "base/json/encode.hpp"
#include "base/text.hpp"
#include "connectors/mastodon/event_stream.hpp"
#include "connectors/mastodon/text.hpp"

namespace mastodon {
namespace {

using namespace std::chrono_literals;

constexpr base::Time kNow{1'000'000h};

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// Every member that says something, a line each.
std::string shown(const channel::InboundItem& item) {
  std::string out =
      std::string(base::to_name(item.kind)) + " " + item.external_id + (item.is_public ? " public" : " private");
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) out += "\n  " + std::string(name) + " " + value;
  };
  add("by", item.author.external_id + " | " + item.author.handle + " | " + item.author.name + " | " + item.author.language +
                " | " + std::to_string(item.author.followers.value_or(-1)));
  add("at", base::to_rfc3339(item.said_at));
  add("text", base::encode(item.text));
  add("parent", item.parent_external_id);
  add("target", item.target_external_id);
  add("thread", item.by_replies ? "by replies" : item.thread_key);
  add("context", item.context);
  if (item.is_automatic) add("said", "by a machine");
  for (const auto& one : item.attachments)
    add("file", one.external_id + " | " + one.name + " | " + one.type + " | " + one.url + " | " + one.description);
  return out + "\n";
}

std::string shown(const base::Result<channel::WebhookItems>& read) {
  if (!read) return "failed: " + read.error().message + "\n";
  std::string out;
  for (const auto& item : read->items) out += shown(item);
  for (const auto& one : read->unreadable) out += "unreadable " + one.reason + "\n";
  return out;
}

TEST(MastodonWire, ReadsWhatServersSend) {
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(TEST_DATA)) {
    if (entry.path().extension() == ".golden") continue;
    ++files;
    auto golden = entry.path();
    golden.replace_extension(entry.path().extension().string() + ".golden");
    const std::string got = shown(decode(read_file(entry.path()), kNow));
    if (std::getenv("HEED_UPDATE") != nullptr) std::ofstream(golden) << got;
    EXPECT_EQ(got, read_file(golden)) << entry.path();
  }
  EXPECT_GE(files, 8);
}

TEST(MastodonWire, KnowsOurOwnWords) {
  const auto status = base::decode_text<Status>(
      R"({"id":"9","created_at":"2026-07-02T10:00:00Z","visibility":"direct","content":"<p>psst</p>","in_reply_to_account_id":"5",)"
      R"("account":{"id":"7","acct":"care"},"mentions":[{"id":"4","acct":"bob@b.example"},{"id":"5","acct":"Ann@A.example"}]})",
      base::UnknownMembers::ignore);
  ASSERT_TRUE(status.has_value()) << status.error().message;
  const auto item = to_message(*status, {"7", "care.example"});
  EXPECT_TRUE(item.own);
  EXPECT_EQ(item.author.external_id, "care@care.example");
  EXPECT_EQ(item.recipient.external_id, "ann@a.example");
  EXPECT_EQ(item.recipient.handle, "@Ann@A.example");
  EXPECT_FALSE(item.by_replies);
}

TEST(MastodonWire, IdsThatCarryATimeAreMadeStable) {
  EXPECT_EQ(stable_id("17953767707c94b492e37f29762bc35367532f8baf"), "00000000007c94b492e37f29762bc35367532f8baf");
  EXPECT_EQ(stable_id("103186126728896492"), "103186126728896492");
  EXPECT_EQ(stable_id("01J5QVB9VC76NPPRQ207GG4DRZ"), "01J5QVB9VC76NPPRQ207GG4DRZ");
  EXPECT_TRUE(is_later("100", "99"));
  EXPECT_TRUE(is_later("101", "100"));
  EXPECT_FALSE(is_later("100", "100"));
}

channel::OutboundMessage answer(const std::string& text, bool is_public, const std::string& visibility) {
  channel::OutboundMessage message;
  message.text = text;
  message.is_public = is_public;
  message.parent_external_id = "103";
  if (!visibility.empty()) message.context = R"({"visibility":")" + visibility + R"("})";
  message.recipient.external_id = "ann@a.example";
  message.recipient.handle = "@Ann@a.example";
  return message;
}

TEST(MastodonWire, AnAnswerIsNeverSeenByMoreThanTheQuestion) {
  const auto reach = [](bool is_public, const std::string& visibility) {
    return visibility_of(answer("x", is_public, visibility));
  };
  EXPECT_EQ(reach(true, "public"), "public");
  EXPECT_EQ(reach(true, "unlisted"), "unlisted");
  EXPECT_EQ(reach(true, "private"), "direct") << "ours follow us, not them";
  EXPECT_EQ(reach(true, "direct"), "direct");
  EXPECT_EQ(reach(true, "something new"), "direct");
  EXPECT_EQ(reach(true, ""), "public") << "it answers nothing";
  for (const char* visibility : {"public", "unlisted", "private", "direct", ""})
    EXPECT_EQ(reach(false, visibility), "direct") << visibility;
  auto broken = answer("x", true, "");
  broken.context = "{";
  EXPECT_EQ(visibility_of(broken), "direct") << "what cannot be read may have been private";
}

TEST(MastodonWire, MentionsWhomItAnswersOnce) {
  const auto said = [](const std::string& text) { return text_of(answer(text, true, "public")); };
  EXPECT_EQ(said("Hello"), "@Ann@a.example Hello");
  EXPECT_EQ(said("Hello @ann@A.example!"), "Hello @ann@A.example!");
  EXPECT_EQ(said("Hello @ann@a.examples"), "@Ann@a.example Hello @ann@a.examples");
  auto nobody = answer("Hello", true, "public");
  nobody.recipient = {};
  EXPECT_EQ(text_of(nobody), "Hello");
  auto without_host = answer("Hello", true, "public");
  without_host.recipient.handle = "@Ann";
  EXPECT_EQ(text_of(without_host), "@ann@a.example Hello");
}

TEST(MastodonWire, KeepsTheContentWarningAsFarAsThereIsRoom) {
  auto message = answer("Hello", true, "public");
  message.context = R"({"visibility":"unlisted","spoiler":"Broken things","language":"de"})";
  EXPECT_EQ(
      status_body(message, {"m1"}, 500),
      R"({"status":"@Ann@a.example Hello","visibility":"unlisted","in_reply_to_id":"103","language":"de","media_ids":["m1"],)"
      R"("spoiler_text":"Broken things","sensitive":true})");
  EXPECT_EQ(length_of(text_of(message)), 10U);
  EXPECT_NE(status_body(message, {}, 18).find(R"("spoiler_text":"Broken …")"), std::string::npos);
  EXPECT_EQ(status_body(message, {}, 10).find("spoiler_text"), std::string::npos);
}

TEST(MastodonWire, TextOfHtml) {
  const std::vector<Mention> mentions = {{"1", "ann@a.example", "https://a.example/@ann"},
                                         {"2", "lee", "https://care.example/@lee"}};
  const auto text = [&](std::string_view html) { return text_of_html(html, mentions, "care.example"); };
  EXPECT_EQ(text("<p>Hi <a class=\"u-url mention\" href=\"https://a.example/@ann\">@<span>ann</span></a> and "
                 "<a href=\"https://care.example/@lee\">@lee</a>!</p><p>2<br>3</p>"),
            "Hi @ann@a.example and @lee@care.example!\n\n2\n3");
  EXPECT_EQ(
      text(
          "<a href=\"https://x.example/\">x.example</a> <a href=\"https://x.example/y\">here</a> <a href=\"javascript:1\">z</a>"),
      "x.example here (https://x.example/y) z");
  EXPECT_EQ(text("<script>alert(1)</script><p>a &lt;b&gt; 😀</p><img src=x onerror=1>"), "a <b> 😀");
  EXPECT_EQ(text(""), "");
}

TEST(MastodonWire, EventsComeInAnyPieces) {
  const std::string stream =
      "event: a\ndata: 1\n\n:thump\n\nevent:b\r\ndata: {\r\ndata: }\r\n\r\ndata: nobody\n\nevent: c\n\n";
  for (std::size_t step = 1; step < stream.size(); ++step) {
    EventStream events;
    std::string got;
    for (std::size_t at = 0; at < stream.size(); at += step) {
      for (const auto& one : events.take(std::string_view(stream).substr(at, step)))
        got += one.event + "=" + one.payload + ";";
    }
    EXPECT_EQ(got, "a=1;b={\n};c=;") << step;
  }
  EventStream events;
  EXPECT_TRUE(events.take("event: x\ndata: " + std::string(3UL * 1024 * 1024, 'y')).empty());
  EXPECT_TRUE(events.take("\n\n").empty()) << "too long";
  EXPECT_EQ(events.take("event: x\ndata: z\n\n").size(), 1U) << "the next one is fine";
}

TEST(MastodonWire, WaitsUntilTheLimitIsReset) {
  EXPECT_EQ(wait_until_reset(base::to_rfc3339(kNow + 90s), kNow), 90s);
  EXPECT_EQ(wait_until_reset(base::to_rfc3339(kNow - 90s), kNow), 1s);
  EXPECT_EQ(wait_until_reset(base::to_rfc3339(kNow + 48h), kNow), 24h);
  EXPECT_FALSE(wait_until_reset("soon", kNow).has_value());
}

// A good payload, damaged in every way that a byte can be: never a crash, and what is read is text with an id.
TEST(MastodonWire, DamagedPayloadsAreRefusedOrReadWhole) {
  std::mt19937 random(20261122);
  const auto below = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
  int taken = 0, refused = 0;
  for (const char* name : {"notifications.json", "direct.json", "stream.sse"}) {
    const std::string good = read_file(std::filesystem::path(TEST_DATA) / name);
    for (int round = 0; round < 1'500; ++round) {
      std::string body = good;
      for (std::size_t change = 0, changes = 1 + below(6); change < changes && !body.empty(); ++change) {
        const std::size_t at = below(body.size());
        switch (below(4)) {
          case 0: body[at] = static_cast<char>(below(256)); break;
          case 1: body.erase(at, 1 + below(8)); break;
          case 2: body.insert(at, body.substr(below(body.size()), 1 + below(40))); break;
          default: body.resize(body.size() - below(body.size() / 4 + 1)); break;
        }
      }
      const auto got = decode(body, kNow);
      if (!got) {
        ++refused;
        continue;
      }
      for (const auto& item : got->items) {
        ++taken;
        EXPECT_FALSE(item.external_id.empty());
      }
      for (const auto& one : got->unreadable) EXPECT_FALSE(one.reason.empty());
      for (std::size_t i = 0; i < got->items.size(); ++i) {
        const auto raw = got->raw_of(i);
        if (raw.starts_with('{')) {
          EXPECT_TRUE(read_item(raw, kNow).has_value()) << raw;
        }
      }
    }
  }
  EXPECT_GT(taken, 1'000);
  EXPECT_GT(refused, 500);
  EXPECT_FALSE(decode(std::string(100'000, '['), kNow));
  EXPECT_FALSE(decode("", kNow));
  EXPECT_FALSE(decode("<html>Oops</html>", kNow));
}

}  // namespace
}  // namespace mastodon
