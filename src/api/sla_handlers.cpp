#include "api/sla_handlers.hpp"

#include <chrono>
#include <utility>

#include "channel/channel.hpp"
#include "domain/inbox/inbox.hpp"
#include "store/organization_store.hpp"
#include "workflow/conversation_change.hpp"
#include "workflow/holiday_feeds.hpp"
#include "workflow/manage_sla.hpp"
#include "workflow/promises.hpp"
#include "workflow/time_zones.hpp"

namespace api {
namespace {

contract::SlaPolicy present(const sla::Policy& policy, std::string trouble = "") {
  contract::SlaPolicy out;
  out.id = policy.id;
  out.name = policy.name;
  out.inbox_id = policy.inbox_id;
  out.channel = policy.channel;
  out.team_id = policy.team_id;
  out.priority_at_least = policy.priority_at_least;
  out.segment = policy.segment;
  out.first_response_s = policy.first_response_s;
  out.next_response_s = policy.next_response_s;
  out.resolution_s = policy.resolution_s;
  out.call_back_s = policy.call_back_s;
  out.warn_percent = policy.warn_percent;
  out.counted = policy.counted;
  out.hours_id = policy.hours_id;
  out.escalate_s = policy.escalate_s;
  out.changed_at = policy.changed_at;
  out.trouble = std::move(trouble);
  return out;
}

contract::BusinessHours present(const workflow::SlaBook::Hours& in) {
  const auto& calendar = in.calendar;
  return {calendar.id,       calendar.name,       calendar.always_open, calendar.timezone,   calendar.week,
          calendar.holidays, calendar.is_default, in.team_ids,          calendar.changed_at, in.trouble};
}

contract::HolidayFeedOf present(const sla::HolidayFeed& in) {
  return {contract::HolidayFeed{in.host, in.holidays, in.read_at, in.error}};
}

// Of a request to make one or to replace one.
template <class In>
sla::Policy read_policy(const In& in) {
  sla::Policy out;
  out.name = in.name;
  out.inbox_id = in.inbox_id;
  out.channel = in.channel;
  out.team_id = in.team_id;
  out.priority_at_least = in.priority_at_least;
  out.segment = in.segment;
  out.first_response_s = in.first_response_s;
  out.next_response_s = in.next_response_s;
  out.resolution_s = in.resolution_s;
  out.call_back_s = in.call_back_s;
  out.warn_percent = in.warn_percent.value_or(out.warn_percent);
  out.counted = in.counted.value_or(out.counted);
  out.hours_id = in.hours_id;
  out.escalate_s = in.escalate_s.value_or(out.escalate_s);
  return out;
}

template <class In>
sla::Calendar read_calendar(const In& in, const std::string& timezone) {
  sla::Calendar out;
  out.name = in.name;
  out.always_open = in.always_open.value_or(false);
  out.timezone = in.timezone.value_or(timezone);
  out.week = in.week.value_or(sla::Week());
  out.holidays = in.holidays.value_or(std::vector<sla::Holiday>());
  out.is_default = in.is_default.value_or(false);
  return out;
}

std::string zone_of(store::Reading& reading, ids::Organization organization) {
  const auto found = store::find_organization(reading, organization);
  return found ? found->time_zone : "UTC";
}

template <class In>
net::Task<base::Result<contract::SlaPolicy>> save(Call& call /*outlives*/, std::optional<ids::SlaPolicy> id, In in) {
  auto work = [who = call.principal, id, wanted = read_policy(in), &channels = call.services.channels](
                  store::Transaction& transaction) { return workflow::save_policy(transaction, who, id, wanted, channels); };
  auto to_reply = [](const sla::Policy& saved) { return present(saved); };
  co_return co_await call.transact(std::move(work), std::move(to_reply));
}

template <class In>
net::Task<base::Result<contract::BusinessHours>> save_hours(Call& call /*outlives*/, std::optional<ids::BusinessHours> id,
                                                            In in) {
  auto work = [who = call.principal, id, in = std::move(in)](store::Transaction& transaction) {
    return workflow::save_calendar(transaction, who, id, read_calendar(in, zone_of(transaction, who.organization_id)),
                                   in.team_ids.value_or(std::vector<ids::Team>()));
  };
  auto to_reply = [](const workflow::SlaBook::Hours& saved) { return present(saved); };
  co_return co_await call.transact(std::move(work), std::move(to_reply));
}

}  // namespace

net::Task<base::Result<contract::SlaPolicyList>> list_sla_policies(Call& call) {
  auto work = [organization = call.principal.organization_id](
                  store::Reading& reading) -> base::Result<std::vector<workflow::ListedPolicy>> {
    return workflow::list_policies(reading, organization);
  };
  const auto found = co_await call.store.read(std::move(work));
  if (!found) co_return base::pass_on(found.error());
  contract::SlaPolicyList out;
  for (const auto& [policy, trouble] : *found) out.items.push_back(present(policy, trouble));
  for (const auto& type : call.services.channels)
    out.defaults.push_back({type.id, type.name, type.capabilities.first_response_s, type.capabilities.working_time,
                            workflow::expectation_of(type.capabilities)});
  co_return out;
}

net::Task<base::Result<contract::SlaPolicy>> post_sla_policy(Call& call, contract::CreateSlaPolicy in) {
  co_return co_await save(call, std::nullopt, std::move(in));
}

net::Task<base::Result<contract::SlaPolicy>> put_sla_policy(Call& call, contract::ReplaceSlaPolicy in) {
  const auto id = in.policy_id;
  co_return co_await save(call, id, std::move(in));
}

net::Task<base::Result<contract::Done>> delete_sla_policy(Call& call, contract::SlaPolicyPath in) {
  auto work = [who = call.principal, in](store::Transaction& transaction) -> base::Result<contract::Done> {
    return workflow::remove_policy(transaction, who, in.policy_id).map([] { return contract::Done{}; });
  };
  co_return co_await call.transact(std::move(work));
}

net::Task<base::Result<contract::BusinessHoursList>> list_business_hours(Call& call) {
  auto work = [organization =
                   call.principal.organization_id](store::Reading& reading) -> base::Result<contract::BusinessHoursList> {
    workflow::Promises promises(reading);
    contract::BusinessHoursList out;
    for (const auto& hours : promises.book(organization).calendars) out.items.push_back(present(hours));
    return out;
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::BusinessHours>> post_business_hours(Call& call, contract::CreateBusinessHours in) {
  co_return co_await save_hours(call, std::nullopt, std::move(in));
}

net::Task<base::Result<contract::BusinessHours>> put_business_hours(Call& call, contract::ReplaceBusinessHours in) {
  const auto id = in.hours_id;
  co_return co_await save_hours(call, id, std::move(in));
}

net::Task<base::Result<contract::Done>> delete_business_hours(Call& call, contract::BusinessHoursPath in) {
  auto work = [who = call.principal, in](store::Transaction& transaction) -> base::Result<contract::Done> {
    return workflow::remove_calendar(transaction, who, in.hours_id).map([] { return contract::Done{}; });
  };
  co_return co_await call.transact(std::move(work));
}

net::Task<base::Result<contract::HolidayFeedOf>> get_holiday_feed(Call& call, contract::BusinessHoursPath in) {
  auto work = [who = call.principal, in](store::Reading& reading) -> base::Result<contract::HolidayFeedOf> {
    auto found = workflow::feed_of(reading, who, in.hours_id);
    if (!found) return base::pass_on(found.error());
    return *found ? present(**found) : contract::HolidayFeedOf{};
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::HolidayFeedOf>> put_holiday_feed(Call& call, contract::FollowHolidayFeed in) {
  auto look = [who = call.principal, id = in.hours_id](store::Reading& reading) -> base::Result<bool> {
    return workflow::feed_of(reading, who, id).map([](const auto& feed) { return feed.has_value(); });
  };
  if (const auto there = co_await call.store.read(std::move(look)); !there) co_return base::pass_on(there.error());
  if (call.services.holiday_feeds == nullptr)
    co_return base::fail(base::FailureKind::invalid, "url: nothing is read from the web here", "url");
  const auto kept = co_await call.services.holiday_feeds->follow(call.principal, in.hours_id, std::move(in.url));
  if (!kept) co_return base::pass_on(kept.error());
  co_return present(*kept);
}

net::Task<base::Result<contract::Done>> delete_holiday_feed(Call& call, contract::BusinessHoursPath in) {
  auto work = [who = call.principal, in](store::Transaction& transaction) -> base::Result<contract::Done> {
    return workflow::unfollow_feed(transaction, who, in.hours_id).map([] { return contract::Done{}; });
  };
  co_return co_await call.transact(std::move(work));
}

net::Task<base::Result<contract::HolidayList>> post_ical(Call& /*outlives*/, contract::ReadIcal in) {
  auto read = sla::read_ical(in.ical);
  if (!read) co_return base::pass_on(read.error());
  co_return contract::HolidayList{*std::move(read)};
}

net::Task<base::Result<contract::DeadlinePreview>> post_deadline_preview(Call& call, contract::PreviewDeadline in) {
  if (in.target_s < inbox::kShortestTarget_s || in.target_s > inbox::kLongestTarget_s)
    co_return base::fail(base::FailureKind::invalid, "target_s: between 10 seconds and 30 days", "target_s");
  auto look = [organization = call.principal.organization_id](store::Reading& reading) -> base::Result<std::string> {
    return zone_of(reading, organization);
  };
  const auto zone = co_await call.store.read(std::move(look));
  if (!zone) co_return base::pass_on(zone.error());
  sla::Calendar calendar;
  calendar.name = "Preview";
  calendar.always_open = in.always_open.value_or(false);
  calendar.timezone = in.timezone.value_or(*zone);
  calendar.week = in.week.value_or(sla::standard_week());
  calendar.holidays = in.holidays.value_or(std::vector<sla::Holiday>());
  const auto opened = workflow::open_time_zone(calendar.timezone);
  if (!opened) co_return base::fail(base::FailureKind::invalid, "timezone: " + opened.error().message, "timezone");
  const auto hours = sla::hours_of(calendar, *opened);
  if (!hours) co_return base::pass_on(hours.error());
  const std::chrono::milliseconds target = std::chrono::seconds(in.target_s);
  const auto due = hours->deadline(in.at, target);
  if (!due) co_return base::pass_on(due.error());
  const auto warn = hours->deadline(in.at, target * in.warn_percent.value_or(75) / 100);
  if (!warn) co_return base::pass_on(warn.error());
  co_return contract::DeadlinePreview{*due, *warn};
}

net::Task<base::Result<contract::ClockReason>> get_clock_reason(Call& call, contract::ConversationPath in) {
  auto work = [who = call.principal, in](store::Reading& reading) -> base::Result<contract::ClockReason> {
    const auto state = workflow::find_visible(reading, who, in.conversation_id);
    if (!state) return base::pass_on(state.error());
    workflow::Promises promises(reading);
    const auto kind = state->clock ? state->clock->kind : sla::kind_for(state->conversation);
    const auto found = promises.explain(*state, kind);
    return contract::ClockReason{found.choice.policy_id, found.choice.why, found.choice.target_s, found.choice.counted,
                                 found.trouble};
  };
  co_return co_await call.store.read(std::move(work));
}

}  // namespace api
