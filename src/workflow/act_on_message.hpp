#pragma once
// What one of us does to a message on its platform, beside answering: likes it, hides it, takes our own back. Between the two
// functions the platform is asked; only what it did is recorded.

#include <vector>

#include "base/result.hpp"
#include "channel/channel.hpp"
#include "domain/conversation/act.hpp"
#include "domain/event.hpp"
#include "domain/inbox/inbox.hpp"
#include "domain/rights/rights.hpp"
#include "store/transaction.hpp"

namespace workflow {

struct PlannedAct {
  bool is_done = false;  // It was done, and still holds: nobody is asked.
  inbox::Inbox inbox;
  channel::ItemAction action;
  std::vector<conversation::Act> acts;  // Done to this message so far, in order.
};

// Whether it can be done to this message, on this channel, by whoever asks; a failure says why not.
base::Result<PlannedAct> plan_act(store::Reading& reading, const rights::Principal& who, ids::Message message,
                                  conversation::ActKind kind, const std::vector<channel::ChannelType>& channels);

struct DoneAct {
  std::vector<conversation::Act> acts;  // With this one.
  conversation::Message message;
  event::ConversationState state;
};

// The platform did it. Leaves a line in the conversation's history; what was removed is deleted here too. Nothing happens where
// somebody else was first.
base::Result<DoneAct> record_act(store::Transaction& transaction, const rights::Principal& who, ids::Message message,
                                 conversation::ActKind kind);

}  // namespace workflow
