#pragma once
// An inbox: one connected account on a channel.

#include <cstdint>
#include <optional>
#include <string>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "domain/ids.hpp"

namespace inbox {

struct Inbox {
  ids::Inbox id;
  ids::Organization organization_id;
  std::string channel;
  std::string name;
  std::string key;                   // Random; stands in public addresses.
  std::string settings;              // JSON in the channel's own shape.
  std::optional<ids::Team> team_id;  // Where its conversations go.
  std::int64_t first_response_s = 300;
  bool enabled = true;
  std::string cursor;
  base::Time created_at{};
  std::string account;        // On the platform: "@care@social.example"; empty where the channel has none.
  bool own_target = true;     // Somebody set first_response_s for this inbox; else it is what its channel suggests.
  bool working_time = false;  // first_response_s is of the hours that its team works.
};
BOOST_DESCRIBE_STRUCT(Inbox, (),
                      (id, organization_id, channel, name, key, settings, team_id, first_response_s, enabled, cursor,
                       created_at, account, own_target, working_time))

// A time of which the platform has nothing left that we had not read.
struct Gap {
  ids::Gap id;
  ids::Organization organization_id;
  ids::Inbox inbox_id;
  base::Time from_at{};
  base::Time to_at{};
  std::string reason;
  base::Time found_at{};
};
BOOST_DESCRIBE_STRUCT(Gap, (), (id, organization_id, inbox_id, from_at, to_at, reason, found_at))

// Targets a clock may have.
inline constexpr std::int64_t kShortestTarget_s = 10;
inline constexpr std::int64_t kLongestTarget_s = 30 * 24 * 3600;

}  // namespace inbox
