#pragma once
// What a visitor of a web chat does: become known to one browser, and speak.

#include <optional>
#include <string>

#include "base/result.hpp"
#include "channel/channel.hpp"
#include "domain/inbox/inbox.hpp"
#include "domain/rights/rights.hpp"
#include "store/transaction.hpp"
#include "workflow/receive_items.hpp"

namespace workflow {

// The inbox behind a public key, when it is switched on and visitors may write there; not_found otherwise.
base::Result<inbox::Inbox> find_open_door(store::Reading& reading, const std::string& key,
                                          const std::vector<channel::ChannelType>& channels);

// Makes an identity that only the holder of the token (kept as its hash) speaks for. It has no contact until it speaks.
void make_visitor(store::Transaction& transaction, const inbox::Inbox& inbox, const std::string& token_hash,
                  const std::string& random_name);

struct VisitorWords {
  std::string key;
  std::string text;
  std::optional<std::string> name;
  std::optional<std::string> email;  // Kept as typed; it opens nothing and joins nobody.
};
base::Result<ReceivedItem> visitor_says(store::Transaction& transaction, const rights::Principal& visitor,
                                        const VisitorWords& words, const std::vector<channel::ChannelType>& channels);

}  // namespace workflow
