#include "channel/contract_test_kit.hpp"

channel::ChannelType imported_channel();

TEST(Imported, KeepsTheChannelContract) { expect_channel_contract(imported_channel(), "imported", "{}"); }

TEST(Imported, CannotBeAnsweredOrConnected) {
  EXPECT_FALSE(imported_channel().capabilities.can_reply);
  EXPECT_FALSE(imported_channel().connectable);
}
