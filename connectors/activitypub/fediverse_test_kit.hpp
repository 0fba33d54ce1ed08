#pragma once
// Our account support@care.example beside a server of others, social.example, where ann has an account: for tests.

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "base/json/decode.hpp"
#include "channel/fake_platform_test_kit.hpp"
#include "connectors/_fediverse/http_signature.hpp"
#include "connectors/activitypub/inbox.hpp"
#include "connectors/activitypub/settings.hpp"

namespace activitypub {

using boost::json::array;
using boost::json::object;
using boost::json::value;

inline const fediverse::RsaKey& test_key(std::size_t which) {
  static const std::vector<fediverse::RsaKey> keys = {fediverse::RsaKey::generate(), fediverse::RsaKey::generate()};
  return keys.at(which);
}

inline constexpr const char* kUs = "https://care.example/ap/support";
inline constexpr const char* kAnn = "https://social.example/users/ann";
inline constexpr const char* kOpen = "https://www.w3.org/ns/activitystreams#Public";
inline constexpr const char* kNoteOfAnn = "https://social.example/users/ann/statuses/1";

class FediverseTest : public testing::Test {
 protected:
  FediverseTest() {
    sink_.state = &state_;
    if (!made_key().empty()) state_.entries[{"account", "key"}] = made_key();
    inbox_ = open();
    show(kAnn, actor_of(kAnn, test_key(0)));
  }

  ~FediverseTest() override {
    const auto made = state_.entries.find({"account", "key"});
    if (made_key().empty() && made != state_.entries.end()) made_key() = made->second;
  }
  // Of our account, as it is kept; made by the first test that needs it, since that takes a while.
  static std::string& made_key() {
    static std::string key;
    return key;
  }

  std::unique_ptr<channel::ChannelInbox> open() {
    auto services = world_.services();
    services.public_url = "https://care.example";
    services.state = &state_;
    auto made = make_inbox(services, *read_settings({{"username", "support"}, {"display_name", "Example Care"}}));
    EXPECT_TRUE(made.has_value());
    return *std::move(made);
  }

  static object actor_of(const std::string& id, const fediverse::RsaKey& key) {
    return {{"@context", "https://www.w3.org/ns/activitystreams"},
            {"id", id},
            {"type", "Person"},
            {"preferredUsername", id.substr(id.rfind('/') + 1)},
            {"name", "Ann"},
            {"inbox", id + "/inbox"},
            {"endpoints", {{"sharedInbox", "https://social.example/inbox"}}},
            {"publicKey", {{"id", id + "#main-key"}, {"owner", id}, {"publicKeyPem", key.public_pem()}}}};
  }
  void show(const std::string& url, const object& document) {
    world_.platform.on(net::Method::get, url, [=, text = boost::json::serialize(document)](const net::HttpRequest& request) {
      if (request.url != url) return net::HttpReply{404, {}, ""};
      return net::HttpReply{200, {{"Content-Type", "application/activity+json; charset=utf-8"}}, text};
    });
  }

  // What ann says.
  static object note(const std::string& content = "<p>Where is my parcel?</p>") {
    return {{"id", kNoteOfAnn},
            {"type", "Note"},
            {"attributedTo", kAnn},
            {"content", content},
            {"published", "2027-01-14T07:59:00Z"},
            {"to", array{kOpen}},
            {"cc", array{"https://social.example/users/ann/followers", kUs}},
            {"tag", array{{{"type", "Mention"}, {"href", kUs}, {"name", "@support@care.example"}}}}};
  }
  static object does(const std::string& type, const value& what, const std::string& id = "1") {
    return {{"@context", "https://www.w3.org/ns/activitystreams"},
            {"id", std::string(kAnn) + "#" + type + "/" + id},
            {"type", type},
            {"actor", kAnn},
            {"object", what}};
  }

  struct Signing {
    std::size_t key = 0;
    std::string key_id = std::string(kAnn) + "#main-key";
    fediverse::SignatureForm form = fediverse::SignatureForm::draft;
    std::chrono::seconds later{0};
  };
  net::Request signed_request(const std::string& body, const Signing& how) {
    fediverse::Message message{.method = net::Method::post, .url = std::string(kUs) + "/inbox", .headers = {}, .body = body};
    message.headers.push_back({"Content-Type", "application/activity+json"});
    const auto signature =
        fediverse::sign(message, {how.key_id, test_key(how.key)}, how.form, world_.clock.now() + how.later);
    EXPECT_TRUE(signature.has_value());
    net::Request request;
    request.method = net::Method::post;
    request.target = request.path = "/ap/support/inbox";
    request.headers = message.headers;
    request.headers.push_back({"Host", "care.example"});
    for (const auto& one : *signature) request.headers.push_back(one);
    request.body = body;
    return request;
  }
  net::Response call(net::Request request) {
    auto response = world_.run(inbox_->answer(std::move(request), sink_));
    EXPECT_TRUE(response.has_value());
    return response.value_or(net::Response{});
  }
  net::Response post(const object& activity, const Signing& how) {
    return call(signed_request(boost::json::serialize(activity), how));
  }
  // A second later than whatever came before.
  net::Response post(const object& activity) {
    world_.clock.advance(std::chrono::seconds(1));
    return post(activity, {});
  }
  net::Response get(const std::string& target, const std::string& accept = "application/activity+json") {
    net::Request request;
    request.target = target;
    request.path = target.substr(0, target.find('?'));
    if (request.path.size() < target.size()) request.query = target.substr(request.path.size() + 1);
    request.headers = {{"Accept", accept}};
    return call(std::move(request));
  }
  static object json_of(const net::Response& response) {
    const auto parsed = base::parse_json(response.body);
    EXPECT_TRUE(parsed && parsed->is_object()) << response.body;
    return parsed && parsed->is_object() ? parsed->as_object() : object();
  }
  static std::string header(const net::Response& response, std::string_view name) {
    const auto found = std::ranges::find(response.headers, name, &net::Header::name);
    return found == response.headers.end() ? "" : found->value;
  }
  [[nodiscard]] std::vector<net::HttpRequest> posted(std::string_view url) const {
    std::vector<net::HttpRequest> out;
    for (const auto& one : world_.platform.seen) {
      if (one.method == net::Method::post && one.url == url) out.push_back(one);
    }
    return out;
  }
  [[nodiscard]] std::size_t kept(std::string_view kind) const {
    return static_cast<std::size_t>(
        std::ranges::count_if(state_.entries, [&](const auto& one) { return one.first.first == kind; }));
  }
  // What waits is attempted once.
  void work() {
    boost::asio::cancellation_signal cancel;
    bool ended = false;
    world_.loop.restart();
    boost::asio::co_spawn(world_.loop, inbox_->receive(sink_, ""),
                          boost::asio::bind_cancellation_slot(
                              cancel.slot(), [&](const std::exception_ptr&, const base::Failure&) { ended = true; }));
    const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(100);
    while (!ended && std::chrono::steady_clock::now() < end) world_.loop.run_one_for(std::chrono::milliseconds(10));
    cancel.emit(boost::asio::cancellation_type::terminal);
    while (!ended && world_.loop.run_one() > 0) {}
  }

  channel::FakeWorld world_;
  channel::FakeState state_;
  channel::FakeSink sink_;
  std::unique_ptr<channel::ChannelInbox> inbox_;
};

}  // namespace activitypub
