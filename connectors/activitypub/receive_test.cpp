#include "connectors/activitypub/account.hpp"
#include "connectors/activitypub/fediverse_test_kit.hpp"

namespace activitypub {
namespace {

using channel::ItemKind;
using fediverse::SignatureForm;
using namespace std::chrono_literals;

constexpr const char* kOurNote = "https://care.example/ap/support/notes/heed-1";

class ActivityPubReceive : public FediverseTest {
 protected:
  // Refused with that status and a reason, and nothing of it is kept.
  void expect_refused(const net::Response& response, int status, const std::string& why) {
    EXPECT_EQ(response.status, status) << response.body;
    EXPECT_NE(response.body.find(why), std::string::npos) << response.body;
    EXPECT_TRUE(sink_.items.empty());
    EXPECT_EQ(kept(kSeen) + kept(kFollower) + kept(kDelivery), 0U);
  }
  channel::InboundItem only() {
    EXPECT_EQ(sink_.items.size(), 1U);
    return sink_.items.empty() ? channel::InboundItem{} : sink_.items.back();
  }
};

TEST_F(ActivityPubReceive, AMentionIsTakenIn) {
  for (const auto form : {SignatureForm::draft, SignatureForm::rfc9421}) {
    sink_.items.clear();
    EXPECT_EQ(post(does("Create",
                        note("<p><a href=\"https://care.example/ap/support\" class=\"u-url mention\">@<span>support</span>"
                             "</a> Where is it? 📦<br>See <a href=\"https://a.example/1\">this</a></p>")),
                   {.form = form})
                  .status,
              202);
    const auto item = only();
    EXPECT_EQ(item.kind, ItemKind::message);
    EXPECT_EQ(item.external_id, kNoteOfAnn);
    EXPECT_EQ(item.text, "@support@care.example Where is it? 📦\nSee this (https://a.example/1)");
    EXPECT_EQ(item.author.external_id, kAnn);
    EXPECT_EQ(item.author.handle, "@ann@social.example");
    EXPECT_EQ(item.author.name, "Ann");
    EXPECT_TRUE(item.is_public);
    EXPECT_TRUE(item.by_replies);
    EXPECT_FALSE(item.own);
    EXPECT_EQ(item.context, R"({"visibility":"public","actor":"https://social.example/users/ann"})");
  }
}

TEST_F(ActivityPubReceive, WhoIsSpokenToDecidesWhoMaySeeIt) {
  const auto visibility_of = [&](const array& to, const array& cc) {
    auto said = note();
    said["id"] = std::string(kNoteOfAnn) + std::to_string(world_.clock.now().time_since_epoch().count());
    said["to"] = to;
    said["cc"] = cc;
    EXPECT_EQ(post(does("Create", said)).status, 202);
    return sink_.items.empty() ? std::string("nothing") : sink_.items.back().context.substr(15, 4);
  };
  EXPECT_EQ(visibility_of({kOpen}, {kUs}), "publ");
  EXPECT_EQ(visibility_of({"as:Public"}, {kUs}), "publ");
  EXPECT_EQ(visibility_of({std::string(kAnn) + "/followers"}, {kOpen, kUs}), "unli");
  EXPECT_TRUE(sink_.items.back().is_public);
  EXPECT_EQ(visibility_of({std::string(kAnn) + "/followers"}, {kUs}), "foll");
  EXPECT_FALSE(sink_.items.back().is_public);
  EXPECT_EQ(visibility_of({kUs}, {}), "dire");
  EXPECT_FALSE(sink_.items.back().is_public);
  EXPECT_FALSE(sink_.items.back().by_replies);
}

TEST_F(ActivityPubReceive, AnAnswerNeedsNoMention) {
  auto said = note();
  said["tag"] = array{};
  said["cc"] = array{};
  EXPECT_EQ(post(does("Create", said)).status, 202);
  EXPECT_TRUE(sink_.items.empty()) << "none of our business";
  said["inReplyTo"] = kOurNote;
  EXPECT_EQ(post(does("Create", said)).status, 202);
  EXPECT_EQ(only().parent_external_id, kOurNote);
}

TEST_F(ActivityPubReceive, WhatIsOnlyNamedIsFetchedFromItsServer) {
  show(kNoteOfAnn, note());
  EXPECT_EQ(post(does("Create", kNoteOfAnn)).status, 202);
  EXPECT_EQ(only().text, "Where is my parcel?");
  sink_.items.clear();
  auto other = note();
  other["id"] = "https://social.example/users/ann/statuses/2";
  show(kNoteOfAnn, other);
  EXPECT_EQ(post(does("Create", kNoteOfAnn)).status, 403);
  EXPECT_EQ(post(does("Create", "https://other.example/1")).status, 403);
  EXPECT_TRUE(sink_.items.empty());
}

TEST_F(ActivityPubReceive, FilesComeWithTheirWords) {
  auto said = note();
  said["attachment"] = object{{"type", "Document"},
                              {"mediaType", "image/png"},
                              {"url", "https://social.example/media/bike.png?x=1"},
                              {"name", "A red bicycle"}};
  EXPECT_EQ(post(does("Create", said)).status, 202);
  const auto item = only();
  ASSERT_EQ(item.attachments.size(), 1U);
  EXPECT_EQ(item.attachments[0].name, "bike.png");
  EXPECT_EQ(item.attachments[0].type, "image/png");
  EXPECT_EQ(item.attachments[0].description, "A red bicycle");
}

// --- Who may not

TEST_F(ActivityPubReceive, WhatIsNotSignedIsRefused) {
  auto request = signed_request(boost::json::serialize(does("Create", note())), {});
  std::erase_if(request.headers, [](const auto& one) { return one.name == "Signature"; });
  expect_refused(call(request), 401, "not signed");
}

TEST_F(ActivityPubReceive, AnotherBodyIsRefusedBeforeAnythingIsAsked) {
  auto request = signed_request(boost::json::serialize(does("Create", note())), {});
  request.body.back() = ' ';
  request.body += '}';
  expect_refused(call(request), 401, "another body");
  EXPECT_TRUE(world_.platform.seen.empty());
}

TEST_F(ActivityPubReceive, AnotherTimeIsRefused) {
  expect_refused(post(does("Create", note()), {.later = -3700s}), 401, "too old");
  expect_refused(post(does("Create", note()), {.later = 400s}), 401, "time to come");
  EXPECT_EQ(post(does("Create", note()), {.later = -3500s}).status, 202);
}

TEST_F(ActivityPubReceive, AnotherKeyIsRefused) {
  expect_refused(post(does("Create", note()), {.key = 1}), 401, "not the sender's");
}

TEST_F(ActivityPubReceive, ASignatureForAnotherHostIsRefused) {
  fediverse::Message message{.method = net::Method::post,
                             .url = "https://other.example/ap/support/inbox",
                             .headers = {},
                             .body = boost::json::serialize(does("Create", note()))};
  const auto signature =
      fediverse::sign(message, {std::string(kAnn) + "#main-key", test_key(0)}, SignatureForm::draft, world_.clock.now());
  net::Request request;
  request.method = net::Method::post;
  request.target = request.path = "/ap/support/inbox";
  request.headers = *signature;
  request.headers.push_back({"Host", "other.example"});
  request.body = message.body;
  expect_refused(call(request), 401, "not the sender's");
}

TEST_F(ActivityPubReceive, AProxyMayCallUsByAnotherName) {
  auto request = signed_request(boost::json::serialize(does("Create", note())), {});
  for (auto& one : request.headers) {
    if (one.name == "Host") one.value = "127.0.0.1:8080";
  }
  EXPECT_EQ(call(request).status, 202);
}

TEST_F(ActivityPubReceive, NobodySpeaksForAnother) {
  auto activity = does("Create", note());
  activity["actor"] = "https://social.example/users/bob";
  expect_refused(post(activity), 403, "actor");
  auto said = note();
  said["attributedTo"] = "https://social.example/users/bob";
  expect_refused(post(does("Create", said)), 403, "attributedTo");
  said = note();
  said["id"] = "https://other.example/users/ann/statuses/1";
  expect_refused(post(does("Create", said)), 403, "object.id");
  expect_refused(post(does("Delete", "https://other.example/users/ann/statuses/1")), 403, "another server");
  expect_refused(
      post(does("Undo", object{{"type", "Like"}, {"actor", "https://social.example/users/bob"}, {"object", kOurNote}})), 403,
      "somebody else");
  expect_refused(post(does("Update", kOurNote)), 202, "");
}

TEST_F(ActivityPubReceive, AKeyHasToBeItsAccountsOwn) {
  const std::string url = "https://evil.example/keys/1";
  show(url, {{"id", url}, {"type", "Key"}, {"owner", kAnn}, {"publicKeyPem", test_key(1).public_pem()}});
  expect_refused(post(does("Create", note()), {.key = 1, .key_id = url}), 401, "another server");
  // Of her own server, but she does not name it.
  const std::string near = "https://social.example/keys/1";
  show(near, {{"id", near}, {"type", "Key"}, {"owner", kAnn}, {"publicKeyPem", test_key(1).public_pem()}});
  expect_refused(post(does("Create", note()), {.key = 1, .key_id = near}), 401, "does not name the key");
  // An address that shows another's document.
  const std::string copy = "https://evil.example/copy";
  show(copy, actor_of(kAnn, test_key(1)));
  expect_refused(post(does("Create", note()), {.key = 1, .key_id = copy}), 401, "another server");
}

TEST_F(ActivityPubReceive, AKeyMayStandInADocumentOfItsOwn) {
  const std::string url = "https://social.example/keys/ann";
  show(url, {{"id", url}, {"type", "Key"}, {"owner", kAnn}, {"publicKeyPem", test_key(0).public_pem()}});
  auto actor = actor_of(kAnn, test_key(0));
  actor["publicKey"] = object{{"id", url}, {"owner", kAnn}, {"publicKeyPem", test_key(0).public_pem()}};
  show(kAnn, actor);
  EXPECT_EQ(post(does("Create", note()), {.key_id = url}).status, 202);
}

TEST_F(ActivityPubReceive, NothingIsAskedOverAPlainConnectionOrElsewhere) {
  expect_refused(post(does("Create", note()), {.key_id = "http://social.example/users/ann#main-key"}), 401, "https");
  EXPECT_TRUE(world_.platform.seen.empty());
  world_.platform.on(net::Method::get, kAnn, 302, "", {{"Location", "https://evil.example/ann"}});
  expect_refused(post(does("Create", note())), 401, "302");
  ASSERT_EQ(world_.platform.seen.size(), 1U);
  EXPECT_FALSE(world_.platform.seen[0].follow_redirects);
  world_.clock.advance(2min);
  world_.platform.on(net::Method::get, kAnn, 200, boost::json::serialize(actor_of(kAnn, test_key(0))),
                     {{"Content-Type", "application/json"}});
  expect_refused(post(does("Create", note())), 401, "not answer as a server of the fediverse");
}

TEST_F(ActivityPubReceive, FetchesAreSigned) {
  post(does("Create", note()));
  ASSERT_EQ(world_.platform.seen.size(), 1U);
  const auto& seen = world_.platform.seen[0];
  fediverse::Message message{.method = net::Method::get, .url = seen.url, .headers = seen.headers, .body = {}};
  const auto actor = json_of(get("/ap/support"));
  const auto pem = std::string(actor.at("publicKey").at("publicKeyPem").as_string());
  EXPECT_EQ(*fediverse::read_key_id(message), std::string(kUs) + "#main-key");
  EXPECT_TRUE(fediverse::verify(message, *fediverse::RsaKey::from_public_pem(pem), world_.clock.now()).has_value());
}

TEST_F(ActivityPubReceive, TheKeyIsAskedForOnceUnlessItChanges) {
  EXPECT_EQ(post(does("Create", note())).status, 202);
  EXPECT_EQ(post(does("Like", kOurNote)).status, 202);
  EXPECT_EQ(world_.platform.seen.size(), 1U);
  world_.clock.advance(1min);
  show(kAnn, actor_of(kAnn, test_key(1)));
  EXPECT_EQ(post(does("Like", kOurNote, "2"), {.key = 1}).status, 202) << "looked at anew";
  EXPECT_EQ(world_.platform.seen.size(), 2U);
  // Whoever sends rubbish does not make us ask again and again.
  for (int i = 0; i < 5; ++i) EXPECT_EQ(post(does("Like", kOurNote, "3"), {.key = 0}).status, 401);
  EXPECT_EQ(world_.platform.seen.size(), 2U);
}

TEST_F(ActivityPubReceive, WhileTheSendersServerIsAwayItMayComeAgain) {
  world_.platform.on(net::Method::get, kAnn, [](const auto&) { return channel::FakePlatform::away(net::Sent::nothing); });
  const auto response = post(does("Create", note()));
  expect_refused(response, 503, "key cannot be had");
  EXPECT_FALSE(header(response, "Retry-After").empty());
  for (int i = 0; i < 5; ++i) post(does("Create", note()));
  EXPECT_EQ(world_.platform.seen.size(), 1U) << "nor is a server that is away asked again and again";
}

TEST_F(ActivityPubReceive, WhatWasTakenIsNotTakenAgain) {
  const auto request = signed_request(boost::json::serialize(does("Follow", kUs)), {});
  EXPECT_EQ(call(request).status, 202);
  EXPECT_EQ(post(does("Undo", does("Follow", kUs))).status, 202);
  EXPECT_EQ(kept(kFollower), 0U);
  inbox_ = open();  // After a restart too.
  const auto again = call(request);
  EXPECT_EQ(again.status, 409);
  EXPECT_NE(again.body.find("taken before"), std::string::npos);
  EXPECT_EQ(kept(kFollower), 0U);
}

TEST_F(ActivityPubReceive, WhatCannotBeStoredIsNotAccepted) {
  sink_.refuse = base::Failure{base::FailureKind::unavailable, "More arrives than can be taken in.", "", 2s};
  const auto request = signed_request(boost::json::serialize(does("Create", note())), {});
  const auto response = call(request);
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(header(response, "Retry-After"), "2");
  sink_.refuse.reset();
  sink_.items.clear();
  EXPECT_EQ(call(request).status, 202) << "the same bytes, since they were not taken";
}

// --- What is done

TEST_F(ActivityPubReceive, WhoFollowsIsKeptAndAccepted) {
  EXPECT_EQ(post(does("Follow", kUs)).status, 202);
  EXPECT_EQ(only().kind, ItemKind::follow);
  EXPECT_EQ(only().author.external_id, kAnn);
  EXPECT_EQ(kept(kFollower), 1U);
  world_.platform.on(net::Method::post, "https://social.example/users/ann/inbox", 202, "");
  work();
  const auto sent = posted("https://social.example/users/ann/inbox");
  ASSERT_EQ(sent.size(), 1U);
  const auto accept = base::parse_json(sent[0].body)->as_object();
  EXPECT_EQ(accept.at("type"), "Accept");
  EXPECT_EQ(accept.at("object").at("id"), value(std::string(kAnn) + "#Follow/1"));
  EXPECT_EQ(kept(kDelivery), 0U);
  sink_.items.clear();
  EXPECT_EQ(post(does("Undo", does("Follow", kUs))).status, 202);
  EXPECT_EQ(only().kind, ItemKind::unfollow);
  EXPECT_EQ(kept(kFollower), 0U);
}

TEST_F(ActivityPubReceive, LikesAndSharesOfOurs) {
  const auto kind_of = [&](const object& activity) {
    sink_.items.clear();
    EXPECT_EQ(post(activity).status, 202);
    if (sink_.items.empty()) return std::string("nothing");
    EXPECT_EQ(sink_.items[0].target_external_id, kOurNote);
    return std::string(base::to_name(sink_.items[0].kind));
  };
  EXPECT_EQ(kind_of(does("Like", kOurNote)), "like");
  EXPECT_EQ(kind_of(does("EmojiReact", kOurNote)), "like");
  EXPECT_EQ(kind_of(does("Like", object{{"id", kOurNote}, {"type", "Note"}})), "like");
  EXPECT_EQ(kind_of(does("Announce", array{kOurNote})), "share");
  EXPECT_EQ(kind_of(does("Undo", does("Like", kOurNote))), "unlike");
  EXPECT_EQ(kind_of(does("Undo", does("Announce", kOurNote))), "unshare");
  EXPECT_EQ(kind_of(does("Like", "https://other.example/1")), "nothing");
  EXPECT_EQ(kind_of(does("Undo", "https://social.example/likes/1")), "nothing");
  EXPECT_EQ(kind_of(does("Move", kAnn)), "nothing");
}

TEST_F(ActivityPubReceive, BlocksAndReports) {
  EXPECT_EQ(post(does("Follow", kUs)).status, 202);
  EXPECT_EQ(post(does("Block", kUs)).status, 202);
  EXPECT_EQ(sink_.items.back().kind, ItemKind::block);
  EXPECT_EQ(kept(kFollower), 0U);
  EXPECT_EQ(post(does("Undo", does("Block", kUs))).status, 202);
  EXPECT_EQ(sink_.items.back().kind, ItemKind::unblock);
  auto flag = does("Flag", array{kUs, kOurNote});
  flag["content"] = "Spam <b>it is</b>";
  EXPECT_EQ(post(flag).status, 202);
  const auto& report = sink_.items.back();
  EXPECT_EQ(report.kind, ItemKind::message);
  EXPECT_EQ(report.subject, "Report");
  EXPECT_EQ(report.text, std::string("Spam it is\n") + kUs + "\n" + kOurNote);
  EXPECT_FALSE(report.is_public);
  EXPECT_TRUE(report.is_automatic);
  const auto before = sink_.items.size();
  EXPECT_EQ(post(does("Flag", "https://other.example/1")).status, 202);
  EXPECT_EQ(sink_.items.size(), before);
}

TEST_F(ActivityPubReceive, WhatWasSaidIsChangedAndTakenBack) {
  EXPECT_EQ(post(does("Update", note("<p>It is blue</p>"))).status, 202);
  EXPECT_EQ(post(does("Delete", kNoteOfAnn)).status, 202);
  EXPECT_TRUE(sink_.items.empty()) << "it was never said to us";
  EXPECT_EQ(post(does("Create", note())).status, 202);
  sink_.items.clear();
  auto changed = note("<p>It is green</p>");
  changed["updated"] = "2027-01-14T07:59:30Z";
  EXPECT_EQ(post(does("Update", changed)).status, 202);
  EXPECT_EQ(only().kind, ItemKind::edit);
  EXPECT_EQ(only().target_external_id, kNoteOfAnn);
  EXPECT_EQ(only().external_id, std::string(kNoteOfAnn) + " 2027-01-14T07:59:30Z");
  EXPECT_EQ(only().text, "It is green");
  sink_.items.clear();
  EXPECT_EQ(post(does("Update", actor_of(kAnn, test_key(0)))).status, 202);
  EXPECT_TRUE(sink_.items.empty());
  EXPECT_EQ(post(does("Delete", object{{"id", kNoteOfAnn}, {"type", "Tombstone"}})).status, 202);
  EXPECT_EQ(only().kind, ItemKind::deletion);
  EXPECT_EQ(only().target_external_id, kNoteOfAnn);
}

TEST_F(ActivityPubReceive, NobodyTakesBackWhatAnotherSaid) {
  EXPECT_EQ(post(does("Create", note())).status, 202);
  sink_.items.clear();
  const std::string eve = "https://social.example/users/eve";
  show(eve, actor_of(eve, test_key(1)));
  auto deletes = does("Delete", kNoteOfAnn);
  deletes["actor"] = eve;
  deletes["id"] = eve + "#1";
  EXPECT_EQ(post(deletes, {.key = 1, .key_id = eve + "#main-key"}).status, 403);
  EXPECT_TRUE(sink_.items.empty());
}

TEST_F(ActivityPubReceive, AnAccountThatEndsFollowsNoMore) {
  EXPECT_EQ(post(does("Delete", kAnn)).status, 202);
  EXPECT_TRUE(sink_.items.empty()) << "nobody we know";
  EXPECT_EQ(post(does("Follow", kUs)).status, 202);
  sink_.items.clear();
  inbox_ = open();
  world_.platform.on(net::Method::get, kAnn, 410, "");
  EXPECT_EQ(post(does("Create", note())).status, 401) << "nobody can say that it is hers";
  EXPECT_TRUE(sink_.items.empty());
  world_.clock.advance(2min);
  EXPECT_EQ(post(does("Delete", kAnn)).status, 202);
  EXPECT_EQ(only().kind, ItemKind::unfollow);
  EXPECT_EQ(kept(kFollower), 0U);
}

// --- What is made to hurt

TEST_F(ActivityPubReceive, WhatIsNoActivityIsRefused) {
  for (const std::string body : {"", "null", "[]", "\"x\"", "{}", "{\"actor\":1}", "not JSON", "{\"type\":\"Create\"}"}) {
    world_.clock.advance(1s);
    EXPECT_GE(call(signed_request(body, {})).status, 400) << body;
  }
  std::string deep;
  for (int i = 0; i < 5'000; ++i) deep += "{\"object\":[";
  EXPECT_EQ(call(signed_request(deep, {})).status, 400);
  EXPECT_TRUE(sink_.items.empty());
}

// Each member of a good activity in turn is something else; whatever comes of it, we stand.
TEST_F(ActivityPubReceive, StandsWhateverIsInIt) {
  const std::string long_text(100'000, 'x');
  const std::vector<value> odd = {nullptr,
                                  true,
                                  -1,
                                  1e300,
                                  "",
                                  "x",
                                  value(std::string("a\0b\x01\xff", 5)),
                                  value(long_text),
                                  "https://",
                                  value("https://social.example/" + long_text),
                                  array{},
                                  array{array{array{}}},
                                  array(500, "https://social.example/users/ann"),
                                  object{},
                                  object{{"id", object{{"id", array{}}}}},
                                  object{{"type", array{1, nullptr, "Note"}}, {"id", 7}},
                                  object{{"href", array{}}, {"url", object{{"href", 1}}}, {"name", array{}}}};
  for (const auto* type : {"Create", "Update", "Delete", "Undo", "Flag", "Follow", "Announce", "Like", "Block"}) {
    auto said = note();
    said["attachment"] = array{{{"type", "Document"}, {"url", "https://social.example/1.png"}}};
    said["summary"] = "CW";
    const bool takes_back = std::string_view(type) == "Undo";
    const object whole = does(type, takes_back ? value(does("Follow", kUs)) : value(said));
    for (const auto& [name, member] : whole) {
      for (const auto& one : odd) {
        auto changed = whole;
        changed[name] = one;
        const auto status = post(changed).status;
        EXPECT_TRUE(status == 202 || (status >= 400 && status < 500)) << type << " " << name;
      }
    }
    if (takes_back) continue;
    for (const auto& [name, member] : said) {
      for (const auto& one : odd) {
        auto changed = said;
        changed[name] = one;
        const auto status = post(does(type, changed)).status;
        EXPECT_TRUE(status == 202 || (status >= 400 && status < 500)) << type << " object." << name;
      }
    }
  }
  for (const auto& item : sink_.items) {
    EXPECT_FALSE(item.external_id.empty());
    EXPECT_LE(item.external_id.size(), 1'600U);
    EXPECT_EQ(item.author.external_id, kAnn);
    EXPECT_EQ(item.text.find('\0'), std::string::npos);
  }
  for (const auto& [name, entry] : state_.entries) EXPECT_LE(name.second.size(), 1'000U);
}

TEST_F(ActivityPubReceive, StandsWhateverAServerShows) {
  const auto good = actor_of(kAnn, test_key(0));
  const std::vector<value> odd = {
      nullptr,
      1,
      "",
      "x",
      array{},
      object{},
      array{array{}},
      "https://other.example/inbox",
      object{{"id", 1}, {"publicKeyPem", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"}}};
  for (const auto& [name, member] : good) {
    for (const auto& one : odd) {
      auto changed = good;
      changed[name] = one;
      show(kAnn, changed);
      inbox_ = open();
      const auto status = post(does("Create", note())).status;
      EXPECT_TRUE(status == 202 || status == 401) << name << " " << status;
    }
  }
  for (const std::string body : {"", "[]", "null", "{", "<html></html>", "{\"id\":\"https://social.example/users/ann\"}"}) {
    world_.platform.on(net::Method::get, kAnn, 200, body, {{"Content-Type", "application/activity+json"}});
    inbox_ = open();
    EXPECT_EQ(post(does("Create", note())).status, 401) << body;
  }
}

TEST_F(ActivityPubReceive, SignaturesAreForgottenWhenNobodyCanUseThemAgain) {
  post(does("Create", note()));
  EXPECT_EQ(kept(kSeen), 1U);
  work();
  EXPECT_EQ(kept(kSeen), 1U);
  world_.clock.advance(91min);
  work();
  EXPECT_EQ(kept(kSeen), 0U);
}

}  // namespace
}  // namespace activitypub
