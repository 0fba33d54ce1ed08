// The rows of organizations, users, sessions, teams and tokens, on both engines.

#include <gtest/gtest.h>

#include "store/idempotency_store.hpp"
#include "store/one_time_token_store.hpp"
#include "store/organization_store.hpp"
#include "store/session_store.hpp"
#include "store/store_test_kit.hpp"
#include "store/team_store.hpp"
#include "store/token_store.hpp"
#include "store/user_store.hpp"

namespace store {
namespace {

using rights::Role;
using rights::UserState;

class AccessStoresTest : public test::StoreTest {
 protected:
  void SetUp() override {
    test::StoreTest::SetUp();
    if (IsSkipped()) return;
    store_ = open();
    acme_ = make_organization("Acme");
    other_ = make_organization("Other");
  }

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

  ids::Organization make_organization(const std::string& name) {
    return write([&](Transaction& t) {
      const organization::Organization made{t.new_id<ids::Organization>(), name, "en", "UTC", false, t.now()};
      insert_organization(t, made);
      return made.id;
    });
  }
  rights::User make_user(ids::Organization organization, const std::string& email, Role role = Role::agent,
                         UserState state = UserState::active) {
    return write([&](Transaction& t) {
      const rights::User made{t.new_id<ids::User>(), organization, email, "Name of " + email, role, state, t.now()};
      EXPECT_TRUE(insert_user(t, made, "hash of " + email));
      return made;
    });
  }
  ids::Session make_session(const rights::User& user, const std::string& hash, base::Time expires_at) {
    return write([&](Transaction& t) {
      const rights::Session made{
          t.new_id<ids::Session>(), user.organization_id, user.id, "csrf", t.now(), t.now(), expires_at};
      insert_session(t, made, hash);
      return made.id;
    });
  }

  std::unique_ptr<Store> store_;
  ids::Organization acme_, other_;
};

TEST_P(AccessStoresTest, OrganizationsAreFoundAndChanged) {
  EXPECT_EQ(read([](Reading& r) { return list_organizations(r).size(); }), 2U);
  EXPECT_EQ(read([](Reading& r) { return first_organization(r); })->id, acme_);
  write([&](Transaction& t) {
    auto organization = *find_organization(t, acme_);
    organization.name = "Acme & Söhne";
    organization.language = "de";
    organization.time_zone = "Europe/Berlin";
    update_organization(t, organization);
    return 0;
  });
  const auto found = read([&](Reading& r) { return find_organization(r, acme_); });
  EXPECT_EQ(found->name, "Acme & Söhne");
  EXPECT_EQ(found->time_zone, "Europe/Berlin");
  EXPECT_EQ(read([&](Reading& r) { return find_organization(r, other_); })->name, "Other");
  EXPECT_FALSE(read([](Reading& r) { return find_organization(r, ids::Organization{1}); }));
}

TEST_P(AccessStoresTest, UsersBelongToTheirOrganization) {
  const auto ana = make_user(acme_, "ana@acme.test");
  EXPECT_TRUE(read([&](Reading& r) { return find_user(r, acme_, ana.id); }));
  EXPECT_FALSE(read([&](Reading& r) { return find_user(r, other_, ana.id); }));
  EXPECT_FALSE(read([&](Reading& r) { return find_login_of(r, other_, ana.id); }));
  EXPECT_EQ(read([&](Reading& r) { return list_users(r, acme_).size(); }), 1U);
  EXPECT_EQ(read([&](Reading& r) { return list_users(r, other_).size(); }), 0U);
  write([&](Transaction& t) {
    auto foreign = ana;
    foreign.organization_id = other_;
    foreign.name = "Taken over";
    update_user(t, foreign);
    set_password_hash(t, other_, ana.id, "taken over");
    return 0;
  });
  EXPECT_EQ(read([&](Reading& r) { return find_user(r, acme_, ana.id); })->name, "Name of ana@acme.test");
  EXPECT_EQ(read([](Reading& r) { return find_login(r, "ana@acme.test"); })->password_hash, "hash of ana@acme.test");
}

TEST_P(AccessStoresTest, AnAddressIsTakenOnce) {
  make_user(acme_, "ana@acme.test");
  EXPECT_FALSE(write([&](Transaction& t) {
    return insert_user(t, {t.new_id<ids::User>(), other_, "ana@acme.test", "Ana", Role::agent, UserState::active, t.now()},
                       "");
  }));
}

TEST_P(AccessStoresTest, ActiveOwnersAreCounted) {
  EXPECT_FALSE(read([](Reading& r) { return is_anyone_active(r); }));
  make_user(acme_, "a@acme.test", Role::owner, UserState::suspended);
  make_user(acme_, "b@acme.test", Role::owner, UserState::invited);
  EXPECT_FALSE(read([](Reading& r) { return is_anyone_active(r); }));
  make_user(acme_, "c@acme.test", Role::owner);
  make_user(acme_, "d@acme.test", Role::admin);
  make_user(other_, "e@other.test", Role::owner);
  EXPECT_EQ(read([&](Reading& r) { return count_active_owners(r, acme_); }), 1);
  EXPECT_TRUE(read([](Reading& r) { return is_anyone_active(r); }));
}

TEST_P(AccessStoresTest, SessionsOpenWhileTheyLastAndTheirUserIsActive) {
  const base::Time end = clock_.now() + std::chrono::hours(1);
  auto ana = make_user(acme_, "ana@acme.test", Role::lead);
  const auto id = make_session(ana, "h1", end);
  make_session(ana, "h2", end);
  const auto find = [&](const std::string& hash, base::Time now) {
    return read([&](Reading& r) { return find_open_session(r, hash, now); });
  };
  ASSERT_TRUE(find("h1", clock_.now()));
  EXPECT_EQ(find("h1", clock_.now())->role, Role::lead);
  EXPECT_EQ(find("h1", clock_.now())->session_id, id);
  EXPECT_FALSE(find("h1", end));
  EXPECT_FALSE(find("h3", clock_.now()));

  write([&](Transaction& t) {
    touch_session(t, other_, id, end, end + std::chrono::hours(9));  // another organization's hand does not reach it
    touch_session(t, acme_, id, end, end + std::chrono::hours(1));
    return 0;
  });
  EXPECT_TRUE(find("h1", end));
  EXPECT_FALSE(find("h1", end + std::chrono::hours(1)));

  ana.state = UserState::suspended;
  write([&](Transaction& t) { return update_user(t, ana), 0; });
  EXPECT_FALSE(find("h2", clock_.now()));
  ana.state = UserState::active;
  write([&](Transaction& t) { return update_user(t, ana), delete_session(t, other_, id), 0; });
  EXPECT_TRUE(find("h1", clock_.now()));
  write([&](Transaction& t) { return delete_session_by_hash(t, "h1"), 0; });
  EXPECT_FALSE(find("h1", clock_.now()));
  write([&](Transaction& t) { return delete_sessions_of(t, acme_, ana.id), 0; });
  EXPECT_FALSE(find("h2", clock_.now()));
}

TEST_P(AccessStoresTest, ExpiredSessionsGoInBatches) {
  const auto ana = make_user(acme_, "ana@acme.test");
  for (int i = 0; i < 5; ++i) make_session(ana, "old" + std::to_string(i), clock_.now());
  make_session(ana, "new", clock_.now() + std::chrono::hours(1));
  EXPECT_EQ(write([&](Transaction& t) { return delete_expired_sessions(t, clock_.now(), 3); }), 3);
  EXPECT_EQ(write([&](Transaction& t) { return delete_expired_sessions(t, clock_.now(), 3); }), 2);
  EXPECT_TRUE(read([&](Reading& r) { return find_open_session(r, "new", clock_.now()); }));
}

TEST_P(AccessStoresTest, TeamsAndTheirMembers) {
  const auto ana = make_user(acme_, "ana@acme.test");
  const auto bob = make_user(acme_, "bob@acme.test");
  const auto [support, sales] = write([&](Transaction& t) {
    const rights::Team one{t.new_id<ids::Team>(), acme_, "Support", false, t.now()};
    const rights::Team two{t.new_id<ids::Team>(), acme_, "Sales", true, t.now()};
    EXPECT_TRUE(insert_team(t, one));
    EXPECT_TRUE(insert_team(t, two));
    EXPECT_FALSE(insert_team(t, {t.new_id<ids::Team>(), acme_, "Sales", false, t.now()}));
    EXPECT_TRUE(insert_team(t, {t.new_id<ids::Team>(), other_, "Sales", false, t.now()}));
    for (const auto user : {ana.id, bob.id, ana.id}) add_member(t, acme_, one.id, user);
    add_member(t, acme_, two.id, ana.id);
    return std::pair(one.id, two.id);
  });
  EXPECT_EQ(read([&](Reading& r) { return list_teams(r, acme_).size(); }), 2U);
  EXPECT_EQ(read([&](Reading& r) { return member_ids_of(r, acme_, support); }), (std::vector{ana.id, bob.id}));
  EXPECT_EQ(read([&](Reading& r) { return member_ids_of(r, other_, support).size(); }), 0U);
  EXPECT_EQ(read([&](Reading& r) { return team_ids_of(r, acme_, ana.id); }), (std::vector{support, sales}));
  EXPECT_EQ(read([&](Reading& r) { return list_teams_of(r, acme_, ana.id).front().name; }), "Sales");
  EXPECT_EQ(read([&](Reading& r) { return list_memberships(r, acme_).size(); }), 3U);
  EXPECT_EQ(read([&](Reading& r) { return list_memberships(r, other_).size(); }), 0U);
  write([&](Transaction& t) {
    rename_team(t, other_, support, "Taken over");
    remove_member(t, other_, support, bob.id);
    rename_team(t, acme_, support, "Care");
    remove_member(t, acme_, support, ana.id);
    return 0;
  });
  EXPECT_EQ(read([&](Reading& r) { return find_team(r, acme_, support); })->name, "Care");
  EXPECT_FALSE(read([&](Reading& r) { return find_team(r, other_, support); }));
  EXPECT_EQ(read([&](Reading& r) { return find_team_by_name(r, acme_, "Care"); })->id, support);
  EXPECT_EQ(read([&](Reading& r) { return member_ids_of(r, acme_, support); }), std::vector{bob.id});
}

TEST_P(AccessStoresTest, TokensOpenUntilRevokedOrExpired) {
  const base::Time end = clock_.now() + std::chrono::hours(1);
  const auto id = write([&](Transaction& t) {
    const auto made = t.new_id<ids::ApiToken>();
    insert_token(t, {made, acme_, "CI", Role::agent, t.now(), end, std::nullopt}, "h1");
    insert_token(t, {t.new_id<ids::ApiToken>(), acme_, "Bot", Role::admin, t.now(), std::nullopt, std::nullopt}, "h2");
    return made;
  });
  const auto find = [&](const std::string& hash, base::Time now) {
    return read([&](Reading& r) { return find_token_by_hash(r, hash, now); });
  };
  EXPECT_EQ(find("h1", clock_.now())->role, Role::agent);
  EXPECT_FALSE(find("h1", end));
  EXPECT_TRUE(find("h2", end + std::chrono::hours(10'000)));
  EXPECT_FALSE(write([&](Transaction& t) { return revoke_token(t, other_, id, t.now()); }));
  EXPECT_TRUE(write([&](Transaction& t) { return revoke_token(t, acme_, id, t.now()); }));
  EXPECT_FALSE(write([&](Transaction& t) { return revoke_token(t, acme_, id, t.now()); }));
  EXPECT_FALSE(find("h1", clock_.now()));
  EXPECT_EQ(read([&](Reading& r) { return list_tokens(r, acme_).size(); }), 1U);
  EXPECT_EQ(read([&](Reading& r) { return list_tokens(r, other_).size(); }), 0U);
  EXPECT_TRUE(read([&](Reading& r) { return find_token(r, acme_, id); })->revoked_at);
  EXPECT_FALSE(read([&](Reading& r) { return find_token(r, other_, id); }));
}

TEST_P(AccessStoresTest, OneTimeTokensWorkOnce) {
  const auto ana = make_user(acme_, "ana@acme.test");
  const base::Time end = clock_.now() + std::chrono::hours(1);
  write([&](Transaction& t) {
    insert_one_time_token(t, {TokenPurpose::setup, std::nullopt, std::nullopt, end}, "setup", t.now());
    insert_one_time_token(t, {TokenPurpose::invitation, acme_, ana.id, end}, "ana", t.now());
    return 0;
  });
  const auto find = [&](const std::string& hash, TokenPurpose purpose) {
    return read([&](Reading& r) { return find_one_time_token(r, hash, purpose, clock_.now()); });
  };
  const auto use = [&](const std::string& hash, TokenPurpose purpose, base::Time now) {
    return write([&](Transaction& t) { return use_one_time_token(t, hash, purpose, now); });
  };
  EXPECT_EQ(find("ana", TokenPurpose::invitation)->user_id, ana.id);
  EXPECT_FALSE(find("setup", TokenPurpose::setup)->organization_id);
  EXPECT_FALSE(find("ana", TokenPurpose::setup));  // what it is for is part of it
  EXPECT_FALSE(use("ana", TokenPurpose::setup, clock_.now()));
  EXPECT_FALSE(use("ana", TokenPurpose::invitation, end));
  EXPECT_TRUE(use("ana", TokenPurpose::invitation, clock_.now()));
  EXPECT_FALSE(use("ana", TokenPurpose::invitation, clock_.now()));
  EXPECT_FALSE(find("ana", TokenPurpose::invitation));
  write([&](Transaction& t) { return delete_unused_tokens(t, TokenPurpose::setup), 0; });
  EXPECT_FALSE(use("setup", TokenPurpose::setup, clock_.now()));
  EXPECT_EQ(write([&](Transaction& t) { return delete_ended_tokens(t, clock_.now(), 10); }), 1);
}

TEST_P(AccessStoresTest, RepliesAreKeptOncePerScope) {
  const IdempotencyScope scope{acme_, "user:1", "POST /x", "k"};
  IdempotencyScope other_actor = scope;
  other_actor.actor = "user:2";
  EXPECT_FALSE(read([&](Reading& r) { return find_kept_reply(r, scope); }));
  EXPECT_TRUE(write([&](Transaction& t) { return keep_reply(t, scope, {"b1", "r1"}, t.now()); }));
  EXPECT_FALSE(write([&](Transaction& t) { return keep_reply(t, scope, {"b2", "r2"}, t.now()); }));
  EXPECT_TRUE(
      write([&](Transaction& t) { return keep_reply(t, other_actor, {"b3", "r3"}, t.now() + std::chrono::hours(1)); }));
  EXPECT_EQ(read([&](Reading& r) { return find_kept_reply(r, scope); })->reply, "r1");
  EXPECT_EQ(write([&](Transaction& t) { return delete_replies_kept_before(t, clock_.now() + std::chrono::minutes(1), 10); }),
            1);
  EXPECT_FALSE(read([&](Reading& r) { return find_kept_reply(r, scope); }));
  EXPECT_TRUE(read([&](Reading& r) { return find_kept_reply(r, other_actor); }));
}

HEED_ON_BOTH_ENGINES(AccessStoresTest);

}  // namespace
}  // namespace store
