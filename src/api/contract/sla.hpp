#pragma once
// Policies and business hours: what is promised to whom, and which time counts. And the owed ledger: what became of it.

#include "api/contract/conversation.hpp"
#include "domain/contact/contact.hpp"
#include "domain/sla/calendar.hpp"
#include "domain/sla/policy.hpp"
#include "store/owed_store.hpp"
#include "workflow/manage_sla.hpp"

namespace api::contract {

struct SlaPolicy {
  ids::SlaPolicy id;
  std::string name;
  std::optional<ids::Inbox> inbox_id;
  std::optional<std::string> channel;
  std::optional<ids::Team> team_id;
  std::optional<std::int64_t> priority_at_least;
  std::optional<contact::Value> segment;
  std::optional<std::int64_t> first_response_s;
  std::optional<std::int64_t> next_response_s;
  std::optional<std::int64_t> resolution_s;  // Until the matter is settled, from when they began to wait.
  std::optional<std::int64_t> call_back_s;   // Until they are called, from when they asked for it.
  std::int64_t warn_percent = 75;
  sla::Counted counted = sla::Counted::always;
  std::optional<ids::BusinessHours> hours_id;
  std::vector<std::int64_t> escalate_s;
  base::Time changed_at{};
  std::string trouble;  // What needs attention, in a sentence; empty when all is well.
};
BOOST_DESCRIBE_STRUCT(SlaPolicy, (),
                      (id, name, inbox_id, channel, team_id, priority_at_least, segment, first_response_s, next_response_s,
                       resolution_s, call_back_s, warn_percent, counted, hours_id, escalate_s, changed_at, trouble))

// What holds on a channel where no policy says otherwise and the inbox has no target of its own.
struct SlaDefault {
  std::string channel;
  std::string name;
  std::int64_t first_response_s = 3600;
  bool working_time = false;
  workflow::Expectation expectation = workflow::Expectation::other;  // Why.
};
BOOST_DESCRIBE_STRUCT(SlaDefault, (), (channel, name, first_response_s, working_time, expectation))

struct SlaPolicyList {
  std::vector<SlaPolicy> items;
  std::vector<SlaDefault> defaults;
};
BOOST_DESCRIBE_STRUCT(SlaPolicyList, (), (items, defaults))

// Where it holds: all that is set must fit. What it promises: at least one of the targets.
struct CreateSlaPolicy {
  std::string name;
  std::optional<ids::Inbox> inbox_id;
  std::optional<std::string> channel;
  std::optional<ids::Team> team_id;
  std::optional<std::int64_t> priority_at_least;  // 1 to 100.
  std::optional<contact::Value> segment;          // Whose customer is worth at least this.
  std::optional<std::int64_t> first_response_s;   // 10 s to 30 days.
  std::optional<std::int64_t> next_response_s;
  std::optional<std::int64_t> resolution_s;  // Until the matter is settled, from when they began to wait.
  std::optional<std::int64_t> call_back_s;   // Until they are called, from when they asked for it.
  std::optional<std::int64_t> warn_percent;  // 75 when left out; 100: no warning.
  std::optional<sla::Counted> counted;       // `always` when left out.
  std::optional<ids::BusinessHours> hours_id;
  std::optional<std::vector<std::int64_t>> escalate_s;  // Steps after the breach; rising.
};
BOOST_DESCRIBE_STRUCT(CreateSlaPolicy, (),
                      (name, inbox_id, channel, team_id, priority_at_least, segment, first_response_s, next_response_s,
                       resolution_s, call_back_s, warn_percent, counted, hours_id, escalate_s))

// The whole policy as it is to be.
struct ReplaceSlaPolicy {
  ids::SlaPolicy policy_id;
  std::string name;
  std::optional<ids::Inbox> inbox_id;
  std::optional<std::string> channel;
  std::optional<ids::Team> team_id;
  std::optional<std::int64_t> priority_at_least;
  std::optional<contact::Value> segment;
  std::optional<std::int64_t> first_response_s;
  std::optional<std::int64_t> next_response_s;
  std::optional<std::int64_t> resolution_s;  // Until the matter is settled, from when they began to wait.
  std::optional<std::int64_t> call_back_s;   // Until they are called, from when they asked for it.
  std::optional<std::int64_t> warn_percent;
  std::optional<sla::Counted> counted;
  std::optional<ids::BusinessHours> hours_id;
  std::optional<std::vector<std::int64_t>> escalate_s;
};
BOOST_DESCRIBE_STRUCT(ReplaceSlaPolicy, (),
                      (policy_id, name, inbox_id, channel, team_id, priority_at_least, segment, first_response_s,
                       next_response_s, resolution_s, call_back_s, warn_percent, counted, hours_id, escalate_s))

struct SlaPolicyPath {
  ids::SlaPolicy policy_id;
};
BOOST_DESCRIBE_STRUCT(SlaPolicyPath, (), (policy_id))

struct BusinessHours {
  ids::BusinessHours id;
  std::string name;
  bool always_open = false;
  std::string timezone;
  sla::Week week;
  std::vector<sla::Holiday> holidays;
  bool is_default = false;
  std::vector<ids::Team> team_ids;
  base::Time changed_at{};
  std::string trouble;  // What needs attention, in a sentence; empty when all is well.
};
BOOST_DESCRIBE_STRUCT(BusinessHours, (),
                      (id, name, always_open, timezone, week, holidays, is_default, team_ids, changed_at, trouble))

struct BusinessHoursList {
  std::vector<BusinessHours> items;
};
BOOST_DESCRIBE_STRUCT(BusinessHoursList, (), (items))

struct CreateBusinessHours {
  std::string name;
  std::optional<bool> always_open;
  std::optional<std::string> timezone;  // The organization's when left out.
  // By day, in three letters: {"mon": [["09:00", "12:30"], ["13:30", "17:00"]]}; a day that is missing is free.
  std::optional<sla::Week> week;
  std::optional<std::vector<sla::Holiday>> holidays;
  std::optional<bool> is_default;
  std::optional<std::vector<ids::Team>> team_ids;  // Who works by them; of a team that had others, these hold now.
};
BOOST_DESCRIBE_STRUCT(CreateBusinessHours, (), (name, always_open, timezone, week, holidays, is_default, team_ids))

// The whole of them as they are to be.
struct ReplaceBusinessHours {
  ids::BusinessHours hours_id;
  std::string name;
  std::optional<bool> always_open;
  std::optional<std::string> timezone;
  std::optional<sla::Week> week;
  std::optional<std::vector<sla::Holiday>> holidays;
  std::optional<bool> is_default;
  std::optional<std::vector<ids::Team>> team_ids;
};
BOOST_DESCRIBE_STRUCT(ReplaceBusinessHours, (),
                      (hours_id, name, always_open, timezone, week, holidays, is_default, team_ids))

struct BusinessHoursPath {
  ids::BusinessHours hours_id;
};
BOOST_DESCRIBE_STRUCT(BusinessHoursPath, (), (hours_id))

// A calendar on the web whose days off count beside those that are typed in.
struct HolidayFeed {
  std::string host;  // Its address is shown to nobody: that of a private calendar is its key.
  std::vector<sla::Holiday> holidays;
  base::Time read_at{};
  std::string error;  // Why it could not be read the last time; empty when it could.
};
BOOST_DESCRIBE_STRUCT(HolidayFeed, (), (host, holidays, read_at, error))

struct HolidayFeedOf {
  std::optional<HolidayFeed> feed;  // None: these hours follow no calendar.
};
BOOST_DESCRIBE_STRUCT(HolidayFeedOf, (), (feed))

struct FollowHolidayFeed {
  ids::BusinessHours hours_id;
  std::string url;  // https, http or webcal; an iCalendar file of 1 MB at most.
};
BOOST_DESCRIBE_STRUCT(FollowHolidayFeed, (), (hours_id, url))

struct ReadIcal {
  std::string ical;  // The file, 1 MB at most.
};
BOOST_DESCRIBE_STRUCT(ReadIcal, (), (ical))

// Nothing is kept: save them with the hours.
struct HolidayList {
  std::vector<sla::Holiday> items;
};
BOOST_DESCRIBE_STRUCT(HolidayList, (), (items))

// When an answer would be due to something said at `at`, by hours that need not be saved.
struct PreviewDeadline {
  base::Time at{};
  std::int64_t target_s = 3600;
  std::optional<std::int64_t> warn_percent;
  std::optional<bool> always_open;
  std::optional<std::string> timezone;
  std::optional<sla::Week> week;
  std::optional<std::vector<sla::Holiday>> holidays;
};
BOOST_DESCRIBE_STRUCT(PreviewDeadline, (), (at, target_s, warn_percent, always_open, timezone, week, holidays))

struct DeadlinePreview {
  base::Time due_at{};
  base::Time warn_at{};
};
BOOST_DESCRIBE_STRUCT(DeadlinePreview, (), (due_at, warn_at))

// Why the clock of a conversation is due when it is.
struct ClockReason {
  std::optional<ids::SlaPolicy> policy_id;
  std::string why;
  std::int64_t target_s = 0;
  sla::Counted counted = sla::Counted::always;
  std::string trouble;  // Where other hours count than were chosen, why.
};
BOOST_DESCRIBE_STRUCT(ClockReason, (), (policy_id, why, target_s, counted, trouble))

struct ListOwed {
  std::optional<store::OwedOrder> order;  // `age` when left out.
  std::optional<ids::Inbox> inbox_id;
  std::optional<ids::Team> team_id;
  std::optional<std::string> channel;
  std::optional<std::string> cursor;  // `next` of the page before.
  std::optional<std::int64_t> limit;  // 1–200, 50 when left out.
};
BOOST_DESCRIBE_STRUCT(ListOwed, (), (order, inbox_id, team_id, channel, cursor, limit))

struct OwedItem {
  Conversation conversation;
  std::int64_t waited_s = 0;
  std::int64_t used_percent = 0;  // Of the time to answer, how much is over; above 100 when late.
};
BOOST_DESCRIBE_STRUCT(OwedItem, (), (conversation, waited_s, used_percent))

struct OwedPage {
  std::vector<OwedItem> items;
  std::optional<std::string> next;
  std::int64_t owed = 0;  // Of all of them, not of this page alone.
  std::int64_t late = 0;
  std::int64_t at_risk = 0;  // In time still, and warned of.
  std::optional<base::Time> oldest_since;
};
BOOST_DESCRIBE_STRUCT(OwedPage, (), (items, next, owed, late, at_risk, oldest_since))

struct GetOwedReport {
  std::optional<base::Time> from;  // When the waits began; 30 days ago when left out.
  std::optional<base::Time> to;    // Not part of it; now when left out.
  std::optional<ids::Inbox> inbox_id;
  std::optional<ids::Team> team_id;
  std::optional<std::string> channel;
};
BOOST_DESCRIBE_STRUCT(GetOwedReport, (), (from, to, inbox_id, team_id, channel))

struct OwedReportRow {
  ids::Inbox inbox_id;
  std::optional<ids::Team> team_id;
  std::int64_t waits = 0;
  std::int64_t answered = 0;
  std::int64_t in_time = 0;
  std::int64_t dismissed = 0;
  std::int64_t owed = 0;
  std::int64_t late = 0;
  std::optional<double> unanswered_rate;
};
BOOST_DESCRIBE_STRUCT(OwedReportRow, (),
                      (inbox_id, team_id, waits, answered, in_time, dismissed, owed, late, unanswered_rate))

struct DismissalCount {
  std::optional<conversation::DismissReason> reason;  // None for those from before reasons were kept in the ledger.
  std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(DismissalCount, (), (reason, count))

// Of the solutions that a policy promised by a time.
struct OwedSolutions {
  std::int64_t promised = 0;
  std::int64_t resolved = 0;
  std::int64_t in_time = 0;    // Of the resolved.
  std::int64_t dismissed = 0;  // Closed with a reason, and without an answer.
  std::int64_t open = 0;       // Not resolved yet,
  std::int64_t late = 0;       // and for so many of those time is up.
};
BOOST_DESCRIBE_STRUCT(OwedSolutions, (), (promised, resolved, in_time, dismissed, open, late))

// Of the calls that were promised.
struct OwedCalls {
  std::int64_t promised = 0;
  std::int64_t in_time = 0;
  std::int64_t late = 0;       // Made, after they were missed.
  std::int64_t missed = 0;     // Not made yet, and their time is over.
  std::int64_t cancelled = 0;  // Not wanted any more.
  std::int64_t open = 0;       // Their time is to come.
};
BOOST_DESCRIBE_STRUCT(OwedCalls, (), (promised, in_time, late, missed, cancelled, open))

// Each time that a customer waited is counted once. `unanswered_rate` is the share still owed of those that were not dismissed.
struct OwedReport {
  base::Time from{};
  base::Time to{};
  std::int64_t waits = 0;
  std::int64_t answered = 0;
  std::int64_t in_time = 0;
  std::int64_t dismissed = 0;
  std::int64_t owed = 0;
  std::int64_t late = 0;
  std::optional<double> unanswered_rate;
  std::vector<DismissalCount> dismissals;
  std::vector<OwedReportRow> rows;  // By inbox and team.
  OwedSolutions solutions;
  OwedCalls calls;
};
BOOST_DESCRIBE_STRUCT(OwedReport, (),
                      (from, to, waits, answered, in_time, dismissed, owed, late, unanswered_rate, dismissals, rows,
                       solutions, calls))

}  // namespace api::contract
