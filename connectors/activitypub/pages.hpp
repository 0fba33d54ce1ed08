#pragma once
// What others may look at: the account, its notes and collections, and what finds it.

#include <optional>

#include "channel/channel_inbox.hpp"
#include "connectors/activitypub/account.hpp"
#include "connectors/activitypub/gate.hpp"
#include "net/http.hpp"

namespace activitypub {

class Pages {
 public:
  Pages(Account& account /*outlives*/, Gate& gate /*outlives*/) : account_(account), gate_(gate) {}

  // None where the address is not of this account.
  net::Task<std::optional<net::Response>> answer(net::Request request);

 private:
  net::Task<net::Response> actor(net::Request request);
  net::Task<net::Response> note(std::string key, bool is_create, net::Request request);
  net::Task<net::Response> outbox();
  net::Task<net::Response> count(std::string kind, std::string id);
  net::Task<bool> may_see(KeptNote note, net::Request request);

  Account& account_;
  Gate& gate_;
};

// A sentence, with the status of its kind.
[[nodiscard]] net::Response refusal(const base::Failure& failure);

}  // namespace activitypub
