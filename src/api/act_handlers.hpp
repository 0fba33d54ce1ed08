#pragma once
// What is done to messages on their platforms beside answering.

#include "api/call.hpp"
#include "api/contract/conversation.hpp"

namespace api {

net::Task<base::Result<contract::Acted>> post_act(Call& call /*outlives*/, contract::ActOnMessage in);

}  // namespace api
