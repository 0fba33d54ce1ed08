#include "channel/contract_test_kit.hpp"

channel::ChannelType api_channel();

TEST(ApiChannel, KeepsTheChannelContract) { expect_channel_contract(api_channel(), "api", "{}"); }

TEST(ApiChannel, RefusesForgedWebhooks) { expect_webhook_contract(api_channel(), R"({"items":[]})"); }
