#pragma once
// What a colleague may do: their role, and whether they may come in at all.

#include <optional>
#include <string>

#include "base/result.hpp"
#include "domain/rights/account.hpp"
#include "store/transaction.hpp"

namespace workflow {

struct UserChange {
  ids::User user_id;
  std::optional<std::string> name;
  std::optional<rights::Role> role;
  std::optional<bool> suspended;
};
// A new role or a suspension ends the user's sessions in the same transaction. The organization keeps an active owner.
base::Result<rights::User> change_user(store::Transaction& transaction, const rights::Principal& who,
                                       const UserChange& change);

}  // namespace workflow
