#pragma once
// A colleague comes in by a link that works once, for seven days.

#include <string>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "domain/rights/account.hpp"
#include "store/transaction.hpp"
#include "workflow/set_up.hpp"

namespace workflow {

struct Invitation {
  rights::User user;
  base::Secret token;  // Of the link; shown this once.
};
// Inviting somebody again who has not come yet makes a new link; the old one opens nothing any more.
base::Result<Invitation> invite_user(store::Transaction& transaction, const rights::Principal& who, const NewUser& wanted);

struct Acceptance {
  base::Secret token;
  std::string name;
  std::string password_hash;
};
// Whose invitation this is; asked before the costly part. accept_invitation() asks again.
base::Result<rights::User> find_invited(store::Reading& reading, const base::Secret& token);
base::Result<rights::User> accept_invitation(store::Transaction& transaction, const Acceptance& acceptance);

}  // namespace workflow
