#pragma once
// What people say of a contact themselves.

#include "base/result.hpp"
#include "domain/contact/contact.hpp"
#include "domain/rights/rights.hpp"
#include "store/transaction.hpp"

namespace workflow {

// What they are worth to the company. Their conversations under way are ranked anew by it, soon. Failure `not_found`, `conflict`
// where they were joined with somebody.
base::Result<contact::Contact> value_contact(store::Transaction& transaction, const rights::Principal& who, ids::Contact id,
                                             contact::Value value);

}  // namespace workflow
