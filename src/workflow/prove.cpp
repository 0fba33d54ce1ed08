// What a channel that may vouch says of who somebody is: kept, and where it meets the same of somebody else, the two are one
// person from then on.

#include <algorithm>

#include "base/text.hpp"
#include "store/contact_join_store.hpp"
#include "store/contact_store.hpp"
#include "workflow/join_contacts.hpp"
#include "workflow/receiving.hpp"

namespace workflow {
namespace {

contact::ProofKind kind_of(channel::ProofKind kind) {
  return kind == channel::ProofKind::email ? contact::ProofKind::email : contact::ProofKind::customer_id;
}

std::string value_of(const channel::Proof& proof) {
  const std::string value(base::trim(proof.value));
  return proof.kind == channel::ProofKind::email ? base::to_lower_ascii(value) : value;
}

}  // namespace

void Receiving::Impl::prove(const inbox::Inbox& inbox, const channel::Author& author, const Person& person) {
  for (const auto& given : author.proofs) {
    contact::Proof proof{inbox.organization_id, kind_of(given.kind), value_of(given), person.identity.id, inbox.id,
                         transaction.now()};
    if (proof.value.empty() || !store::add_proof(transaction, proof)) continue;
    for (const auto other : store::list_contacts_with(transaction, proof.organization_id, proof.kind, proof.value))
      meet(person, other);
  }
}

void Receiving::Impl::meet(const Person& person, ids::Contact other) {
  const auto organization = person.identity.organization_id;
  const auto own = person.identity.contact_id.value_or(other);
  if (own == other || !may_join_by_itself(transaction, organization, own, other)) return;
  // The older one stays, whichever comes now.
  const auto stays = store::find_contact(transaction, organization, std::min(own, other));
  const auto goes = store::find_contact(transaction, organization, std::max(own, other));
  if (!stays || !goes || stays->joined_into_id || goes->joined_into_id) return;
  const auto joined = join_contacts(transaction, *goes, *stays, contact::JoinCause::proof, std::nullopt);
  people.joined(goes->id, joined);
  forget();
}

}  // namespace workflow
