#pragma once
// Rows of strikes.

#include <vector>

#include "domain/contact/strike.hpp"
#include "store/transaction.hpp"

namespace store {

void insert_strike(Transaction& transaction, const contact::Strike& strike);
// How often each thing befell them.
[[nodiscard]] std::vector<contact::StrikeTally> tally_strikes(Reading& reading, ids::Organization organization,
                                                              ids::Contact contact);

}  // namespace store
