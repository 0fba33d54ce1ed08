#include "channel/contract_test_kit.hpp"

channel::ChannelType telegram_channel();

namespace {

constexpr const char* kGood = R"({"token":"424242:AAE-a_secret","api_url":"https://bots.example/"})";

channel::OutboundMessage answer() {
  channel::OutboundMessage message;
  message.key = "m-1";
  message.text = "On its way 🚲";
  message.thread_key = "7";
  message.parent_external_id = "7/57";
  return message;
}

TEST(TelegramChannel, KeepsTheChannelContract) { expect_channel_contract(telegram_channel(), "telegram", kGood); }

TEST(TelegramChannel, RefusesWrongSettingsByName) {
  const auto type = telegram_channel();
  expect_refused_setting(type, R"({})", "token");
  expect_refused_setting(type, R"({"token":"AAE"})", "token");
  expect_refused_setting(type, R"({"token":"424242:AAE/../x"})", "token");
  expect_refused_setting(type, R"({"token":"424242:AAE","receive_by":"owl"})", "receive_by");
  expect_refused_setting(type, R"({"token":"424242:AAE","api_url":"ftp://bots.example"})", "api_url");
}

TEST(TelegramChannel, KeepsTheSendingContract) {
  expect_sending_contract(telegram_channel(), kGood, answer(), "/sendMessage", [](channel::FakePlatform&) {});
}

}  // namespace
