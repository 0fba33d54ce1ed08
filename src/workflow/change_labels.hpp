#pragma once
// Labels: words that a team puts on conversations.

#include <string>
#include <vector>

#include "base/result.hpp"
#include "domain/rights/rights.hpp"
#include "store/transaction.hpp"

namespace workflow {

// The labels that it has then. One that is there already, or is not there, changes nothing and is told to nobody.
base::Result<std::vector<std::string>> add_label(store::Transaction& transaction, const rights::Principal& who,
                                                 ids::Conversation conversation, const std::string& label);
base::Result<std::vector<std::string>> remove_label(store::Transaction& transaction, const rights::Principal& who,
                                                    ids::Conversation conversation, const std::string& label);

}  // namespace workflow
