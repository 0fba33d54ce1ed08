#include "channel/contract_test_kit.hpp"

channel::ChannelType web_chat_channel();

TEST(WebChat, KeepsTheChannelContract) {
  expect_channel_contract(web_chat_channel(), "web_chat", R"({"greeting":"Olá 👋","sites":["https://shop.example/"]})");
}

TEST(WebChat, NamesTheSettingThatIsWrong) {
  const auto type = web_chat_channel();
  expect_refused_setting(type, R"({"greeting":"Hi","sites":["shop.example"]})", "sites[0]");
  expect_refused_setting(type, R"({"greeting":"Hi","sites":["https://a.example; script-src *"]})", "sites[0]");
  expect_refused_setting(type, R"({"greeting":7,"sites":[]})", "greeting");
  expect_refused_setting(type, R"({"sites":[]})", "greeting");
  expect_refused_setting(type, R"({"greeting":"Hi","sites":[],"colour":"red"})", "colour");
  expect_refused_setting(type, R"([])", "");
}

TEST(WebChat, LimitsTheGreeting) {
  const std::string long_greeting = R"({"greeting":")" + std::string(301, 'x') + R"(","sites":[]})";
  expect_refused_setting(web_chat_channel(), long_greeting, "greeting");
}
