#include "workflow/manage_teams.hpp"

#include <algorithm>

#include "store/team_store.hpp"
#include "store/user_store.hpp"

namespace workflow {
namespace {

using base::FailureKind;

constexpr std::size_t kMostMembers = 1000;

tl::unexpected<base::Failure> name_taken(const std::string& name) {
  return base::fail(FailureKind::conflict, "name: there is a team " + name + " already", "name");
}

std::vector<ids::User> sorted(std::vector<ids::User> members) {
  std::ranges::sort(members);
  const auto [first, last] = std::ranges::unique(members);
  members.erase(first, last);
  return members;
}

base::Result<void> check_member(store::Reading& reading, const rights::Team& team, ids::User id) {
  const auto user = store::find_user(reading, team.organization_id, id);
  if (!user) return base::fail(FailureKind::invalid, "member_ids: there is no such user", "member_ids");
  if (!rights::may_join(user->role, team.partner))
    return base::fail(FailureKind::invalid,
                      "member_ids: " + user->name + " works for a partner and can only be in a partner's team",
                      "member_ids");
  return {};
}

// Makes the team's members those, checking whoever comes or goes.
base::Result<void> set_members(store::Transaction& transaction, const rights::Team& team,
                               const std::vector<ids::User>& wanted) {
  if (wanted.size() > kMostMembers)
    return base::fail(FailureKind::invalid, "member_ids: at most 1,000 people in a team", "member_ids");
  const auto before = store::member_ids_of(transaction, team.organization_id, team.id);
  for (const auto id : wanted) {
    if (std::ranges::binary_search(before, id)) continue;
    if (auto fine = check_member(transaction, team, id); !fine) return fine;
    store::add_member(transaction, team.organization_id, team.id, id);
  }
  for (const auto id : before) {
    if (std::ranges::binary_search(wanted, id)) continue;
    store::remove_member(transaction, team.organization_id, team.id, id);
  }
  return {};
}

}  // namespace

base::Result<TeamWithMembers> create_team(store::Transaction& transaction, const rights::Principal& who,
                                          const NewTeam& wanted) {
  auto name = rights::clean_name(wanted.name);
  if (!name) return base::pass_on(name.error());
  const rights::Team team{transaction.new_id<ids::Team>(), who.organization_id, *name, wanted.partner, transaction.now()};
  if (!store::insert_team(transaction, team)) return name_taken(*name);
  const auto members = sorted(wanted.member_ids);
  if (auto done = set_members(transaction, team, members); !done) return base::pass_on(done.error());
  transaction.publish(who.organization_id, event::TeamChanged{std::nullopt, team.id});
  return TeamWithMembers{team, members};
}

base::Result<TeamWithMembers> change_team(store::Transaction& transaction, const rights::Principal& who,
                                          const TeamChange& change) {
  auto team = store::find_team(transaction, who.organization_id, change.team_id);
  if (!team) return base::fail(FailureKind::not_found, "There is no such team.");
  if (change.name) {
    auto name = rights::clean_name(*change.name);
    if (!name) return base::pass_on(name.error());
    const auto same = store::find_team_by_name(transaction, who.organization_id, *name);
    if (same && same->id != team->id) return name_taken(*name);
    team->name = *name;
    store::rename_team(transaction, who.organization_id, team->id, *name);
  }
  if (change.member_ids) {
    if (auto done = set_members(transaction, *team, sorted(*change.member_ids)); !done) return base::pass_on(done.error());
  }
  transaction.publish(who.organization_id, event::TeamChanged{std::nullopt, team->id});
  return TeamWithMembers{*team, store::member_ids_of(transaction, who.organization_id, team->id)};
}

}  // namespace workflow
