#include "domain/rights/rights.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "base/json/traits.hpp"

namespace rights {
namespace {

constexpr ids::Organization kOurs{1}, kTheirs{2};
constexpr ids::Team kCare{10}, kPartner{11};
constexpr ids::User kMira{20}, kPat{21};

Principal user(Role role) {
  Principal who;
  who.kind = PrincipalKind::user;
  who.organization_id = kOurs;
  who.role = role;
  who.user_id = kMira;
  return who;
}

Principal token(Role role) {
  auto who = user(role);
  who.kind = PrincipalKind::token;
  who.user_id.reset();
  who.token_id = ids::ApiToken{30};
  return who;
}

std::set<std::string> what_may(const Principal& who) {
  std::set<std::string> granted;
  for (const auto& name : base::all_names<Permission>()) {
    if (may(who, base::from_name<Permission>(name).value())) granted.insert(name);
  }
  return granted;
}

using Names = std::set<std::string>;

const Names kAgents{"anyone",        "signed_in",     "conversations_read", "conversations_work",
                    "contacts_read", "contacts_work", "reports_read",       "team_read"};

Names with(Names names, const Names& more) {
  names.insert(more.begin(), more.end());
  return names;
}

TEST(Rights, OfEachRole) {
  EXPECT_EQ(what_may(user(Role::partner)),
            (Names{"anyone", "signed_in", "conversations_read", "conversations_work", "team_read"}));
  EXPECT_EQ(what_may(user(Role::agent)), kAgents);
  const Names lead = with(kAgents, {"triage_manage"});
  EXPECT_EQ(what_may(user(Role::lead)), lead);
  const Names admin = with(lead, {"inboxes_manage", "team_manage", "tokens_manage"});
  EXPECT_EQ(what_may(user(Role::admin)), admin);
  EXPECT_EQ(what_may(user(Role::owner)), with(admin, {"organization_manage"}));
}

TEST(Rights, ATokenHasItsRolesButNoSession) {
  for (const auto& name : base::all_names<Role>()) {
    const auto role = base::from_name<Role>(name).value();
    auto expected = what_may(user(role));
    expected.erase("signed_in");
    EXPECT_EQ(what_may(token(role)), expected) << name;
  }
}

TEST(Rights, OfThoseWithoutAnAccount) {
  EXPECT_EQ(what_may(Principal{}), Names{"anyone"});
  Principal visitor = user(Role::owner);  // A role that slipped in opens nothing.
  visitor.kind = PrincipalKind::visitor;
  EXPECT_EQ(what_may(visitor), (Names{"anyone", "visitor"}));
}

TEST(Rights, NobodyHandsOutMoreThanTheyHold) {
  const std::map<Role, std::set<Role>> expected{
      {Role::owner, {Role::owner, Role::admin, Role::lead, Role::agent, Role::partner}},
      {Role::admin, {Role::admin, Role::lead, Role::agent, Role::partner}},
  };
  for (const auto& granter : base::all_names<Role>()) {
    for (const auto& given : base::all_names<Role>()) {
      const auto from = base::from_name<Role>(granter).value(), to = base::from_name<Role>(given).value();
      const auto may_give = expected.find(from);
      EXPECT_EQ(may_grant(from, to), may_give != expected.end() && may_give->second.contains(to))
          << granter << " → " << given;
    }
  }
}

TEST(RightsToSee, TheOwnOrganizationOnly) {
  for (const auto role : {Role::owner, Role::admin, Role::lead, Role::agent}) {
    EXPECT_TRUE(may_see(user(role), kOurs, std::nullopt, std::nullopt));
    EXPECT_TRUE(may_see(user(role), kOurs, kPartner, kPat));
    EXPECT_TRUE(may_see(token(role), kOurs, std::nullopt, std::nullopt));
    EXPECT_FALSE(may_see(user(role), kTheirs, std::nullopt, std::nullopt));
    EXPECT_FALSE(may_see(user(role), kTheirs, std::nullopt, kMira)) << "not even what names them";
  }
}

TEST(RightsToSee, APartnersPeopleSeeWhatWasHandedToThem) {
  auto partner = user(Role::partner);
  EXPECT_FALSE(may_see(partner, kOurs, std::nullopt, std::nullopt));
  EXPECT_FALSE(may_see(partner, kOurs, kPartner, std::nullopt)) << "in no team yet";
  partner.team_ids = {kPartner};
  EXPECT_TRUE(may_see(partner, kOurs, kPartner, std::nullopt));
  EXPECT_TRUE(may_see(partner, kOurs, kPartner, kPat));
  EXPECT_FALSE(may_see(partner, kOurs, kCare, std::nullopt));
  EXPECT_TRUE(may_see(partner, kOurs, kCare, kMira)) << "their own";
  EXPECT_FALSE(may_see(partner, kTheirs, kPartner, kMira));
}

TEST(RightsToSee, APartnersTokenSeesNothing) {
  EXPECT_FALSE(may_see(token(Role::partner), kOurs, std::nullopt, std::nullopt));
  EXPECT_FALSE(may_see(token(Role::partner), kOurs, kPartner, kMira));
}

TEST(RightsToSee, NobodyWithoutAnAccount) {
  Principal visitor = user(Role::owner);
  visitor.kind = PrincipalKind::visitor;
  EXPECT_FALSE(may_see(visitor, kOurs, std::nullopt, std::nullopt));
  visitor.kind = PrincipalKind::anonymous;
  EXPECT_FALSE(may_see(visitor, kOurs, std::nullopt, std::nullopt));
}

}  // namespace
}  // namespace rights
