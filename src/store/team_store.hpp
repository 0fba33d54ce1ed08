#pragma once
// Rows of teams and of who is in them.

#include <optional>
#include <string>
#include <vector>

#include "domain/rights/account.hpp"
#include "store/transaction.hpp"

namespace store {

struct Membership {
  ids::Team team_id;
  ids::User user_id;
};
BOOST_DESCRIBE_STRUCT(Membership, (), (team_id, user_id))

[[nodiscard]] std::optional<rights::Team> find_team(Reading& reading, ids::Organization organization, ids::Team id);
[[nodiscard]] std::optional<rights::Team> find_team_by_name(Reading& reading, ids::Organization organization,
                                                            const std::string& name);
[[nodiscard]] std::vector<rights::Team> list_teams(Reading& reading, ids::Organization organization);
[[nodiscard]] std::vector<rights::Team> list_teams_of(Reading& reading, ids::Organization organization, ids::User user);
[[nodiscard]] std::vector<ids::Team> team_ids_of(Reading& reading, ids::Organization organization, ids::User user);
[[nodiscard]] std::vector<ids::User> member_ids_of(Reading& reading, ids::Organization organization, ids::Team team);
// All of the organization's, by team.
[[nodiscard]] std::vector<Membership> list_memberships(Reading& reading, ids::Organization organization);

// False when the name is taken.
[[nodiscard]] bool insert_team(Transaction& transaction, const rights::Team& in);
void rename_team(Transaction& transaction, ids::Organization organization, ids::Team id, const std::string& name);
void add_member(Transaction& transaction, ids::Organization organization, ids::Team team, ids::User user);
void remove_member(Transaction& transaction, ids::Organization organization, ids::Team team, ids::User user);

}  // namespace store
