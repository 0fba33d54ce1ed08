#pragma once
// Our account at work: its addresses, its key, and what it keeps in the record. The key is made when it is needed first, and
// kept under a passphrase made of the inbox's secret; one that cannot be opened any more (another heed.key) gives way to a new one,
// as keys may on the fediverse.

#include <optional>
#include <string>
#include <vector>

#include <boost/describe/class.hpp>

#include "base/result.hpp"
#include "channel/channel_inbox.hpp"
#include "connectors/_fediverse/http_signature.hpp"
#include "connectors/activitypub/addresses.hpp"
#include "connectors/activitypub/documents.hpp"
#include "connectors/activitypub/settings.hpp"

namespace activitypub {

// Who follows us; kept by the account's id.
struct Follower {
  std::string inbox;
  std::string shared;  // Where many are reached at once; the inbox where there is none.
  base::Time since{};
};
BOOST_DESCRIBE_STRUCT(Follower, (), (inbox, shared, since))

// Kinds of entries in the record (channel::ChannelState).
inline constexpr const char* kFollower = "follower";
inline constexpr const char* kNote = "note";          // Everybody may see it.
inline constexpr const char* kTalk = "talk";          // Only whom it is for.
inline constexpr const char* kDelivery = "delivery";  // What is still to be delivered.
inline constexpr const char* kHeard = "heard";        // What was said to us, by whom.
inline constexpr const char* kSeen = "seen";          // Signatures that were taken.

class Account {
 public:
  Account(const channel::ChannelServices& services, Addresses us, Settings settings)
      : services_(services), us_(std::move(us)), settings_(std::move(settings)) {}

  [[nodiscard]] const Addresses& us() const { return us_; }
  [[nodiscard]] const Settings& settings() const { return settings_; }
  [[nodiscard]] channel::ChannelState& state() const { return *services_.state; }

  net::Task<base::Result<fediverse::Signer>> signer();

  // None where there never was one.
  net::Task<base::Result<std::optional<KeptNote>>> find_note(std::string key);
  [[nodiscard]] static channel::StateChange keep(const KeptNote& note);
  [[nodiscard]] static channel::StateChange forget(const KeptNote& note);

 private:
  [[nodiscard]] std::string passphrase() const;

  const channel::ChannelServices services_;
  const Addresses us_;
  const Settings settings_;
  std::optional<fediverse::Signer> signer_;
  bool is_making_ = false;
};

}  // namespace activitypub
