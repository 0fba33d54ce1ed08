#pragma once
// Browsers that are told what their user is told by name.

#include "api/call.hpp"
#include "api/contract/common.hpp"
#include "api/contract/push.hpp"

namespace api {

net::Task<base::Result<contract::Push>> get_push(Call& call /*outlives*/);
net::Task<base::Result<contract::PushBrowser>> post_push_browser(Call& call /*outlives*/, contract::AddPushBrowser in);
net::Task<base::Result<contract::Done>> delete_push_browser(Call& call /*outlives*/, contract::PushBrowserPath in);

}  // namespace api
