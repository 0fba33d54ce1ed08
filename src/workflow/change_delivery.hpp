#pragma once
// What people do about a message of ours on its way: take it back before it leaves, have one that failed sent again, and say of
// one that nobody knows of whether it arrived.

#include <string>
#include <vector>

#include "base/result.hpp"
#include "channel/channel.hpp"
#include "domain/conversation/upload.hpp"
#include "domain/rights/rights.hpp"
#include "store/transaction.hpp"
#include "workflow/write_message.hpp"

namespace workflow {

struct TakenBack {
  WrittenMessage written;
  std::string text;                              // Of the whole answer, for the composer.
  std::vector<conversation::Upload> files = {};  // They may be sent again.
};

// Only while it is queued, with every other part of its answer; a conflict once it is leaving. The answer is undone.
base::Result<TakenBack> cancel_message(store::Transaction& transaction, const rights::Principal& who, ids::Message id);

// Of one that failed, or is uncertain: then only where `may_repeat` says that it may be said twice. It counts as said now, and
// the parts after it that failed with it follow.
base::Result<WrittenMessage> retry_message(store::Transaction& transaction, const rights::Principal& who, ids::Message id,
                                           bool may_repeat, const std::vector<channel::ChannelType>& channels);

// Of one that is uncertain: somebody looked, and it is there or it is not.
base::Result<WrittenMessage> settle_message(store::Transaction& transaction, const rights::Principal& who, ids::Message id,
                                            bool is_sent);

}  // namespace workflow
