#pragma once
// One thing said or done, as a connector hands it to the core: the platform's facts in our shape.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/clock.hpp"

namespace channel {

// What the platform, or the company's own system, vouches for about a person: not what somebody typed. Taken only from
// channels that may vouch (Capabilities::vouches).
enum class ProofKind {
  email,        // An address that was verified to be theirs.
  customer_id,  // The company's own number of them.
};
BOOST_DESCRIBE_ENUM(ProofKind, email, customer_id)

struct Proof {
  ProofKind kind = ProofKind::email;
  std::string value;
};

// A person as the platform shows them at the time of the item.
struct Author {
  std::string external_id;  // The platform's id of the person; empty only where a signal has nobody behind it.
  std::string handle;       // "@ann"; may be empty.
  std::string name;         // As shown; may be empty.
  std::optional<std::int64_t> followers;
  std::optional<bool> verified;
  std::string language;  // As the profile says; may be empty.
  std::vector<Proof> proofs;
};

// Something said, or a signal: something done (mission R3).
enum class ItemKind { message, edit, deletion, like, unlike, share, unshare, follow, unfollow, read, block, unblock };
BOOST_DESCRIBE_ENUM(ItemKind, message, edit, deletion, like, unlike, share, unshare, follow, unfollow, read, block, unblock)

struct InboundItem {
  // The platform's id of the item, with its kind the same for ever: an item handed over twice is one item.
  std::string external_id;
  ItemKind kind = ItemKind::message;
  Author author;
  bool own = false;  // Our own account said or did it, here or on the platform itself.
  bool is_public = false;
  std::string text;                // What was said; of an edit, what it says now.
  std::string parent_external_id;  // What it replies to; empty for none.
  std::string thread_key;          // The platform's name of the thread; empty on channels without threads.
  bool by_replies = false;         // The platform names no thread: it is found along the chain of replies.
  std::string target_external_id;  // Of a signal, the message it is about; empty for a follow or a block.
  Author recipient;                // Of a private word of our own: to whom, where the platform tells.
  base::Time said_at{};
};

}  // namespace channel
