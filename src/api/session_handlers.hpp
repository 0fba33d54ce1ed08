#pragma once
// The first run, coming in and going out.

#include "api/call.hpp"
#include "api/contract/session.hpp"

namespace api {

net::Task<base::Result<contract::Status>> get_status(Call& call /*outlives*/);
net::Task<base::Result<contract::Session>> post_setup(Call& call /*outlives*/, contract::Setup in);
net::Task<base::Result<contract::Session>> sign_in(Call& call /*outlives*/, contract::SignIn in);
net::Task<base::Result<contract::Session>> get_session(Call& call /*outlives*/);
net::Task<base::Result<contract::Done>> sign_out(Call& call /*outlives*/);
net::Task<base::Result<contract::Session>> accept_invitation(Call& call /*outlives*/, contract::AcceptInvitation in);

}  // namespace api
