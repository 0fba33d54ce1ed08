#include "workflow/manage_sla.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "store/holiday_feed_store.hpp"
#include "store/inbox_store.hpp"
#include "store/sla_store.hpp"
#include "store/team_store.hpp"
#include "workflow/time_zones.hpp"

namespace workflow {
namespace {

using base::FailureKind;

constexpr std::size_t kMostPolicies = 200;
constexpr std::size_t kMostCalendars = 100;
constexpr std::int64_t kLiveTarget_s = 300;

tl::unexpected<base::Failure> refuse(const std::string& field, const std::string& sentence,
                                     FailureKind kind = FailureKind::invalid) {
  return base::fail(kind, field + ": " + sentence, field);
}

void changed(store::Transaction& transaction, const rights::Principal& who, std::optional<ids::SlaPolicy> policy,
             std::optional<ids::BusinessHours> hours) {
  store::set_sla_revision(transaction, who.organization_id);
  transaction.publish(who.organization_id, event::SlaChanged{policy, hours, who.user_id});
}

template <class Row>
const Row* find_row(const std::vector<Row>& rows, auto id) {
  const auto found = std::ranges::find(rows, id, &Row::id);
  return found == rows.end() ? nullptr : &*found;
}

template <class Row>
bool is_taken(const std::vector<Row>& rows, const Row& wanted) {
  return std::ranges::any_of(rows, [&](const Row& row) { return row.name == wanted.name && row.id != wanted.id; });
}

base::Result<void> check_places(store::Reading& reading, const sla::Policy& policy,
                                const std::vector<channel::ChannelType>* channels) {
  const auto organization = policy.organization_id;
  if (policy.inbox_id && !store::find_inbox(reading, organization, *policy.inbox_id))
    return refuse("inbox_id", "there is no such inbox");
  if (policy.team_id && !store::find_team(reading, organization, *policy.team_id))
    return refuse("team_id", "there is no such team");
  if (policy.channel && channels != nullptr && channel::find_channel(*channels, *policy.channel) == nullptr)
    return refuse("channel", "there is no such channel");
  return {};
}

// Hours that are as they were when somebody saved them may be valid no more.
base::Result<void> check_hours(const sla::Policy& policy, const SlaBook& book) {
  if (!policy.hours_id) return {};
  const auto* hours = book.find(*policy.hours_id);
  if (hours == nullptr) return refuse("hours_id", "there are no such hours");
  if (!hours->hours) return refuse("hours_id", "\"" + hours->calendar.name + "\" need attention: " + hours->trouble);
  return {};
}

}  // namespace

base::Result<sla::Policy> save_policy(store::Transaction& transaction, const rights::Principal& who,
                                      std::optional<ids::SlaPolicy> id, sla::Policy wanted,
                                      const std::vector<channel::ChannelType>& channels) {
  const auto all = store::list_policies(transaction, who.organization_id);
  const auto* before = id ? find_row(all, *id) : nullptr;
  if (id && before == nullptr) return base::fail(FailureKind::not_found, "There is no such policy.");
  if (!id && all.size() >= kMostPolicies) return refuse("name", "there are 200 policies already; that is the most");
  wanted.id = id ? *id : transaction.new_id<ids::SlaPolicy>();
  wanted.organization_id = who.organization_id;
  wanted.name = base::to_storable(wanted.name);
  wanted.created_at = before != nullptr ? before->created_at : transaction.now();
  wanted.changed_at = transaction.now();
  if (auto good = sla::check(wanted); !good) return base::pass_on(good.error());
  if (auto good = check_places(transaction, wanted, &channels); !good) return base::pass_on(good.error());
  Promises promises(transaction);
  if (auto good = check_hours(wanted, promises.book(who.organization_id)); !good) return base::pass_on(good.error());
  if (is_taken(all, wanted)) return refuse("name", "there is a policy of that name already", FailureKind::conflict);
  if (id) store::update_policy(transaction, wanted);
  else store::insert_policy(transaction, wanted);
  changed(transaction, who, wanted.id, std::nullopt);
  return wanted;
}

base::Result<void> remove_policy(store::Transaction& transaction, const rights::Principal& who, ids::SlaPolicy id) {
  if (find_row(store::list_policies(transaction, who.organization_id), id) == nullptr)
    return base::fail(FailureKind::not_found, "There is no such policy.");
  store::delete_policy(transaction, who.organization_id, id);
  changed(transaction, who, id, std::nullopt);
  return {};
}

base::Result<SlaBook::Hours> save_calendar(store::Transaction& transaction, const rights::Principal& who,
                                           std::optional<ids::BusinessHours> id, sla::Calendar wanted,
                                           std::vector<ids::Team> team_ids) {
  const auto all = store::list_calendars(transaction, who.organization_id);
  const auto* before = id ? find_row(all, *id) : nullptr;
  if (id && before == nullptr) return base::fail(FailureKind::not_found, "There are no such hours.");
  if (!id && all.size() >= kMostCalendars) return refuse("name", "there are 100 already; that is the most");
  wanted.id = id ? *id : transaction.new_id<ids::BusinessHours>();
  wanted.organization_id = who.organization_id;
  wanted.name = base::to_storable(wanted.name);
  for (auto& holiday : wanted.holidays) holiday.name = base::shorten(base::to_storable(holiday.name), 80);
  wanted.created_at = before != nullptr ? before->created_at : transaction.now();
  wanted.changed_at = transaction.now();
  sla::Zone zone;
  if (!wanted.always_open) {
    auto opened = open_time_zone(wanted.timezone);
    if (!opened) return refuse("timezone", opened.error().message);
    zone = *std::move(opened);
  }
  auto hours = sla::hours_of(wanted, std::move(zone));
  if (!hours) return base::pass_on(hours.error());
  if (is_taken(all, wanted)) return refuse("name", "there are hours of that name already", FailureKind::conflict);
  std::ranges::sort(team_ids);
  const auto [first, last] = std::ranges::unique(team_ids);
  team_ids.erase(first, last);
  for (const auto team : team_ids)
    if (!store::find_team(transaction, who.organization_id, team)) return refuse("team_ids", "there is no such team");
  if (id) store::update_calendar(transaction, wanted);
  else store::insert_calendar(transaction, wanted);
  store::set_team_hours(transaction, who.organization_id, wanted.id, team_ids);
  changed(transaction, who, std::nullopt, wanted.id);
  SlaBook::Hours saved;
  saved.calendar = std::move(wanted);
  saved.hours = std::make_shared<const sla::Hours>(*std::move(hours));
  saved.team_ids = std::move(team_ids);
  return saved;
}

base::Result<void> remove_calendar(store::Transaction& transaction, const rights::Principal& who, ids::BusinessHours id) {
  if (find_row(store::list_calendars(transaction, who.organization_id), id) == nullptr)
    return base::fail(FailureKind::not_found, "There are no such hours.");
  for (const auto& policy : store::list_policies(transaction, who.organization_id))
    if (policy.hours_id == id)
      return base::fail(FailureKind::conflict, "The policy \"" + policy.name + "\" counts these hours; change it first.");
  store::delete_holiday_feed(transaction, who.organization_id, id);
  store::delete_calendar(transaction, who.organization_id, id);
  changed(transaction, who, std::nullopt, id);
  return {};
}

std::vector<ListedPolicy> list_policies(store::Reading& reading, ids::Organization organization) {
  Promises promises(reading);
  const SlaBook& book = promises.book(organization);
  std::vector<ListedPolicy> out;
  for (const auto& policy : book.policies) {
    auto good = sla::check(policy);
    if (good) good = check_places(reading, policy, nullptr);
    if (good) good = check_hours(policy, book);
    out.push_back({policy, good ? "" : good.error().message});
  }
  return out;
}

Expectation expectation_of(const channel::Capabilities& capabilities) {
  if (capabilities.is_public) return Expectation::social;
  if (capabilities.working_time) return Expectation::mail;
  return capabilities.live || capabilities.first_response_s <= kLiveTarget_s ? Expectation::live : Expectation::other;
}

}  // namespace workflow
