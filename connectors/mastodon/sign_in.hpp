#pragma once
// Signing in to an account in the browser: Heed makes itself known to the server as an application, each time anew, and asks for
// what it needs.

#include <string>

#include <boost/json/value.hpp>

#include "base/result.hpp"
#include "channel/channel_inbox.hpp"
#include "channel/oauth.hpp"
#include "net/task.hpp"

namespace mastodon {

[[nodiscard]] channel::OAuthSignIn sign_in();

}  // namespace mastodon
