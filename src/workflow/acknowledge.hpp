#pragma once
// Automatic words that say when an answer will come (domain/acknowledgement): setting them, and saying them when their time is there.
// Conversations for which one is due are noted when they begin (receive_items.cpp).

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "channel/channel.hpp"
#include "domain/acknowledgement/acknowledgement.hpp"
#include "domain/conversation/conversation.hpp"
#include "domain/inbox/inbox.hpp"
#include "store/transaction.hpp"

namespace workflow {

// Says or drops what is due. Gives how many were looked at; call again while it is `limit`. To be called every second.
std::int64_t acknowledge_due(store::Transaction& transaction, const std::vector<channel::ChannelType>& channels,
                             std::int64_t limit);

// A person answers: what is still on its way would come behind that, or hold it up. False where nothing was.
bool withdraw_acknowledgement(store::Transaction& transaction, const conversation::Conversation& conversation);

// What is set for an inbox, switched off where nobody set anything; false for `possible` where its channel takes none.
struct AcknowledgementTerms {
  acknowledgement::Settings settings;
  bool possible = false;
  inbox::Inbox inbox;
};
[[nodiscard]] base::Result<AcknowledgementTerms> acknowledgement_terms(store::Reading& reading,
                                                                       ids::Organization organization, ids::Inbox inbox,
                                                                       const std::vector<channel::ChannelType>& channels);
base::Result<AcknowledgementTerms> save_acknowledgement(store::Transaction& transaction,
                                                        const acknowledgement::Settings& wanted,
                                                        const std::vector<channel::ChannelType>& channels);

// What somebody who writes to the inbox now would be told, as its queue stands.
[[nodiscard]] std::string preview_acknowledgement(store::Reading& reading, const inbox::Inbox& inbox,
                                                  const std::string& language, const std::string& help);

}  // namespace workflow
