#include "store/strike_store.hpp"

#include "store/checked_query.hpp"

namespace store {
namespace {
constexpr Query<void(ids::Strike, ids::Organization, ids::Contact, ids::Conversation, contact::StrikeCause, base::Time)>
    kInsert{"strike_insert"};
constexpr Query<contact::StrikeTally(ids::Organization, ids::Contact)> kTally{"strike_tally"};
}  // namespace

void insert_strike(Transaction& transaction, const contact::Strike& s) {
  transaction.run(kInsert, s.id, s.organization_id, s.contact_id, s.conversation_id, s.cause, s.at);
}

std::vector<contact::StrikeTally> tally_strikes(Reading& reading, ids::Organization organization, ids::Contact contact) {
  return reading.rows(kTally, organization, contact);
}

std::vector<CheckedQuery> strike_queries() { return {kInsert, kTally}; }

}  // namespace store
