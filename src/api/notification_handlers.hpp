#pragma once
// What users are told by name, and when and in which order they are called.

#include "api/call.hpp"
#include "api/contract/common.hpp"
#include "api/contract/notification.hpp"

namespace api {

net::Task<base::Result<contract::NotificationPage>> list_notifications(Call& call /*outlives*/,
                                                                       contract::ListNotifications in);
net::Task<base::Result<contract::Notification>> post_notification_seen(Call& call /*outlives*/,
                                                                       contract::NotificationPath in);
net::Task<base::Result<contract::Done>> post_notifications_seen(Call& call /*outlives*/);
net::Task<base::Result<contract::Notification>> post_notification_taken(Call& call /*outlives*/,
                                                                        contract::NotificationPath in);
net::Task<base::Result<contract::QuietHours>> get_quiet_hours(Call& call /*outlives*/);
net::Task<base::Result<contract::QuietHours>> put_quiet_hours(Call& call /*outlives*/, contract::SetQuietHours in);
net::Task<base::Result<contract::OnCall>> get_on_call(Call& call /*outlives*/, contract::TeamOnCallPath in);
net::Task<base::Result<contract::OnCall>> put_on_call(Call& call /*outlives*/, contract::ReplaceOnCall in);
net::Task<base::Result<contract::EscalationLadder>> get_ladder(Call& call /*outlives*/);
net::Task<base::Result<contract::EscalationLadder>> put_ladder(Call& call /*outlives*/, contract::SetEscalationLadder in);
net::Task<base::Result<contract::AlertMailWish>> get_alert_mail(Call& call /*outlives*/);
net::Task<base::Result<contract::AlertMailWish>> put_alert_mail(Call& call /*outlives*/, contract::SetAlertMailWish in);

}  // namespace api
