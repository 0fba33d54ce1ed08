#include "workflow/change_contact.hpp"

#include "store/contact_store.hpp"
#include "store/triage_store.hpp"

namespace workflow {

base::Result<contact::Contact> value_contact(store::Transaction& transaction, const rights::Principal& who, ids::Contact id,
                                             contact::Value value) {
  auto found = store::find_contact(transaction, who.organization_id, id);
  if (!found) return base::fail(base::FailureKind::not_found, "There is no such contact.");
  if (found->joined_into_id) return base::fail(base::FailureKind::conflict, "They were joined with somebody else.");
  if (found->value == value) return *std::move(found);
  found->value = value;
  store::update_contact(transaction, *found);
  store::rank_contact_again(transaction, who.organization_id, id);
  transaction.publish(who.organization_id, event::ContactChanged{id, value, who.user_id});
  return *std::move(found);
}

}  // namespace workflow
