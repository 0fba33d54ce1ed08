#pragma once
// The live feed's events by polling.

#include "api/call.hpp"
#include "api/contract/feed.hpp"

namespace api {

net::Task<base::Result<contract::EventPage>> list_events(Call& call /*outlives*/, contract::ListEvents in);

net::Task<base::Result<contract::HistoryPage>> list_history(Call& call /*outlives*/, contract::ListHistory in);

}  // namespace api
