#include "channel/contract_test_kit.hpp"

#include "connectors/bluesky/fake_bluesky_test_kit.hpp"
#include "connectors/bluesky/json_at.hpp"

channel::ChannelType bluesky_channel();

namespace bluesky {
namespace {

using channel::FakePlatform;
using channel::FakeSink;
using channel::FakeWorld;
using channel::SendOutcome;
using net::Method;

TEST(BlueskyChannel, KeepsTheChannelContract) { expect_channel_contract(bluesky_channel(), "bluesky", test::kSettings); }

TEST(BlueskyChannel, RefusesWrongSettingsByName) {
  const auto type = bluesky_channel();
  const auto refuse = [&](const char* bad, const char* field) { expect_refused_setting(type, bad, field); };
  refuse(R"({"app_password":"x"})", "handle");
  refuse(R"({"handle":"care.example.com"})", "app_password");
  refuse(R"({"handle":"care","app_password":"x"})", "handle");
  refuse(R"({"handle":"a b.example","app_password":"x"})", "handle");
  refuse(R"({"handle":"a.example","app_password":" "})", "app_password");
  refuse(R"({"handle":"a.example","app_password":"x","service":"bsky.social"})", "service");
  refuse(R"({"handle":"a.example","app_password":"x","service":"https://bsky.social/xrpc"})", "service");
  refuse(R"({"handle":"a.example","app_password":"x","poll_seconds":0})", "poll_seconds");
  refuse(R"({"handle":"a.example","app_password":"x","chat_service":"api.bsky.chat"})", "chat_service");
  refuse(R"({"handle":"a.example","app_password":"x","hamdle":"x"})", "hamdle");
  const auto kept = type.check_settings(*base::parse_json(R"({"handle":" @Care.Example.COM","app_password":"x"})"));
  ASSERT_TRUE(kept.has_value());
  EXPECT_EQ(kept->at("handle"), "care.example.com") << "as people write it";
}

channel::OutboundMessage an_answer() {
  channel::OutboundMessage message;
  message.key = "m-1";
  message.text = "We are on it.";
  message.is_public = true;
  message.parent_external_id = test::post_uri("3l1");
  message.recipient.external_id = "did:plc:jane";
  message.written_at = base::Time(std::chrono::hours(499'999));
  return message;
}

void prepare_for_answers(FakePlatform& platform) {
  test::prepare(platform);
  platform.on(Method::get, "getPosts", 200,
              R"({"posts":[{"uri":"at://did:plc:jane/app.bsky.feed.post/3l1","cid":"c1","record":{},"viewer":{}}]})");
}

TEST(BlueskyChannel, KeepsTheSendingContract) {
  expect_sending_contract(bluesky_channel(), test::kSettings, an_answer(), "createRecord", prepare_for_answers);
}

struct Sending {
  FakeWorld world;
  std::unique_ptr<channel::ChannelInbox> inbox;
  explicit Sending(const char* settings = test::kSettings) {
    prepare_for_answers(world.platform);
    inbox = *bluesky_channel().open(*base::parse_json(settings), world.services());
  }
  channel::SendResult send(channel::OutboundMessage message) { return world.run(inbox->send(std::move(message))); }
  int count(const std::string& part) const {
    return static_cast<int>(std::ranges::count_if(world.platform.seen,
                                                  [&](const auto& one) { return one.url.find(part) != std::string::npos; }));
  }
  const net::HttpRequest& last(const std::string& part) const {
    return *std::ranges::find_if(world.platform.seen.rbegin(), world.platform.seen.rend(),
                                 [&](const auto& one) { return one.url.find(part) != std::string::npos; });
  }
};

TEST(BlueskySending, ARepeatHasTheSameKey) {
  Sending first;
  first.world.platform.on(Method::post, "createRecord", 200,
                          R"({"uri":"at://did:plc:brand/app.bsky.feed.post/k","cid":"c"})");
  const auto sent = first.send(an_answer());
  EXPECT_EQ(sent.outcome, SendOutcome::sent) << sent.reason;
  EXPECT_EQ(sent.external_id, "at://did:plc:brand/app.bsky.feed.post/k");
  EXPECT_EQ(sent.url, "https://bsky.app/profile/did:plc:brand/post/k");
  EXPECT_NE(sent.context.find("at://did:plc:jane/app.bsky.feed.post/3l1"), std::string::npos)
      << "the root, for what follows";
  first.world.clock.advance(std::chrono::hours(3));
  (void)first.send(an_answer());
  const auto is_create = [](const auto& one) { return one.url.ends_with("createRecord"); };
  std::vector<std::string> keys;
  for (const auto& one : first.world.platform.seen) {
    if (is_create(one)) keys.push_back(text_at(*base::parse_json(one.body), "rkey"));
  }
  ASSERT_EQ(keys.size(), 2U);
  EXPECT_EQ(keys[0], keys[1]);
  EXPECT_EQ(first.last("createRecord").url, "https://pds.example/xrpc/com.atproto.repo.createRecord")
      << "of its DID document";
}

TEST(BlueskySending, AKeyThatIsThereAlreadyWasSent) {
  Sending again;
  again.world.platform.on(Method::post, "createRecord", 500,
                          R"({"error":"InternalServerError","message":"Internal Server Error"})");
  again.world.platform.on(Method::get, "getRecord", 200,
                          R"({"uri":"at://did:plc:brand/app.bsky.feed.post/k","cid":"c","value":{"text":"We are on it."}})");
  EXPECT_EQ(again.send(an_answer()).outcome, SendOutcome::sent);
  EXPECT_EQ(again.world.run(again.inbox->find_sent(an_answer())).outcome, SendOutcome::sent);
  Sending never;
  EXPECT_EQ(never.world.run(never.inbox->find_sent(an_answer())).outcome, SendOutcome::refused);
}

TEST(BlueskySending, SaysWhyAReplyWouldNotBeSeen) {
  Sending gated;
  gated.world.platform.on(Method::get, "getPosts", 200,
                          R"({"posts":[{"uri":"u","cid":"c1","record":{},"viewer":{"replyDisabled":true}}]})");
  const auto refused = gated.send(an_answer());
  EXPECT_EQ(refused.outcome, SendOutcome::refused);
  EXPECT_EQ(refused.reason, "The author of this thread does not let this account reply there.");
  Sending gone;
  gone.world.platform.on(Method::get, "getPosts", 200, R"({"posts":[]})");
  EXPECT_EQ(gone.send(an_answer()).outcome, SendOutcome::refused);
  EXPECT_EQ(gone.count("createRecord"), 0);
}

TEST(BlueskySending, WhatIsTooLongIsRefusedBeforeAnyCall) {
  Sending too_long;
  auto message = an_answer();
  message.text.clear();
  for (int i = 0; i < 301; ++i) message.text += "👩‍👩‍👧‍👦";
  EXPECT_EQ(too_long.send(message).outcome, SendOutcome::refused);
  message.text = "Look";
  message.attachments.push_back({"contract.pdf", "application/pdf", "", "%PDF"});
  const auto refused = too_long.send(message);
  EXPECT_EQ(refused.reason, "Bluesky takes pictures only; \"contract.pdf\" is application/pdf.");
  EXPECT_TRUE(too_long.world.platform.seen.empty());
}

TEST(BlueskySending, SaysWhatThePlatformSays) {
  const auto reason = [](int status, const char* body, std::vector<net::Header> headers = {}) {
    Sending one;
    one.world.platform.on(Method::post, "createRecord", status, body, std::move(headers));
    return one.send(an_answer());
  };
  EXPECT_EQ(reason(400, R"({"error":"InvalidRequest","message":"grapheme too big"})").reason,
            "The platform refused it (400): grapheme too big");
  const auto limited =
      reason(429, R"({"error":"RateLimitExceeded","message":"x"})", {{"ratelimit-reset", std::to_string(test::kNowS + 42)}});
  EXPECT_EQ(limited.outcome, SendOutcome::later);
  EXPECT_EQ(limited.retry_after, std::chrono::seconds(42));
  const auto taken_down = reason(400, R"({"error":"AccountTakedown","message":"x"})");
  EXPECT_EQ(taken_down.outcome, SendOutcome::later);
  EXPECT_TRUE(taken_down.needs_login);
  EXPECT_NE(taken_down.reason.find("taken this account down"), std::string::npos);
  const auto expired = reason(400, R"({"error":"ExpiredToken","message":"Token has expired"})");
  EXPECT_EQ(expired.outcome, SendOutcome::later);
  EXPECT_FALSE(expired.needs_login);
}

TEST(BlueskySending, AChatMessageIsNotSaidTwice) {
  Sending chat;
  auto& platform = chat.world.platform;
  platform.on(Method::get, "getMessages", 200, R"({"messages":[]})");
  platform.on(Method::post, "sendMessage", 200, R"({"id":"m1","rev":"2","text":"Hi","sender":{"did":"did:plc:brand"}})");
  auto message = an_answer();
  message.is_public = false;
  message.parent_external_id.clear();
  message.thread_key = "convo1";
  const auto sent = chat.send(message);
  EXPECT_EQ(sent.outcome, SendOutcome::sent) << sent.reason;
  EXPECT_EQ(sent.external_id, "m1");
  EXPECT_EQ(chat.last("sendMessage").headers.back().value, "did:web:api.bsky.chat#bsky_chat");
  platform.on(Method::get, "getMessages", 200,
              R"({"messages":[{"id":"m1","text":"We are on it.","sender":{"did":"did:plc:brand"},"sentAt":")" +
                  base::to_rfc3339(message.written_at) + R"("}]})");
  EXPECT_EQ(chat.send(message).external_id, "m1");
  message.is_public = true;
  EXPECT_EQ(chat.send(message).external_id, "m1") << "what belongs to a chat is never said in public";
  message.thread_key.clear();
  message.context = sent.context;
  EXPECT_EQ(chat.send(message).external_id, "m1");
  EXPECT_EQ(chat.count("createRecord"), 0);
  EXPECT_EQ(chat.count("sendMessage"), 1);
  platform.on(Method::get, "getMessages", 400, R"({"error":"InvalidToken","message":"Bad token method"})");
  EXPECT_NE(chat.send(message).reason.find("Allow access to your direct messages"), std::string::npos);
}

TEST(BlueskySending, NamesTheOtherAccountsInItsWords) {
  Sending one;
  auto& platform = one.world.platform;
  platform.on(Method::get, "resolveHandle?handle=partner.example", 200, R"({"did":"did:plc:partner"})");
  platform.on(Method::post, "createRecord", 200, R"({"uri":"at://did:plc:brand/app.bsky.feed.post/k","cid":"c"})");
  platform.on(Method::post, "uploadBlob", 200,
              R"({"blob":{"$type":"blob","ref":{"$link":"bafk"},"mimeType":"image/png","size":3}})");
  auto message = an_answer();
  message.recipient.handle = "@jane.example";
  message.text = "@jane.example 📦 ask @partner.example, @nobody.example: https://shop.example/a?b=1. #Parcel";
  message.attachments.push_back({"a.png", "image/png", "the box", "png"});
  ASSERT_EQ(one.send(message).outcome, SendOutcome::sent);
  const auto record = base::parse_json(one.last("createRecord").body)->at("record");
  ASSERT_EQ(record.at("facets").as_array().size(), 4U);
  EXPECT_EQ(record.at_pointer("/facets/0/features/0/did"), "did:plc:jane") << "known without asking";
  EXPECT_EQ(record.at_pointer("/facets/1/index/byteStart"), 23) << "bytes, not letters";
  EXPECT_EQ(record.at_pointer("/facets/2/features/0/uri"), "https://shop.example/a?b=1");
  EXPECT_EQ(record.at_pointer("/facets/3/features/0/tag"), "Parcel");
  EXPECT_EQ(record.at_pointer("/embed/images/0/alt"), "the box");
  EXPECT_EQ(record.at_pointer("/reply/root/cid"), "c1");
  EXPECT_EQ(one.count("resolveHandle"), 2);
}

TEST(BlueskyActions, AreDoneOnce) {
  Sending one;
  auto& platform = one.world.platform;
  platform.on(Method::post, "createRecord", 200, R"({"uri":"u","cid":"c"})");
  platform.on(Method::post, "deleteRecord", 200, "{}");
  const auto act = [&](channel::ActionKind kind, const std::string& id) {
    return one.world.run(one.inbox->act({kind, id, {}}));
  };
  EXPECT_TRUE(act(channel::ActionKind::like, test::post_uri("3l1")));
  EXPECT_EQ(one.count("createRecord"), 1);
  platform.on(
      Method::get, "getPosts", 200,
      R"({"posts":[{"uri":"u","cid":"c1","record":{},"viewer":{"like":"at://did:plc:brand/app.bsky.feed.like/l"}}]})");
  EXPECT_TRUE(act(channel::ActionKind::like, test::post_uri("3l1")));
  EXPECT_EQ(one.count("createRecord"), 1) << "it is liked already";
  EXPECT_TRUE(act(channel::ActionKind::unlike, test::post_uri("3l1")));
  EXPECT_EQ(one.count("deleteRecord"), 1);
  EXPECT_FALSE(act(channel::ActionKind::remove, test::post_uri("3l1"))) << "it is not ours";
  EXPECT_TRUE(act(channel::ActionKind::remove, test::post_uri("k", test::kOwnDid)));
  EXPECT_FALSE(act(channel::ActionKind::hide, test::post_uri("3l1")));
}

// --- Sessions

struct Connecting {
  FakeWorld world;
  Connecting() { test::prepare(world.platform); }
  base::Result<channel::ConnectedAccount> connect(const char* settings = test::kSettings) {
    auto inbox = *bluesky_channel().open(*base::parse_json(settings), world.services());
    return world.run(inbox->connect());
  }
};

TEST(BlueskyConnecting, FindsTheAccountAndWhatThePasswordMay) {
  Connecting one;
  const auto account = one.connect();
  ASSERT_TRUE(account.has_value()) << account.error().message;
  EXPECT_EQ(account->external_id, "did:plc:brand");
  EXPECT_EQ(account->handle, "@care.example.com");
  EXPECT_EQ(account->name, "Brand Care");
  EXPECT_EQ(account->settings.at("app_password"), "abcd-efgh-ijkl-mnop") << "kept in clear: the core seals it";
  one.world.platform.on(Method::get, "chat.bsky.convo.getLog", 400,
                        R"({"error":"InvalidToken","message":"Bad token method"})");
  const auto without = one.connect(R"({"handle":"care.example.com","app_password":"x","service":"https://social.example"})");
  ASSERT_TRUE(without.has_value()) << without.error().message;
  EXPECT_EQ(without->settings.at("chat"), false);
  const auto wanted =
      one.connect(R"({"handle":"care.example.com","app_password":"x","service":"https://social.example","chat":true})");
  ASSERT_FALSE(wanted.has_value());
  EXPECT_EQ(wanted.error().field, "chat");
}

TEST(BlueskyConnecting, SaysWhatIsWrong) {
  const auto why = [](int status, const std::string& body) {
    Connecting one;
    one.world.platform.on(Method::post, "createSession", status, body);
    const auto account = one.connect();
    EXPECT_FALSE(account.has_value());
    EXPECT_EQ(account.error().message.find("abcd-efgh"), std::string::npos) << "a secret";
    return account.error();
  };
  const auto wrong = why(401, R"({"error":"AuthenticationRequired","message":"Invalid identifier or password"})");
  EXPECT_EQ(wrong.kind, base::FailureKind::unauthenticated);
  EXPECT_EQ(wrong.field, "app_password");
  EXPECT_NE(wrong.message.find("The handle or the app password is wrong"), std::string::npos) << wrong.message;
  EXPECT_EQ(why(200, "<html>Welcome</html>").field, "service");
  EXPECT_NE(why(401, R"({"error":"AuthFactorTokenRequired","message":"x"})").message.find("use an app password"),
            std::string::npos);
  EXPECT_EQ(
      why(200, R"({"did":"did:plc:brand","accessJwt":"a.b.c","refreshJwt":"r","active":false,"status":"suspended"})").kind,
      base::FailureKind::unauthenticated);
}

TEST(BlueskySession, IsRenewedOnceForAllWhoWait) {
  Sending one;
  auto& platform = one.world.platform;
  platform.on(Method::post, "createRecord", 200, R"({"uri":"at://did:plc:brand/app.bsky.feed.post/k","cid":"c"})");
  (void)one.send(an_answer());
  EXPECT_EQ(one.count("createSession"), 1);
  one.world.clock.advance(std::chrono::minutes(119));
  platform.on(Method::post, "refreshSession", 200, test::session(test::token(test::kNowS + 14'000, "b"), "r2"));
  one.world.loop.restart();
  int done = 0;
  for (int i = 0; i < 5; ++i) {
    boost::asio::co_spawn(one.world.loop, one.inbox->send(an_answer()), [&](const std::exception_ptr&, const auto& result) {
      done += result.outcome == SendOutcome::sent ? 1 : 0;
    });
  }
  one.world.loop.run();
  EXPECT_EQ(done, 5);
  EXPECT_EQ(one.count("refreshSession"), 1);
  EXPECT_EQ(one.last("createRecord").headers.at(1).value, "Bearer " + test::token(test::kNowS + 14'000, "b"));
  // The longer token has ended too: the app password opens a new session.
  one.world.clock.advance(std::chrono::hours(24 * 100));
  platform.on(Method::post, "refreshSession", 400, R"({"error":"ExpiredToken","message":"Token has expired"})");
  platform.on(Method::post, "createSession", 200, test::session(test::token(test::kNowS + 9'999'999)));
  EXPECT_EQ(one.send(an_answer()).outcome, SendOutcome::sent);
  EXPECT_EQ(one.count("createSession"), 2);
  // It was revoked.
  one.world.clock.advance(std::chrono::hours(24 * 100));
  platform.on(Method::post, "createSession", 401, R"({"error":"AuthenticationRequired","message":"x"})");
  const auto revoked = one.send(an_answer());
  EXPECT_EQ(revoked.outcome, SendOutcome::later);
  EXPECT_TRUE(revoked.needs_login);
}

TEST(BlueskySession, StaysWithHttpsWhateverTheDocumentSays) {
  Sending one;
  auto& platform = one.world.platform;
  std::string session = test::session();
  session.replace(session.find("https://pds.example"), 19, "http://pds.example");
  platform.on(Method::post, "createSession", 200, session);
  platform.on(Method::post, "createRecord", 200, R"({"uri":"at://did:plc:brand/app.bsky.feed.post/k","cid":"c"})");
  (void)one.send(an_answer());
  EXPECT_TRUE(one.last("createRecord").url.starts_with("https://social.example/"));
}

}  // namespace
}  // namespace bluesky
