#pragma once
// Signing in to a mailbox in the browser. Large providers are known; for others the address of the provider's sign-in is typed,
// and it says the rest itself. The client id, and the secret where there is one, are the company's own: it is registered there by
// hand.

#include <optional>
#include <string_view>

#include "channel/oauth.hpp"
#include "connectors/email/settings.hpp"

namespace email {

[[nodiscard]] channel::OAuthSignIn sign_in();

// Of a large provider, by the domain of the address; without a client.
[[nodiscard]] std::optional<channel::OAuthClient> oauth_of_provider(std::string_view domain);

}  // namespace email
