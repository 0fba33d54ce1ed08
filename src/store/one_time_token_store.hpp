#pragma once
// One-time links: an installation's first sign-in, and invitations. Found by the hash of what is in the link.

#include <cstdint>
#include <optional>
#include <string>

#include <boost/describe.hpp>

#include "store/transaction.hpp"

namespace store {

enum class TokenPurpose { setup, invitation };
BOOST_DESCRIBE_ENUM(TokenPurpose, setup, invitation)

struct OneTimeToken {
  TokenPurpose purpose = TokenPurpose::invitation;
  std::optional<ids::Organization> organization_id;  // None for the set-up of an installation.
  std::optional<ids::User> user_id;
  base::Time expires_at{};
};
BOOST_DESCRIBE_STRUCT(OneTimeToken, (), (purpose, organization_id, user_id, expires_at))

// None when it was used, has expired or is for something else.
[[nodiscard]] std::optional<OneTimeToken> find_one_time_token(Reading& reading, const std::string& hash,
                                                              TokenPurpose purpose, base::Time now);

void insert_one_time_token(Transaction& transaction, const OneTimeToken& in, const std::string& hash, base::Time now);
// True for the first caller only, however many there are at once.
[[nodiscard]] bool use_one_time_token(Transaction& transaction, const std::string& hash, TokenPurpose purpose,
                                      base::Time now);
void delete_unused_tokens(Transaction& transaction, TokenPurpose purpose);
void delete_unused_tokens_of(Transaction& transaction, ids::Organization organization, ids::User user, TokenPurpose purpose);
// Gives the number of rows deleted, `limit` at most.
std::int64_t delete_ended_tokens(Transaction& transaction, base::Time now, std::int64_t limit);

}  // namespace store
