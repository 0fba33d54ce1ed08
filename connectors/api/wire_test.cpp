#include "connectors/api/wire.hpp"

#include <gtest/gtest.h>

#include <random>

#include "base/json/decode.hpp"
#include "base/text.hpp"

namespace api_door {
namespace {

using namespace std::chrono_literals;
using channel::ItemKind;

constexpr base::Time kNow{1'000'000h};

channel::WebhookItems read(const std::string& body) { return read_items(body, kNow).value(); }
std::string reason(const std::string& item) {
  const auto got = read(R"({"items":[)" + item + "]}");
  return got.unreadable.empty() ? "taken" : got.unreadable[0].reason;
}

TEST(ApiWire, ReadsEveryMember) {
  const auto got = read(
      R"({"items":[{"external_id":"1","author":{"external_id":"u","name":"Ann","handle":"@ann","followers":3,"verified":true},)"
      R"("text":"Hi","public":true,"parent_external_id":"0","said_at":"2026-01-01T00:00:00Z","unknown":1}]})");
  ASSERT_EQ(got.items.size(), 1U);
  const auto& item = got.items[0];
  EXPECT_EQ(item.kind, ItemKind::message);
  EXPECT_EQ(item.author.handle, "@ann");
  EXPECT_EQ(item.author.followers, 3);
  EXPECT_TRUE(item.is_public);
  EXPECT_TRUE(item.by_replies) << "no thread is named";
  EXPECT_EQ(item.said_at, std::min(kNow, *base::parse_rfc3339("2026-01-01T00:00:00Z")));
}

TEST(ApiWire, TakesManyAsLines) {
  const auto got = read_lines(
                       "{\"external_id\":\"1\",\"author\":{\"external_id\":\"u\"},\"text\":\"Hi\"}\r\n\n  nonsense \n"
                       "{\"external_id\":\"2\",\"text\":\"Nobody says this\"}\n"
                       "{\"external_id\":\"3\",\"author\":{\"external_id\":\"v\"},\"text\":\"Ho\"}",
                       kNow)
                       .value();
  ASSERT_EQ(got.items.size(), 2U);
  EXPECT_EQ(got.items[1].external_id, "3");
  EXPECT_EQ(got.raw_of(1), R"({"external_id":"3","author":{"external_id":"v"},"text":"Ho"})");
  ASSERT_EQ(got.unreadable.size(), 2U);
  EXPECT_EQ(got.unreadable[0].raw, "nonsense");
  EXPECT_EQ(got.unreadable[1].reason, "author: missing");
}

TEST(ApiWire, RefusesLinesThatAreNoneOrTooMany) {
  EXPECT_EQ(read_lines(" \n\n", kNow).error().field, "lines");
  std::string many;
  for (std::size_t i = 0; i <= kMostLines; ++i) many += "{}\n";
  EXPECT_EQ(read_lines(many, kNow).error().field, "lines");
}

TEST(ApiWire, ReadsWhatIsVouchedFor) {
  const auto got = read(
      R"({"items":[{"external_id":"1","author":{"external_id":"u","verified_email":"ann@example.org","customer_id":"C-7"},)"
      R"("recipient":{"external_id":"v","customer_id":"C-8"},"text":"Hi"},{"external_id":"2","author":{"external_id":"u"},"text":"Hi"}]})");
  const auto& proofs = got.items.at(0).author.proofs;
  ASSERT_EQ(proofs.size(), 2U);
  EXPECT_EQ(proofs[0].kind, channel::ProofKind::email);
  EXPECT_EQ(proofs[0].value, "ann@example.org");
  EXPECT_EQ(proofs[1].kind, channel::ProofKind::customer_id);
  EXPECT_EQ(got.items.at(0).recipient.proofs.at(0).value, "C-8");
  EXPECT_TRUE(got.items.at(1).author.proofs.empty());
  EXPECT_EQ(reason(R"({"external_id":"1","author":{"external_id":"u","verified_email":"ann"},"text":"x"})"),
            "author.verified_email: expected an address like ana@example.org");
  EXPECT_EQ(reason(R"({"external_id":"1","author":{"external_id":"u","customer_id":" "},"text":"x"})"),
            "author.customer_id: 1 to 500 bytes");
  EXPECT_EQ(
      reason(
          R"({"external_id":"1","author":{"external_id":"u"},"recipient":{"external_id":"v","customer_id":""},"text":"x"})"),
      "recipient.customer_id: 1 to 500 bytes");
}

TEST(ApiWire, AnUnreadableItemNamesItsFaultAndHoldsUpNobody) {
  const auto got = read(R"({"items":[{"text":"x"},{"external_id":"2","author":{"external_id":"u"},"text":"Hi"}]})");
  EXPECT_EQ(got.items.size(), 1U);
  ASSERT_EQ(got.unreadable.size(), 1U);
  EXPECT_EQ(got.unreadable[0].reason, "external_id: missing");
  EXPECT_EQ(got.unreadable[0].raw, R"({"text":"x"})");
  EXPECT_EQ(reason(R"({"external_id":"1","text":"x"})"), "author: missing");
  EXPECT_EQ(reason(R"({"external_id":"1","author":{"external_id":"u"}})"), "text: missing");
  EXPECT_EQ(reason(R"({"external_id":"1","kind":"edit","text":"x"})"), "target_external_id: missing");
  EXPECT_EQ(reason(R"({"external_id":"1","author":{"external_id":"u"},"text":"x","public":1})"),
            "public: expected true or false");
}

TEST(ApiWire, ATimeToComeIsNow) {
  const auto got =
      read(R"({"items":[{"external_id":"1","author":{"external_id":"u"},"text":"Hi","said_at":"2999-01-01T00:00:00Z"}]})");
  EXPECT_EQ(got.items.at(0).said_at, kNow);
}

TEST(ApiWire, ABodyThatIsNoListOfItemsIsRefused) {
  EXPECT_EQ(read_items("[]", kNow).error().field, "items");
  EXPECT_EQ(read_items(R"({"items":{}})", kNow).error().field, "items");
  EXPECT_FALSE(read_items("{", kNow));
  EXPECT_FALSE(read_items(std::string(100'000, '['), kNow));
}

TEST(ApiWire, EveryRefusalNamesItsField) {
  const auto item = [](const std::string& more) {
    return R"({"external_id":"1","author":{"external_id":"u"},"text":"x",)" + more + "}";
  };
  const std::string long_id(501, 'x');
  EXPECT_EQ(reason(item(R"("said_at":"0001-01-01T00:00:00Z")")), "said_at: before 1970");
  EXPECT_EQ(reason(item(R"("said_at":"1969-12-31T23:59:59Z")")), "said_at: before 1970");
  for (const char* time :
       {"\"\"", "\"now\"", "0", "-1", "9223372036854775807", "9223372036854775808", "1e400", "null ,\"x\":0",
        "\"2026-02-30T00:00:00Z\"", "\"2026-01-01\"", "\"2026-01-01T24:00:00Z\"", "\"+292278994-08-17T07:12:55Z\"",
        "\"-0001-01-01T00:00:00Z\"", "\"2026-01-01T00:00:00\"", "\"2026-01-01T00:00:00+99:00\"", "[]", "{}", "true"}) {
    const std::string body = R"({"items":[)" + item("\"said_at\":" + std::string(time)) + "]}";
    const auto got = read(body);
    if (std::string(time).starts_with("null")) EXPECT_EQ(got.items.size(), 1U) << "as if it were left out";
    else
      EXPECT_EQ(got.unreadable.empty() ? "taken" : got.unreadable[0].reason,
                "said_at: expected a time like 2026-11-21T19:27:06Z")
          << time;
  }
  EXPECT_EQ(reason(item(R"("said_at":"9999-12-31T23:59:59.999999999-23:59")")),
            "said_at: expected a time like 2026-11-21T19:27:06Z")
      << "it leads out of the years that have four digits";
  EXPECT_EQ(reason(item(R"("said_at":"9999-12-31T23:59:59.999999999Z")")), "taken");
  EXPECT_EQ(reason(item("\"thread_key\":\"" + long_id + "\"")), "thread_key: at most 500 bytes");
  EXPECT_EQ(reason(item("\"parent_external_id\":\"" + long_id + "\"")), "parent_external_id: at most 500 bytes");
  EXPECT_EQ(reason(R"({"external_id":")" + long_id + R"(","author":{"external_id":"u"},"text":"x"})"),
            "external_id: 1 to 500 bytes");
  EXPECT_EQ(reason(R"({"external_id":"","author":{"external_id":"u"},"text":"x"})"), "external_id: 1 to 500 bytes");
  EXPECT_EQ(reason(R"({"external_id":7,"author":{"external_id":"u"},"text":"x"})"), "external_id: expected a string");
  EXPECT_EQ(reason(R"({"external_id":"1","author":[],"text":"x"})"), "author: expected an object");
  EXPECT_EQ(reason(R"({"external_id":"1","author":{},"text":"x"})"), "author.external_id: missing");
  EXPECT_EQ(reason(item("\"text\":\"" + std::string(20'001, 'x') + "\"")), "text: at most 20000 characters");
  EXPECT_EQ(reason(item(R"("text":" \t\n ")")), "text: missing") << "only space is no word";
  EXPECT_EQ(reason(item(R"("kind":"shout")")).substr(0, 5), "kind:");
  for (const char* no_item : {"null", "1", "\"x\"", "[]", "true"}) EXPECT_NE(reason(no_item), "") << no_item;
}

// A good delivery, damaged in every way that a byte can be: never a crash, and what is taken is text with an id and a time
// that has come.
TEST(ApiWire, DamagedDeliveriesAreRefusedOrTakenWhole) {
  const std::string good =
      R"({"items":[{"external_id":"1","kind":"message","author":{"external_id":"u","name":"Ann \u00e9 \ud83d\ude00","handle":"@ann",)"
      R"("followers":3,"verified":true,"language":"pt-PT"},"own":false,"text":"Ol\u00e1 \"you\"\n","public":true,"parent_external_id":"0",)"
      R"("said_at":"1970-01-02T00:00:00.123+01:00"},{"external_id":"2","kind":"edit","author":{"external_id":"u"},"target_external_id":"1","text":"y"}]})";
  const std::string letters = "{}[]\",:\\0123456789eE+-.tfnu \n\x01\x7f\x80\xc3\xed\xf4\xff";
  std::mt19937 random(20261122);
  const auto below = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
  int taken = 0, refused = 0;
  for (int round = 0; round < 40'000; ++round) {
    std::string body = good;
    for (std::size_t change = 0, changes = 1 + below(4); change < changes && !body.empty(); ++change) {
      const std::size_t at = below(body.size());
      switch (below(6)) {
        case 0: body[at] = static_cast<char>(below(256)); break;
        case 1: body[at] = letters[below(letters.size())]; break;
        case 2: body.erase(at, 1 + below(8)); break;
        case 3: body.insert(at, 1, letters[below(letters.size())]); break;
        case 4: body.insert(at, body.substr(below(body.size()), 1 + below(40))); break;
        default: body.resize(at); break;
      }
    }
    const auto got = read_items(body, kNow);
    if (!got) {
      ++refused;
      EXPECT_FALSE(got.error().message.empty());
      EXPECT_TRUE(base::is_utf8(got.error().message)) << "it is told as JSON";
      continue;
    }
    for (const auto& item : got->items) {
      ++taken;
      EXPECT_FALSE(item.external_id.empty());
      EXPECT_LE(item.said_at, kNow);
      EXPECT_GE(item.said_at, base::Time{});
      for (const auto* text : {&item.external_id, &item.text, &item.author.name, &item.thread_key})
        EXPECT_TRUE(base::is_utf8(*text)) << body;
    }
    for (const auto& item : got->unreadable) {
      EXPECT_FALSE(item.reason.empty());
      EXPECT_TRUE(base::is_utf8(item.reason)) << item.reason;
      EXPECT_TRUE(base::parse_json(item.raw).has_value()) << item.raw;
    }
    for (std::size_t i = 0; i < got->items.size(); ++i) EXPECT_TRUE(read_item(got->raw_of(i), kNow).has_value());
  }
  EXPECT_GT(taken, 1'000);
  EXPECT_GT(refused, 1'000);
}

}  // namespace
}  // namespace api_door
