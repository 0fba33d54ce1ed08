#pragma once
// Beginning and ending sessions, and changing passwords. Comparing a password happens between two looks at the store, on a
// worker: find_login() of the store → verify_password() → begin_session().

#include <string>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "domain/rights/account.hpp"
#include "store/transaction.hpp"

namespace workflow {

// A new session of an active user; `token` goes into the cookie and only its hash into the store. `previous_token_hash`
// is of the session that this browser held before, empty for none: it ends, so that no old cookie lives on.
base::Result<rights::Session> begin_session(store::Transaction& transaction, ids::Organization organization, ids::User user,
                                            const base::Secret& token, const std::string& previous_token_hash);

void end_session(store::Transaction& transaction, ids::Organization organization, ids::Session session);

// Sets the password's hash and ends every session of the user: whoever knew the old one is out.
base::Result<rights::User> set_password(store::Transaction& transaction, const std::string& email,
                                        const std::string& password_hash);

// Deletes sessions and links that have ended, `limit` of each at most; gives how many. Call again while it is not 0.
std::int64_t clean_access(store::Transaction& transaction, std::int64_t limit);

}  // namespace workflow
