#pragma once
// Channels, and the inboxes connected on them.

#include "api/call.hpp"
#include "api/contract/inbox.hpp"

namespace api {

net::Task<base::Result<contract::ChannelList>> list_channels(Call& call /*outlives*/);
net::Task<base::Result<contract::InboxList>> list_inboxes(Call& call /*outlives*/);
net::Task<base::Result<contract::SignInBegun>> post_sign_in(Call& call /*outlives*/, contract::BeginSignIn in);
net::Task<base::Result<contract::Inbox>> post_sign_in_return(Call& call /*outlives*/, contract::FinishSignIn in);
net::Task<base::Result<contract::Inbox>> post_inbox(Call& call /*outlives*/, contract::CreateInbox in);
net::Task<base::Result<contract::InboxSettings>> get_inbox_settings(Call& call /*outlives*/, contract::InboxPath in);
net::Task<base::Result<contract::Inbox>> patch_inbox(Call& call /*outlives*/, contract::ChangeInbox in);

}  // namespace api
