#pragma once
// Browsers that are told what somebody is told by name, also when Heed is closed there.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "domain/ids.hpp"
#include "domain/notification/notification.hpp"

namespace ids {
struct PushSubscriptionTag {
  static constexpr const char* noun = "browser";
};
using PushSubscription = base::Id<PushSubscriptionTag>;
}  // namespace ids

namespace notification {

struct PushSubscription {
  ids::PushSubscription id;
  ids::Organization organization_id;
  ids::User user_id;
  std::string address_hash;  // One of this installation alone (Vault::hash): the same browser stands here once.
  std::string sealed;        // Its address and its keys.
  std::string name;          // "Firefox on Linux", as the page called itself.
  base::Time made_at{};
  std::optional<base::Time> told_at;  // When its service last took something.
};
BOOST_DESCRIBE_STRUCT(PushSubscription, (), (id, organization_id, user_id, address_hash, sealed, name, made_at, told_at))

// Something for one browser that it was not told yet.
struct Push {
  ids::Notification notification_id;
  ids::PushSubscription subscription_id;
  ids::Organization organization_id;
  base::Time due_at{};
  std::int64_t tries = 0;
};
BOOST_DESCRIBE_STRUCT(Push, (), (notification_id, subscription_id, organization_id, due_at, tries))

// What is older helps nobody: the ladder has climbed by then.
inline constexpr std::chrono::hours kPushKeeps{1};
inline constexpr std::int64_t kMostBrowsers = 20;  // Of one user; the oldest gives way.

}  // namespace notification
