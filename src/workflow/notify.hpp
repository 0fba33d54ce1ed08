#pragma once
// Telling one user something by name, and climbing the ladder while nobody says that they have it.

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "channel/channel.hpp"
#include "domain/event.hpp"
#include "domain/notification/ladder.hpp"
#include "store/transaction.hpp"

namespace workflow {

struct Notice {
  ids::Organization organization_id;
  ids::User user_id;
  std::optional<ids::Conversation> conversation_id;
  notification::Cause cause = notification::Cause::rule;
  std::string text;
};
// It stands in the user's list, is on their screen within the commit, and on their browsers outside their quiet hours.
void notify(store::Transaction& transaction, const Notice& notice);

// One object serves a transaction; what it read of an organization is kept for the next conversation.
class Ladder {
 public:
  explicit Ladder(store::Transaction& transaction /*outlives*/) : transaction_(transaction) {}

  // Tells whoever stands on that rung about a promise. One that `climbs` is told to the next rung after the organization's time,
  // unless somebody has it by then, or the customer an answer.
  void tell(const event::ConversationState& state, notification::Cause cause, std::int64_t rung, bool climbs);

 private:
  struct Place {
    notification::Staff staff;  // But of which conversation.
    std::int64_t climb_after_s = notification::kClimbAfter_s;
  };
  notification::Staff staff_for(const event::ConversationState& state);
  Place& place(ids::Organization organization);

  store::Transaction& transaction_;
  std::map<ids::Organization, Place> places_;
};

// Tells the next rung of what nobody has. Gives how many were looked at; call again while it is `limit`.
std::int64_t climb_notifications(store::Transaction& transaction, std::int64_t limit);

struct NotificationPage {
  std::vector<notification::Notification> items;
  std::int64_t unseen = 0;
};
// The asker's own. Failure `forbidden` for a token, which is nobody.
[[nodiscard]] base::Result<NotificationPage> page_notifications(store::Reading& reading, const rights::Principal& who,
                                                                ids::Notification before, std::int64_t limit);
// They have seen that one, or all they have. Failure `not_found` where it is not theirs.
base::Result<notification::Notification> see_notification(store::Transaction& transaction, const rights::Principal& who,
                                                          ids::Notification id);
base::Result<void> see_all_notifications(store::Transaction& transaction, const rights::Principal& who);
// "I have it": nothing about that conversation climbs any further.
base::Result<notification::Notification> take_notification(store::Transaction& transaction, const rights::Principal& who,
                                                           ids::Notification id);

// When nobody is to be called. None: at no time.
[[nodiscard]] base::Result<std::optional<notification::DayTime>> quiet_hours_of(store::Reading& reading,
                                                                                const rights::Principal& who);
base::Result<void> set_quiet_hours(store::Transaction& transaction, const rights::Principal& who,
                                   std::optional<notification::DayTime> hours);
// Who is called for a team. Failure `not_found`; `invalid` with the field.
[[nodiscard]] base::Result<std::vector<notification::Shift>> shifts_of(store::Reading& reading, const rights::Principal& who,
                                                                       ids::Team team);
base::Result<void> set_shifts(store::Transaction& transaction, const rights::Principal& who, ids::Team team,
                              const std::vector<notification::Shift>& shifts);
[[nodiscard]] notification::LadderSettings ladder_settings(store::Reading& reading, ids::Organization organization);
// Failure `invalid` with the field.
base::Result<void> set_ladder_settings(store::Transaction& transaction, const rights::Principal& who,
                                       const notification::LadderSettings& settings,
                                       std::span<const channel::ChannelType> channels);

}  // namespace workflow
