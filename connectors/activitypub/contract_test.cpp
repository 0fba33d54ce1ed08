#include "channel/contract_test_kit.hpp"

#include <string>

channel::ChannelType activitypub_channel();

namespace {

TEST(ActivityPubContract, KeepsGoodSettings) {
  expect_channel_contract(activitypub_channel(), "activitypub",
                          R"({"username":" @Support ","display_name":"Example Care"})");
  EXPECT_EQ(activitypub_channel().check_settings({{"username", "@Support"}})->at("username"), "support");
}

TEST(ActivityPubContract, RefusesBadSettingsByTheirName) {
  const auto channel = activitypub_channel();
  expect_refused_setting(channel, R"({"username":""})", "username");
  expect_refused_setting(channel, R"({})", "username");
  expect_refused_setting(channel, R"({"username":"sup port"})", "username");
  expect_refused_setting(channel, R"({"username":"../x"})", "username");
  expect_refused_setting(channel, R"({"username":"abcdefghijabcdefghijabcdefghijk"})", "username");
  expect_refused_setting(channel, R"({"username":"a","domain":"x"})", "domain");
  expect_refused_setting(channel, R"({"username":"a","display_name":")" + std::string(61, 'x') + R"("})", "display_name");
  expect_refused_setting(channel, R"({"username":"a","summary":")" + std::string(1001, 'x') + R"("})", "summary");
}

TEST(ActivityPubContract, SaysWhatStandsInTheWay) {
  channel::FakeWorld world;
  const auto refused = activitypub_channel().open({{"username", "support"}}, world.services());
  ASSERT_FALSE(refused.has_value());
  EXPECT_NE(refused.error().message.find("public_url"), std::string::npos);
}

TEST(ActivityPubContract, DecodesWhatIsGivenByHand) {
  const auto channel = activitypub_channel();
  const base::Time now{std::chrono::hours(500'000)};
  const std::string create =
      R"({"id":"https://a.example/1/c","type":"Create","actor":"https://a.example/ann","object":{"id":"https://a.example/1","type":"Note",)"
      R"("attributedTo":"https://a.example/ann","content":"<p>Hello</p>","to":"https://www.w3.org/ns/activitystreams#Public"}})";
  const auto read = channel.decode("[" + create + R"(,{"type":"Create"},7])", now);
  ASSERT_TRUE(read.has_value());
  ASSERT_EQ(read->items.size(), 1U);
  EXPECT_EQ(read->items[0].text, "Hello");
  EXPECT_EQ(read->unreadable.size(), 2U);
  EXPECT_EQ(channel.read_item(read->raw_of(0), now)->external_id, "https://a.example/1");
  EXPECT_FALSE(channel.decode("not JSON", now).has_value());
}

}  // namespace
