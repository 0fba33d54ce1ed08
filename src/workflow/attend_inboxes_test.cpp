#include "workflow/attend_inboxes.hpp"

#include <atomic>

#include <gtest/gtest.h>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "channel/fake_platform_test_kit.hpp"
#include "channel/settings.hpp"
#include "store/attachment_store.hpp"
#include "store/inbox_store.hpp"
#include "store/message_store.hpp"
#include "workflow/inbox_secrets.hpp"
#include "workflow/manage_inboxes.hpp"
#include "workflow/test_office.hpp"

namespace workflow {
namespace {

using base::FailureKind;
using channel::InboundBatch;
using inbox::Condition;
using std::chrono::milliseconds;

struct Settings {
  std::string server;
  base::Secret password;
};
BOOST_DESCRIBE_STRUCT(Settings, (), (server, password))

// What the platform does, step by step, however often the inbox is opened; after the last it is silent.
struct Script {
  struct Step {
    std::optional<InboundBatch> batch;
    std::optional<base::Failure> failure;
    std::optional<channel::Gap> gap;
    bool throws = false;
  };
  std::deque<Step> steps;
  std::vector<std::string> cursors;      // That receive() was begun with.
  std::vector<std::string> passwords;    // That open() was given.
  std::optional<base::Failure> refusal;  // Of connect().
  int alive = 0;
  channel::ItemSink* sink = nullptr;  // Of the receive() that runs.
};

class ScriptedInbox final : public channel::ChannelInbox {
 public:
  explicit ScriptedInbox(Script& script) : script_(script) { ++script_.alive; }
  ~ScriptedInbox() override { --script_.alive; }

  net::Task<base::Result<channel::ConnectedAccount>> connect() override {
    if (script_.refusal) co_return base::pass_on(*script_.refusal);
    channel::ConnectedAccount account;
    account.handle = "@shop";
    co_return account;
  }
  net::Task<base::Failure> receive(channel::ItemSink& sink, std::string cursor) override {
    script_.cursors.push_back(cursor);
    script_.sink = &sink;
    while (!script_.steps.empty()) {
      auto step = std::move(script_.steps.front());
      script_.steps.pop_front();
      if (step.throws) throw std::runtime_error("a fault of the connector");
      if (step.failure) co_return *step.failure;
      if (step.gap && !co_await sink.report(*step.gap)) co_return failed();
      if (step.batch && !co_await sink.take(*std::move(step.batch))) co_return failed();
    }
    sink.connected();
    boost::asio::steady_timer never(co_await boost::asio::this_coro::executor, std::chrono::hours(1));
    for (;;) co_await never.async_wait(boost::asio::use_awaitable_t<store::Executor>{});
  }
  net::Task<channel::SendResult> send(channel::OutboundMessage) override { co_return channel::SendResult{}; }

 private:
  static base::Failure failed() { return {FailureKind::unavailable, "not stored", "", std::nullopt}; }
  Script& script_;
};

channel::ChannelType scripted_channel(Script& script) {
  channel::ChannelType type;
  type.id = "scripted";
  type.name = "Scripted";
  type.settings_schema = channel::settings_schema<Settings>();
  type.check_settings = [](const boost::json::value& given) -> base::Result<boost::json::value> {
    const auto settings = base::decode<Settings>(given);
    if (!settings) return base::pass_on(settings.error());
    return channel::settings_value(*settings);
  };
  type.open = [&script](const boost::json::value& settings,
                        const channel::ChannelServices&) -> base::Result<std::unique_ptr<channel::ChannelInbox>> {
    script.passwords.push_back(base::decode<Settings>(settings)->password.reveal());
    return std::make_unique<ScriptedInbox>(script);
  };
  return type;
}

class AttendInboxesTest : public OfficeTest {
 protected:
  void SetUp() override {
    OfficeTest::SetUp();
    office().channels.push_back(scripted_channel(script_));
    attendant_ = make_attendant({milliseconds(1), milliseconds(2), milliseconds(1)});
  }
  std::unique_ptr<InboxAttendant> make_attendant(AttendantOptions options) {
    AttendantParts parts{*store_,
                         office().channels,
                         vault_,
                         world_.clock,
                         world_.platform,
                         *world_.dialer,
                         {},
                         [this](const inbox::Inbox&, const std::string& said) {
                           told_.push_back(said); }};
    return std::make_unique<InboxAttendant>(world_.loop.get_executor(), std::move(parts), std::move(options));
  }
  void TearDown() override {
    if (started_) end();
    attendant_.reset();
    OfficeTest::TearDown();
  }

  void end() {
    started_ = false;
    bool ended = false;
    boost::asio::co_spawn(world_.loop, attendant_->stop(), [&](const std::exception_ptr&) { ended = true; });
    run_until([&] { return ended; });
    EXPECT_EQ(script_.alive, 0);
  }

  inbox::Inbox connect(const std::string& password, const std::string& key = "k") {
    NewInbox wanted;
    wanted.channel = "scripted";
    wanted.name = key == "k" ? "Our account" : "Our account " + key;  // One name each.
    wanted.settings = {{"server", "social.example"}, {"password", password}};
    wanted.key = key;
    wanted.vault = &vault_;
    return office()
        .transact([&](store::Transaction& t) { return create_inbox(t, office().organization, wanted, office().channels); })
        .value();
  }
  void start() {
    started_ = true;
    attendant_->start();
  }
  template <class Done>
  void run_until(Done done) {
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    world_.loop.restart();
    while (!done() && std::chrono::steady_clock::now() < limit) world_.loop.run_one_for(milliseconds(20));
    EXPECT_TRUE(done());
  }
  inbox::Inbox row(const inbox::Inbox& of) {
    return *office()
                .read([&](store::Reading& r) -> base::Result<std::optional<inbox::Inbox>> {
                  return store::find_inbox(r, of.organization_id, of.id);
                })
                .value();
  }
  // Handed over by the receive() that runs.
  std::chrono::milliseconds target_of_what_comes_now(const inbox::Inbox& inbox, const std::string& person) {
    const auto item = office().item(person, "Hello?");
    InboundBatch batch;
    batch.items.push_back(item);
    bool stored = false;
    boost::asio::co_spawn(world_.loop, script_.sink->take(std::move(batch)),
                          [&](const std::exception_ptr&, base::Result<void> done) { stored = done.has_value(); });
    run_until([&] { return stored; });
    const auto kept = office().read([&](store::Reading& r) -> base::Result<std::optional<conversation::Message>> {
      return store::find_message(r, office().organization, item.external_id, inbox.id);
    });
    const auto clock = office().state(kept.value()->conversation_id.value()).clock;
    return clock ? clock->due_at - clock->started_at : milliseconds(0);
  }
  channel::InboundItem said(const std::string& text) { return office().item("ann", text); }

  Script script_;
  channel::FakeWorld world_;
  Vault vault_{base::Secret(std::string(Vault::kKeyBytes, 'k'))};
  std::vector<std::string> told_;
  std::unique_ptr<InboxAttendant> attendant_;
  bool started_ = false;
};

TEST_P(AttendInboxesTest, StoresWhatIsSaidWithTheCursor) {
  script_.steps.push_back(
      {InboundBatch{{said("Hello?"), said("Anybody there?")}, {{"garbage", "not JSON"}}, "at 2"}, {}, {}});
  const auto inbox = connect("secret");
  start();
  run_until([&] { return attendant_->health(inbox).last_item_at.has_value(); });
  EXPECT_EQ(row(inbox).cursor, "at 2");
  EXPECT_EQ(attendant_->health(inbox).condition, Condition::connected);
  end();
  start();
  run_until([&] { return script_.cursors.size() == 2; });
  EXPECT_EQ(script_.cursors, (std::vector<std::string>{"", "at 2"}));
}

TEST_P(AttendInboxesTest, StoresABatchInOneCommit) {
  constexpr std::size_t kItems = 1'000;
  InboundBatch batch;
  for (std::size_t i = 0; i < kItems; ++i) batch.items.push_back(said("Word " + std::to_string(i)));
  batch.cursor = "all";
  script_.steps.push_back({std::move(batch), {}, {}});
  auto largest = std::make_shared<std::atomic<std::size_t>>(0);
  store_->on_committed(
      [largest](const store::PublishedBatch& committed) { largest->store(std::max(largest->load(), committed->size())); });
  const auto inbox = connect("secret");
  start();
  run_until([&] { return row(inbox).cursor == "all"; });
  EXPECT_GE(largest->load(), kItems);
}

TEST_P(AttendInboxesTest, TakesABatchThatIsLargerThanAnInboxsShare) {
  InboundBatch batch;
  for (int i = 0; i < 160; ++i) batch.items.push_back(said(std::string(20'000, 'x')));
  batch.cursor = "all";
  script_.steps.push_back({std::move(batch), {}, {}});
  const auto inbox = connect("secret");
  start();
  run_until([&] { return row(inbox).cursor == "all"; });
}

TEST_P(AttendInboxesTest, ComesBackAfterAFailure) {
  script_.steps.push_back({InboundBatch{{said("One")}, {}, "1"}, {}, {}});
  script_.steps.push_back({{}, base::Failure{FailureKind::unavailable, "social.example does not answer.", "", {}}, {}});
  script_.steps.push_back({InboundBatch{{said("Two")}, {}, "2"}, {}, {}});
  const auto inbox = connect("secret");
  start();
  run_until([&] { return row(inbox).cursor == "2"; });
  EXPECT_EQ(script_.cursors, (std::vector<std::string>{"", "1"}));
  EXPECT_EQ(told_, std::vector<std::string>{"social.example does not answer."});
  EXPECT_EQ(attendant_->health(inbox).trouble, "");
}

TEST(BeginAfter, ManyAreSpreadOverATimeThatGrowsWithThem) {
  const AttendantOptions options;
  const auto latest = [&](std::size_t together) {
    milliseconds last{0};
    for (std::uint64_t random = 0; random < 70'000; random += 7)
      last = std::max(last, begin_after(options, together, random));
    return last;
  };
  for (const std::size_t few : {std::size_t{1}, options.at_once}) EXPECT_EQ(latest(few), milliseconds(0)) << "nobody waits";
  EXPECT_GE(latest(options.at_once + 1), milliseconds(990));
  EXPECT_LE(latest(options.at_once + 1), milliseconds(1'000));
  EXPECT_GT(latest(100), milliseconds(9'900));
  EXPECT_LE(latest(100), milliseconds(10'000));
  EXPECT_LE(latest(100'000), milliseconds(60'000));
  EXPECT_EQ(begin_after(options, 100, 0), milliseconds(0)) << "one of them may be the first";
}

TEST_P(AttendInboxesTest, InboxesThatBeginTogetherAreSpread) {
  constexpr std::size_t kInboxes = 6;
  std::size_t drawn = 0;
  // The first three draw the beginning of a long time, the others its end.
  AttendantOptions options{.at_once = 1, .least_spread = std::chrono::hours(1), .longest_spread = std::chrono::hours(1)};
  options.random = [&drawn] { return drawn++ < kInboxes / 2 ? 0 : 3'599'999; };
  attendant_ = make_attendant(options);
  std::vector<inbox::Inbox> inboxes;
  for (std::size_t i = 0; i < kInboxes; ++i) inboxes.push_back(connect("secret", "k" + std::to_string(i)));
  const auto count = [&](Condition condition) {
    return std::ranges::count_if(inboxes, [&](const auto& one) { return attendant_->health(one).condition == condition; });
  };
  start();
  run_until([&] { return count(Condition::connected) == 3; });
  EXPECT_EQ(count(Condition::connecting), 3) << "their turn has not come";
  EXPECT_EQ(script_.cursors.size(), 3U);
  EXPECT_EQ(drawn, kInboxes);
}

TEST_P(AttendInboxesTest, SaysThatAPartOfItDoesNotWork) {
  const auto inbox = connect("secret");
  start();
  run_until([&] { return attendant_->health(inbox).condition == Condition::connected; });
  script_.sink->impaired("Direct messages cannot be read now.");
  EXPECT_EQ(attendant_->health(inbox).trouble, "Direct messages cannot be read now.");
  script_.sink->connected();
  script_.sink->impaired("Direct messages cannot be read now.");
  EXPECT_EQ(attendant_->health(inbox).condition, Condition::connected) << "the rest goes on";
  EXPECT_EQ(attendant_->health(inbox).trouble, "Direct messages cannot be read now.");
  EXPECT_EQ(told_, std::vector<std::string>{"Direct messages cannot be read now."}) << "once";
  script_.sink->impaired("");
  EXPECT_EQ(attendant_->health(inbox).trouble, "");
}

TEST_P(AttendInboxesTest, ComesBackAfterAFaultOfTheConnector) {
  script_.steps.push_back({.throws = true});
  script_.steps.push_back({InboundBatch{{said("One")}, {}, "1"}, {}, {}});
  const auto inbox = connect("secret");
  start();
  run_until([&] { return row(inbox).cursor == "1"; });
  EXPECT_EQ(told_, std::vector<std::string>{"a fault of the connector"});
}

TEST_P(AttendInboxesTest, WhatComesAfterAChangeOfTargetHasTheNewOne) {
  const auto inbox = connect("secret");
  start();
  run_until([&] { return attendant_->health(inbox).condition == Condition::connected; });
  InboxChange change{.inbox_id = inbox.id};
  change.first_response_s = 77;
  ASSERT_TRUE(office().transact(
      [&](store::Transaction& t) { return change_inbox(t, office().organization, change, office().channels); }));
  ASSERT_NE(script_.sink, nullptr);
  int people = 0;
  run_until(
      [&] { return target_of_what_comes_now(inbox, "person " + std::to_string(people++)) == std::chrono::seconds(77); });
  EXPECT_EQ(script_.passwords.size(), 1U) << "it goes on as it was";
}

TEST_P(AttendInboxesTest, SaysThatAPersonHasToSignInAgain) {
  for (int i = 0; i < 1'000; ++i)
    script_.steps.push_back({{}, base::Failure{FailureKind::unauthenticated, "The password was changed.", "", {}}, {}});
  const auto inbox = connect("secret");
  start();
  run_until([&] { return attendant_->health(inbox).condition == Condition::needs_login; });
  EXPECT_EQ(attendant_->health(inbox).trouble, "The password was changed.");
}

TEST_P(AttendInboxesTest, TakesUpAChangeAtOnce) {
  const auto inbox = connect("first");
  start();
  run_until([&] { return attendant_->health(inbox).condition == Condition::connected; });
  InboxChange change{.inbox_id = inbox.id};
  change.settings = boost::json::value{{"server", "social.example"}, {"password", "second"}};
  change.vault = &vault_;
  ASSERT_TRUE(office().transact(
      [&](store::Transaction& t) { return change_inbox(t, office().organization, change, office().channels); }));
  run_until([&] { return script_.passwords.size() == 2; });
  EXPECT_EQ(script_.passwords, (std::vector<std::string>{"first", "second"}));
  EXPECT_EQ(script_.alive, 1);

  InboxChange off{.inbox_id = inbox.id};
  off.enabled = false;
  ASSERT_TRUE(office().transact(
      [&](store::Transaction& t) { return change_inbox(t, office().organization, off, office().channels); }));
  run_until([&] { return script_.alive == 0; });
  EXPECT_EQ(attendant_->health(row(inbox)).condition, Condition::off);
}

// 401 would tell a browser that the person at it has to sign in again.
TEST_P(AttendInboxesTest, ARefusedSignInIsThePlatformsAndNamesItsSetting) {
  script_.refusal = base::Failure{FailureKind::unauthenticated, "The password is wrong.", "password", {}};
  std::optional<base::Failure> told;
  auto prove =
      attendant_->connect(office().channels.back(), {{"server", "social.example"}, {"password", "x"}}, std::nullopt);
  boost::asio::co_spawn(world_.loop, std::move(prove), [&](const std::exception_ptr&, const auto& account) {
    if (!account) told = account.error();
  });
  run_until([&] { return told.has_value(); });
  EXPECT_EQ(told->kind, FailureKind::rejected);
  EXPECT_EQ(told->field, "settings.password");
}

TEST_P(AttendInboxesTest, KeepsSecretsSealed) {
  const auto inbox = connect("correct horse");
  EXPECT_EQ(row(inbox).settings.find("correct horse"), std::string::npos);
  const auto& type = office().channels.back();
  EXPECT_EQ(mask_settings(type, row(inbox)), (boost::json::value{{"server", "social.example"}, {"password", "***"}}));
  const auto open = open_settings(vault_, type, row(inbox));
  ASSERT_TRUE(open.has_value());
  EXPECT_EQ(fill_in_secrets(type, mask_settings(type, row(inbox)), *open), *open);
  const Vault other{base::Secret(std::string(Vault::kKeyBytes, 'x'))};
  EXPECT_EQ(open_settings(other, type, row(inbox)).error().field, "settings.password");
}

TEST_P(AttendInboxesTest, KeepsWhatCameBesideTheText) {
  auto item = said("See the picture");
  item.subject = "Broken wheel";
  item.context = R"({"references":["a@b"]})";
  channel::Attachment here;
  here.name = "wheel.png";
  here.type = "image/png";
  here.bytes = std::make_shared<const std::string>("\x89PNG\0\xff", 6);
  channel::Attachment there;
  there.external_id = "file-7";
  item.attachments = {here, there};
  script_.steps.push_back({InboundBatch{{item}, {}, "1"}, {}, {}});
  const auto inbox = connect("secret");
  start();
  run_until([&] { return row(inbox).cursor == "1"; });
  const auto kept = office().read([&](store::Reading& r) -> base::Result<bool> {
    const auto message = store::find_message(r, office().organization, item.external_id, inbox.id);
    if (!message) return false;
    const auto details = store::find_details(r, office().organization, message->id);
    EXPECT_EQ(details->subject, "Broken wheel");
    EXPECT_EQ(details->context, item.context);
    const auto files =
        store::list_attachments(r, office().organization, *message->conversation_id, message->said_at, message->said_at);
    if (files.size() != 2) return false;
    EXPECT_EQ(store::find_attachment_bytes(r, office().organization, files[0].id)->bytes, *here.bytes);
    EXPECT_TRUE(files[0].has_bytes);
    EXPECT_EQ(files[1].external_id, "file-7");
    EXPECT_FALSE(files[1].has_bytes);
    return true;
  });
  EXPECT_TRUE(kept.value());
}

TEST_P(AttendInboxesTest, TellsOfWhatThePlatformNoLongerHas) {
  script_.steps.push_back(
      {{}, {}, channel::Gap{test_time("2026-03-01T00:00:00Z"), test_time("2026-03-01T08:00:00Z"), "Gone."}});
  const auto inbox = connect("secret");
  start();
  run_until([&] { return !told_.empty(); });
  run_until([&] {
    return office()
               .read([&](store::Reading& r) -> base::Result<std::size_t> {
                 return store::list_gaps(r, office().organization, inbox.id, 5).size();
               })
               .value() == 1;
  });
}

TEST_P(AttendInboxesTest, ConnectsAnAccountOnce) {
  NewInbox wanted;
  wanted.channel = "scripted";
  wanted.settings = {{"server", "social.example"}, {"password", "x"}};
  wanted.vault = &vault_;
  wanted.account = "@shop";
  const auto make = [&](const std::string& name) {
    wanted.name = name;
    wanted.key = name;
    return office().transact(
        [&](store::Transaction& t) { return create_inbox(t, office().organization, wanted, office().channels); });
  };
  EXPECT_TRUE(make("One").has_value());
  const auto second = make("Two");
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().kind, FailureKind::conflict);
  EXPECT_NE(second.error().message.find("\"One\""), std::string::npos);
}

HEED_ON_BOTH_ENGINES(AttendInboxesTest);

}  // namespace
}  // namespace workflow
