#pragma once
// What inboxes sign in with where a person signed in to the account in the browser, and such sign-ins while they are under way.
// Both are sealed by the caller (workflow/oauth_grant.hpp).

#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "store/transaction.hpp"

namespace store {

struct InboxGrant {
  ids::Inbox inbox_id;
  ids::Organization organization_id;
  std::string sealed;
  base::Time signed_in_at{};
};
BOOST_DESCRIBE_STRUCT(InboxGrant, (), (inbox_id, organization_id, sealed, signed_in_at))

[[nodiscard]] std::optional<InboxGrant> find_grant(Reading& reading, ids::Organization organization, ids::Inbox inbox);
[[nodiscard]] std::vector<InboxGrant> list_grants(Reading& reading);
void put_grant(Transaction& transaction, const InboxGrant& grant);
// False when somebody has signed in anew since `grant.signed_in_at`: nothing is kept then.
[[nodiscard]] bool renew_grant(Transaction& transaction, const InboxGrant& grant);
void delete_grant(Transaction& transaction, ids::Organization organization, ids::Inbox inbox);

struct OAuthFlow {
  std::string sealed;
  base::Time expires_at{};
};
BOOST_DESCRIBE_STRUCT(OAuthFlow, (), (sealed, expires_at))

void insert_oauth_flow(Transaction& transaction, const std::string& state_hash, ids::Organization organization,
                       ids::Session session, const OAuthFlow& flow);
// None when it was taken already, or is of another session. Gone from then on.
[[nodiscard]] std::optional<OAuthFlow> take_oauth_flow(Transaction& transaction, const std::string& state_hash,
                                                       ids::Organization organization, ids::Session session);
void delete_ended_oauth_flows(Transaction& transaction, base::Time now);

}  // namespace store
