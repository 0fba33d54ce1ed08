#pragma once
// What every connector must do; each connector's contract_test.cpp runs it.

#include <string_view>

#include <gtest/gtest.h>

#include "base/json/decode.hpp"
#include "channel/channel.hpp"

// `good` is a settings object the connector takes; `bad` one that it refuses because of the member `field`.
inline void expect_channel_contract(const channel::ChannelType& type, std::string_view folder, std::string_view good) {
  EXPECT_EQ(type.id, folder) << "the id is the folder's name";
  EXPECT_FALSE(type.name.empty());
  EXPECT_GE(type.capabilities.first_response_s, 10);
  ASSERT_TRUE(type.check_settings);
  ASSERT_TRUE(type.settings_schema.is_object());
  EXPECT_TRUE(type.settings_schema.as_object().contains("properties")) << "the form is made from the schema";
  const auto kept = type.check_settings(*base::parse_json(good));
  ASSERT_TRUE(kept.has_value()) << kept.error().message;
  const auto again = type.check_settings(*kept);
  ASSERT_TRUE(again.has_value()) << "kept settings are good settings";
  EXPECT_EQ(*kept, *again);
}

inline void expect_refused_setting(const channel::ChannelType& type, std::string_view bad, std::string_view field) {
  const auto refused = type.check_settings(*base::parse_json(bad));
  ASSERT_FALSE(refused.has_value()) << bad;
  EXPECT_EQ(refused.error().kind, base::FailureKind::invalid);
  EXPECT_EQ(refused.error().field, field);
}
