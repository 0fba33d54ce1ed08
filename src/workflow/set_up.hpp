#pragma once
// The first run: a one-time link makes the organization and its owner. The same functions serve the commands.

#include <optional>
#include <string>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "domain/organization/organization.hpp"
#include "domain/rights/account.hpp"
#include "store/transaction.hpp"

namespace workflow {

// True until somebody can sign in.
[[nodiscard]] bool is_setup_needed(store::Reading& reading);

// A new link's token, valid until it is used; those made before open nothing any more.
[[nodiscard]] base::Secret make_setup_token(store::Transaction& transaction);

// Is this the token of the last such link? Asked before the costly part of setting up; set_up() asks again.
base::Result<void> check_setup_token(store::Reading& reading, const base::Secret& token);

struct NewOrganization {
  std::string name;
  std::string language;
  std::string time_zone;
  bool sample = false;
};
base::Result<organization::Organization> create_organization(store::Transaction& transaction, const NewOrganization& wanted);

struct NewUser {
  std::string name;
  std::string email;
  rights::Role role = rights::Role::agent;
};
// `password_hash` as hash_password() makes it, of a password that check_password() took.
base::Result<rights::User> create_user(store::Transaction& transaction, ids::Organization organization,
                                       const NewUser& wanted, const std::string& password_hash);

struct SetUp {
  base::Secret token;
  NewOrganization organization;
  NewUser owner;  // Its role is not looked at.
  std::string password_hash;
};
// Uses the token up and gives the owner.
base::Result<rights::User> set_up(store::Transaction& transaction, const SetUp& wanted);

}  // namespace workflow
