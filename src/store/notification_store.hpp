#pragma once
// Rows of what users are told by name, and of when they may be called.

#include <optional>
#include <vector>

#include "domain/notification/ladder.hpp"
#include "domain/notification/notification.hpp"
#include "store/transaction.hpp"

namespace store {

void insert_notification(Transaction& transaction, const notification::Notification& in);
[[nodiscard]] std::optional<notification::Notification> find_notification(Reading& reading, ids::Organization organization,
                                                                          ids::Notification id);
// A user's own, newest first, older than `before` (zero: from the newest).
[[nodiscard]] std::vector<notification::Notification> page_notifications(Reading& reading, ids::Organization organization,
                                                                         ids::User user, ids::Notification before,
                                                                         std::int64_t limit);
[[nodiscard]] std::int64_t count_unseen_notifications(Reading& reading, ids::Organization organization, ids::User user);
// About a conversation, of which nobody said that they have it; oldest first.
[[nodiscard]] std::vector<notification::Notification> list_open_notifications(Reading& reading,
                                                                              ids::Organization organization,
                                                                              ids::Conversation conversation);
// Of any organization, the earliest first.
[[nodiscard]] std::vector<notification::Notification> list_climbing_notifications(Reading& reading, base::Time now,
                                                                                  std::int64_t limit);
// Whether it was seen and taken, and when it climbs.
void update_notification(Transaction& transaction, const notification::Notification& in);
// False where another server took the step that was due.
[[nodiscard]] bool take_climb(Transaction& transaction, const notification::Notification& in);

[[nodiscard]] std::optional<notification::QuietHours> find_quiet_hours(Reading& reading, ids::Organization organization,
                                                                       ids::User user);
[[nodiscard]] std::vector<notification::QuietHours> list_quiet_hours(Reading& reading, ids::Organization organization);
void set_quiet_hours(Transaction& transaction, ids::Organization organization, const notification::QuietHours& in);
void delete_quiet_hours(Transaction& transaction, ids::Organization organization, ids::User user);

[[nodiscard]] std::vector<notification::Shift> list_shifts(Reading& reading, ids::Organization organization, ids::Team team);
// In place of all that there were.
void set_shifts(Transaction& transaction, ids::Organization organization, ids::Team team,
                const std::vector<notification::Shift>& shifts);

// None: nobody set them.
[[nodiscard]] std::optional<notification::LadderSettings> find_ladder_settings(Reading& reading,
                                                                               ids::Organization organization);
void set_ladder_settings(Transaction& transaction, ids::Organization organization,
                         const notification::LadderSettings& settings);

}  // namespace store
