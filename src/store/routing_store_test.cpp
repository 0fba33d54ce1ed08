#include "store/routing_store.hpp"

#include <gtest/gtest.h>

#include "store/contact_store.hpp"
#include "store/conversation_store.hpp"
#include "store/inbox_store.hpp"
#include "store/organization_store.hpp"
#include "store/store_test_kit.hpp"
#include "store/team_store.hpp"
#include "store/user_store.hpp"

namespace store {
namespace {

using namespace std::chrono_literals;

class RoutingStoreTest : public test::StoreTest {
 protected:
  void SetUp() override {
    test::StoreTest::SetUp();
    if (IsSkipped()) return;
    store_ = open();
    acme_ = make_company("acme");
    other_ = make_company("other");
  }

  struct Company {
    ids::Organization id;
    ids::Team team, second;
    ids::User ana, tom;
    ids::Inbox inbox;
    ids::Contact contact;
  };

  template <class Work>
  auto write(Work work) {
    auto done = store_->transact_blocking(
        [&](Transaction& t) -> base::Result<std::invoke_result_t<Work&, Transaction&>> { return work(t); });
    return *std::move(done);
  }
  template <class Work>
  auto read(Work work) {
    auto done =
        store_->read_blocking([&](Reading& r) -> base::Result<std::invoke_result_t<Work&, Reading&>> { return work(r); });
    return *std::move(done);
  }

  Company make_company(const std::string& name) {
    return write([&](Transaction& t) {
      Company c;
      c.id = t.new_id<ids::Organization>();
      insert_organization(t, {c.id, name, "en", "UTC", false, t.now()});
      for (auto* team : {&c.team, &c.second}) {
        *team = t.new_id<ids::Team>();
        EXPECT_TRUE(insert_team(t, {*team, c.id, name + std::to_string(team->value), false, t.now()}));
      }
      for (auto* user : {&c.ana, &c.tom}) {
        *user = t.new_id<ids::User>();
        EXPECT_TRUE(insert_user(t,
                                {*user, c.id, name + std::to_string(user->value) + "@example.org", "Somebody",
                                 rights::Role::agent, rights::UserState::active, t.now()},
                                "hash"));
      }
      inbox::Inbox inbox;
      inbox.id = c.inbox = t.new_id<ids::Inbox>();
      inbox.organization_id = c.id;
      inbox.channel = "chat";
      inbox.name = name;
      inbox.key = name;
      inbox.settings = "{}";
      EXPECT_TRUE(insert_inbox(t, inbox));
      contact::Contact contact;
      contact.id = c.contact = t.new_id<ids::Contact>();
      contact.organization_id = c.id;
      contact.name = "Ann";
      contact.value = contact::Value::key;
      insert_contact(t, contact);
      update_contact(t, contact);  // A new one is worth nothing yet.
      return c;
    });
  }

  ids::Conversation wait(const Company& of, std::optional<ids::User> assignee = {},
                         conversation::Status status = conversation::Status::open, bool owed = true) {
    return write([&](Transaction& t) {
      conversation::Conversation c;
      c.id = t.new_id<ids::Conversation>();
      c.organization_id = of.id;
      c.inbox_id = of.inbox;
      c.contact_id = of.contact;
      c.team_id = of.team;
      c.assignee_id = assignee;
      c.status = status;
      c.owed = owed;
      c.thread_key = std::to_string(c.id.value);
      if (owed) c.owed_since = t.now();
      c.created_at = t.now();
      insert_conversation(t, c);
      return c.id;
    });
  }
  void decide(const Company& of, ids::Conversation id, routing::Decision decision) {
    write([&](Transaction& t) {
      insert_decision(t, of.id, {id, t.now(), std::move(decision), std::nullopt});
      return 0;
    });
    clock_.advance(1s);
  }

  std::unique_ptr<Store> store_;
  Company acme_, other_;
};

TEST_P(RoutingStoreTest, SettingsArePutAndReplaced) {
  routing::Settings settings;
  settings.team_id = acme_.team;
  settings.organization_id = acme_.id;
  EXPECT_TRUE(read([&](Reading& r) { return list_routing_organizations(r); }).empty());
  const auto put = [&] {
    write([&](Transaction& t) {
      put_team_routing(t, settings);
      return 0;
    });
  };
  put();
  EXPECT_TRUE(read([&](Reading& r) { return list_routing_organizations(r); }).empty()) << "by hand is not given out";
  settings.strategy = routing::Strategy::best_skill;
  settings.sticky_s = 60;
  settings.overflow_team_id = acme_.second;
  settings.overflow_after_s = 600;
  put();
  const auto all = read([&](Reading& r) { return list_team_routing(r, acme_.id); });
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].strategy, routing::Strategy::best_skill);
  EXPECT_EQ(all[0].sticky_s, 60);
  EXPECT_EQ(all[0].overflow_team_id, acme_.second);
  EXPECT_EQ(all[0].requeue_away_after_s, std::nullopt);
  EXPECT_EQ(read([&](Reading& r) { return list_routing_organizations(r); }), std::vector{acme_.id});
  EXPECT_TRUE(read([&](Reading& r) { return list_team_routing(r, other_.id); }).empty());
}

TEST_P(RoutingStoreTest, ProfilesAndWeightsComeBackAsTheyWere) {
  const routing::Profile profile{7, {"de", "en"}, {"chat"}, {"refund"}, {"Bike \"lock\""}, 3};
  write([&](Transaction& t) {
    put_routing_profile(t, acme_.id, {acme_.ana, {}});
    put_routing_profile(t, acme_.id, {acme_.ana, profile});
    put_channel_weights(t, acme_.id, {{"chat", 3}, {"mail", 1}});
    put_channel_weights(t, acme_.id, {{"chat", 4}});
    return 0;
  });
  const auto found = read([&](Reading& r) { return list_routing_profiles(r, acme_.id); });
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].user_id, acme_.ana);
  EXPECT_EQ(found[0].profile.capacity, 7);
  EXPECT_EQ(found[0].profile.languages, profile.languages);
  EXPECT_EQ(found[0].profile.products, profile.products);
  EXPECT_EQ(found[0].profile.seniority, 3);
  EXPECT_EQ(read([&](Reading& r) { return list_channel_weights(r, acme_.id); }), (routing::Weights{{"chat", 4}}));
  EXPECT_TRUE(read([&](Reading& r) { return list_routing_profiles(r, other_.id); }).empty());
  EXPECT_TRUE(read([&](Reading& r) { return list_channel_weights(r, other_.id); }).empty());
}

TEST_P(RoutingStoreTest, PresenceKeepsWhoseTurnItIs) {
  const auto put = [&](ids::User user, routing::Presence presence, std::optional<ids::User> by) {
    write([&](Transaction& t) {
      put_presence(t, {acme_.id, user, presence, t.now(), by, std::nullopt});
      return 0;
    });
  };
  put(acme_.ana, routing::Presence::online, acme_.ana);
  const auto at = clock_.now() + 1min;
  write([&](Transaction& t) {
    note_routed(t, acme_.id, acme_.ana, at);
    return 0;
  });
  put(acme_.ana, routing::Presence::away, std::nullopt);
  put(acme_.tom, routing::Presence::away, acme_.tom);
  const auto found = read([&](Reading& r) { return find_presence(r, acme_.id, acme_.ana); });
  ASSERT_TRUE(found);
  EXPECT_EQ(found->presence, routing::Presence::away);
  EXPECT_EQ(found->set_by, std::nullopt);
  EXPECT_EQ(found->routed_at, at);
  EXPECT_EQ(read([&](Reading& r) { return list_presences(r, acme_.id); }).size(), 2U);
  const auto watched = read([&](Reading& r) { return list_watched_presences(r); });
  ASSERT_EQ(watched.size(), 1U) << "what somebody said themselves is not watched";
  EXPECT_EQ(watched[0].user_id, acme_.ana);
  EXPECT_EQ(read([&](Reading& r) { return find_presence(r, other_.id, acme_.ana); }), std::nullopt);
}

TEST_P(RoutingStoreTest, LoadsAreWhatIsOpenAndTheirs) {
  wait(acme_, acme_.ana);
  wait(acme_, acme_.ana, conversation::Status::open, false);
  wait(acme_, acme_.ana, conversation::Status::resolved, false);
  wait(acme_, acme_.tom);
  wait(acme_);
  wait(other_, other_.ana);
  const auto loads = read([&](Reading& r) { return count_open_by_user(r, acme_.id); });
  ASSERT_EQ(loads.size(), 2U);
  EXPECT_EQ(loads[0].user_id, acme_.ana);
  EXPECT_EQ(loads[0].inbox_id, acme_.inbox);
  EXPECT_EQ(loads[0].count, 2);
  EXPECT_EQ(loads[1].count, 1);
}

TEST_P(RoutingStoreTest, WaitingIsWhatIsOwedOpenAndNobodys) {
  const auto id = wait(acme_);
  wait(acme_, acme_.ana);
  wait(acme_, std::nullopt, conversation::Status::snoozed);
  wait(acme_, std::nullopt, conversation::Status::open, false);
  wait(other_);
  auto rows = read([&](Reading& r) { return list_waiting(r, acme_.id, acme_.team); });
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].id, id);
  EXPECT_EQ(rows[0].contact_name, "Ann");
  EXPECT_EQ(rows[0].contact_value, contact::Value::key);
  EXPECT_EQ(rows[0].decided, std::nullopt);
  EXPECT_TRUE(read([&](Reading& r) { return list_waiting(r, acme_.id, acme_.second); }).empty());
  EXPECT_TRUE(read([&](Reading& r) { return list_waiting(r, other_.id, acme_.team); }).empty());

  decide(acme_, id, {routing::Outcome::waiting, std::nullopt, acme_.second, {{"no_room", "3/3"}}});
  const auto at = clock_.now();
  decide(acme_, id, {routing::Outcome::requeued, std::nullopt, acme_.team, {}});
  rows = read([&](Reading& r) { return list_waiting(r, acme_.id, acme_.team); });
  EXPECT_EQ(rows[0].decided, routing::Outcome::requeued);
  EXPECT_EQ(rows[0].decided_at, at);
  EXPECT_EQ(rows[0].decided_team_id, acme_.team);
  const auto decisions = read([&](Reading& r) { return list_decisions(r, acme_.id, id, 50); });
  ASSERT_EQ(decisions.size(), 2U);
  EXPECT_EQ(decisions[0].decision.outcome, routing::Outcome::requeued);
  EXPECT_EQ(decisions[1].decision.grounds.at(0).value, "3/3");
  EXPECT_EQ(read([&](Reading& r) { return list_decisions(r, acme_.id, id, 1); }).size(), 1U);
  EXPECT_TRUE(read([&](Reading& r) { return list_decisions(r, other_.id, id, 50); }).empty());
}

TEST_P(RoutingStoreTest, WhatIsLeftBehindTellsSinceWhen) {
  const auto id = wait(acme_, acme_.ana);
  wait(acme_, acme_.tom);
  wait(acme_, acme_.ana, conversation::Status::open, false);
  const auto left = [&] { return read([&](Reading& r) { return list_left(r, acme_.id, acme_.team); }); };
  EXPECT_TRUE(left().empty()) << "of who never said anything nothing is known";
  write([&](Transaction& t) {
    put_presence(t, {acme_.id, acme_.ana, routing::Presence::off, t.now(), acme_.ana, std::nullopt});
    put_presence(t, {acme_.id, acme_.tom, routing::Presence::online, t.now(), acme_.tom, std::nullopt});
    return 0;
  });
  auto rows = left();
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].id, id);
  EXPECT_EQ(rows[0].user_id, acme_.ana);
  EXPECT_EQ(rows[0].presence, routing::Presence::off);
  EXPECT_EQ(rows[0].given_at, std::nullopt);
  decide(acme_, id, {routing::Outcome::assigned, acme_.tom, acme_.team, {}});
  EXPECT_EQ(left()[0].given_at, std::nullopt);
  const auto at = clock_.now();
  decide(acme_, id, {routing::Outcome::assigned, acme_.ana, acme_.team, {}});
  EXPECT_EQ(left()[0].given_at, at);
}

HEED_ON_BOTH_ENGINES(RoutingStoreTest);

}  // namespace
}  // namespace store
