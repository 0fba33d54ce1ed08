#include "api/present_account.hpp"

namespace api {

contract::Organization present(const organization::Organization& in) {
  contract::Organization out;
  out.id = in.id;
  out.name = in.name;
  out.language = in.language;
  out.time_zone = in.time_zone;
  out.sample = in.sample;
  out.created_at = in.created_at;
  return out;
}

contract::User present(const rights::User& in, std::vector<ids::Team> team_ids) {
  contract::User out;
  out.id = in.id;
  out.name = in.name;
  out.email = in.email;
  out.role = in.role;
  out.state = in.state;
  out.team_ids = std::move(team_ids);
  out.created_at = in.created_at;
  return out;
}

contract::Team present(const rights::Team& in, std::vector<ids::User> member_ids) {
  contract::Team out;
  out.id = in.id;
  out.name = in.name;
  out.partner = in.partner;
  out.member_ids = std::move(member_ids);
  return out;
}

contract::Token present(const rights::ApiToken& in) {
  contract::Token out;
  out.id = in.id;
  out.name = in.name;
  out.role = in.role;
  out.created_at = in.created_at;
  out.expires_at = in.expires_at;
  return out;
}

}  // namespace api
