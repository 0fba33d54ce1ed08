#include "channel/contract_test_kit.hpp"

channel::ChannelType mastodon_channel();

namespace {

constexpr std::string_view kGood =
    R"({"server":"https://example.social","access_token":"kept-secret","account_id":"7","host":"example.social",)"
    R"("keeps_keys":true,"max_characters":500})";
constexpr std::string_view kWithoutKeys =
    R"({"server":"https://example.social","access_token":"kept-secret","account_id":"7","keeps_keys":false})";

channel::OutboundMessage answer() {
  channel::OutboundMessage message;
  message.key = "m-17";
  message.text = "On its way.";
  message.is_public = true;
  message.parent_external_id = "103";
  message.context = R"({"visibility":"public"})";
  message.recipient.external_id = "ann@other.example";
  message.recipient.handle = "@ann@other.example";
  return message;
}

TEST(Mastodon, KeepsTheChannelContract) {
  expect_channel_contract(mastodon_channel(), "mastodon", R"({"server":"@care@Example.social","access_token":" abc "})");
  expect_channel_contract(mastodon_channel(), "mastodon", kGood);
}

TEST(Mastodon, NamesTheSettingThatIsWrong) {
  const auto type = mastodon_channel();
  expect_refused_setting(type, R"({"server":"http://example.social","access_token":"abc"})", "server");
  expect_refused_setting(type, R"({"server":"my server","access_token":"abc"})", "server");
  expect_refused_setting(type, R"({"server":"","access_token":"abc"})", "server");
  expect_refused_setting(type, R"({"server":"example.social","access_token":"a b"})", "access_token");
  expect_refused_setting(type, R"({"server":"example.social","access_token":"abc","colour":"red"})", "colour");
}

TEST(Mastodon, WantsATokenOrASignIn) {
  const auto type = mastodon_channel();
  for (const char* without : {R"({"server":"example.social"})", R"({"server":"example.social","access_token":" "})"}) {
    const auto kept = type.check_settings(*base::parse_json(without));
    ASSERT_TRUE(kept.has_value());
    channel::FakeWorld world;
    const auto opened = type.open(*kept, world.services());
    ASSERT_FALSE(opened.has_value());
    EXPECT_EQ(opened.error().field, "access_token");
  }
}

TEST(Mastodon, KeepsTheSendingContract) {
  expect_sending_contract(mastodon_channel(), kGood, answer(), "/api/v1/statuses", [](channel::FakePlatform&) {});
}

TEST(Mastodon, KeepsTheSendingContractWhereKeysAreNotKept) {
  auto message = answer();
  message.parent_external_id.clear();
  expect_sending_contract(
      mastodon_channel(), kWithoutKeys, message, "example.social/api/v1/statuses",
      [](channel::FakePlatform& platform) { platform.on(net::Method::get, "/api/v1/accounts/7/statuses", 200, "[]"); });
}

TEST(Mastodon, AnInstanceHasLimitsOfItsOwn) {
  const auto type = mastodon_channel();
  const auto usual = channel::capabilities_of(type, std::string(kWithoutKeys));
  EXPECT_EQ(usual.text_limit, 460);
  EXPECT_EQ(usual.files, 4);
  const auto wide = channel::capabilities_of(
      type,
      R"({"server":"https://a.example","access_token":"sealed","max_characters":5000,"max_media":16,"max_image_bytes":9000})");
  EXPECT_EQ(wide.text_limit, 4960) << "with room for the mention";
  EXPECT_EQ(wide.files, 16);
  EXPECT_EQ(wide.file_bytes, 9000);
  EXPECT_EQ(channel::capabilities_of(type, R"({"max_characters":"many"})").text_limit, 460);
}

}  // namespace
