#include "store/team_store.hpp"

namespace store {
namespace {

using rights::Team;

constexpr Query<void(ids::Team, ids::Organization, std::string, bool, base::Time)> kInsert{"team_insert"};
constexpr Query<Team(ids::Organization, ids::Team)> kFind{"team_find"};
constexpr Query<Team(ids::Organization, std::string)> kFindByName{"team_find_by_name"};
constexpr Query<Team(ids::Organization)> kList{"team_list"};
constexpr Query<Team(ids::Organization, ids::User)> kListOfUser{"team_list_of_user"};
constexpr Query<void(ids::Organization, ids::Team, std::string)> kRename{"team_rename"};
constexpr Query<Membership(ids::Organization)> kMemberships{"team_memberships"};
constexpr Query<ids::User(ids::Organization, ids::Team)> kMemberIds{"team_member_ids"};
constexpr Query<ids::Team(ids::Organization, ids::User)> kIdsOfUser{"team_ids_of_user"};
constexpr Query<void(ids::Organization, ids::Team, ids::User)> kAddMember{"team_add_member"};
constexpr Query<void(ids::Organization, ids::Team, ids::User)> kRemoveMember{"team_remove_member"};

}  // namespace

std::optional<Team> find_team(Reading& reading, ids::Organization organization, ids::Team id) {
  return reading.one(kFind, organization, id);
}

std::optional<Team> find_team_by_name(Reading& reading, ids::Organization organization, const std::string& name) {
  return reading.one(kFindByName, organization, name);
}

std::vector<Team> list_teams(Reading& reading, ids::Organization organization) { return reading.rows(kList, organization); }

std::vector<Team> list_teams_of(Reading& reading, ids::Organization organization, ids::User user) {
  return reading.rows(kListOfUser, organization, user);
}

std::vector<ids::Team> team_ids_of(Reading& reading, ids::Organization organization, ids::User user) {
  return reading.rows(kIdsOfUser, organization, user);
}

std::vector<ids::User> member_ids_of(Reading& reading, ids::Organization organization, ids::Team team) {
  return reading.rows(kMemberIds, organization, team);
}

std::vector<Membership> list_memberships(Reading& reading, ids::Organization organization) {
  return reading.rows(kMemberships, organization);
}

bool insert_team(Transaction& transaction, const Team& in) {
  return transaction.run_counted(kInsert, in.id, in.organization_id, in.name, in.partner, in.created_at) == 1;
}

void rename_team(Transaction& transaction, ids::Organization organization, ids::Team id, const std::string& name) {
  transaction.run(kRename, organization, id, name);
}

void add_member(Transaction& transaction, ids::Organization organization, ids::Team team, ids::User user) {
  transaction.run(kAddMember, organization, team, user);
}

void remove_member(Transaction& transaction, ids::Organization organization, ids::Team team, ids::User user) {
  transaction.run(kRemoveMember, organization, team, user);
}

std::vector<CheckedQuery> team_queries() {
  return {kInsert,      kFind,      kFindByName, kList,      kListOfUser,  kRename,
          kMemberships, kMemberIds, kIdsOfUser,  kAddMember, kRemoveMember};
}

}  // namespace store
