#pragma once
// Two contacts become one, on proof or by hand, and come apart again (docs/decisions/0017). What each had is the one's from
// then on: handles, conversations, strikes; conversations that stand in one thread become one.

#include <optional>
#include <vector>

#include "base/result.hpp"
#include "domain/contact/contact.hpp"
#include "domain/contact/join.hpp"
#include "domain/rights/rights.hpp"
#include "store/transaction.hpp"

namespace workflow {

// Whether a proof may make these one: nobody said that they are two, and neither would read as a visitor, on our own
// pages, what the other said there.
[[nodiscard]] bool may_join_by_itself(store::Reading& reading, ids::Organization organization, ids::Contact one,
                                      ids::Contact other);

// All that is `source`'s is `target`'s. A name that somebody gave to one of them stays; the target's, where both have one.
// Gives the target as it is then.
contact::Contact join_contacts(store::Transaction& transaction, const contact::Contact& source, contact::Contact target,
                               contact::JoinCause cause, std::optional<ids::User> by);

// By hand. What somebody said against it before no longer holds.
base::Result<contact::Contact> join_by_hand(store::Transaction& transaction, const rights::Principal& who,
                                            ids::Contact target, ids::Contact source);

// These handles are somebody else's: they go to a contact of their own, with what they said, and no proof joins them to
// the ones that stay. Where exactly they came with one join, everything stands again as it stood before. Gives whose they
// are then.
base::Result<contact::Contact> separate_identities(store::Transaction& transaction, const rights::Principal& who,
                                                   ids::Contact from, const std::vector<ids::Identity>& identities);

}  // namespace workflow
