#include "base/json/encode.hpp"
#include "connectors/activitypub/account.hpp"
#include "connectors/activitypub/addresses.hpp"
#include "connectors/activitypub/fediverse_test_kit.hpp"

namespace activitypub {
namespace {

class ActivityPubPages : public FediverseTest {
 protected:
  std::optional<net::Response> ask(const std::string& target) {
    net::Request request;
    request.target = target;
    request.path = target.substr(0, target.find('?'));
    if (request.path.size() < target.size()) request.query = target.substr(request.path.size() + 1);
    return world_.run(inbox_->answer(std::move(request), sink_));
  }
  void said(const std::string& key, const std::string& visibility) {
    KeptNote note;
    note.key = key;
    note.html = "<p>On its way</p>";
    note.visibility = visibility;
    note.recipient = kAnn;
    note.published = world_.clock.now();
    state_.apply({Account::keep(note)});
  }
};

TEST_F(ActivityPubPages, TheAccountIsFoundByItsNameOrItsAddress) {
  for (const auto* resource : {"acct:support@care.example", "acct:Support@CARE.example", "acct:%40support%40care.example",
                               "https://care.example/ap/support"}) {
    const auto found = get(std::string("/.well-known/webfinger?resource=") + resource);
    EXPECT_EQ(found.status, 200);
    EXPECT_EQ(header(found, "Content-Type"), "application/jrd+json");
    EXPECT_EQ(header(found, "Access-Control-Allow-Origin"), "*");
    EXPECT_EQ(json_of(found).at("subject"), "acct:support@care.example");
    EXPECT_EQ(json_of(found).at("links").at(0).at("href"), kUs);
  }
  for (const auto* resource : {"?resource=acct:other@care.example", "?resource=acct:support@other.example", "?x=1", ""})
    EXPECT_FALSE(ask(std::string("/.well-known/webfinger") + resource).has_value()) << "another account's";
}

TEST_F(ActivityPubPages, TheAccountIsShown) {
  const auto shown = get("/ap/support");
  EXPECT_EQ(header(shown, "Content-Type"), "application/activity+json; charset=utf-8");
  EXPECT_EQ(header(shown, "Vary"), "Accept");
  const auto actor = json_of(shown);
  EXPECT_EQ(actor.at("id"), kUs);
  EXPECT_EQ(actor.at("preferredUsername"), "support");
  EXPECT_EQ(actor.at("name"), "Example Care");
  EXPECT_EQ(actor.at("inbox"), value(std::string(kUs) + "/inbox"));
  EXPECT_EQ(actor.at("publicKey").at("owner"), kUs);
  const auto page = get("/ap/support", "text/html,application/xhtml+xml");
  EXPECT_EQ(header(page, "Content-Type"), "text/html; charset=utf-8");
  EXPECT_NE(page.body.find("@support@care.example"), std::string::npos);
}

TEST_F(ActivityPubPages, CollectionsTellHowMany) {
  state_.entries[{kFollower, kAnn}] = base::encode(Follower{"i", "s", world_.clock.now()});
  const auto followers = get("/ap/support/followers");
  EXPECT_EQ(json_of(followers).at("totalItems"), 1);
  EXPECT_EQ(followers.body.find("ann"), std::string::npos) << "who they are is nobody's business";
  EXPECT_EQ(json_of(get("/ap/support/following")).at("totalItems"), 0);
  said("heed-1", "public");
  said("heed-2", "direct");
  said("heed-3", "unlisted");
  const auto outbox = json_of(get("/ap/support/outbox"));
  EXPECT_EQ(outbox.at("totalItems"), 2);
  const auto& items = outbox.at("first").at("orderedItems").as_array();
  ASSERT_EQ(items.size(), 2U);
  EXPECT_EQ(items[0].at("object").at("id"), value(std::string(kUs) + "/notes/heed-3")) << "the latest first";
  EXPECT_EQ(json_of(get("/ap/support/nodeinfo")).at("usage").at("localPosts"), 2);
  const auto links = json_of(get("/.well-known/nodeinfo"));
  EXPECT_EQ(links.at("links").at(0).at("href"), value(std::string(kUs) + "/nodeinfo"));
}

TEST_F(ActivityPubPages, NotesAreShownToWhomTheyAreFor) {
  said("heed-1", "public");
  said("heed-2", "direct");
  EXPECT_EQ(json_of(get("/ap/support/notes/heed-1")).at("type"), "Note");
  EXPECT_EQ(json_of(get("/ap/support/notes/heed-1/create")).at("type"), "Create");
  EXPECT_NE(get("/ap/support/notes/heed-1", "text/html").body.find("<p>On its way</p>"), std::string::npos);
  for (const auto* path : {"/ap/support/notes/heed-2", "/ap/support/notes/heed-2/create", "/ap/support/notes/heed-9",
                           "/ap/support/notes/", "/ap/support/notes/../x", "/ap/support/notes/HEED-1", "/ap/support/x"})
    EXPECT_EQ(get(path).status, 404) << path;
  for (const auto* path : {"/ap/supporter", "/ap/other", "/ap/Support/notes/heed-1"})
    EXPECT_FALSE(ask(path).has_value()) << path;
}

TEST_F(ActivityPubPages, NothingIsWrittenToWhatIsRead) {
  net::Request request;
  request.method = net::Method::post;
  request.target = request.path = "/ap/support/outbox";
  const auto refused = call(std::move(request));
  EXPECT_EQ(refused.status, 405);
  EXPECT_EQ(header(refused, "Allow"), "GET, HEAD");
}

TEST_F(ActivityPubPages, AnAccountNeedsANameThatOthersCanFind) {
  EXPECT_EQ(Addresses::of("https://care.example", "support")->handle(), "@support@care.example");
  EXPECT_TRUE(Addresses::of("http://care.test", "support").has_value());
  for (const auto* url : {"", "http://care.example", "https://care.example:8443", "https://10.0.0.1", "https://localhost",
                          "https://care", "https://care.example/heed", "care.example", "https://[::1]"}) {
    const auto refused = Addresses::of(url, "support");
    ASSERT_FALSE(refused.has_value()) << url;
    EXPECT_NE(refused.error().message.find("public_url"), std::string::npos);
  }
}

TEST_F(ActivityPubPages, TheNameStays) {
  EXPECT_EQ(world_.run(inbox_->connect())->handle, "@support@care.example");
  work();
  EXPECT_TRUE(world_.run(inbox_->connect()).has_value());
  state_.entries[{"account", "username"}] = "care";
  const auto refused = world_.run(inbox_->connect());
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().field, "username");
}

}  // namespace
}  // namespace activitypub
