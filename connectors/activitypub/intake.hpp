#pragma once
// What others deliver to our inbox: proved, understood, and stored with all that follows from it in one go; only then is it accepted.

#include <functional>

#include "base/result.hpp"
#include "channel/channel_inbox.hpp"
#include "connectors/activitypub/account.hpp"
#include "connectors/activitypub/actors.hpp"
#include "connectors/activitypub/gate.hpp"
#include "connectors/activitypub/wire.hpp"

namespace activitypub {

class Intake {
 public:
  Intake(const channel::ChannelServices& services, Account& account /*outlives*/, Actors& actors /*outlives*/,
         Gate& gate /*outlives*/)
      : services_(services), account_(account), actors_(actors), gate_(gate) {}

  // Failures say why it is not taken: `unauthenticated`, `forbidden`, `invalid`, `conflict` for what was taken before, `unavailable`.
  // True when something is to be delivered in turn.
  net::Task<base::Result<bool>> take(net::Request request, channel::ItemSink& sink /*outlives*/);

  // Forgets signatures that nobody can use again.
  net::Task<base::Result<void>> forget_old();

 private:
  net::Task<base::Result<Understood>> understand_fully(boost::json::object activity, Actor by);
  net::Task<base::Result<channel::InboundBatch>> to_batch(Understood understood, boost::json::object activity,
                                                          Sender sender);

  const channel::ChannelServices services_;
  Account& account_;
  Actors& actors_;
  Gate& gate_;
};

}  // namespace activitypub
