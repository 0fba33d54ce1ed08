#include "store/grant_store.hpp"

#include "store/checked_query.hpp"

namespace store {
namespace {

constexpr Query<InboxGrant(ids::Organization, ids::Inbox)> kFind{"grant_find"};
constexpr Query<InboxGrant()> kList{"grant_list"};
constexpr Query<void(ids::Inbox, ids::Organization, std::string, base::Time, base::Time)> kPut{"grant_put"};
constexpr Query<void(ids::Organization, ids::Inbox, std::string, base::Time, base::Time)> kRenew{"grant_renew"};
constexpr Query<void(ids::Organization, ids::Inbox)> kDelete{"grant_delete"};
constexpr Query<void(std::string, ids::Organization, ids::Session, std::string, base::Time)> kFlowInsert{
    "oauth_flow_insert"};
constexpr Query<OAuthFlow(std::string, ids::Organization, ids::Session)> kFlowFind{"oauth_flow_find"};
constexpr Query<void(std::string, ids::Organization)> kFlowTake{"oauth_flow_take"};
constexpr Query<void(base::Time)> kFlowDeleteEnded{"oauth_flow_delete_ended"};

}  // namespace

std::optional<InboxGrant> find_grant(Reading& reading, ids::Organization organization, ids::Inbox inbox) {
  return reading.one(kFind, organization, inbox);
}

std::vector<InboxGrant> list_grants(Reading& reading) { return reading.rows(kList); }

void put_grant(Transaction& transaction, const InboxGrant& grant) {
  transaction.run(kPut, grant.inbox_id, grant.organization_id, grant.sealed, grant.signed_in_at, transaction.now());
}

bool renew_grant(Transaction& transaction, const InboxGrant& grant) {
  return transaction.run_counted(kRenew, grant.organization_id, grant.inbox_id, grant.sealed, grant.signed_in_at,
                                 transaction.now()) == 1;
}

void delete_grant(Transaction& transaction, ids::Organization organization, ids::Inbox inbox) {
  transaction.run(kDelete, organization, inbox);
}

void insert_oauth_flow(Transaction& transaction, const std::string& state_hash, ids::Organization organization,
                       ids::Session session, const OAuthFlow& flow) {
  transaction.run(kFlowInsert, state_hash, organization, session, flow.sealed, flow.expires_at);
}

std::optional<OAuthFlow> take_oauth_flow(Transaction& transaction, const std::string& state_hash,
                                         ids::Organization organization, ids::Session session) {
  auto found = transaction.one(kFlowFind, state_hash, organization, session);
  if (!found || transaction.run_counted(kFlowTake, state_hash, organization) != 1) return std::nullopt;
  return found;
}

void delete_ended_oauth_flows(Transaction& transaction, base::Time now) { transaction.run(kFlowDeleteEnded, now); }

std::vector<CheckedQuery> grant_queries() {
  return {kFind, kList, kPut, kRenew, kDelete, kFlowInsert, kFlowFind, kFlowTake, kFlowDeleteEnded};
}

}  // namespace store
