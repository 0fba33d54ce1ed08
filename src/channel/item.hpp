#pragma once
// One thing said or done, as a connector hands it to the core: the platform's facts in our shape.

#include <cstdint>
#include <memory>
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

// A file that came with something said: its bytes where the platform hands them over with the item, else where they are.
struct Attachment {
  std::string external_id;                   // The platform's name of it, for fetching it through its API; may be empty.
  std::string url;                           // Where it can be fetched without a key; may be empty.
  std::string name;                          // As shown, no path in it; may be empty.
  std::string type;                          // "image/png"; empty when unknown.
  std::optional<std::int64_t> size;          // Bytes, where known.
  std::string description;                   // What the sender says it shows (alt text); may be empty.
  bool is_inline = false;                    // Belongs into the text.
  std::string content_id;                    // Of a mail's part, without its angle brackets; may be empty.
  std::shared_ptr<const std::string> bytes;  // Null where they are still to be fetched.
};

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
  std::string subject;             // Of a mail; empty elsewhere.
  std::vector<Attachment> attachments;
  // What the connector has to know in order to answer it or to act on it, in its own words: kept with the message and given
  // back in OutboundMessage::context. A few hundred bytes at most; empty where external_id and thread_key say enough.
  std::string context;
  base::Time said_at{};
  bool is_automatic = false;  // A machine says it, an absence note for one: nothing may answer it by itself.
  // Nothing speaks against an automatic word in return: it did not come over a list, for one. Of what is automatic itself
  // and of what is public nobody asks.
  bool may_be_acknowledged = true;
};

enum class ReportKind { delivered, seen, failed };
BOOST_DESCRIBE_ENUM(ReportKind, delivered, seen, failed)

// What became of a message of ours after the platform had taken it. One that came before is one report, and one about a
// message that is not ours is passed over.
struct DeliveryReport {
  ReportKind kind = ReportKind::delivered;
  std::string external_id;  // Of our message, as SendResult named it; empty where `key` is known instead.
  std::string key;          // OutboundMessage::key.
  std::string reason;       // Of `failed`: a sentence for the agent, with the platform's words.
  base::Time at{};
};

// What came where an item should be, kept until it can be read.
struct UnreadableItem {
  std::string raw;
  std::string reason;
};

}  // namespace channel
