#pragma once
// What may be said outside of Heed about something that a user is told by name.

#include <optional>
#include <string>

#include "domain/notification/notification.hpp"
#include "domain/rights/account.hpp"
#include "store/transaction.hpp"

namespace workflow {

struct ToldAbout {
  std::string name;  // Whom it is about; "" where it is about nobody, or about somebody whom the user does not see any more.
  std::optional<ids::Conversation> conversation_id;  // Where they see it.
  std::string path;                                  // Of the page that shows it: "/c/12".
};
[[nodiscard]] ToldAbout told_about(store::Reading& reading, const rights::User& user,
                                   const notification::Notification& notice);

}  // namespace workflow
