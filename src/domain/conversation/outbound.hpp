#pragma once
// A message of ours that leaves for a platform: what is kept of its way there, beside the message itself, whose `delivery`
// says how it stands.

#include <cstdint>
#include <optional>
#include <string>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "domain/ids.hpp"

namespace conversation {

struct Outbound {
  ids::Message message_id;
  ids::Organization organization_id;
  ids::Inbox inbox_id;
  std::optional<ids::Message> follows_id;  // Of an answer in several parts, the part before it: it goes only after that one.
  std::string whole_text;                  // Of the first of several parts: the answer as it was written. Empty elsewhere.
  base::Time send_at{};                    // Not before: until then at least it can be taken back.
  std::int64_t attempts = 0;
  std::optional<base::Time> attempted_at;  // When the latest attempt began; durable before its first byte.
  // When the first attempt began that may have got there without our being told. None: nothing was said yet, for certain.
  std::optional<base::Time> doubted_at;
  std::optional<base::Time> retry_at;      // When it is looked at again.
  std::string reason;                      // Why it waits, failed or is uncertain, in a sentence; empty for none.
  std::string url;                         // Where it can be seen once it was sent; may be empty.
  std::optional<base::Time> delivered_at;  // When it reached the customer's device or server, where the platform tells.
  std::optional<base::Time> seen_at;       // When they saw it, where the platform tells.
};
BOOST_DESCRIBE_STRUCT(Outbound, (),
                      (message_id, organization_id, inbox_id, follows_id, whole_text, send_at, attempts, attempted_at,
                       doubted_at, retry_at, reason, url, delivered_at, seen_at))

}  // namespace conversation
