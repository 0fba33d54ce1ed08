#pragma once
// Activities on their way to other servers: one signed POST, and the line of those that are to arrive some time, which outlives a restart.
// A server that does not take the draft's signature is asked once more with the other form, and remembered for that.

#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <boost/describe/class.hpp>
#include <boost/json/object.hpp>

#include "base/result.hpp"
#include "channel/channel_inbox.hpp"
#include "connectors/_fediverse/http_signature.hpp"
#include "connectors/activitypub/account.hpp"
#include "net/http_client.hpp"

namespace activitypub {

// What waits: an activity, or the note whose Create it is.
struct Waiting {
  std::string inbox;
  std::string activity;
  std::string note;
  std::int64_t attempts = 0;
  base::Time next{};
  base::Time since{};
};
BOOST_DESCRIBE_STRUCT(Waiting, (), (inbox, activity, note, attempts, next, since))

struct Delivered {
  channel::SendResult result;
  bool is_gone = false;  // Nobody is at that address any more.
};

class Deliveries {
 public:
  Deliveries(const channel::ChannelServices& services, Account& account /*outlives*/)
      : services_(services), account_(account) {}

  // One attempt. `later` where they are away or busy, `refused` for their no.
  net::Task<Delivered> deliver(std::string inbox, std::string activity);

  // As an entry of the record, the same for the same activity to the same inbox.
  [[nodiscard]] static channel::StateChange waiting(const std::string& inbox, const boost::json::object& activity,
                                                    base::Time now);
  [[nodiscard]] static channel::StateChange waiting_note(const std::string& inbox, const std::string& key, base::Time now);

  // Attempts whatever is due; when there is more to do, none for never. Each is tried for three days at most.
  net::Task<base::Result<std::optional<base::Time>>> work();

 private:
  net::Task<base::Result<net::HttpReply>> post(std::string inbox, std::string activity, fediverse::SignatureForm form,
                                               channel::SendResult& failed /*outlives*/);
  // What is due in one round, shared by those who work it off.
  struct Round {
    std::deque<std::pair<std::string, Waiting>> due;
    std::set<std::string> away;  // Hosts that did not answer in this round.
    std::optional<base::Time> next;
    std::optional<base::Failure> failed;

    void again_at(base::Time time) { next = std::min(next.value_or(time), time); }
  };
  net::Task<base::Result<void>> gather(Round& round /*outlives*/);
  net::Task<void> work_off(Round& round /*outlives*/);
  net::Task<base::Result<std::optional<base::Time>>> attempt(std::string name, Waiting waiting);
  net::Task<base::Result<void>> drop_followers(std::string inbox);
  net::Task<base::Result<std::string>> activity_of(Waiting waiting);

  const channel::ChannelServices services_;
  Account& account_;
  std::map<std::string, fediverse::SignatureForm> forms_;  // Of hosts that do not take the draft.
};

// base64url of SHA-256: a name for what is too long for one.
[[nodiscard]] std::string digest_name(const std::string& text);

}  // namespace activitypub
