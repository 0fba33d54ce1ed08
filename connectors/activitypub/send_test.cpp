#include "base/json/encode.hpp"
#include "connectors/activitypub/account.hpp"
#include "connectors/activitypub/documents.hpp"
#include "connectors/activitypub/fediverse_test_kit.hpp"

namespace activitypub {
namespace {

using channel::ActionKind;
using channel::SendOutcome;
using namespace std::chrono_literals;

constexpr const char* kInboxOfAnn = "https://social.example/users/ann/inbox";
constexpr const char* kShared = "https://social.example/inbox";

class ActivityPubSend : public FediverseTest {
 protected:
  channel::OutboundMessage answer(const std::string& text, const std::string& visibility = "public") {
    channel::OutboundMessage message;
    message.key = "heed-1";
    message.text = text;
    message.is_public = visibility == "public" || visibility == "unlisted";
    message.parent_external_id = kNoteOfAnn;
    message.context = R"({"visibility":")" + visibility + R"(","actor":")" + kAnn + R"("})";
    message.recipient.external_id = kAnn;
    message.recipient.handle = "@ann@social.example";
    message.written_at = world_.clock.now();
    return message;
  }
  void takes(const std::string& url, int status = 202) { world_.platform.on(net::Method::post, url, status, ""); }
  channel::SendResult send(const channel::OutboundMessage& message) { return world_.run(inbox_->send(message)); }
  static object sent_in(const net::HttpRequest& request) { return base::parse_json(request.body)->as_object(); }
  void follow(const std::string& id, const std::string& shared) {
    state_.entries[{kFollower, id}] = base::encode(Follower{id + "/inbox", shared, world_.clock.now()});
  }
};

TEST_F(ActivityPubSend, AnAnswerGoesToWhomItIsForAndIsProvablyOurs) {
  takes(kInboxOfAnn);
  const auto result = send(answer("On its way 📦\n\nSee https://care.example/4711."));
  ASSERT_EQ(result.outcome, SendOutcome::sent) << result.reason;
  EXPECT_EQ(result.external_id, "https://care.example/ap/support/notes/heed-1");
  EXPECT_EQ(result.url, result.external_id);
  const auto sent = posted(kInboxOfAnn);
  ASSERT_EQ(sent.size(), 1U);
  fediverse::Message message{
      .method = net::Method::post, .url = sent[0].url, .headers = sent[0].headers, .body = sent[0].body};
  const auto pem = std::string(json_of(get("/ap/support")).at("publicKey").at("publicKeyPem").as_string());
  EXPECT_TRUE(fediverse::verify(message, *fediverse::RsaKey::from_public_pem(pem), world_.clock.now()).has_value());
  const auto create = sent_in(sent[0]);
  EXPECT_EQ(create.at("type"), "Create");
  EXPECT_EQ(create.at("actor"), kUs);
  const auto& note = create.at("object").as_object();
  EXPECT_EQ(note.at("id"), "https://care.example/ap/support/notes/heed-1");
  EXPECT_EQ(note.at("attributedTo"), kUs);
  EXPECT_EQ(note.at("inReplyTo"), kNoteOfAnn);
  EXPECT_EQ(note.at("to"), array{kOpen});
  EXPECT_EQ(note.at("cc"), (array{value(std::string(kUs) + "/followers"), kAnn}));
  EXPECT_EQ(note.at("tag"), (array{{{"type", "Mention"}, {"href", kAnn}, {"name", "@ann@social.example"}}}));
  EXPECT_EQ(
      std::string(note.at("content").as_string()),
      "<p><span class=\"h-card\"><a href=\"https://social.example/users/ann\" class=\"u-url mention\">@ann</a></span> On its way "
      "📦</p><p>See <a href=\"https://care.example/4711\" rel=\"nofollow noopener\">https://care.example/4711</a>.</p>");
}

TEST_F(ActivityPubSend, WhatIsWrittenIsNoMarkup) {
  EXPECT_EQ(html_of("<b>&\"x\"</b>\nnext", "", ""), "<p>&lt;b&gt;&amp;&quot;x&quot;&lt;/b&gt;<br>next</p>");
  EXPECT_EQ(
      html_of("@Ann@social.example hello", kAnn, "@ann@social.example"),
      "<p><span class=\"h-card\"><a href=\"https://social.example/users/ann\" class=\"u-url mention\">@ann</a></span> hello</p>");
  EXPECT_EQ(html_of("http://a.example/?a=1&b=\"><script>", "", ""),
            "<p><a href=\"http://a.example/?a=1&amp;b=\" rel=\"nofollow noopener\">http://a.example/?a=1&amp;b=</a>"
            "&quot;&gt;&lt;script&gt;</p>");
  EXPECT_EQ(html_of("https:// x", "", ""), "<p>https:// x</p>");
}

TEST_F(ActivityPubSend, TheSameKeyIsTheSameNote) {
  takes(kInboxOfAnn, 502);
  const auto message = answer("On its way");
  EXPECT_EQ(send(message).outcome, SendOutcome::later);
  takes(kInboxOfAnn);
  inbox_ = open();
  world_.clock.advance(10min);
  EXPECT_EQ(send(message).outcome, SendOutcome::sent);
  const auto sent = posted(kInboxOfAnn);
  ASSERT_EQ(sent.size(), 2U);
  EXPECT_EQ(sent[0].body, sent[1].body);
  EXPECT_TRUE(sent[0].idempotent);
}

TEST_F(ActivityPubSend, WhatIsPrivateStaysSo) {
  takes(kInboxOfAnn);
  follow("https://other.example/users/bob", "https://other.example/inbox");
  for (const auto* visibility : {"direct", "followers"}) {
    auto message = answer("We keep it to ourselves", visibility);
    message.key = std::string("heed-") + visibility;
    message.is_public = true;  // Whatever is asked for.
    const auto result = send(message);
    ASSERT_EQ(result.outcome, SendOutcome::sent);
    EXPECT_EQ(result.url, "");
    const auto create = sent_in(posted(kInboxOfAnn).back());
    EXPECT_EQ(create.at("to"), array{kAnn});
    EXPECT_EQ(create.at("cc"), array{});
    EXPECT_EQ(get("/ap/support/notes/" + message.key).status, 404);
  }
  EXPECT_EQ(kept(kDelivery), 0U);
  auto unlisted = answer("For whoever finds it", "unlisted");
  ASSERT_EQ(send(unlisted).outcome, SendOutcome::sent);
  EXPECT_EQ(sent_in(posted(kInboxOfAnn).back()).at("to"), array{value(std::string(kUs) + "/followers")});
}

TEST_F(ActivityPubSend, WhoItWasForMaySeeAPrivateNote) {
  takes(kInboxOfAnn);
  ASSERT_EQ(send(answer("Only for you", "direct")).outcome, SendOutcome::sent);
  const auto ask = [&](std::size_t key) {
    fediverse::Message message{
        .method = net::Method::get, .url = "https://care.example/ap/support/notes/heed-1", .headers = {}, .body = {}};
    const auto signature = fediverse::sign(message, {std::string(kAnn) + "#main-key", test_key(key)},
                                           fediverse::SignatureForm::draft, world_.clock.now());
    net::Request request;
    request.target = request.path = "/ap/support/notes/heed-1";
    request.headers = *signature;
    return call(std::move(request)).status;
  };
  EXPECT_EQ(ask(0), 200);
  EXPECT_EQ(ask(1), 404);
}

TEST_F(ActivityPubSend, KnocksTwiceWhereTheDraftIsNotTaken) {
  world_.platform.on(net::Method::post, kInboxOfAnn, [](const net::HttpRequest& request) {
    const bool is_new = std::ranges::any_of(request.headers, [](const auto& one) { return one.name == "Signature-Input"; });
    return net::HttpReply{is_new ? 202 : 401, {}, ""};
  });
  EXPECT_EQ(send(answer("One")).outcome, SendOutcome::sent);
  EXPECT_EQ(posted(kInboxOfAnn).size(), 2U);
  auto second = answer("Two");
  second.key = "heed-2";
  EXPECT_EQ(send(second).outcome, SendOutcome::sent);
  EXPECT_EQ(posted(kInboxOfAnn).size(), 3U) << "it is remembered";
}

TEST_F(ActivityPubSend, WhatTheirServerSaysIsTheOutcome) {
  const auto outcome_of = [&](int status, std::vector<net::Header> headers = {}) {
    world_.platform.on(net::Method::post, kInboxOfAnn, status, "no", std::move(headers));
    return send(answer("On its way"));
  };
  EXPECT_EQ(outcome_of(401).outcome, SendOutcome::later);
  EXPECT_FALSE(outcome_of(401).needs_login) << "nobody signs in there";
  EXPECT_NE(outcome_of(401).reason.find("does not accept our signature"), std::string::npos);
  EXPECT_EQ(outcome_of(403).outcome, SendOutcome::refused);
  EXPECT_EQ(outcome_of(404).outcome, SendOutcome::refused);
  EXPECT_EQ(outcome_of(410).reason, "The account is no longer at social.example.");
  EXPECT_EQ(outcome_of(400).outcome, SendOutcome::refused);
  EXPECT_EQ(outcome_of(429, {{"Retry-After", "17"}}).retry_after->count(), 17);
  EXPECT_EQ(outcome_of(503).outcome, SendOutcome::later);
  EXPECT_EQ(kept(kNote), 1U) << "it may be looked up until it is refused";
  EXPECT_EQ(outcome_of(403).outcome, SendOutcome::refused);
  EXPECT_EQ(kept(kNote), 0U);
  world_.platform.on(net::Method::post, kInboxOfAnn,
                     [](const auto&) { return channel::FakePlatform::away(net::Sent::whole); });
  EXPECT_EQ(send(answer("On its way")).outcome, SendOutcome::uncertain);
}

TEST_F(ActivityPubSend, WhoeverIsGoneOrAwayIsSaidSo) {
  world_.platform.on(net::Method::get, kAnn, [](const auto&) { return channel::FakePlatform::away(net::Sent::nothing); });
  EXPECT_EQ(send(answer("Hello")).outcome, SendOutcome::later);
  world_.clock.advance(2min);
  world_.platform.on(net::Method::get, kAnn, 410, "");
  const auto gone = send(answer("Hello"));
  EXPECT_EQ(gone.outcome, SendOutcome::refused);
  EXPECT_EQ(gone.reason, "The account is no longer there.");
  auto nobody = answer("Hello", "direct");
  nobody.recipient = {};
  nobody.context = "";
  EXPECT_EQ(send(nobody).outcome, SendOutcome::refused);
  auto with_file = answer("Hello");
  with_file.attachments.push_back({"a.png", "image/png", "", "x"});
  EXPECT_EQ(send(with_file).outcome, SendOutcome::refused);
}

// --- To those who follow

TEST_F(ActivityPubSend, FollowersAreToldOnceForEachServerAndAfterARestart) {
  takes(kInboxOfAnn);
  follow(kAnn, kShared);
  follow("https://social.example/users/eve", kShared);
  follow("https://other.example/users/bob", "https://other.example/users/bob/inbox");
  ASSERT_EQ(send(answer("News for everybody")).outcome, SendOutcome::sent);
  EXPECT_EQ(kept(kDelivery), 2U);
  ASSERT_EQ(send(answer("News for everybody")).outcome, SendOutcome::sent);
  EXPECT_EQ(kept(kDelivery), 2U) << "the same key is the same delivery";
  inbox_ = open();
  takes(kShared);
  takes("https://other.example/users/bob/inbox", 503);
  work();
  EXPECT_EQ(posted(kShared).size(), 1U);
  EXPECT_EQ(sent_in(posted(kShared)[0]).at("type"), "Create");
  EXPECT_EQ(posted("https://other.example/users/bob/inbox").size(), 1U);
  EXPECT_EQ(kept(kDelivery), 1U);
  work();
  EXPECT_EQ(posted("https://other.example/users/bob/inbox").size(), 1U) << "not before a pause is over";
  takes("https://other.example/users/bob/inbox");
  world_.clock.advance(61s);
  work();
  EXPECT_EQ(posted("https://other.example/users/bob/inbox").size(), 2U);
  EXPECT_EQ(kept(kDelivery), 0U);
}

TEST_F(ActivityPubSend, ADeliveryIsGivenUpAfterThreeDays) {
  takes(kInboxOfAnn);
  follow("https://other.example/users/bob", "https://other.example/inbox");
  ASSERT_EQ(send(answer("News")).outcome, SendOutcome::sent);
  world_.platform.on(net::Method::post, "https://other.example/inbox",
                     [](const auto&) { return channel::FakePlatform::away(net::Sent::nothing); });
  int rounds = 0;
  for (; kept(kDelivery) > 0 && rounds < 30; ++rounds) {
    work();
    world_.clock.advance(12h);
  }
  EXPECT_EQ(rounds, 8);
  EXPECT_EQ(kept(kFollower), 1U) << "its server may come back";
}

TEST_F(ActivityPubSend, WhoeverIsGoneFollowsNoMore) {
  takes(kInboxOfAnn);
  follow("https://other.example/users/bob", "https://other.example/users/bob/inbox");
  follow("https://other.example/users/eve", "https://other.example/users/eve/inbox");
  ASSERT_EQ(send(answer("News")).outcome, SendOutcome::sent);
  takes("https://other.example/users/bob/inbox", 410);
  takes("https://other.example/users/eve/inbox");
  work();
  EXPECT_EQ(kept(kDelivery), 0U);
  EXPECT_EQ(kept(kFollower), 1U);
}

// --- What else is done

TEST_F(ActivityPubSend, WhatIsRemovedIsGoneEverywhere) {
  takes(kInboxOfAnn);
  takes(kShared);
  follow("https://social.example/users/eve", kShared);
  const auto sent = send(answer("Wrong words"));
  ASSERT_EQ(sent.outcome, SendOutcome::sent);
  work();
  EXPECT_TRUE(world_.run(inbox_->act({ActionKind::remove, sent.external_id, sent.context})).has_value());
  const auto shown = get("/ap/support/notes/heed-1");
  EXPECT_EQ(shown.status, 410);
  EXPECT_EQ(json_of(shown).at("type"), "Tombstone");
  EXPECT_EQ(shown.body.find("Wrong words"), std::string::npos);
  inbox_ = open();
  work();
  for (const auto* url : {kInboxOfAnn, kShared}) {
    ASSERT_EQ(posted(url).size(), 2U);
    const auto activity = sent_in(posted(url)[1]);
    EXPECT_EQ(activity.at("type"), "Delete");
    EXPECT_EQ(activity.at("object").at("id"), value(sent.external_id));
  }
  const auto theirs = world_.run(inbox_->act({ActionKind::remove, kNoteOfAnn, ""}));
  ASSERT_FALSE(theirs.has_value());
  EXPECT_EQ(theirs.error().kind, base::FailureKind::not_found);
}

TEST_F(ActivityPubSend, WeLikeAndShareAndTakeItBack) {
  takes(kInboxOfAnn);
  follow("https://other.example/users/bob", "https://other.example/inbox");
  const std::string context = R"({"visibility":"public","actor":"https://social.example/users/ann"})";
  const auto act = [&](ActionKind kind) {
    EXPECT_TRUE(world_.run(inbox_->act({kind, kNoteOfAnn, context})).has_value());
    return sent_in(posted(kInboxOfAnn).back());
  };
  const auto like = act(ActionKind::like);
  EXPECT_EQ(like.at("type"), "Like");
  EXPECT_EQ(like.at("object"), kNoteOfAnn);
  EXPECT_EQ(like.at("to"), array{kAnn});
  EXPECT_EQ(kept(kDelivery), 0U) << "nobody else's business";
  const auto unlike = act(ActionKind::unlike);
  EXPECT_EQ(unlike.at("type"), "Undo");
  EXPECT_EQ(unlike.at("object").at("id"), like.at("id"));
  const auto share = act(ActionKind::share);
  EXPECT_EQ(share.at("type"), "Announce");
  EXPECT_EQ(kept(kDelivery), 1U);
  EXPECT_EQ(act(ActionKind::unshare).at("object").at("id"), share.at("id"));
  const std::string secret = R"({"visibility":"direct","actor":"https://social.example/users/ann"})";
  EXPECT_FALSE(world_.run(inbox_->act({ActionKind::share, kNoteOfAnn, secret})).has_value());
  takes(kInboxOfAnn, 403);
  const auto refused = world_.run(inbox_->act({ActionKind::like, kNoteOfAnn, context}));
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().message, "social.example takes nothing from us. ");
  EXPECT_FALSE(world_.run(inbox_->act({ActionKind::like, kNoteOfAnn, ""})).has_value());
}

// --- The key

TEST_F(ActivityPubSend, TheKeyIsSealedAndStays) {
  const auto pem_of = [&] {
    return std::string(json_of(get("/ap/support")).at("publicKey").at("publicKeyPem").as_string());
  };
  const auto pem = pem_of();
  const std::string kept = state_.entries.at({"account", "key"});
  EXPECT_NE(kept.find("BEGIN ENCRYPTED PRIVATE KEY"), std::string::npos);
  inbox_ = open();
  EXPECT_EQ(pem_of(), pem);
  // Where it cannot be opened any more, there is a new one.
  state_.entries[{"account", "key"}] = test_key(0).sealed_pem("another passphrase");
  inbox_ = open();
  EXPECT_NE(pem_of(), pem);
  EXPECT_TRUE(fediverse::RsaKey::from_public_pem(pem_of()).has_value());
}

}  // namespace
}  // namespace activitypub
