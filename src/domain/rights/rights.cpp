#include "domain/rights/rights.hpp"

#include <algorithm>

namespace rights {
namespace {

bool role_may(Role role, Permission permission) {
  switch (permission) {
    case Permission::anyone:
    case Permission::signed_in:
    case Permission::conversations_read:
    case Permission::conversations_work:
    case Permission::team_read: return true;
    case Permission::contacts_read:
    case Permission::contacts_work:
    case Permission::reports_read: return role != Role::partner;
    case Permission::triage_manage: return role == Role::owner || role == Role::admin || role == Role::lead;
    case Permission::inboxes_manage:
    case Permission::team_manage:
    case Permission::tokens_manage: return role == Role::owner || role == Role::admin;
    case Permission::organization_manage: return role == Role::owner;
    case Permission::visitor: return false;
  }
  return false;
}

}  // namespace

bool may(const Principal& principal, Permission permission) {
  switch (principal.kind) {
    case PrincipalKind::anonymous: return permission == Permission::anyone;
    case PrincipalKind::visitor: return permission == Permission::anyone || permission == Permission::visitor;
    case PrincipalKind::user: return role_may(principal.role, permission);
    case PrincipalKind::token:
      // A token is nobody's self: it has no session to read or end.
      return permission != Permission::signed_in && role_may(principal.role, permission);
  }
  return false;
}

bool may_grant(Role granter, Role role) {
  if (granter == Role::owner) return true;
  return granter == Role::admin && role != Role::owner;
}

bool sees_only_own_teams(const Principal& principal) { return principal.role == Role::partner; }

bool may_see(const Principal& principal, ids::Organization organization, std::optional<ids::Team> team,
             std::optional<ids::User> assignee) {
  if (principal.organization_id != organization) return false;
  if (principal.kind != PrincipalKind::user && principal.kind != PrincipalKind::token) return false;
  if (!sees_only_own_teams(principal)) return true;
  if (assignee && assignee == principal.user_id) return true;
  return team && std::ranges::find(principal.team_ids, *team) != principal.team_ids.end();
}

}  // namespace rights
