// Setting up, inviting, changing people, teams and tokens, on both engines.

#include <gtest/gtest.h>

#include "store/session_store.hpp"
#include "store/store_test_kit.hpp"
#include "store/team_store.hpp"
#include "store/token_store.hpp"
#include "store/user_store.hpp"
#include "workflow/change_organization.hpp"
#include "workflow/change_user.hpp"
#include "workflow/credential.hpp"
#include "workflow/invite_user.hpp"
#include "workflow/manage_teams.hpp"
#include "workflow/manage_tokens.hpp"
#include "workflow/set_up.hpp"
#include "workflow/sign_in.hpp"

namespace workflow {
namespace {

using base::FailureKind;
using rights::Role;
using rights::UserState;

class AccessTest : public store::test::StoreTest {
 protected:
  template <class Work>
  auto write(Work work) {
    return store_->transact_blocking(std::move(work));
  }

  void SetUp() override {
    store::test::StoreTest::SetUp();
    if (IsSkipped()) return;
    store_ = open();
    store_->on_committed([this](const store::PublishedBatch& batch) {
      for (const auto& one : *batch) told_.push_back(one.event);
    });
    acme_ = write([](store::Transaction& t) { return create_organization(t, {"Acme", "en", "UTC"}); })->id;
    other_ = write([](store::Transaction& t) { return create_organization(t, {"Other", "en", "UTC"}); })->id;
    owner_ = make(acme_, "olga", Role::owner);
    admin_ = make(acme_, "adam", Role::admin);
    agent_ = make(acme_, "ana", Role::agent);
    partner_ = make(acme_, "pia", Role::partner);
    stranger_ = make(other_, "otto", Role::owner);
  }

  rights::User make(ids::Organization organization, const std::string& name, Role role) {
    return *write(
        [&](store::Transaction& t) { return create_user(t, organization, {name, name + "@x.test", role}, "hash"); });
  }
  static rights::Principal as(const rights::User& user) {
    rights::Principal who;
    who.kind = rights::PrincipalKind::user;
    who.organization_id = user.organization_id;
    who.role = user.role;
    who.user_id = user.id;
    return who;
  }
  base::Result<rights::User> change(const rights::User& who, const UserChange& wanted) {
    return write([&](store::Transaction& t) { return change_user(t, as(who), wanted); });
  }
  base::Result<TeamWithMembers> team(const rights::User& who, const NewTeam& wanted) {
    return write([&](store::Transaction& t) { return create_team(t, as(who), wanted); });
  }
  std::string begin(const rights::User& user) {
    const base::Secret token = new_secret();
    EXPECT_TRUE(write([&](store::Transaction& t) { return begin_session(t, user.organization_id, user.id, token, ""); }));
    return hash_secret(token.reveal());
  }
  bool is_open(const std::string& hash) {
    return *store_->read_blocking([&](store::Reading& r) -> base::Result<bool> {
      return store::find_open_session(r, hash, clock_.now()).has_value();
    });
  }
  static FailureKind kind(const auto& result) {
    EXPECT_FALSE(result);
    return result ? FailureKind::unavailable : result.error().kind;
  }

  std::vector<event::Event> told_;
  std::unique_ptr<store::Store> store_;
  ids::Organization acme_, other_;
  rights::User owner_, admin_, agent_, partner_, stranger_;
};

TEST_P(AccessTest, NobodyGrantsMoreThanTheyHold) {
  EXPECT_EQ(kind(change(admin_, {agent_.id, {}, Role::owner, {}})), FailureKind::forbidden);
  EXPECT_EQ(kind(change(admin_, {owner_.id, "Renamed", {}, {}})), FailureKind::forbidden);
  EXPECT_EQ(change(admin_, {agent_.id, {}, Role::admin, {}})->role, Role::admin);
  EXPECT_EQ(change(owner_, {agent_.id, {}, Role::owner, {}})->role, Role::owner);
  EXPECT_EQ(
      kind(write([&](store::Transaction& t) { return invite_user(t, as(admin_), {"Eve", "eve@x.test", Role::owner}); })),
      FailureKind::forbidden);
  EXPECT_EQ(kind(write([&](store::Transaction& t) { return create_token(t, acme_, Role::admin, {"T", Role::owner, {}}); })),
            FailureKind::forbidden);
}

TEST_P(AccessTest, TheLastActiveOwnerStays) {
  EXPECT_EQ(kind(change(owner_, {owner_.id, {}, Role::admin, {}})), FailureKind::conflict);
  EXPECT_EQ(kind(change(owner_, {owner_.id, {}, {}, true})), FailureKind::conflict);
  EXPECT_TRUE(change(owner_, {agent_.id, {}, Role::owner, {}}));
  EXPECT_TRUE(change(owner_, {agent_.id, {}, {}, true}));  // a suspended owner does not count
  EXPECT_EQ(kind(change(owner_, {owner_.id, {}, Role::admin, {}})), FailureKind::conflict);
  EXPECT_TRUE(change(owner_, {agent_.id, {}, {}, false}));
  auto second = agent_;
  second.role = Role::owner;
  EXPECT_EQ(kind(change(owner_, {owner_.id, {}, {}, true})), FailureKind::conflict);  // not by oneself, even then
  EXPECT_EQ(change(second, {owner_.id, {}, {}, true})->state, UserState::suspended);
}

TEST_P(AccessTest, SuspensionAndANewRoleEndSessionsANewNameDoesNot) {
  const auto first = begin(agent_);
  EXPECT_TRUE(change(admin_, {agent_.id, "Ana B.", {}, {}}));
  EXPECT_TRUE(change(admin_, {agent_.id, {}, Role::agent, false}));  // what it was already
  EXPECT_TRUE(is_open(first));
  EXPECT_TRUE(change(admin_, {agent_.id, {}, Role::lead, {}}));
  EXPECT_FALSE(is_open(first));
  const auto second = begin(agent_);
  EXPECT_TRUE(change(admin_, {agent_.id, {}, {}, true}));
  EXPECT_FALSE(is_open(second));
  EXPECT_EQ(kind(write([&](store::Transaction& t) { return begin_session(t, acme_, agent_.id, new_secret(), ""); })),
            FailureKind::unauthenticated);
  EXPECT_EQ(change(admin_, {agent_.id, {}, {}, false})->state, UserState::active);
}

TEST_P(AccessTest, OtherOrganizationsAreNotThere) {
  EXPECT_EQ(kind(change(stranger_, {agent_.id, "Taken", {}, {}})), FailureKind::not_found);
  const auto made = team(owner_, {"Support", false, {agent_.id}});
  EXPECT_EQ(kind(team(owner_, {"Odd", false, {stranger_.id}})), FailureKind::invalid);
  EXPECT_EQ(kind(write([&](store::Transaction& t) { return change_team(t, as(stranger_), {made->team.id, "Taken", {}}); })),
            FailureKind::not_found);
  const auto token =
      write([&](store::Transaction& t) { return create_token(t, acme_, Role::owner, {"CI", Role::agent, {}}); });
  EXPECT_EQ(kind(write([&](store::Transaction& t) { return revoke_token(t, as(stranger_), token->token.id); })),
            FailureKind::not_found);
}

TEST_P(AccessTest, PartnersAreInPartnerTeamsOnly) {
  EXPECT_EQ(kind(team(owner_, {"Support", false, {partner_.id}})), FailureKind::invalid);
  const auto outside = team(owner_, {"Outside", true, {partner_.id, agent_.id}});
  ASSERT_TRUE(outside);
  const auto inside = team(owner_, {"Inside", false, {agent_.id}});
  const auto refused = change(owner_, {agent_.id, {}, Role::partner, {}});
  EXPECT_EQ(kind(refused), FailureKind::conflict);
  EXPECT_NE(refused.error().message.find("Inside"), std::string::npos);
  EXPECT_TRUE(write(
      [&](store::Transaction& t) { return change_team(t, as(owner_), {inside->team.id, {}, std::vector<ids::User>{}}); }));
  EXPECT_EQ(change(owner_, {agent_.id, {}, Role::partner, {}})->role, Role::partner);
}

TEST_P(AccessTest, TeamsAreSetWholeAndNamesAreTheirOwn) {
  const auto made = team(admin_, {" Support ", false, {owner_.id, agent_.id, agent_.id}});
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->team.name, "Support");
  EXPECT_EQ(made->member_ids.size(), 2U);
  EXPECT_EQ(kind(team(admin_, {"Support", false, {}})), FailureKind::conflict);
  EXPECT_EQ(kind(team(admin_, {"", false, {}})), FailureKind::invalid);
  team(admin_, {"Sales", false, {}});
  const auto rename = [&](const std::string& name) {
    return write([&](store::Transaction& t) { return change_team(t, as(admin_), {made->team.id, name, {}}); });
  };
  EXPECT_EQ(kind(rename("Sales")), FailureKind::conflict);
  EXPECT_EQ(rename("Support")->member_ids.size(), 2U);
  const auto changed = write([&](store::Transaction& t) {
    return change_team(t, as(admin_), {made->team.id, {}, std::vector{admin_.id, owner_.id}});
  });
  EXPECT_EQ(changed->member_ids, (std::vector{owner_.id, admin_.id}));
}

TEST_P(AccessTest, InvitingTellsNothingOfStrangers) {
  const auto invite = [&](const std::string& email) {
    return write([&](store::Transaction& t) { return invite_user(t, as(owner_), {"Somebody", email, Role::agent}); });
  };
  const auto here = invite("ana@x.test");
  const auto elsewhere = invite("otto@x.test");
  EXPECT_EQ(kind(here), FailureKind::conflict);
  EXPECT_EQ(kind(elsewhere), FailureKind::conflict);
  EXPECT_EQ(here.error().field, "email");
  EXPECT_TRUE(invite("new@x.test"));
  EXPECT_TRUE(invite("new@x.test"));  // again, until they come
}

TEST_P(AccessTest, ASuspendedInvitationIsNoWayIn) {
  const auto invited =
      write([&](store::Transaction& t) { return invite_user(t, as(owner_), {"Eve", "eve@x.test", Role::agent}); });
  EXPECT_EQ(change(owner_, {invited->user.id, {}, {}, true})->state, UserState::suspended);
  const auto accept = [&] {
    return write([&](store::Transaction& t) { return accept_invitation(t, {invited->token, "Eve", "hash"}); });
  };
  EXPECT_EQ(kind(accept()), FailureKind::invalid);
  EXPECT_EQ(change(owner_, {invited->user.id, {}, {}, false})->state, UserState::invited);
  EXPECT_EQ(accept()->state, UserState::active);
  EXPECT_EQ(kind(accept()), FailureKind::invalid);
}

TEST_P(AccessTest, ANewPasswordEndsEverySession) {
  const auto one = begin(agent_);
  const auto two = begin(agent_);
  EXPECT_TRUE(write([&](store::Transaction& t) { return set_password(t, " ANA@x.test", "other hash"); }));
  EXPECT_FALSE(is_open(one));
  EXPECT_FALSE(is_open(two));
  EXPECT_EQ(kind(write([](store::Transaction& t) { return set_password(t, "nobody@x.test", "h"); })),
            FailureKind::not_found);
}

TEST_P(AccessTest, OrganizationsKeepGoodSettings) {
  const auto set = [&](const OrganizationChange& wanted) {
    return write([&](store::Transaction& t) { return change_organization(t, acme_, wanted); });
  };
  EXPECT_EQ(set({"Acme Ltd", "pt-br", "Europe/Lisbon"})->language, "pt-BR");
  EXPECT_EQ(kind(set({{}, {}, "Europe/Atlantis"})), FailureKind::invalid);
  EXPECT_EQ(kind(set({{}, {}, "../../etc/passwd"})), FailureKind::invalid);
  EXPECT_EQ(kind(set({"two\nlines", {}, {}})), FailureKind::invalid);
  EXPECT_EQ(set({})->name, "Acme Ltd");
}

TEST_P(AccessTest, EveryChangeIsTold) {
  const auto count = [&](const auto& act) {
    const auto before = told_.size();
    EXPECT_TRUE(act());
    write([](store::Transaction&) -> base::Result<void> { return {}; });  // the listener runs before the next one
    return told_.size() - before;
  };
  EXPECT_EQ(count([&] { return change(owner_, {agent_.id, "New", {}, {}}); }), 1U);
  EXPECT_EQ(count([&] { return team(owner_, {"Told", false, {}}); }), 1U);
  EXPECT_EQ(
      count([&] { return write([&](store::Transaction& t) { return change_organization(t, acme_, {"Told", {}, {}}); }); }),
      1U);
  EXPECT_EQ(
      count([&] {
        return write([&](store::Transaction& t) { return invite_user(t, as(owner_), {"E", "e@x.test", Role::agent}); });
      }),
      1U);
}

TEST_P(AccessTest, WhatHasEndedIsCleanedAway) {
  begin(agent_);
  write([](store::Transaction& t) -> base::Result<bool> { return !make_setup_token(t).empty(); });
  clock_.advance(rights::kSessionIdle);
  EXPECT_EQ(write([](store::Transaction& t) -> base::Result<std::int64_t> { return clean_access(t, 100); }), 1);
  EXPECT_EQ(write([](store::Transaction& t) -> base::Result<std::int64_t> { return clean_access(t, 100); }), 0);
}

HEED_ON_BOTH_ENGINES(AccessTest);

}  // namespace
}  // namespace workflow
