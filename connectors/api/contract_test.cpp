#include "channel/contract_test_kit.hpp"
#include "connectors/api/outbound.hpp"

channel::ChannelType api_channel();

namespace {

constexpr const char* kGood = R"({"deliver_to":"https://crm.example/heed"})";

channel::OutboundMessage answer() {
  channel::OutboundMessage message;
  message.key = "heed-7";
  message.text = "It is on its way 🚲";
  message.parent_external_id = "crm-778";
  message.thread_key = "order-1001";
  message.recipient.external_id = "u-17";
  message.attachments.push_back({"map.txt", "text/plain", "", "here"});
  return message;
}

channel::SendResult send(channel::FakeWorld& world) {
  auto inbox = api_channel().open(*base::parse_json(kGood), world.services());
  return world.run((*inbox)->send(answer()));
}

TEST(ApiChannel, KeepsTheChannelContract) { expect_channel_contract(api_channel(), "api", kGood); }

TEST(ApiChannel, RefusesForgedWebhooks) { expect_webhook_contract(api_channel(), R"({"items":[]})"); }

TEST(ApiChannel, RefusesAddressesItCannotCall) {
  expect_refused_setting(api_channel(), R"({"deliver_to":"crm.example"})", "deliver_to");
  expect_refused_setting(api_channel(), R"({"deliver_to":"ftp://crm.example/"})", "deliver_to");
  expect_refused_setting(api_channel(), R"({"deliver_to":7})", "deliver_to");
  EXPECT_FALSE(api_channel().why_no_reply(boost::json::object{}).empty());
  EXPECT_TRUE(api_channel().why_no_reply(*base::parse_json(kGood)).empty());
}

TEST(ApiChannel, SendsAsTheContractSays) {
  expect_sending_contract(api_channel(), kGood, answer(), "crm.example", [](channel::FakePlatform&) {});
}

TEST(ApiChannel, SignsWhatItSends) {
  channel::FakeWorld world;
  world.platform.on(net::Method::post, "crm.example", 200, R"({"external_id":"crm-779","more":1})");
  const auto sent = send(world);
  EXPECT_EQ(sent.outcome, channel::SendOutcome::sent);
  EXPECT_EQ(sent.external_id, "crm-779");
  // What we sign is what we would take.
  const auto& out = world.platform.seen.at(0);
  net::Request received;
  received.headers = out.headers;
  received.body = out.body;
  const std::string secret(32, 's');
  EXPECT_TRUE(api_channel().verify_webhook({received, secret, world.clock.now()}).has_value());
  EXPECT_EQ(out.body, R"({"type":"message","key":"heed-7","text":"It is on its way 🚲","parent_external_id":"crm-778",)"
                      R"("thread_key":"order-1001","recipient":{"external_id":"u-17","handle":"","name":""},)"
                      R"("attachments":[{"name":"map.txt","type":"text/plain","description":"","base64":"aGVyZQ=="}],)"
                      R"("written_at":"1970-01-01T00:00:00Z"})");
}

TEST(ApiChannel, TakesAnEmptyAnswerForAYes) {
  channel::FakeWorld world;
  world.platform.on(net::Method::post, "crm.example", 204, "");
  EXPECT_EQ(send(world).external_id, "heed-7");
}

}  // namespace
