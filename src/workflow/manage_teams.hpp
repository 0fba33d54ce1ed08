#pragma once
// Teams, and who is in them.

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "domain/rights/account.hpp"
#include "store/transaction.hpp"

namespace workflow {

struct TeamWithMembers {
  rights::Team team;
  std::vector<ids::User> member_ids;
};

struct NewTeam {
  std::string name;
  bool partner = false;  // Settled for good: turning a team into a partner's would show its people too much or too little.
  std::vector<ids::User> member_ids;
};
base::Result<TeamWithMembers> create_team(store::Transaction& transaction, const rights::Principal& who,
                                          const NewTeam& wanted);

struct TeamChange {
  ids::Team team_id;
  std::optional<std::string> name;
  std::optional<std::vector<ids::User>> member_ids;  // All of them.
};
base::Result<TeamWithMembers> change_team(store::Transaction& transaction, const rights::Principal& who,
                                          const TeamChange& change);

}  // namespace workflow
