#pragma once
// How a connected inbox fares, as people are told.

#include <cstdint>
#include <optional>
#include <string>

#include <boost/describe.hpp>

#include "base/clock.hpp"

namespace inbox {

enum class Condition {
  told,        // Nothing is asked of the platform: it tells us, or nobody does.
  connecting,  // For the first time since the start or a change.
  connected,
  interrupted,  // Trouble that may pass; tried again at `retry_at`.
  needs_login,  // A person has to put it right.
  off,
};
BOOST_DESCRIBE_ENUM(Condition, told, connecting, connected, interrupted, needs_login, off)

struct Health {
  Condition condition = Condition::told;
  std::optional<base::Time> since;         // Of the condition.
  std::optional<base::Time> last_heard;    // When the platform last answered.
  std::optional<base::Time> last_item_at;  // When something was last taken in.
  std::optional<std::int64_t> lag_s;       // From when that was said until it was taken in.
  std::string trouble;                     // A sentence; empty when all is well. Of a connected one: of a part.
  std::optional<base::Time> retry_at;
  std::string sending_trouble;  // Why answers do not leave; empty when they do.
};

}  // namespace inbox
