#pragma once
// Rows of users. The password's hash is read by find_login() alone, so that no list can show it.

#include <optional>
#include <string>
#include <vector>

#include "domain/rights/account.hpp"
#include "store/transaction.hpp"

namespace store {

// What signing in needs to know.
struct Login {
  ids::User id;
  ids::Organization organization_id;
  rights::UserState state = rights::UserState::active;
  std::string password_hash;  // Empty until an invitation is accepted.
};
BOOST_DESCRIBE_STRUCT(Login, (), (id, organization_id, state, password_hash))

[[nodiscard]] std::optional<rights::User> find_user(Reading& reading, ids::Organization organization, ids::User id);
[[nodiscard]] std::vector<rights::User> list_users(Reading& reading, ids::Organization organization);
// `email` as clean_email() gives it.
[[nodiscard]] std::optional<rights::User> find_user_by_email(Reading& reading, const std::string& email);
[[nodiscard]] std::optional<Login> find_login(Reading& reading, const std::string& email);
[[nodiscard]] std::optional<Login> find_login_of(Reading& reading, ids::Organization organization, ids::User id);
// Is there anybody, in any organization, who can sign in?
[[nodiscard]] bool is_anyone_active(Reading& reading);
[[nodiscard]] std::int64_t count_active_owners(Reading& reading, ids::Organization organization);

// False when the e-mail address is taken.
[[nodiscard]] bool insert_user(Transaction& transaction, const rights::User& in, const std::string& password_hash);
void update_user(Transaction& transaction, const rights::User& in);  // name, role and state
void set_password_hash(Transaction& transaction, ids::Organization organization, ids::User id, const std::string& hash);

}  // namespace store
