#pragma once
// What we say and do: notes to whom they are for, and to those who follow us; likes and shares; and all of it taken back.

#include <string>
#include <vector>

#include "base/result.hpp"
#include "channel/channel_inbox.hpp"
#include "connectors/activitypub/account.hpp"
#include "connectors/activitypub/actors.hpp"
#include "connectors/activitypub/delivery.hpp"

namespace activitypub {

class Speaker {
 public:
  Speaker(const channel::ChannelServices& services, Account& account /*outlives*/, Actors& actors /*outlives*/,
          Deliveries& deliveries /*outlives*/)
      : services_(services), account_(account), actors_(actors), deliveries_(deliveries) {}

  // The delivery to whom it is for is the attempt; those to followers wait in the record from then on.
  net::Task<channel::SendResult> send(channel::OutboundMessage message);
  net::Task<base::Result<void>> act(channel::ItemAction action);

 private:
  net::Task<channel::SendResult> compose(channel::OutboundMessage message, KeptNote& out /*outlives*/);
  net::Task<base::Result<void>> remove(channel::ItemAction action);
  net::Task<base::Result<void>> signal(channel::ItemAction action);
  // Once for every server that has a follower, and not to `except`, an inbox that has it already.
  net::Task<base::Result<std::vector<std::string>>> follower_inboxes(std::string except);
  net::Task<base::Result<void>> keep_waiting(std::vector<channel::StateChange> changes);

  const channel::ChannelServices services_;
  Account& account_;
  Actors& actors_;
  Deliveries& deliveries_;
};

}  // namespace activitypub
