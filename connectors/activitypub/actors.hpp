#pragma once
// Accounts elsewhere, fetched with a signature of ours (some servers answer nobody else) and remembered for a while. What is fetched
// counts only at its own address: no redirect is followed, and a document that names another address is fetched there.

#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "channel/channel_inbox.hpp"
#include "connectors/_fediverse/http_signature.hpp"
#include "connectors/activitypub/addresses.hpp"
#include "connectors/activitypub/wire.hpp"

namespace activitypub {

class Actors {
 public:
  Actors(const channel::ChannelServices& services, Addresses us) : services_(services), us_(std::move(us)) {}

  // Failures: `not_found` where it is gone (404, 410), `unavailable` where that could not be found out now, else what is wrong with it.
  net::Task<base::Result<Actor>> find(std::string id, const fediverse::Signer& signer /*outlives*/);
  // Whose key that is. `fresh`: not from memory, since what it signed did not fit; refused when that was done a moment ago.
  net::Task<base::Result<Actor>> find_by_key(std::string key_id, bool fresh, const fediverse::Signer& signer /*outlives*/);
  // Something said, by its address.
  net::Task<base::Result<boost::json::object>> fetch(std::string url, const fediverse::Signer& signer /*outlives*/);

 private:
  struct Known {
    std::optional<Actor> actor;  // None: nobody is there.
    base::Failure failure;       // Why.
    base::Time at{};
  };
  [[nodiscard]] const Known* recall(const std::string& name) const;
  void remember(const std::string& name, base::Result<Actor> found);
  net::Task<base::Result<Actor>> fetch_actor(std::string id, std::string wants_key,
                                             const fediverse::Signer& signer /*outlives*/);
  net::Task<base::Result<Actor>> fetch_owner(std::string key_id, const fediverse::Signer& signer /*outlives*/);
  [[nodiscard]] base::Result<void> check_url(const std::string& url) const;

  const channel::ChannelServices services_;
  const Addresses us_;
  std::map<std::string, Known> known_;
  std::deque<std::string> order_;  // Of their coming.
  int fetching_ = 0;
};

}  // namespace activitypub
