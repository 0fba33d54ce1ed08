#pragma once
// Kept answers to POSTs, by the Idempotency-Key they came with. The primary key is what decides between two at once.

#include <cstdint>
#include <optional>
#include <string>

#include <boost/describe.hpp>

#include "store/transaction.hpp"

namespace store {

// Whose key it is: another actor's, or another route's, is another key.
struct IdempotencyScope {
  ids::Organization organization_id;  // Zero when nobody is signed in.
  std::string actor;                  // "user:7", "token:9", "visitor:3", "anonymous:127.0.0.1"
  std::string route;                  // "POST /conversations/{conversation_id}/messages"
  std::string key;                    // As the caller sent it.
};

struct KeptReply {
  std::string body_hash;
  std::string reply;  // Sealed by the API.
};
BOOST_DESCRIBE_STRUCT(KeptReply, (), (body_hash, reply))

[[nodiscard]] std::optional<KeptReply> find_kept_reply(Reading& reading, const IdempotencyScope& scope);
// False when another request with this key was first.
[[nodiscard]] bool keep_reply(Transaction& transaction, const IdempotencyScope& scope, const KeptReply& reply,
                              base::Time now);
// Gives the number of rows deleted, `limit` at most.
std::int64_t delete_replies_kept_before(Transaction& transaction, base::Time time, std::int64_t limit);

}  // namespace store
