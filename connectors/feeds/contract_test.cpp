#include "channel/contract_test_kit.hpp"

channel::ChannelType feeds_channel();

namespace {

TEST(FeedsChannel, KeepsTheChannelContract) {
  expect_channel_contract(feeds_channel(), "feeds", R"({"url":"https://blog.example/feed.xml","every_minutes":30})");
}

TEST(FeedsChannel, RefusesWrongSettingsByName) {
  const auto type = feeds_channel();
  expect_refused_setting(type, R"({})", "url");
  expect_refused_setting(type, R"({"url":"blog.example"})", "url");
  expect_refused_setting(type, R"({"url":"file:///etc/passwd"})", "url");
  expect_refused_setting(type, R"({"url":"https://blog.example/","every_minutes":1})", "every_minutes");
  expect_refused_setting(type, R"({"url":"https://blog.example/","past_days":-1})", "past_days");
}

}  // namespace
