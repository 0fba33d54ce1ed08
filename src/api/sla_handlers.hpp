#pragma once
// Policies, business hours, and the owed ledger.

#include "api/call.hpp"
#include "api/contract/sla.hpp"

namespace api {

net::Task<base::Result<contract::SlaPolicyList>> list_sla_policies(Call& call /*outlives*/);
net::Task<base::Result<contract::SlaPolicy>> post_sla_policy(Call& call /*outlives*/, contract::CreateSlaPolicy in);
net::Task<base::Result<contract::SlaPolicy>> put_sla_policy(Call& call /*outlives*/, contract::ReplaceSlaPolicy in);
net::Task<base::Result<contract::Done>> delete_sla_policy(Call& call /*outlives*/, contract::SlaPolicyPath in);

net::Task<base::Result<contract::BusinessHoursList>> list_business_hours(Call& call /*outlives*/);
net::Task<base::Result<contract::BusinessHours>> post_business_hours(Call& call /*outlives*/,
                                                                     contract::CreateBusinessHours in);
net::Task<base::Result<contract::BusinessHours>> put_business_hours(Call& call /*outlives*/,
                                                                    contract::ReplaceBusinessHours in);
net::Task<base::Result<contract::Done>> delete_business_hours(Call& call /*outlives*/, contract::BusinessHoursPath in);
net::Task<base::Result<contract::HolidayFeedOf>> get_holiday_feed(Call& call /*outlives*/, contract::BusinessHoursPath in);
net::Task<base::Result<contract::HolidayFeedOf>> put_holiday_feed(Call& call /*outlives*/, contract::FollowHolidayFeed in);
net::Task<base::Result<contract::Done>> delete_holiday_feed(Call& call /*outlives*/, contract::BusinessHoursPath in);
net::Task<base::Result<contract::HolidayList>> post_ical(Call& call /*outlives*/, contract::ReadIcal in);
net::Task<base::Result<contract::DeadlinePreview>> post_deadline_preview(Call& call /*outlives*/,
                                                                         contract::PreviewDeadline in);

net::Task<base::Result<contract::ClockReason>> get_clock_reason(Call& call /*outlives*/, contract::ConversationPath in);

}  // namespace api
