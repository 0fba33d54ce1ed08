#pragma once
// The automatic word of an inbox that says when an answer will come.

#include "api/call.hpp"
#include "api/contract/acknowledgement.hpp"

namespace api {

net::Task<base::Result<contract::Acknowledgement>> get_acknowledgement(Call& call /*outlives*/,
                                                                       contract::AcknowledgementQuery in);
net::Task<base::Result<contract::Acknowledgement>> put_acknowledgement(Call& call /*outlives*/,
                                                                       contract::ReplaceAcknowledgement in);

}  // namespace api
