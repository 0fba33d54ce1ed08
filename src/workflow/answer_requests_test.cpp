// Inboxes that are called at addresses of their own: what comes in by them is on disk, with what the connector keeps, before the
// answer is given.

#include <gtest/gtest.h>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "channel/fake_platform_test_kit.hpp"
#include "channel/settings.hpp"
#include "store/inbox_store.hpp"
#include "store/message_store.hpp"
#include "workflow/attend_inboxes.hpp"
#include "workflow/keep_channel_state.hpp"
#include "workflow/manage_inboxes.hpp"
#include "workflow/test_office.hpp"

namespace workflow {
namespace {

using base::FailureKind;
using std::chrono::milliseconds;

struct Settings {
  std::string name;
};
BOOST_DESCRIBE_STRUCT(Settings, (), (name))

// Takes in the body of what is posted to /served/NAME, and keeps who called.
class ServingInbox final : public channel::ChannelInbox {
 public:
  ServingInbox(std::string name, const channel::ChannelServices& services, const channel::InboundItem& item)
      : name_(std::move(name)), services_(services), item_(item) {}

  net::Task<base::Result<channel::ConnectedAccount>> connect() override { co_return channel::ConnectedAccount{}; }
  net::Task<base::Failure> receive(channel::ItemSink& sink, std::string) override {
    sink.connected();
    boost::asio::steady_timer never(co_await boost::asio::this_coro::executor, std::chrono::hours(1));
    for (;;) co_await never.async_wait(boost::asio::use_awaitable_t<store::Executor>{});
  }
  net::Task<channel::SendResult> send(channel::OutboundMessage) override { co_return channel::SendResult{}; }
  net::Task<std::optional<net::Response>> answer(net::Request request, channel::ItemSink& sink) override {
    if (request.path != "/served/" + name_) co_return std::nullopt;
    channel::InboundBatch batch;
    batch.items.push_back(item_);
    batch.items.back().text = request.body;
    batch.state.push_back({"caller", std::string(request.header("From")), request.body});
    const auto taken = co_await sink.take(std::move(batch));
    net::Response response{.status = taken ? 202 : 400, .headers = {}, .body = {}};
    if (!taken) response.body = taken.error().message;
    co_return response;
  }

 private:
  std::string name_;
  channel::ChannelServices services_;
  channel::InboundItem item_;
};

class AnswerRequestsTest : public OfficeTest {
 protected:
  void SetUp() override {
    OfficeTest::SetUp();
    if (IsSkipped()) return;
    channel::ChannelType type;
    type.id = "serving";
    type.name = "Serving";
    type.serves = {"/served/", "/.well-known/served"};
    type.settings_schema = channel::settings_schema<Settings>();
    type.check_settings = [](const boost::json::value& given) -> base::Result<boost::json::value> { return given; };
    type.open = [item = office().item("ann", "")](
                    const boost::json::value& settings,
                    const channel::ChannelServices& services) -> base::Result<std::unique_ptr<channel::ChannelInbox>> {
      return std::make_unique<ServingInbox>(base::decode<Settings>(settings)->name, services, item);
    };
    office().channels.push_back(type);
    AttendantParts parts{*store_,         office().channels, vault_, world_.clock,
                         world_.platform, *world_.dialer,    {},     [](const inbox::Inbox&, const std::string&) {}};
    attendant_ = std::make_unique<InboxAttendant>(world_.loop.get_executor(), std::move(parts), AttendantOptions{});
  }
  void TearDown() override {
    if (attendant_) run(stopped());
    attendant_.reset();
    OfficeTest::TearDown();
  }
  store::Task<bool> stopped() {
    co_await attendant_->stop();
    co_return true;
  }

  inbox::Inbox connect(const std::string& name) {
    NewInbox wanted;
    wanted.channel = "serving";
    wanted.name = name;
    wanted.settings = {{"name", name}};
    wanted.key = name;
    wanted.vault = &vault_;
    return office()
        .transact([&](store::Transaction& t) { return create_inbox(t, office().organization, wanted, office().channels); })
        .value();
  }
  template <class T>
  T run(net::Task<T> task) {
    std::optional<T> result;
    world_.loop.restart();
    boost::asio::co_spawn(world_.loop, std::move(task), [&](const std::exception_ptr& error, T value) {
      if (error) std::rethrow_exception(error);
      result = std::move(value);
    });
    while (!result) world_.loop.run_one_for(milliseconds(20));
    return *std::move(result);
  }
  std::optional<net::Response> call(const std::string& path, const std::string& from, const std::string& body) {
    net::Request request;
    request.method = net::Method::post;
    request.path = path;
    request.headers = {{"From", from}};
    request.body = body;
    return run(attendant_->answer(std::move(request)));
  }
  void start() {
    attendant_->start();
    for (int i = 0; i < 1'000 && call("/served/nobody", "x", ""); ++i) world_.loop.run_one_for(milliseconds(2));
  }
  std::optional<std::string> kept(const inbox::Inbox& of, const std::string& name) {
    const auto state = make_channel_state(*store_, of);
    return run(state->find("caller", name)).value();
  }

  channel::FakeWorld world_;
  Vault vault_{base::Secret(std::string(Vault::kKeyBytes, 'k'))};
  std::unique_ptr<InboxAttendant> attendant_;
};

TEST_P(AnswerRequestsTest, TheInboxWhoseAddressItIsTakesItIn) {
  const auto one = connect("one");
  const auto two = connect("two");
  start();
  EXPECT_EQ(call("/served/two", "ann@a.example", "Hello?").value().status, 202);
  EXPECT_EQ(kept(two, "ann@a.example"), "Hello?");
  EXPECT_EQ(kept(one, "ann@a.example"), std::nullopt) << "what is kept is of one inbox";
  EXPECT_FALSE(call("/served/three", "ann@a.example", "Hello?").has_value());
  EXPECT_FALSE(call("/served", "ann@a.example", "Hello?").has_value());
  EXPECT_FALSE(call("/.well-known/served", "ann@a.example", "Hello?").has_value()) << "asked, and not theirs";
  const auto count = office().read([&](store::Reading& r) -> base::Result<bool> {
    return store::find_message(r, office().organization, office().item("ann", "").external_id, two.id).has_value();
  });
  EXPECT_TRUE(count.has_value());
}

TEST_P(AnswerRequestsTest, AsksToComeAgainUntilInboxesAreAtWork) {
  connect("one");
  const auto early = call("/served/one", "ann@a.example", "Hello?");
  ASSERT_TRUE(early.has_value());
  EXPECT_EQ(early->status, 503);
  EXPECT_TRUE(std::ranges::any_of(early->headers, [](const auto& one) { return one.name == "Retry-After"; }));
  start();
  EXPECT_EQ(call("/served/one", "ann@a.example", "Hello?").value().status, 202);
}

TEST_P(AnswerRequestsTest, WhatIsNoEntryIsRefusedBeforeItIsStored) {
  const auto one = connect("one");
  start();
  EXPECT_EQ(call("/served/one", std::string(2'000, 'x'), "Hello?").value().status, 400);
  EXPECT_EQ(call("/served/one", std::string("a\0b", 3), "Hello?").value().status, 400);
  EXPECT_EQ(kept(one, std::string(2'000, 'x')), std::nullopt);
}

TEST_P(AnswerRequestsTest, EntriesAreListedFromTheLast) {
  const auto state = make_channel_state(*store_, connect("one"));
  ASSERT_TRUE(run(state->change({{"note", "a", "1"}, {"note", "c", "3"}, {"note", "b", "2"}, {"other", "z", "9"}})));
  const auto names = [&](const std::string& before, std::size_t limit) {
    std::string out;
    for (const auto& one : run(state->list("note", before, limit)).value()) out += one.name + one.value + " ";
    return out;
  };
  EXPECT_EQ(names("", 9), "c3 b2 a1 ");
  EXPECT_EQ(names("", 1), "c3 ");
  EXPECT_EQ(names("c", 9), "b2 a1 ");
  ASSERT_TRUE(run(state->change({{"note", "b", std::nullopt}, {"note", "a", "4"}})));
  EXPECT_EQ(names("", 9), "c3 a4 ");
  EXPECT_EQ(run(state->count("note")).value(), 2);
  const auto refused = run(state->change({{"note", "d", "5"}, {"note", "", "6"}}));
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().kind, FailureKind::invalid);
  EXPECT_EQ(run(state->count("note")).value(), 2) << "all or none";
}

TEST(ServesPath, BelowAnAddressOrExactly) {
  channel::ChannelType type;
  EXPECT_FALSE(channel::serves_path(type, "/"));
  type.serves = {"/ap/", "/.well-known/webfinger"};
  EXPECT_TRUE(channel::serves_path(type, "/ap/x"));
  EXPECT_TRUE(channel::serves_path(type, "/.well-known/webfinger"));
  for (const char* path : {"/ap/", "/ap", "/apx", "/", "/.well-known/webfinger/x", "/x/ap/y"})
    EXPECT_FALSE(channel::serves_path(type, path)) << path;
}

HEED_ON_BOTH_ENGINES(AnswerRequestsTest);

}  // namespace
}  // namespace workflow
