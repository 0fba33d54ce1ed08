#pragma once
// Alerts.

#include "api/call.hpp"
#include "api/contract/alert.hpp"

namespace api {

net::Task<base::Result<contract::AlertPage>> list_alerts(Call& call /*outlives*/, contract::ListAlerts in);
net::Task<base::Result<contract::AlertStory>> get_alert(Call& call /*outlives*/, contract::AlertPath in);
net::Task<base::Result<contract::Alert>> post_alert_seen(Call& call /*outlives*/, contract::AlertPath in);

}  // namespace api
