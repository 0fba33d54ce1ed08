#pragma once
// Rows of inboxes.

#include <optional>
#include <string>
#include <vector>

#include "domain/inbox/inbox.hpp"
#include "store/transaction.hpp"

namespace store {

[[nodiscard]] std::optional<inbox::Inbox> find_inbox(Reading& reading, ids::Organization organization, ids::Inbox id);
[[nodiscard]] std::optional<inbox::Inbox> find_inbox_by_key(Reading& reading, const std::string& key);
[[nodiscard]] std::optional<inbox::Inbox> find_inbox_by_name(Reading& reading, ids::Organization organization,
                                                             const std::string& channel, const std::string& name);
[[nodiscard]] std::vector<inbox::Inbox> list_inboxes(Reading& reading, ids::Organization organization);
// Only those that the work of the user's teams comes from.
[[nodiscard]] std::vector<inbox::Inbox> list_inboxes_of_teams(Reading& reading, ids::Organization organization,
                                                              ids::User user);

// False when the channel already has an inbox of that name.
[[nodiscard]] bool insert_inbox(Transaction& transaction, const inbox::Inbox& inbox);
void update_inbox(Transaction& transaction, const inbox::Inbox& inbox);

}  // namespace store
