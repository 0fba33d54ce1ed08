#include "api/team_handlers.hpp"

#include <algorithm>
#include <map>

#include "api/authenticate.hpp"
#include "api/present_account.hpp"
#include "store/team_store.hpp"
#include "store/user_store.hpp"
#include "workflow/change_user.hpp"
#include "workflow/invite_user.hpp"
#include "workflow/manage_teams.hpp"

namespace api {
namespace {

bool is_own(const rights::Principal& who, ids::Team team) {
  return std::ranges::find(who.team_ids, team) != who.team_ids.end();
}

// Memberships that this asker may know of: a partner's people know their own teams only.
std::vector<store::Membership> visible_memberships(store::Reading& reading, const rights::Principal& who) {
  auto all = store::list_memberships(reading, who.organization_id);
  if (rights::sees_only_own_teams(who)) std::erase_if(all, [&](const auto& one) { return !is_own(who, one.team_id); });
  return all;
}

base::Result<contract::UserList> visible_users(store::Reading& reading, const rights::Principal& who) {
  std::map<ids::User, std::vector<ids::Team>> teams;
  for (const auto& one : visible_memberships(reading, who)) teams[one.user_id].push_back(one.team_id);
  const bool only_own = rights::sees_only_own_teams(who);
  contract::UserList out;
  for (const auto& user : store::list_users(reading, who.organization_id)) {
    const auto found = teams.find(user.id);
    const bool self = who.user_id == user.id;
    if (only_own && !self && found == teams.end()) continue;
    out.items.push_back(present(user, found == teams.end() ? std::vector<ids::Team>{} : found->second));
    if (only_own && !self) out.items.back().email.clear();  // names are for them, addresses are not
  }
  return out;
}

base::Result<contract::TeamList> visible_teams(store::Reading& reading, const rights::Principal& who) {
  std::map<ids::Team, std::vector<ids::User>> members;
  for (const auto& one : visible_memberships(reading, who)) members[one.team_id].push_back(one.user_id);
  contract::TeamList out;
  for (const auto& team : store::list_teams(reading, who.organization_id)) {
    if (rights::sees_only_own_teams(who) && !is_own(who, team.id)) continue;
    out.items.push_back(present(team, members[team.id]));
  }
  return out;
}

contract::Team present_team(const workflow::TeamWithMembers& in) { return present(in.team, in.member_ids); }

}  // namespace

net::Task<base::Result<contract::UserList>> list_users(Call& call) {
  auto work = [who = call.principal](store::Reading& reading) { return visible_users(reading, who); };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::Invited>> post_user(Call& call, contract::InviteUser in) {
  auto work = [who = call.principal, in = std::move(in),
               url = call.services.public_url](store::Transaction& transaction) -> base::Result<contract::Invited> {
    const auto made = workflow::invite_user(transaction, who, {in.name, in.email, in.role});
    if (!made) return base::pass_on(made.error());
    return contract::Invited{present(made->user, store::team_ids_of(transaction, who.organization_id, made->user.id)),
                             url + "/invite?token=" + made->token.reveal()};
  };
  co_return co_await call.transact(std::move(work));
}

net::Task<base::Result<contract::User>> patch_user(Call& call, contract::ChangeUser in) {
  const ids::User id = in.user_id;
  auto work = [who = call.principal, in = std::move(in)](store::Transaction& transaction) -> base::Result<contract::User> {
    const auto changed = workflow::change_user(transaction, who, {in.user_id, in.name, in.role, in.suspended});
    if (!changed) return base::pass_on(changed.error());
    return present(*changed, store::team_ids_of(transaction, who.organization_id, changed->id));
  };
  auto out = co_await call.transact(std::move(work));
  if (out) call.authenticator.forget_user(call.principal.organization_id, id);
  co_return out;
}

net::Task<base::Result<contract::TeamList>> list_teams(Call& call) {
  auto work = [who = call.principal](store::Reading& reading) { return visible_teams(reading, who); };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::Team>> post_team(Call& call, contract::CreateTeam in) {
  auto work = [who = call.principal, in = std::move(in)](store::Transaction& transaction) {
    return workflow::create_team(transaction, who, {in.name, in.partner, in.member_ids});
  };
  auto out = co_await call.transact(std::move(work), present_team);
  if (out) call.authenticator.forget_organization(call.principal.organization_id);
  co_return out;
}

net::Task<base::Result<contract::Team>> patch_team(Call& call, contract::ChangeTeam in) {
  auto work = [who = call.principal, in = std::move(in)](store::Transaction& transaction) {
    return workflow::change_team(transaction, who, {in.team_id, in.name, in.member_ids});
  };
  auto out = co_await call.transact(std::move(work), present_team);
  if (out) call.authenticator.forget_organization(call.principal.organization_id);
  co_return out;
}

}  // namespace api
