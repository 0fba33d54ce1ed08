#include "workflow/change_user.hpp"

#include "store/session_store.hpp"
#include "store/team_store.hpp"
#include "store/user_store.hpp"

namespace workflow {
namespace {

using base::FailureKind;
using rights::Role;
using rights::UserState;

base::Result<void> check_role(store::Reading& reading, const rights::Principal& who, const rights::User& user, Role role) {
  if (!rights::may_grant(who.role, role))
    return base::fail(FailureKind::forbidden, "You may not give somebody this role.", "role");
  for (const auto& team : store::list_teams_of(reading, user.organization_id, user.id)) {
    if (!rights::may_join(role, team.partner))
      return base::fail(
          FailureKind::conflict,
          user.name + " is in the team " + team.name + ", which is not a partner's; take them out of it first.", "role");
  }
  return {};
}

UserState state_after(store::Reading& reading, const rights::User& user, bool suspended) {
  if (suspended) return UserState::suspended;
  if (user.state != UserState::suspended) return user.state;
  const auto login = store::find_login_of(reading, user.organization_id, user.id);
  return login && !login->password_hash.empty() ? UserState::active : UserState::invited;
}

bool is_active_owner(const rights::User& user) { return user.role == Role::owner && user.state == UserState::active; }

}  // namespace

base::Result<rights::User> change_user(store::Transaction& transaction, const rights::Principal& who,
                                       const UserChange& change) {
  const auto before = store::find_user(transaction, who.organization_id, change.user_id);
  if (!before) return base::fail(FailureKind::not_found, "There is no such user.");
  if (!rights::may_grant(who.role, before->role))
    return base::fail(FailureKind::forbidden, "You may not change somebody of that role.");

  rights::User after = *before;
  if (change.name) {
    auto name = rights::clean_name(*change.name);
    if (!name) return base::pass_on(name.error());
    after.name = *name;
  }
  if (change.role && *change.role != before->role) {
    if (auto fine = check_role(transaction, who, *before, *change.role); !fine) return base::pass_on(fine.error());
    after.role = *change.role;
  }
  if (change.suspended) after.state = state_after(transaction, *before, *change.suspended);

  if (after.state == UserState::suspended && who.user_id == before->id)
    return base::fail(FailureKind::conflict, "You cannot suspend yourself; somebody else has to.", "suspended");
  if (is_active_owner(*before) && !is_active_owner(after) &&
      store::count_active_owners(transaction, who.organization_id) <= 1)
    return base::fail(FailureKind::conflict, before->name + " is the last owner; make somebody else one first.",
                      change.role ? "role" : "suspended");

  store::update_user(transaction, after);
  if (after.role != before->role || after.state != before->state)
    store::delete_sessions_of(transaction, who.organization_id, before->id);
  transaction.publish(who.organization_id, event::TeamChanged{before->id, std::nullopt});
  return after;
}

}  // namespace workflow
