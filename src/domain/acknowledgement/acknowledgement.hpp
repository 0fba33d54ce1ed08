#pragma once
// An automatic word that says honestly when an answer will come (mission R7): at most one in a conversation, only where nobody has
// answered yet, never to a machine. It answers nothing: what is owed stays owed, and its clock runs on.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "domain/ids.hpp"

namespace acknowledgement {

inline constexpr std::int64_t kUsualWait_s = 60;
inline constexpr std::int64_t kLongestWait_s = 3600;
inline constexpr std::size_t kLongestHelp = 500;  // Code points.

// Of an inbox. Nobody is spoken to by a machine before somebody switched it on.
struct Settings {
  ids::Inbox inbox_id;
  ids::Organization organization_id;
  bool enabled = false;
  std::int64_t wait_s = kUsualWait_s;  // So long a person has to be first.
  std::string help;                    // What the customer can do now; empty: that they can add to what they wrote.
};
BOOST_DESCRIBE_STRUCT(Settings, (), (inbox_id, organization_id, enabled, wait_s, help))

// Gives the settings as they are kept. A failure names the field.
[[nodiscard]] base::Result<Settings> check(Settings settings);

// Why it was said, or was not.
enum class Outcome {
  said,
  answered,      // A person was first,
  dismissed,     // or decided that nothing is owed.
  spam,          // All that they wrote is spam.
  switched_off,  // Between the customer's word and now.
  no_way,        // Nothing can be said there now.
  put_off,       // A person has looked at it, and snoozed it.
  said_lately,   // They heard it in another conversation: one a day is enough, and a machine that answers gets no second.
  too_late,      // Its time was so long ago, over an outage for one, that it would only be in the way.
};
BOOST_DESCRIBE_ENUM(Outcome, said, answered, dismissed, spam, switched_off, no_way, put_off, said_lately, too_late)

// Of a conversation: when its time comes, and what came of it.
struct Pending {
  ids::Conversation conversation_id;
  ids::Organization organization_id;
  base::Time due_at{};
};
BOOST_DESCRIBE_STRUCT(Pending, (), (conversation_id, organization_id, due_at))

// Longer after its time it is not said any more.
inline constexpr std::chrono::minutes kStale{15};

// To one person on one inbox it is said again after that.
inline constexpr std::chrono::hours kAgainAfter{24};

struct Standing {
  bool owed = false;
  bool answered = false;
  bool enabled = false;
  bool spam = false;
  bool put_off = false;
  bool said_lately = false;
};
// None where it is to be said at `now`, if there is a way.
[[nodiscard]] std::optional<Outcome> why_not(const Standing& standing, base::Time due_at, base::Time now);

}  // namespace acknowledgement
