#pragma once
// The people and keys that open a door: users, their sessions, teams and API tokens; and what an e-mail address, a name
// and a password must look like. No password or secret is in any of these: the store keeps hashes, and hands them out
// only where one is compared.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "domain/ids.hpp"
#include "domain/rights/rights.hpp"

namespace rights {

enum class UserState {
  active,
  invited,    // Has a link and no password yet.
  suspended,  // Keeps their name on what they did; every door is shut.
};
BOOST_DESCRIBE_ENUM(UserState, active, invited, suspended)

struct User {
  ids::User id;
  ids::Organization organization_id;
  std::string email;  // Lower case; unique in the whole installation.
  std::string name;
  Role role = Role::agent;
  UserState state = UserState::active;
  base::Time created_at{};
};
BOOST_DESCRIBE_STRUCT(User, (), (id, organization_id, email, name, role, state, created_at))

struct Session {
  ids::Session id;
  ids::Organization organization_id;
  ids::User user_id;
  std::string csrf_token;
  base::Time created_at{};
  base::Time seen_at{};
  base::Time expires_at{};
};
BOOST_DESCRIBE_STRUCT(Session, (), (id, organization_id, user_id, csrf_token, created_at, seen_at, expires_at))

struct Team {
  ids::Team id;
  ids::Organization organization_id;
  std::string name;
  bool partner = false;  // An outsourced team.
  base::Time created_at{};
};
BOOST_DESCRIBE_STRUCT(Team, (), (id, organization_id, name, partner, created_at))

struct ApiToken {
  ids::ApiToken id;
  ids::Organization organization_id;
  std::string name;
  Role role = Role::agent;
  base::Time created_at{};
  std::optional<base::Time> expires_at;
  std::optional<base::Time> revoked_at;
};
BOOST_DESCRIBE_STRUCT(ApiToken, (), (id, organization_id, name, role, created_at, expires_at, revoked_at))

// How long a session lives: until it was idle this long, and never longer than the second.
inline constexpr std::chrono::hours kSessionIdle{14 * 24};
inline constexpr std::chrono::hours kSessionLongest{90 * 24};
// A session's last use is written down at most this often, so that reading costs no write.
inline constexpr std::chrono::minutes kSessionTouch{10};
inline constexpr std::chrono::hours kInvitationLife{7 * 24};

// When a session that began at `created` and is used at `now` ends.
[[nodiscard]] base::Time session_end(base::Time created, base::Time now);

// The address trimmed and in lower case. Only its shape is checked; whether it is theirs, a link proves.
[[nodiscard]] base::Result<std::string> clean_email(std::string_view text, const std::string& field = "email");

// A name to be shown: trimmed, 1 to `most` characters, on one line.
[[nodiscard]] base::Result<std::string> clean_name(std::string_view text, const std::string& field = "name",
                                                   std::size_t most = 100);

// At least 10 characters, at most 1,024 bytes, and not the e-mail address itself. No rules on kinds of characters: they
// make passwords worse (NIST SP 800-63B, section 5.1.1.2).
[[nodiscard]] base::Result<void> check_password(std::string_view password, std::string_view email,
                                                const std::string& field = "password");

// May a user of this role be in such a team? A partner's people are only in partner teams, because a team is what they see.
[[nodiscard]] bool may_join(Role role, bool partner_team);

}  // namespace rights
