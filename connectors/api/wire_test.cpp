#include "connectors/api/wire.hpp"

#include <gtest/gtest.h>

namespace api_channel_wire {
namespace {

using namespace std::chrono_literals;
using channel::ItemKind;

constexpr base::Time kNow{1'000'000h};

channel::WebhookItems read(const std::string& body) { return read_items(body, kNow).value(); }
std::string reason(const std::string& item) { return read(R"({"items":[)" + item + "]}").unreadable.at(0).reason; }

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

}  // namespace
}  // namespace api_channel_wire
