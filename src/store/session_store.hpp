#pragma once
// Rows of sessions. A session is found by the hash of its cookie; the cookie itself is nowhere.

#include <cstdint>
#include <optional>
#include <string>

#include "domain/rights/account.hpp"
#include "store/transaction.hpp"

namespace store {

// A session that still opens, with what its user may do.
struct OpenSession {
  ids::Session session_id;
  ids::Organization organization_id;
  ids::User user_id;
  rights::Role role = rights::Role::partner;
  std::string csrf_token;
  base::Time created_at{};
  base::Time seen_at{};
  base::Time expires_at{};
};
BOOST_DESCRIBE_STRUCT(OpenSession, (),
                      (session_id, organization_id, user_id, role, csrf_token, created_at, seen_at, expires_at))

// None when it has ended, or its user is not active.
[[nodiscard]] std::optional<OpenSession> find_open_session(Reading& reading, const std::string& token_hash, base::Time now);

void insert_session(Transaction& transaction, const rights::Session& in, const std::string& token_hash);
void touch_session(Transaction& transaction, ids::Organization organization, ids::Session id, base::Time seen_at,
                   base::Time expires_at);
void delete_session(Transaction& transaction, ids::Organization organization, ids::Session id);
void delete_session_by_hash(Transaction& transaction, const std::string& token_hash);
void delete_sessions_of(Transaction& transaction, ids::Organization organization, ids::User user);
// Gives the number of rows deleted, `limit` at most.
std::int64_t delete_expired_sessions(Transaction& transaction, base::Time now, std::int64_t limit);

}  // namespace store
