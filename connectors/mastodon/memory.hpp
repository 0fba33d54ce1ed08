#pragma once
// What is remembered of the past, to notice what changes in it without the server telling: statuses that were edited or deleted,
// likes, shares and follows that were taken back. Bounded, and kept in the cursor. Pure.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "channel/item.hpp"
#include "connectors/mastodon/entities.hpp"
#include "connectors/mastodon/wire.hpp"

namespace mastodon {

// Those who did something to a status of ours since it is remembered, and how many there are in all by what we were told.
struct Doers {
  std::optional<std::int64_t> count;  // None until the status was looked at.
  std::vector<std::string> people;    // "user@host", the latest last.
};
BOOST_DESCRIBE_STRUCT(Doers, (), (count, people))

struct RememberedStatus {
  std::string id;
  std::optional<std::string> edited_at;
  std::optional<Doers> likes;  // Of our own.
  std::optional<Doers> shares;
};
BOOST_DESCRIBE_STRUCT(RememberedStatus, (), (id, edited_at, likes, shares))

struct Follower {
  std::string id;    // Of the account on the server.
  std::string acct;  // "user@host"
};
BOOST_DESCRIBE_STRUCT(Follower, (), (id, acct))

struct Memory {
  std::string notification;                // The last one that was taken; empty before the first.
  std::string status;                      // Our own last one.
  std::vector<RememberedStatus> statuses;  // As they came.
  std::vector<Follower> followers;         // The latest last.
  std::optional<std::int64_t> follower_count;
};
BOOST_DESCRIBE_STRUCT(Memory, (), (notification, status, statuses, followers, follower_count))

// A cursor that cannot be read is none: receiving begins anew.
[[nodiscard]] std::optional<Memory> read_memory(const std::string& cursor);
// At most what a cursor may be: the oldest is left out.
[[nodiscard]] std::string to_cursor(const Memory& memory);

[[nodiscard]] RememberedStatus* find(Memory& memory, std::string_view id);

// What was said, by us or to us.
void remember(Memory& memory, const Status& status, const Us& us);
// What was done to us.
void remember(Memory& memory, const Notification& notification, const Us& us);

enum class Deed { like, share };

struct Look {
  std::optional<channel::InboundItem> edit;
  std::vector<Deed> fewer;  // There are fewer of these than there were: who it was is to be asked.
};
// Compares a remembered status with what it is now.
[[nodiscard]] Look look_at(Memory& memory, const Status& status, const Us& us);
// It is gone; nothing where it is not remembered.
[[nodiscard]] std::optional<channel::InboundItem> forget(Memory& memory, std::string_view id, base::Time now);
// Who is no longer among those who did it.
[[nodiscard]] std::vector<channel::InboundItem> withdrawn(Memory& memory, std::string_view id, Deed deed,
                                                          const std::vector<Account>& still, const Us& us, base::Time now);
// Which followers went.
[[nodiscard]] std::vector<channel::InboundItem> unfollowed(Memory& memory, const std::vector<Relationship>& relationships,
                                                           base::Time now);

}  // namespace mastodon
