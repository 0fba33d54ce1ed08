#pragma once
// Sign-in, the first run, and what the program says of itself.

#include "api/contract/common.hpp"
#include "api/contract/team.hpp"
#include "base/secret.hpp"

namespace api::contract {

struct Status {
  std::string name;
  std::string version;
  bool setup_needed = false;  // True until the first owner exists.
  base::Time now{};
};
BOOST_DESCRIBE_STRUCT(Status, (), (name, version, setup_needed, now))

struct Organization {
  ids::Organization id;
  std::string name;
  std::string language;   // BCP 47, "pt"
  std::string time_zone;  // IANA, "Europe/Lisbon"
  bool sample = false;    // The sample company: nothing in it is real.
  base::Time created_at{};
};
BOOST_DESCRIBE_STRUCT(Organization, (), (id, name, language, time_zone, sample, created_at))

struct OrganizationChange {
  std::optional<std::string> name;
  std::optional<std::string> language;
  std::optional<std::string> time_zone;
};
BOOST_DESCRIBE_STRUCT(OrganizationChange, (), (name, language, time_zone))

// The first run: makes the organization and its owner, and signs the owner in.
struct Setup {
  base::Secret token;  // From the link that `heed serve` printed.
  std::string organization_name;
  std::string language;
  std::string time_zone;
  std::string name;
  std::string email;
  base::Secret password;
};
BOOST_DESCRIBE_STRUCT(Setup, (), (token, organization_name, language, time_zone, name, email, password))

struct SignIn {
  std::string email;
  base::Secret password;
};
BOOST_DESCRIBE_STRUCT(SignIn, (), (email, password))

struct AcceptInvitation {
  std::string token;
  std::string name;
  base::Secret password;
};
BOOST_DESCRIBE_STRUCT(AcceptInvitation, (), (token, name, password))

// Who is signed in. `csrf_token` goes into the X-Heed-CSRF header of every request that changes something.
struct Session {
  User user;
  Organization organization;
  std::vector<rights::Permission> permissions;
  std::string csrf_token;
  std::int64_t seq = 0;  // Number of the last event; subscribe to the feed after it.
  base::Time now{};
};
BOOST_DESCRIBE_STRUCT(Session, (), (user, organization, permissions, csrf_token, seq, now))

}  // namespace api::contract
