#pragma once
// Users, teams and API tokens.

#include "api/contract/common.hpp"
#include "domain/rights/account.hpp"

namespace api::contract {

using rights::UserState;

struct User {
  ids::User id;
  std::string name;
  std::string email;
  rights::Role role = rights::Role::agent;
  UserState state = UserState::active;
  std::vector<ids::Team> team_ids;
  base::Time created_at{};
};
BOOST_DESCRIBE_STRUCT(User, (), (id, name, email, role, state, team_ids, created_at))

struct UserList {
  std::vector<User> items;
};
BOOST_DESCRIBE_STRUCT(UserList, (), (items))

struct InviteUser {
  std::string name;
  std::string email;
  rights::Role role = rights::Role::agent;
};
BOOST_DESCRIBE_STRUCT(InviteUser, (), (name, email, role))

// `link` works once, for 7 days; hand it to the person yourself.
struct Invited {
  User user;
  std::string link;
};
BOOST_DESCRIBE_STRUCT(Invited, (), (user, link))

struct ChangeUser {
  ids::User user_id;
  std::optional<std::string> name;
  std::optional<rights::Role> role;
  std::optional<bool> suspended;
};
BOOST_DESCRIBE_STRUCT(ChangeUser, (), (user_id, name, role, suspended))

struct Team {
  ids::Team id;
  std::string name;
  bool partner = false;  // An outsourced team: its members see only what is handed to it.
  std::vector<ids::User> member_ids;
};
BOOST_DESCRIBE_STRUCT(Team, (), (id, name, partner, member_ids))

struct TeamList {
  std::vector<Team> items;
};
BOOST_DESCRIBE_STRUCT(TeamList, (), (items))

struct CreateTeam {
  std::string name;
  bool partner = false;
  std::vector<ids::User> member_ids;
};
BOOST_DESCRIBE_STRUCT(CreateTeam, (), (name, partner, member_ids))

struct ChangeTeam {
  ids::Team team_id;
  std::optional<std::string> name;
  std::optional<std::vector<ids::User>> member_ids;
};
BOOST_DESCRIBE_STRUCT(ChangeTeam, (), (team_id, name, member_ids))

struct Token {
  ids::ApiToken id;
  std::string name;
  rights::Role role = rights::Role::agent;
  base::Time created_at{};
  std::optional<base::Time> expires_at;
};
BOOST_DESCRIBE_STRUCT(Token, (), (id, name, role, created_at, expires_at))

struct TokenList {
  std::vector<Token> items;
};
BOOST_DESCRIBE_STRUCT(TokenList, (), (items))

struct CreateToken {
  std::string name;
  rights::Role role = rights::Role::agent;
  std::optional<base::Time> expires_at;
};
BOOST_DESCRIBE_STRUCT(CreateToken, (), (name, role, expires_at))

// `secret` is shown this once.
struct CreatedToken {
  Token token;
  std::string secret;
};
BOOST_DESCRIBE_STRUCT(CreatedToken, (), (token, secret))

struct TokenPath {
  ids::ApiToken token_id;
};
BOOST_DESCRIBE_STRUCT(TokenPath, (), (token_id))

}  // namespace api::contract
