#pragma once
// The owed ledger: who waits for an answer, and how each wait ended.

#include "api/call.hpp"
#include "api/contract/sla.hpp"

namespace api {

net::Task<base::Result<contract::OwedPage>> list_owed(Call& call /*outlives*/, contract::ListOwed in);
net::Task<base::Result<contract::OwedReport>> get_owed_report(Call& call /*outlives*/, contract::GetOwedReport in);

}  // namespace api
