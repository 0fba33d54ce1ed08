#include "workflow/oauth_grant.hpp"

#include <optional>
#include <utility>

#include <boost/describe.hpp>

#include "base/json/decode.hpp"
#include "base/json/encode.hpp"

namespace workflow {
namespace {

// A Secret is written as "***": what has to be read again stands beside it.
struct Kept {
  channel::OAuthClient client;
  std::string client_secret;
  std::string access_token;
  std::string refresh_token;
  std::optional<std::int64_t> lifetime_s;
  std::int64_t obtained_ms = 0;
};
BOOST_DESCRIBE_STRUCT(Kept, (), (client, client_secret, access_token, refresh_token, lifetime_s, obtained_ms))

std::string place_of(ids::Inbox inbox) { return "sign-in of inbox " + std::to_string(inbox.value); }

}  // namespace

std::string seal_grant(const Vault& vault, ids::Inbox inbox, const channel::OAuthTokens& tokens) {
  const Kept kept{tokens.client,
                  tokens.client.client_secret.reveal(),
                  tokens.access_token.reveal(),
                  tokens.refresh_token.reveal(),
                  tokens.lifetime_s,
                  tokens.obtained_ms};
  return vault.seal(base::encode(kept), place_of(inbox));
}

base::Result<channel::OAuthTokens> open_grant(const Vault& vault, ids::Inbox inbox, const std::string& sealed) {
  const auto refuse = [] {
    return base::fail(base::FailureKind::unauthenticated,
                      "The sign-in was sealed with another key than heed.key; sign in again.");
  };
  const auto text = vault.open(sealed, place_of(inbox));
  if (!text) return refuse();
  auto kept = base::decode_text<Kept>(*text, base::UnknownMembers::ignore);
  if (!kept) return refuse();
  channel::OAuthTokens tokens;
  tokens.client = std::move(kept->client);
  tokens.client.client_secret = base::Secret(kept->client_secret);
  tokens.access_token = base::Secret(kept->access_token);
  tokens.refresh_token = base::Secret(kept->refresh_token);
  tokens.lifetime_s = kept->lifetime_s;
  tokens.obtained_ms = kept->obtained_ms;
  return tokens;
}

}  // namespace workflow
