#pragma once
// Poison items: kept with their bytes and the reason, tried again by hand, and stopping nothing.

#include <string>
#include <vector>

#include "base/result.hpp"
#include "channel/channel.hpp"
#include "domain/inbox/inbox.hpp"
#include "domain/inbox/quarantined.hpp"
#include "store/transaction.hpp"

namespace workflow {

void quarantine(store::Transaction& transaction, const inbox::Inbox& inbox, const std::string& raw,
                const std::string& reason);

// The bytes as they came.
[[nodiscard]] std::string raw_of(const inbox::Quarantined& item);

// Reads it and takes it in once more; where that still cannot be, it waits on with the reason of now.
base::Result<inbox::Quarantined> retry_quarantined(store::Transaction& transaction, ids::Organization organization,
                                                   ids::Quarantined id, const std::vector<channel::ChannelType>& channels);
// Lets it be: it is kept, and waits no more.
base::Result<inbox::Quarantined> give_up_quarantined(store::Transaction& transaction, ids::Organization organization,
                                                     ids::Quarantined id);

}  // namespace workflow
