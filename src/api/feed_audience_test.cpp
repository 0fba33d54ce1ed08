#include "api/feed_audience.hpp"

#include <gtest/gtest.h>

#include "api/present_event.hpp"

namespace api {
namespace {

using rights::PrincipalKind;
using rights::Role;

std::vector<rights::Principal> everybody() {
  std::vector<rights::Principal> all;
  for (const auto kind : {PrincipalKind::user, PrincipalKind::token})
    for (const auto role : {Role::owner, Role::admin, Role::lead, Role::agent, Role::partner})
      for (const std::int64_t user : {7, 8})
        for (const auto& teams : {std::vector<ids::Team>{}, {ids::Team{1}}, {ids::Team{2}, ids::Team{1}}}) {
          rights::Principal one;
          one.kind = kind;
          one.organization_id = ids::Organization{1};
          one.role = role;
          if (kind == PrincipalKind::user) one.user_id = ids::User{user};
          one.team_ids = teams;
          all.push_back(one);
        }
  return all;
}

std::vector<event::Event> happenings() {
  std::vector<event::Event> all{event::InboxChanged{}, event::TeamChanged{}, event::OrganizationChanged{},
                                event::PostCreated{}, event::IdentitiesMoved{}};
  for (const std::int64_t team : {0, 1, 2})
    for (const std::int64_t user : {0, 7}) {
      event::ConversationState state;
      state.conversation.organization_id = ids::Organization{1};
      if (team != 0) state.conversation.team_id = ids::Team{team};
      if (user != 0) state.conversation.assignee_id = ids::User{user};
      all.emplace_back(event::ConversationCreated{state});
      all.emplace_back(event::MessageCreated{{}, "", state});
      all.emplace_back(event::MessagesMoved{ids::Conversation{3}, state});
      all.emplace_back(event::ConversationUpdated{state, std::nullopt, ids::Team{1}, std::nullopt});
      all.emplace_back(event::ConversationUpdated{state, std::nullopt, std::nullopt, ids::User{8}});
    }
  return all;
}

TEST(FeedAudience, IsToldWhatEachOfItWouldBeTold) {
  for (const auto& who : everybody())
    for (const auto& event : happenings()) {
      const Numbered happened{ids::Organization{1}, 1, {}, event};
      EXPECT_EQ(share_of(audience_of(who), happened), share_of(who, happened));
    }
}

TEST(FeedAudience, WhatIsOnePersonsAloneIsNotItsAudiences) {
  event::NotificationChanged told;
  told.notification.user_id = ids::User{7};
  EXPECT_EQ(addressee_of(told), ids::User{7});
  for (const auto& event : happenings()) EXPECT_FALSE(addressee_of(event));
  for (const auto& who : everybody()) {
    const auto share = share_of(who, {ids::Organization{1}, 1, {}, told});
    EXPECT_EQ(share, who.user_id == ids::User{7} ? Share::whole : Share::nothing);
  }
}

TEST(FeedAudience, TheWholeTeamIsOneAndPartnersAreTheirOwn) {
  const auto same = [](const rights::Principal& a, const rights::Principal& b) {
    const auto x = audience_of(a), y = audience_of(b);
    return x.kind == y.kind && x.role == y.role && x.user_id == y.user_id && x.team_ids == y.team_ids;
  };
  for (const auto& a : everybody())
    for (const auto& b : everybody()) {
      const bool alike = a.kind == b.kind && a.role == b.role && a.user_id == b.user_id && a.team_ids == b.team_ids;
      if (a.role != Role::partner && b.role != Role::partner) EXPECT_TRUE(same(a, b));
      else EXPECT_EQ(same(a, b), alike);
    }
}

TEST(FeedAudience, VisitorsAreFoundByWhatTheyAre) {
  event::MessageCreated said;
  said.state.conversation.contact_id = ids::Contact{5};
  said.message.identity_id = ids::Identity{6};
  EXPECT_EQ(visitor_keys_of(said), (std::vector<std::int64_t>{5, 6}));
  EXPECT_EQ(visitor_keys_of(event::ClockBreached{said.state}), (std::vector<std::int64_t>{5}));
  EXPECT_TRUE(visitor_keys_of(event::InboxChanged{}).empty());
}

}  // namespace
}  // namespace api
