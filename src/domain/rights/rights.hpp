#pragma once
// Who may do what. A route or feed topic declares one Permission; a role is a set of them. What a principal may see of
// one conversation is may_see(), because a partner's agents see only what was handed to their teams.

#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "domain/ids.hpp"

namespace rights {

enum class Role { owner, admin, lead, agent, partner };
BOOST_DESCRIBE_ENUM(Role, owner, admin, lead, agent, partner)

enum class Permission {
  anyone,     // No sign-in needed: status, sign-in, the widget's greeting.
  visitor,    // A widget visitor, about their own conversation.
  signed_in,  // Any member of the team, about themselves.
  conversations_read,
  conversations_work,  // Reply, note, assign, resolve.
  contacts_read,
  contacts_work,  // Say who is one person and who is not.
  reports_read,
  team_read,  // Names of colleagues, teams and inboxes.
  inboxes_manage,
  team_manage,  // Users, invitations and teams.
  tokens_manage,
  organization_manage,
  triage_manage,  // What a priority is made of, and the company's own words.
};
BOOST_DESCRIBE_ENUM(Permission, anyone, visitor, signed_in, conversations_read, conversations_work, contacts_read,
                    contacts_work, reports_read, team_read, inboxes_manage, team_manage, tokens_manage, organization_manage,
                    triage_manage)

enum class PrincipalKind { anonymous, visitor, user, token };
BOOST_DESCRIBE_ENUM(PrincipalKind, anonymous, visitor, user, token)

// Who asks, as the request's cookie or token proved it.
struct Principal {
  PrincipalKind kind = PrincipalKind::anonymous;
  ids::Organization organization_id;         // Zero for anonymous.
  Role role = Role::partner;                 // Of a user or token.
  std::optional<ids::User> user_id;          // Of a user.
  std::optional<ids::Session> session_id;    // Of a user.
  std::optional<ids::ApiToken> token_id;     // Of a token.
  std::vector<ids::Team> team_ids;           // Of a user.
  std::optional<ids::Inbox> inbox_id;        // Of a visitor.
  std::optional<ids::Identity> identity_id;  // Of a visitor.
};

[[nodiscard]] bool may(const Principal& principal, Permission permission);

// May a holder of `granter` give somebody `role`? Nobody hands out more than they hold, and partners hand out nothing.
[[nodiscard]] bool may_grant(Role granter, Role role);

// Does this principal see a conversation that stands with this team and assignee?
[[nodiscard]] bool may_see(const Principal& principal, ids::Organization organization, std::optional<ids::Team> team,
                           std::optional<ids::User> assignee);

// True for those whose list queries must be narrowed to their teams.
[[nodiscard]] bool sees_only_own_teams(const Principal& principal);

}  // namespace rights
