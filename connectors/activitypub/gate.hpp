#pragma once
// Who sends us something: a request's signature, proved with the key that its sender's server shows.

#include <string>

#include "base/result.hpp"
#include "channel/channel_inbox.hpp"
#include "connectors/activitypub/account.hpp"
#include "connectors/activitypub/actors.hpp"
#include "net/http.hpp"

namespace activitypub {

struct Sender {
  Actor actor;
  bool is_gone =
      false;  // Its server says that the account is no longer there: nothing but its end can be believed. Only `actor.id` is set.
  std::string signature;
};

class Gate {
 public:
  Gate(const channel::ChannelServices& services, Account& account /*outlives*/, Actors& actors /*outlives*/)
      : services_(services), account_(account), actors_(actors) {}

  // Failures: `unauthenticated` with the reason, `unavailable` where the sender's server cannot be asked now.
  net::Task<base::Result<Sender>> prove(net::Request request);

 private:
  [[nodiscard]] fediverse::Message message_of(net::Request request) const;

  const channel::ChannelServices services_;
  Account& account_;
  Actors& actors_;
};

}  // namespace activitypub
