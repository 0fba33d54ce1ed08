#include "workflow/manage_sla.hpp"

#include <gtest/gtest.h>

#include "store/owed_store.hpp"
#include "store/sla_store.hpp"
#include "workflow/test_office.hpp"

namespace workflow {
namespace {

using namespace std::chrono_literals;
using Types = std::vector<std::string>;

class ManageSlaTest : public OfficeTest {
 protected:
  static sla::Policy policy(const std::string& name, std::int64_t seconds) {
    sla::Policy out;
    out.name = name;
    out.first_response_s = seconds;
    return out;
  }
  static sla::Calendar calendar(const std::string& name) {
    sla::Calendar out;
    out.name = name;
    out.timezone = "Europe/Lisbon";
    out.week = sla::standard_week();
    return out;
  }
  base::Result<sla::Policy> save(const sla::Policy& wanted, std::optional<ids::SlaPolicy> id = {}) {
    return office().transact([&, who = office().as(office().ana)](store::Transaction& t) {
      return save_policy(t, who, id, wanted, office().channels);
    });
  }
  base::Result<SlaBook::Hours> save(const sla::Calendar& wanted, const std::vector<ids::Team>& teams = {},
                                    std::optional<ids::BusinessHours> id = {}) {
    return office().transact(
        [&, who = office().as(office().ana)](store::Transaction& t) { return save_calendar(t, who, id, wanted, teams); });
  }
  // Straight into the rows, as no use case would.
  void spoil(const sla::Calendar& broken) {
    (void)office()
        .transact([&](store::Transaction& t) -> base::Result<bool> {
          store::update_calendar(t, broken);
          store::set_sla_revision(t, office().organization);
          return true;
        })
        .value();
  }
  std::vector<ListedPolicy> listed() {
    return office()
        .read([&](store::Reading& reading) -> base::Result<std::vector<ListedPolicy>> {
          return workflow::list_policies(reading, office().organization);
        })
        .value();
  }
};

TEST_P(ManageSlaTest, KeepsWhatWasSaved) {
  auto wanted = policy("Chats", 120);
  wanted.channel = office().chat.channel;
  wanted.next_response_s = 600;
  wanted.segment = contact::Value::valued;
  wanted.priority_at_least = 50;
  wanted.inbox_id = office().chat.id;
  wanted.team_id = office().care.id;
  wanted.warn_percent = 60;
  wanted.escalate_s = {60, 3600};
  const auto before = office().last_seq();
  const auto saved = save(wanted);
  ASSERT_TRUE(saved) << saved.error().message;
  EXPECT_EQ(office().event_types(before), Types{"sla.changed"});
  const auto all = listed();
  ASSERT_EQ(all.size(), 1U);
  const auto& there = all[0].policy;
  EXPECT_EQ(all[0].trouble, "");
  EXPECT_EQ(there.id, saved->id);
  EXPECT_EQ(there.next_response_s, 600);
  EXPECT_EQ(there.segment, contact::Value::valued);
  EXPECT_EQ(there.priority_at_least, 50);
  EXPECT_EQ(there.inbox_id, office().chat.id);
  EXPECT_EQ(there.team_id, office().care.id);
  EXPECT_EQ(there.warn_percent, 60);
  EXPECT_EQ(there.escalate_s, (std::vector<std::int64_t>{60, 3600}));
}

TEST_P(ManageSlaTest, RefusesByTheField) {
  const auto field = [&](const sla::Policy& wanted) {
    const auto saved = save(wanted);
    return saved ? "saved" : saved.error().field;
  };
  EXPECT_EQ(field(policy("", 120)), "name");
  EXPECT_EQ(field(policy("Chats", 120)), "saved");
  EXPECT_EQ(field(policy("Chats", 120)), "name") << "taken";
  auto wanted = policy("Elsewhere", 120);
  wanted.inbox_id = ids::Inbox{1};
  EXPECT_EQ(field(wanted), "inbox_id");
  wanted.inbox_id.reset();
  wanted.team_id = ids::Team{1};
  EXPECT_EQ(field(wanted), "team_id");
  wanted.team_id.reset();
  wanted.channel = "pigeon";
  EXPECT_EQ(field(wanted), "channel");
  wanted.channel.reset();
  wanted.counted = sla::Counted::calendar;
  wanted.hours_id = ids::BusinessHours{1};
  EXPECT_EQ(field(wanted), "hours_id");
  auto moon = calendar("Moon");
  moon.timezone = "Moon/Base";
  EXPECT_EQ(save(moon).error().field, "timezone");
  EXPECT_EQ(save(calendar("Office"), {ids::Team{1}}).error().field, "team_ids");
}

TEST_P(ManageSlaTest, HoursInUseStay) {
  const auto hours = save(calendar("Office")).value();
  auto wanted = policy("Mail", 3600);
  wanted.counted = sla::Counted::calendar;
  wanted.hours_id = hours.calendar.id;
  const auto saved = save(wanted).value();
  const auto remove = [&] {
    return office().transact(
        [&, who = office().as(office().ana)](store::Transaction& t) { return remove_calendar(t, who, hours.calendar.id); });
  };
  const auto refused = remove();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, base::FailureKind::conflict);
  EXPECT_NE(refused.error().message.find("\"Mail\""), std::string::npos);
  ASSERT_TRUE(office().transact(
      [&, who = office().as(office().ana)](store::Transaction& t) { return remove_policy(t, who, saved.id); }));
  EXPECT_TRUE(remove());
}

TEST_P(ManageSlaTest, WhatIsNoLongerValidNeedsAttentionAndTheDefaultServes) {
  auto usual = calendar("Usual");
  usual.week = {{"mon", {{"08:00", "20:00"}}}, {"tue", {{"08:00", "20:00"}}}};
  usual.is_default = true;
  (void)save(usual).value();
  auto hours = save(calendar("Office")).value();
  auto wanted = policy("Mail", 2 * 3600);
  wanted.counted = sla::Counted::calendar;
  wanted.hours_id = hours.calendar.id;
  wanted.channel = office().chat.channel;
  (void)save(wanted).value();
  hours.calendar.week.clear();
  spoil(hours.calendar);
  const auto all = listed();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_NE(all[0].trouble.find("need attention"), std::string::npos) << all[0].trouble;
  clock_.set(test_time("2026-03-02T19:00:00Z"));
  const auto id = office().hears(office().chat, "ann", "Hello");
  EXPECT_EQ(office().conversation(id).due_at, test_time("2026-03-03T09:00:00Z")) << "by the usual hours";
}

TEST_P(ManageSlaTest, AnotherOrganizationSeesNothingOfIt) {
  Office other(*store_, clock_, "Porto Boats");
  const auto ours = save(policy("Chats", 60)).value();
  const auto id = other.hears(other.chat, "rui", "Hello");
  EXPECT_EQ(other.conversation(id).due_at, clock_.now() + 5min);
  const auto theirs = other.transact([&, who = other.as(other.ana)](store::Transaction& t) {
    return save_policy(t, who, ours.id, policy("Mine", 60), other.channels);
  });
  ASSERT_FALSE(theirs);
  EXPECT_EQ(theirs.error().kind, base::FailureKind::not_found);
}

TEST_P(ManageSlaTest, WhatRunsIsReckonedAnewInPortions) {
  std::vector<ids::Conversation> all;
  for (int i = 0; i < 5; ++i) all.push_back(office().hears(office().chat, "person " + std::to_string(i), "Hello"));
  (void)office().reply(office().mira, all[4], "Hi").value();
  (void)save(policy("All", 1200)).value();
  const auto before = office().last_seq();
  EXPECT_EQ(office().reckon(), 3) << "four clocks run, two at a time, and one round finds that none is left";
  EXPECT_EQ(office().event_types(before), Types(4, "clock.moved"));
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(office().conversation(all[i]).due_at, clock_.now() + 20min);
  EXPECT_EQ(office().reckon(), 0);
  const auto stored = office().events(before).at(0);
  const auto told = std::get<event::ClockMoved>(store::decode_event(stored.type, stored.body).value());
  EXPECT_EQ(told.previous_due_at, clock_.now() + 5min);
  EXPECT_NE(told.why.find("\"All\""), std::string::npos);
}

TEST_P(ManageSlaTest, TheLedgerListsByAgeAndByRiskInPages) {
  (void)save(policy("All", 3600)).value();
  auto quick = policy("Posts", 60);
  quick.channel = office().posts.channel;
  (void)save(quick).value();
  const auto ann = office().hears(office().chat, "ann", "Hello");
  clock_.advance(1min);
  const auto bob = office().hears(office().chat, "bob", "Hello");
  clock_.advance(1min);
  auto item = office().item("cat", "Hello");
  item.thread_key = item.external_id;
  const auto cat = office().hears(office().posts, item);
  const auto page = [&](store::OwedOrder order, const store::OwedFilter& filter, base::Time key, ids::Conversation id) {
    return office()
        .read([&](store::Reading& reading) -> base::Result<std::vector<ids::Conversation>> {
          std::vector<ids::Conversation> ids;
          for (const auto& state : store::page_owed(reading, office().organization, order, filter, key, id, 2))
            ids.push_back(state.conversation.id);
          return ids;
        })
        .value();
  };
  using Ids = std::vector<ids::Conversation>;
  using store::OwedOrder;
  EXPECT_EQ(page(OwedOrder::age, {}, {}, {}), (Ids{ann, bob}));
  EXPECT_EQ(page(OwedOrder::age, {}, office().conversation(bob).owed_since.value(), bob), Ids{cat});
  EXPECT_EQ(page(OwedOrder::risk, {}, {}, {}), (Ids{cat, ann}));
  EXPECT_EQ(page(OwedOrder::age, {office().posts.id, {}, {}, {}}, {}, {}), Ids{cat});
  EXPECT_EQ(page(OwedOrder::age, {{}, {}, office().chat.channel, {}}, {}, {}), (Ids{ann, bob}));
  EXPECT_EQ(page(OwedOrder::age, {{}, office().care.id, {}, {}}, {}, {}), Ids{});
  EXPECT_EQ(page(OwedOrder::age, {{}, {}, {}, office().pat.id}, {}, {}), Ids{}) << "a partner sees only theirs";
  clock_.advance(61s);
  const auto sums = office()
                        .read([&](store::Reading& reading) -> base::Result<store::OwedSums> {
                          return store::sum_owed(reading, office().organization, {});
                        })
                        .value();
  EXPECT_EQ(sums.owed, 3);
  EXPECT_EQ(sums.late, 1);
  EXPECT_EQ(sums.at_risk, 0);
  EXPECT_EQ(sums.oldest_since, office().conversation(ann).owed_since);
}

TEST_P(ManageSlaTest, TheLedgerKeepsWhyAWaitWasDismissed) {
  const auto ann = office().hears(office().chat, "ann", "Thank you!");
  (void)office().resolve(office().mira, ann, conversation::DismissReason::thanks_only).value();
  const auto from = clock_.now() - 1h, to = clock_.now() + 1h;
  const auto counts = office()
                          .read([&](store::Reading& reading) -> base::Result<std::vector<store::DismissalCount>> {
                            return store::count_dismissals(reading, office().organization, from, to, {});
                          })
                          .value();
  ASSERT_EQ(counts.size(), 1U);
  EXPECT_EQ(counts[0].reason, conversation::DismissReason::thanks_only);
  EXPECT_EQ(counts[0].count, 1);
}

HEED_ON_BOTH_ENGINES(ManageSlaTest);

}  // namespace
}  // namespace workflow
