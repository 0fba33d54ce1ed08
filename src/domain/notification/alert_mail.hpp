#pragma once
// What somebody is told by name, by mail: a while later, where they have not seen it. It says why and about whom, never what was
// said.

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "domain/notification/notification.hpp"

namespace notification {

// Whoever is at their screen has seen it by then.
inline constexpr std::chrono::seconds kMailAfter{60};
// What is older helps nobody: the ladder has climbed by then.
inline constexpr std::chrono::hours kMailKeeps{1};

// Whether it is worth a mail: a promise that was broken, what a person or a rule wants of them; not what may still be kept.
[[nodiscard]] bool is_mailed(Cause cause);

struct AlertMail {
  ids::Notification notification_id;
  ids::Organization organization_id;
  base::Time due_at{};
  std::int64_t tries = 0;
};
BOOST_DESCRIBE_STRUCT(AlertMail, (), (notification_id, organization_id, due_at, tries))

struct Letter {
  std::string subject;
  std::string text;
};
// `language`: of the organization, BCP 47; English where it is none of ours. `name`: whom it is about, "" for nobody. `link`: where
// it is opened, "" where the server does not know its own address.
[[nodiscard]] Letter letter_of(Cause cause, std::string_view language, const std::string& name, const std::string& link);

}  // namespace notification
