#pragma once
// Signing in to an account in the browser (OAuth 2.0, authorization code with PKCE): what a channel says of it, and what its
// inbox gets out of it. The core does the flow (workflow/oauth_sign_in.hpp) and keeps the tokens (workflow/token_keeper.hpp); a
// connector never sees a refresh token.

#include <functional>
#include <string>
#include <vector>

#include <boost/describe.hpp>
#include <boost/json/value.hpp>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "channel/channel_inbox.hpp"
#include "net/http_client.hpp"
#include "net/task.hpp"

namespace channel {

// How the client proves itself where tokens are given out (RFC 6749 §2.3.1).
enum class ClientAuth { in_body, in_header, none };
BOOST_DESCRIBE_ENUM(ClientAuth, in_body, in_header, none)

struct OAuthParameter {
  std::string name;
  std::string value;
};
BOOST_DESCRIBE_STRUCT(OAuthParameter, (), (name, value))

// Where one signs in, and what we are there.
struct OAuthClient {
  std::string authorize_url;
  std::string token_url;
  std::string client_id;
  base::Secret client_secret;  // Empty for a public client.
  ClientAuth auth = ClientAuth::in_body;
  std::vector<std::string> scopes;         // Asked for.
  std::vector<std::string> needed_scopes;  // Without which there is no use in it, where the provider tells what it granted.
  std::vector<OAuthParameter> parameters;  // Besides, of the request for authorization.
  std::string issuer;                      // Where the provider names itself on the way back (RFC 9207); empty: not checked.
};
BOOST_DESCRIBE_STRUCT(OAuthClient, (),
                      (authorize_url, token_url, client_id, client_secret, auth, scopes, needed_scopes, parameters, issuer))

// In ChannelType: that an account of the channel can be signed in to.
struct OAuthSignIn {
  std::vector<std::string> replaces;  // Settings that are not wanted then: passwords, typed tokens.
  // From settings that check_settings() has passed, without those. May call: to register us, or to ask where to sign in. A
  // failure names the setting that is to blame.
  std::function<net::Task<base::Result<OAuthClient>>(boost::json::value settings, ChannelServices services,
                                                     std::string redirect_uri)>
      client;
};

// Access tokens of an account that somebody has signed in to; ChannelServices::tokens.
class TokenSource {
 public:
  virtual ~TokenSource() = default;
  // One that is valid for a while yet. `unauthenticated`: a person has to sign in again.
  virtual net::Task<base::Result<base::Secret>> token() = 0;
  // Another than `refused`, which the platform has just not accepted: what was asked with it was not done, and may be asked
  // once more.
  virtual net::Task<base::Result<base::Secret>> token_after(base::Secret refused) = 0;
};

// Puts an access token into the requests that have an empty one ("Authorization: Bearer "), and asks once more with another
// where the answer is 401. Other requests go through as they are. Where there is no token to be had the answer is a 401 of our
// own, so that it means the same to the connector.
[[nodiscard]] std::unique_ptr<net::HttpClient> make_bearer_http(net::HttpClient& through /*outlives*/,
                                                                TokenSource& tokens /*outlives*/);

// The same services, calling through `http`.
[[nodiscard]] ChannelServices with_http(const ChannelServices& services, net::HttpClient& http /*outlives*/);

// What an issuer says of itself: OpenID Connect Discovery, else RFC 8414. Fills in the addresses and how to prove the client.
// Failures are about `field`.
[[nodiscard]] net::Task<base::Result<OAuthClient>> discover_oauth(net::HttpClient& http /*outlives*/, std::string issuer,
                                                                  std::string field);

// Secrets travel over TLS; in clear only to a server on one's own, named by its address or "localhost".
[[nodiscard]] base::Result<void> check_oauth_url(const std::string& url);

}  // namespace channel
