#include "connectors/telegram/inbox.hpp"

#include <algorithm>
#include <cctype>

#include <gtest/gtest.h>
#include <boost/asio/post.hpp>

#include "base/json/decode.hpp"
#include "channel/channel.hpp"
#include "channel/fake_platform_test_kit.hpp"

channel::ChannelType telegram_channel();

namespace telegram {
namespace {

using namespace std::chrono_literals;
using base::FailureKind;
using channel::FakePlatform;
using channel::FakeSink;
using channel::FakeWorld;
using channel::SendOutcome;
using net::Method;

constexpr const char* kUpdate =
    R"({"update_id":10,"message":{"message_id":2,"date":3,"chat":{"id":7,"type":"private"},"text":"Hi"}})";

std::unique_ptr<channel::ChannelInbox> open(FakeWorld& world, const std::string& more = "") {
  const auto type = telegram_channel();
  auto inbox = type.open(*base::parse_json(R"({"token":"424242:AAE")" + more + "}"), world.services());
  EXPECT_TRUE(inbox.has_value());
  return *std::move(inbox);
}

std::string good(const std::string& result) { return R"({"ok":true,"result":)" + result + "}"; }

// Receives until connected is told for the last time, or it ends by itself.
std::optional<base::Failure> receive(FakeWorld& world, FakeSink& sink, const std::string& cursor,
                                     const std::string& more = "", int connected_times = 1) {
  const auto inbox = open(world, more);
  return world.receive(*inbox, sink, cursor, [&](const std::function<void()>& stop) {
    sink.on_connected = [&world, &sink, stop, connected_times] {
      if (sink.connected_times == connected_times) boost::asio::post(world.loop, stop);
    };
  });
}

TEST(TelegramInbox, AsksForWhatIsNewAndConfirmsWhatIsStored) {
  FakeWorld world;
  FakeSink sink;
  int asked = 0;
  world.platform.on(Method::post, "/bot424242:AAE/getUpdates", [&](const net::HttpRequest& request) {
    const auto body = *base::parse_json(request.body);
    EXPECT_TRUE(body.at("allowed_updates").is_array());
    EXPECT_EQ(body.at("offset").as_int64(), asked == 0 ? 0 : 11);
    EXPECT_EQ(sink.batches, asked) << "confirmed only when it is on disk";
    EXPECT_LT(std::chrono::seconds(body.at("timeout").as_int64()), request.limits.first_byte);
    return net::HttpReply{200, {}, ++asked == 1 ? good("[" + std::string(kUpdate) + "]") : good("[]")};
  });
  receive(world, sink, "", "", 2);
  EXPECT_EQ(asked, 2);
  ASSERT_EQ(sink.items.size(), 1U);
  EXPECT_EQ(parse_cursor(sink.cursor, 424242)->offset, 11);
}

TEST(TelegramInbox, AnothersCursorIsNotOurs) {
  EXPECT_TRUE(parse_cursor("424242:11:1800000000", 424242).has_value());
  for (const char* other : {"", "11", "1:11:1800000000", "424242:x:1", "424242:11", "424242:11:1:1"})
    EXPECT_FALSE(parse_cursor(other, 424242).has_value()) << other;
}

TEST(TelegramInbox, TellsWhatTelegramNoLongerKeeps) {
  FakeWorld world;
  world.platform.on(Method::post, "/getUpdates", 200, good("[]"));
  const auto now = world.clock.now();
  FakeSink away_for_long;
  receive(world, away_for_long, to_text(Cursor{424242, 11, now - 30h}));
  ASSERT_EQ(away_for_long.gaps.size(), 1U);
  EXPECT_EQ(away_for_long.gaps[0].from, now - 30h);
  EXPECT_EQ(away_for_long.gaps[0].to, now - 24h);
  EXPECT_EQ(parse_cursor(away_for_long.cursor, 424242)->read_at, now) << "the time goes on though nothing came";
  FakeSink away_for_short;
  receive(world, away_for_short, to_text(Cursor{424242, 11, now - 23h}));
  EXPECT_TRUE(away_for_short.gaps.empty());
}

TEST(TelegramInbox, WhatCannotBeStoredIsNotConfirmed) {
  FakeWorld world;
  world.platform.on(Method::post, "/getUpdates", 200, good("[" + std::string(kUpdate) + "]"));
  FakeSink sink;
  sink.refuse = base::Failure{FailureKind::unavailable, "The disk is full.", "", std::nullopt};
  const auto failed = receive(world, sink, "");
  ASSERT_TRUE(failed.has_value());
  EXPECT_EQ(failed->message, "The disk is full.");
  EXPECT_EQ(world.platform.seen.size(), 1U);
}

TEST(TelegramInbox, SaysInPlainWordsWhyItCannotReceive) {
  struct Case {
    int status;
    std::string body;
    FailureKind kind;
    std::string words;
  };
  const std::vector<Case> cases = {
      {401, R"({"ok":false,"error_code":401,"description":"Unauthorized"})", FailureKind::unauthenticated, "@BotFather"},
      {404, R"({"ok":false,"error_code":404,"description":"Not Found"})", FailureKind::unauthenticated, "@BotFather"},
      {200, "<html>Welcome to the hotel</html>", FailureKind::rejected, "page of HTML"},
      {409, R"({"ok":false,"error_code":409,"description":"Conflict: terminated by other getUpdates request"})",
       FailureKind::conflict, "Another program asks"},
      {409, R"({"ok":false,"error_code":409,"description":"Conflict: can't use getUpdates method while webhook is active"})",
       FailureKind::conflict, "webhook of its own"},
      {429, R"({"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":9}})",
       FailureKind::rate_limited, "Too Many Requests"},
      {502, "<html>Bad Gateway</html>", FailureKind::unavailable, "502"},
      {200, good("{}"), FailureKind::unavailable, "no list"},
      {200, good(R"([{"update_id":"x"}])"), FailureKind::unavailable, "without a number"},
  };
  for (const auto& one : cases) {
    FakeWorld world;
    world.platform.on(Method::post, "/getUpdates", one.status, one.body);
    FakeSink sink;
    const auto failed = receive(world, sink, "");
    ASSERT_TRUE(failed.has_value()) << one.body;
    EXPECT_EQ(failed->kind, one.kind) << one.body;
    EXPECT_NE(failed->message.find(one.words), std::string::npos) << failed->message;
    EXPECT_EQ(failed->message.find("AAE"), std::string::npos) << "no secret in a failure";
    if (one.status == 429) EXPECT_EQ(failed->retry_after, 9s);
  }
}

TEST(TelegramInbox, AWebhookIsSetWithATokenOfOurs) {
  FakeWorld world;
  std::string token;
  world.platform.on(Method::post, "/setWebhook", [&](const net::HttpRequest& request) {
    const auto body = *base::parse_json(request.body);
    EXPECT_EQ(body.at("url").as_string(), "https://care.example/hooks/x/key");
    token = body.at("secret_token").as_string().c_str();
    return net::HttpReply{200, {}, good("true")};
  });
  FakeSink sink;
  EXPECT_FALSE(receive(world, sink, "", R"(,"receive_by":"webhook")").has_value());
  EXPECT_EQ(token.size(), 43U);
  EXPECT_TRUE(std::ranges::all_of(token, [](unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c == '_'; }));

  const auto type = telegram_channel();
  const auto verdict = [&](const std::string& given) {
    net::Request request;
    if (!given.empty()) request.headers = {{"X-Telegram-Bot-Api-Secret-Token", given}};
    request.body = kUpdate;
    const std::string secret(32, 's');
    return type.verify_webhook({request, secret, world.clock.now()}).has_value();
  };
  EXPECT_TRUE(verdict(token));
  EXPECT_FALSE(verdict(""));
  EXPECT_FALSE(verdict(std::string(32, 's'))) << "the secret itself never leaves";
  EXPECT_FALSE(verdict(token.substr(1)));
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string forged = token;
    forged[i] = forged[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(verdict(forged)) << i;
  }
}

TEST(TelegramInbox, WithoutAnAddressNoWebhook) {
  FakeWorld world;
  auto services = world.services();
  services.webhook_url.clear();
  const auto type = telegram_channel();
  const auto inbox = *type.open(*base::parse_json(R"({"token":"424242:AAE","receive_by":"webhook"})"), services);
  FakeSink sink;
  const auto failed = world.receive(*inbox, sink, "", [](const auto&) {});
  ASSERT_TRUE(failed.has_value());
  EXPECT_EQ(failed->field, "receive_by");
}

TEST(TelegramInbox, WhatTelegramNeverTakesIsRefusedBeforeAnyCall) {
  FakeWorld world;
  const auto inbox = open(world);
  const auto reason = [&](const channel::OutboundMessage& message) {
    const auto result = world.run(inbox->send(message));
    EXPECT_EQ(result.outcome, SendOutcome::refused);
    return result.reason;
  };
  channel::OutboundMessage message;
  message.key = "m";
  message.text = "Hello";
  EXPECT_NE(reason(message).find("which chat"), std::string::npos);
  message.thread_key = "7";
  message.attachments = {{"empty.pdf", "application/pdf", "", ""}};
  EXPECT_NE(reason(message).find("\"empty.pdf\" is empty"), std::string::npos);
  message.attachments = {{"a.pdf", "application/pdf", "", "x"}};
  message.text = std::string(1025, 'x');
  EXPECT_NE(reason(message).find("1,024"), std::string::npos);
  message.attachments.resize(11, message.attachments.front());
  EXPECT_NE(reason(message).find("10 files"), std::string::npos);
  EXPECT_TRUE(world.platform.seen.empty());
}

// What is not for all of a group goes to the one person, without a reference that Telegram would not find there.
TEST(TelegramInbox, APrivateAnswerToAGroupGoesToThePerson) {
  FakeWorld world;
  world.platform.on(Method::post, "/sendMessage", [](const net::HttpRequest& request) {
    const auto body = *base::parse_json(request.body);
    EXPECT_EQ(body.at("chat_id").as_int64(), 77);
    EXPECT_FALSE(body.as_object().contains("reply_parameters"));
    EXPECT_FALSE(body.as_object().contains("message_thread_id"));
    return net::HttpReply{200, {}, good(R"({"message_id":5,"date":1,"chat":{"id":77,"type":"private"}})")};
  });
  channel::OutboundMessage message;
  message.key = "m";
  message.text = "Your address, please";
  message.parent_external_id = "-100/9";
  message.thread_key = "-100/topic/12";
  message.context = "topic=12";
  message.recipient.external_id = "77";
  const auto inbox = open(world);
  EXPECT_EQ(world.run(inbox->send(message)).external_id, "77/5");
}

TEST(TelegramInbox, AnAnswerInATopicStaysThere) {
  FakeWorld world;
  world.platform.on(Method::post, "/sendMessage", [](const net::HttpRequest& request) {
    const auto body = *base::parse_json(request.body);
    EXPECT_EQ(body.at("message_thread_id").as_int64(), 12);
    EXPECT_EQ(body.at("reply_parameters").at("message_id").as_int64(), 300);
    return net::HttpReply{200,
                          {},
                          good(R"({"message_id":301,"date":1,"message_thread_id":12,"is_topic_message":true,)"
                               R"("chat":{"id":-100,"type":"supergroup","username":"cyclists"}})")};
  });
  channel::OutboundMessage message;
  message.key = "m";
  message.text = "Bring it in";
  message.is_public = true;
  message.parent_external_id = "-100/300";
  message.context = "topic=12";
  const auto inbox = open(world);
  const auto sent = world.run(inbox->send(message));
  EXPECT_EQ(sent.context, "topic=12");
  EXPECT_EQ(sent.url, "https://t.me/cyclists/301");
}

}  // namespace
}  // namespace telegram
