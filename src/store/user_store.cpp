#include "store/user_store.hpp"

namespace store {
namespace {

using rights::Role;
using rights::User;
using rights::UserState;

constexpr Query<User(ids::Organization, ids::User)> kFind{"user_find"};
constexpr Query<User(ids::Organization)> kList{"user_list"};
constexpr Query<User(std::string)> kFindByEmail{"user_find_by_email"};
constexpr Query<Login(std::string)> kFindLogin{"user_find_login"};
constexpr Query<Login(ids::Organization, ids::User)> kFindLoginOf{"user_find_login_of"};
constexpr Query<ids::User()> kFirstActive{"user_first_active"};
constexpr Query<void(ids::User, ids::Organization, std::string, std::string, Role, UserState, std::string, base::Time)>
    kInsert{"user_insert"};
constexpr Query<void(ids::Organization, ids::User, std::string, Role, UserState)> kUpdate{"user_update"};
constexpr Query<void(ids::Organization, ids::User, std::string)> kSetPassword{"user_set_password"};
constexpr Query<std::int64_t(ids::Organization)> kCountActiveOwners{"user_count_active_owners"};

}  // namespace

std::optional<User> find_user(Reading& reading, ids::Organization organization, ids::User id) {
  return reading.one(kFind, organization, id);
}

std::vector<User> list_users(Reading& reading, ids::Organization organization) { return reading.rows(kList, organization); }

std::optional<User> find_user_by_email(Reading& reading, const std::string& email) {
  return reading.one(kFindByEmail, email);
}

std::optional<Login> find_login(Reading& reading, const std::string& email) { return reading.one(kFindLogin, email); }

std::optional<Login> find_login_of(Reading& reading, ids::Organization organization, ids::User id) {
  return reading.one(kFindLoginOf, organization, id);
}

bool is_anyone_active(Reading& reading) { return reading.one(kFirstActive).has_value(); }

std::int64_t count_active_owners(Reading& reading, ids::Organization organization) {
  return reading.one(kCountActiveOwners, organization).value_or(0);
}

bool insert_user(Transaction& transaction, const User& in, const std::string& password_hash) {
  return transaction.run_counted(kInsert, in.id, in.organization_id, in.email, in.name, in.role, in.state, password_hash,
                                 in.created_at) == 1;
}

void update_user(Transaction& transaction, const User& in) {
  transaction.run(kUpdate, in.organization_id, in.id, in.name, in.role, in.state);
}

void set_password_hash(Transaction& transaction, ids::Organization organization, ids::User id, const std::string& hash) {
  transaction.run(kSetPassword, organization, id, hash);
}

std::vector<CheckedQuery> user_queries() {
  return {kFind,        kList,   kFindByEmail, kFindLogin,   kFindLoginOf,
          kFirstActive, kInsert, kUpdate,      kSetPassword, kCountActiveOwners};
}

}  // namespace store
