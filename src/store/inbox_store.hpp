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

// Of every organization.
[[nodiscard]] std::vector<inbox::Inbox> list_enabled_inboxes(Reading& reading);
// The first that is connected to this account.
[[nodiscard]] std::optional<inbox::Inbox> find_inbox_by_account(Reading& reading, ids::Organization organization,
                                                                const std::string& channel, const std::string& account);
void set_inbox_cursor(Transaction& transaction, ids::Organization organization, ids::Inbox id, const std::string& cursor);

void insert_gap(Transaction& transaction, const inbox::Gap& gap);
// Newest first.
[[nodiscard]] std::vector<inbox::Gap> list_gaps(Reading& reading, ids::Organization organization, ids::Inbox id,
                                                std::int64_t limit);

}  // namespace store
