#pragma once
// What every connector must do; each connector's contract_test.cpp runs it.

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "base/json/decode.hpp"
#include "channel/channel.hpp"
#include "channel/fake_platform_test_kit.hpp"
#include "channel/standard_webhooks.hpp"

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

// A webhook of the channel with `body` is taken when it is signed with the inbox's secret, and refused, whatever it says,
// when it is not.
inline void expect_webhook_contract(const channel::ChannelType& type, const std::string& body) {
  ASSERT_TRUE(type.verify_webhook && type.read_webhook);
  const std::string secret(32, 's');
  const base::Time now{std::chrono::hours(500'000)};
  const std::int64_t now_s = 500'000LL * 3600;
  const auto verdict = [&](const std::string& signature, std::int64_t sent_s, const std::string& received) {
    net::Request request;
    request.headers = {
        {"webhook-id", "msg_1"}, {"webhook-timestamp", std::to_string(sent_s)}, {"webhook-signature", signature}};
    request.body = received;
    return type.verify_webhook({request, secret, now}).has_value();
  };
  const auto sign = [&](std::int64_t sent_s) { return channel::sign_standard_webhook(secret, "msg_1", sent_s, body); };
  const std::string right = sign(now_s);
  EXPECT_TRUE(verdict(right, now_s, body));
  EXPECT_TRUE(verdict("v1,AAAA " + right, now_s, body)) << "one of several";
  EXPECT_FALSE(verdict("", now_s, body));
  EXPECT_FALSE(verdict(right.substr(0, right.size() - 2), now_s, body));
  EXPECT_FALSE(verdict("v2" + right.substr(2), now_s, body));
  EXPECT_FALSE(verdict(right, now_s, body + " "));
  EXPECT_FALSE(verdict(right, now_s + 1, body));
  EXPECT_FALSE(verdict(sign(now_s - 301), now_s - 301, body)) << "may be replayed";
  EXPECT_FALSE(verdict(sign(now_s + 301), now_s + 301, body));
  for (std::size_t i = 3; i < right.size(); ++i) {
    std::string forged = right;
    forged[i] = forged[i] == 'A' ? 'B' : 'A';
    if (i + 2 < right.size()) {
      EXPECT_FALSE(verdict(forged, now_s, body)) << i;
    }
  }
}

// What every connector that calls out must do. `good` are settings, `answered` a message it takes, and `send_url` a part of the
// URL that it sends over. For connectors over HTTP; the others have a suite beside their protocol.
inline void expect_sending_contract(const channel::ChannelType& type, std::string_view good,
                                    const channel::OutboundMessage& answer, const std::string& send_url,
                                    const std::function<void(channel::FakePlatform&)>& prepare) {
  using channel::SendOutcome;
  ASSERT_TRUE(type.open);
  const auto outcome_of = [&](const channel::FakePlatform::Answer& reply) {
    channel::FakeWorld world;
    prepare(world.platform);
    world.platform.on(net::Method::post, send_url, reply);
    auto inbox = type.open(*base::parse_json(good), world.services());
    EXPECT_TRUE(inbox.has_value());
    auto result = world.run((*inbox)->send(answer));
    EXPECT_EQ(std::ranges::count_if(world.platform.seen,
                                    [&](const auto& one) { return one.url.find(send_url) != std::string::npos; }),
              1)
        << "one attempt is one request";
    return result;
  };
  const auto with_status = [&](int status, std::vector<net::Header> headers = {}) {
    return outcome_of([=](const net::HttpRequest&) { return net::HttpReply{status, headers, "<html>Oops</html>"}; });
  };
  EXPECT_EQ(with_status(401).outcome, SendOutcome::later);
  EXPECT_TRUE(with_status(401).needs_login);
  const auto limited = with_status(429, {{"Retry-After", "17"}});
  EXPECT_EQ(limited.outcome, SendOutcome::later);
  ASSERT_TRUE(limited.retry_after.has_value());
  EXPECT_EQ(limited.retry_after->count(), 17);
  EXPECT_FALSE(limited.reason.empty());
  EXPECT_EQ(with_status(400).outcome, SendOutcome::refused);
  EXPECT_EQ(with_status(200).outcome, SendOutcome::uncertain) << "a page of HTML where JSON should be";
  const bool repeatable = type.capabilities.resending == channel::Resending::same_key;
  const auto broken = with_status(502).outcome;
  EXPECT_TRUE(broken == SendOutcome::uncertain || (repeatable && broken == SendOutcome::later));
  using channel::FakePlatform;
  EXPECT_EQ(outcome_of([](const auto&) { return FakePlatform::away(net::Sent::nothing); }).outcome, SendOutcome::later);
  EXPECT_EQ(outcome_of([](const auto&) { return FakePlatform::away(net::Sent::whole); }).outcome, SendOutcome::uncertain);
}
