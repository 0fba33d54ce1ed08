#pragma once
// The words of OAuth 2.0 around tokens: what is asked, and what the answer means. Who keeps them is somebody else's affair
// (workflow/token_keeper.hpp).

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "channel/oauth.hpp"
#include "net/http_client.hpp"
#include "net/task.hpp"

namespace channel {

struct OAuthTokens {
  OAuthClient client;
  base::Secret access_token;
  base::Secret refresh_token;              // Empty where the provider gives none: its tokens last.
  std::optional<std::int64_t> lifetime_s;  // None: no end is known.
  std::int64_t obtained_ms = 0;            // By our own clock: those of others do not matter.

  [[nodiscard]] bool is_valid(base::Time now) const;
  // Valid, and not about to end: a minute is left, or a fifth of a short life.
  [[nodiscard]] bool is_fresh(base::Time now) const;
};

// What is shown of a secret of PKCE before (RFC 7636, S256).
[[nodiscard]] std::string pkce_challenge(const base::Secret& verifier);

// Where the browser goes.
[[nodiscard]] std::string authorize_url(const OAuthClient& client, const std::string& redirect_uri, const std::string& state,
                                        const std::string& challenge);

// Of both: `unauthenticated` where the code or the refresh token is worth nothing, or we are not who we say we are;
// `unavailable` and `rate_limited` may pass.
[[nodiscard]] net::Task<base::Result<OAuthTokens>> ask_for_tokens(net::HttpClient& http /*outlives*/, OAuthClient client,
                                                                  std::string redirect_uri, base::Secret code,
                                                                  base::Secret verifier,
                                                                  const base::Clock& clock /*outlives*/);
[[nodiscard]] net::Task<base::Result<OAuthTokens>> renew_tokens(net::HttpClient& http /*outlives*/, OAuthTokens tokens,
                                                                const base::Clock& clock /*outlives*/);

// The answer to either; `before`: what is kept where it leaves something out.
[[nodiscard]] base::Result<OAuthTokens> read_tokens(const net::HttpReply& reply, const OAuthTokens& before, base::Time now);

}  // namespace channel
