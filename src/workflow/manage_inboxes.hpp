#pragma once
// Connecting accounts: inboxes are made and changed here, their settings checked by the channel itself.

#include <optional>
#include <string>
#include <vector>

#include <boost/json/value.hpp>

#include "base/result.hpp"
#include "channel/channel.hpp"
#include "domain/inbox/inbox.hpp"
#include "store/transaction.hpp"

namespace workflow {

class Vault;

struct NewInbox {
  std::string channel;
  std::string name;
  boost::json::value settings;
  std::optional<ids::Team> team_id;
  std::optional<std::int64_t> first_response_s;
  std::string key;               // Random; it stands in public addresses.
  std::string account;           // As ConnectedAccount has it; empty where the channel has none.
  std::string cursor;            // Where receiving begins.
  const Vault* vault = nullptr;  // Needed for channels whose settings hold secrets; those are given in clear.
};
// What can be said against it before its settings are known.
base::Result<void> check_new_inbox(store::Reading& reading, ids::Organization organization, const NewInbox& wanted,
                                   const std::vector<channel::ChannelType>& channels);
base::Result<inbox::Inbox> create_inbox(store::Transaction& transaction, ids::Organization organization,
                                        const NewInbox& wanted, const std::vector<channel::ChannelType>& channels);

struct InboxChange {
  ids::Inbox inbox_id;
  std::optional<std::string> name;
  std::optional<boost::json::value> settings;
  std::optional<std::optional<ids::Team>> team_id;
  std::optional<std::int64_t> first_response_s;  // For clocks that start from now on.
  std::optional<bool> enabled;
  std::optional<std::string> account;
  const Vault* vault = nullptr;  // As NewInbox::vault, with settings.
  bool drop_target = false;      // No target of its own any more: its channel's, and what policies say.
};
base::Result<inbox::Inbox> change_inbox(store::Transaction& transaction, ids::Organization organization,
                                        const InboxChange& change, const std::vector<channel::ChannelType>& channels);

// An inbox that an import fills, found by its name or made.
inbox::Inbox ensure_imported_inbox(store::Transaction& transaction, ids::Organization organization,
                                   const channel::ChannelType& channel, const std::string& name, const std::string& key);

}  // namespace workflow
