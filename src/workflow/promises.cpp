#include "workflow/promises.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <utility>

#include "store/clock_store.hpp"
#include "store/contact_store.hpp"
#include "store/conversation_store.hpp"
#include "store/holiday_feed_store.hpp"
#include "store/inbox_store.hpp"
#include "store/organization_store.hpp"
#include "store/resolution_store.hpp"
#include "store/rule_store.hpp"
#include "store/sla_store.hpp"
#include "workflow/resolutions.hpp"
#include "workflow/time_zones.hpp"

namespace workflow {
namespace {

constexpr std::size_t kMostBooks = 200;

// With what only this file asks for.
struct KeptBook : SlaBook {
  bool has_overrides = false;  // Some conversation has a policy that a rule gave it.
};

KeptBook read_book(store::Reading& reading, ids::Organization organization) {
  KeptBook book;
  book.has_overrides = store::has_policy_overrides(reading, organization);
  book.policies = store::list_policies(reading, organization);
  const auto promises_solution = [](const sla::Policy& policy) { return policy.resolution_s.has_value(); };
  book.has_solutions =
      std::ranges::any_of(book.policies, promises_solution) || store::has_running_resolutions(reading, organization);
  const auto teams = store::list_team_hours(reading, organization);
  const auto feeds = store::list_holiday_feeds(reading, organization);
  for (auto& calendar : store::list_calendars(reading, organization)) {
    SlaBook::Hours one;
    const auto feed = std::ranges::find(feeds, calendar.id, &sla::HolidayFeed::hours_id);
    const auto counted = feed == feeds.end() ? calendar : sla::with_feed(calendar, *feed);
    for (const auto& team : teams)
      if (team.hours_id == calendar.id) one.team_ids.push_back(team.team_id);
    const auto zone = calendar.always_open ? sla::Zone() : open_time_zone(calendar.timezone);
    auto hours = zone ? sla::hours_of(counted, *zone) : base::Result<sla::Hours>(base::pass_on(zone.error()));
    if (hours) one.hours = std::make_shared<const sla::Hours>(*std::move(hours));
    else one.trouble = hours.error().message;
    one.calendar = std::move(calendar);
    book.calendars.push_back(std::move(one));
  }
  return book;
}

// Each thread keeps what it read; a revision is never given twice, not in another database either.
std::shared_ptr<const KeptBook> find_book(store::Reading& reading, ids::Organization organization) {
  static const auto kEmpty = std::make_shared<const KeptBook>();
  const auto revision = store::find_sla_revision(reading, organization);
  if (!revision) return kEmpty;
  thread_local std::map<std::pair<ids::Organization, std::int64_t>, std::shared_ptr<const KeptBook>> books;
  auto& book = books[{organization, *revision}];
  if (book) return book;
  auto made = std::make_shared<const KeptBook>(read_book(reading, organization));
  if (books.size() > kMostBooks) books.clear();
  return books[{organization, *revision}] = std::move(made);
}

// Monday to Friday, nine to five, where the organization is.
std::shared_ptr<const sla::Hours> standard_hours(const std::string& timezone) {
  thread_local std::map<std::string, std::shared_ptr<const sla::Hours>> known;
  auto& hours = known[timezone];
  if (hours) return hours;
  sla::Calendar calendar;
  calendar.name = "Standard";
  calendar.timezone = timezone;
  calendar.week = sla::standard_week();
  const auto zone = open_time_zone(timezone);
  auto made = sla::hours_of(calendar, zone ? *zone : sla::Zone());
  if (made) hours = std::make_shared<const sla::Hours>(*std::move(made));
  return hours;
}

// The policy that a rule gave the conversation, where that still promises such an answer; what else it says of where it holds does
// not matter.
std::optional<sla::Choice> overridden(store::Reading& reading, const SlaBook& book, const conversation::Conversation& c,
                                      sla::ClockKind kind) {
  // Every book comes from find_book().
  if (!static_cast<const KeptBook&>(book).has_overrides) return std::nullopt;
  const auto chosen = store::find_override(reading, c.organization_id, c.id);
  if (!chosen || !chosen->policy_id) return std::nullopt;
  const auto found = std::ranges::find(book.policies, *chosen->policy_id, &sla::Policy::id);
  if (found == book.policies.end()) return std::nullopt;
  const auto target = sla::target_of(*found, kind);
  if (!target) return std::nullopt;
  sla::Choice out;
  out.policy_id = found->id;
  out.target_s = *target;
  out.warn_percent = found->warn_percent;
  out.counted = found->counted;
  out.hours_id = found->hours_id;
  out.escalate_s = found->escalate_s;
  out.why = "The rule \"" + chosen->policy_rule + "\" gave it the policy \"" + found->name + "\".";
  return out;
}

}  // namespace

const SlaBook::Hours* SlaBook::find(ids::BusinessHours id) const {
  const auto found = std::ranges::find(calendars, id, [](const Hours& one) { return one.calendar.id; });
  return found == calendars.end() ? nullptr : &*found;
}

const SlaBook& Promises::book(ids::Organization organization) {
  if (!book_ || organization_ != organization) {
    book_ = find_book(reading_, organization);
    organization_ = organization;
  }
  return *book_;
}

sla::Facts Promises::facts_of(const event::ConversationState& state, const SlaBook& book) {
  const auto& c = state.conversation;
  sla::Facts facts;
  facts.inbox_id = c.inbox_id;
  facts.team_id = c.team_id;
  facts.priority = state.priority;
  const bool known = inbox_ != nullptr && inbox_->id == c.inbox_id;
  if (!known && (!found_ || found_->id != c.inbox_id)) found_ = store::find_inbox(reading_, c.organization_id, c.inbox_id);
  const inbox::Inbox* inbox = known ? inbox_ : found_ ? &*found_ : nullptr;
  if (inbox != nullptr) {
    facts.channel = inbox->channel;
    facts.inbox_target_s = inbox->first_response_s;
    facts.inbox_target_is_own = inbox->own_target;
    facts.inbox_working_time = inbox->working_time;
  }
  const auto by_segment = [](const sla::Policy& policy) { return policy.segment.has_value(); };
  if (std::ranges::any_of(book.policies, by_segment)) {
    const auto contact = store::find_contact(reading_, c.organization_id, c.contact_id);
    if (contact) facts.segment = contact->value;
  }
  return facts;
}

std::shared_ptr<const sla::Hours> Promises::team_hours(ids::Organization organization, std::optional<ids::Team> team,
                                                       const SlaBook& book, std::string& trouble) {
  const SlaBook::Hours* fallback = nullptr;
  for (const auto& one : book.calendars) {
    const bool its = team && std::ranges::find(one.team_ids, *team) != one.team_ids.end();
    if (its && one.hours) return one.hours;
    if (its) trouble = "The hours \"" + one.calendar.name + "\" need attention: " + one.trouble;
    if (one.calendar.is_default) fallback = &one;
  }
  if (fallback != nullptr && fallback->hours) return fallback->hours;
  if (fallback != nullptr) trouble = "The hours \"" + fallback->calendar.name + "\" need attention: " + fallback->trouble;
  const auto found = store::find_organization(reading_, organization);
  return standard_hours(found ? found->time_zone : "UTC");
}

Promises::Explained Promises::explain(const event::ConversationState& state, sla::ClockKind kind) {
  const auto organization = state.conversation.organization_id;
  const SlaBook& known = book(organization);
  Explained out;
  const auto given = overridden(reading_, known, state.conversation, kind);
  out.choice = given ? *given : sla::choose(known.policies, facts_of(state, known), kind);
  out.terms.target = std::chrono::seconds(out.choice.target_s);
  out.terms.policy_id = out.choice.policy_id;
  out.terms.warn_percent = out.choice.warn_percent;
  out.terms.escalate_s = out.choice.escalate_s;
  if (out.choice.counted == sla::Counted::always) return out;
  if (out.choice.hours_id) {
    const auto* chosen = known.find(*out.choice.hours_id);
    if (chosen != nullptr && chosen->hours) out.terms.hours = chosen->hours;
    else
      out.trouble = chosen == nullptr ? "The hours of the policy are gone."
                                      : "The hours \"" + chosen->calendar.name + "\" need attention: " + chosen->trouble;
  }
  if (!out.terms.hours) out.terms.hours = team_hours(organization, state.conversation.team_id, known, out.trouble);
  return out;
}

sla::Terms Promises::terms_of(const event::ConversationState& state, sla::ClockKind kind) {
  return explain(state, kind).terms;
}

sla::Terms Promises::terms_of(const event::ConversationState& state) {
  return terms_of(state, state.clock ? state.clock->kind : sla::kind_for(state.conversation));
}

bool renew_terms(event::ConversationState& state, Promises& promises) {
  auto& clock = state.clock;
  if (!clock || clock->breached_at || clock->stopped_at) return false;
  if (!sla::renew(*clock, promises.terms_of(state), state.conversation.snoozed_until)) return false;
  state.conversation.due_at = clock->due_at;
  return true;
}

bool move_clock(store::Transaction& transaction, event::ConversationState& state, Promises& promises) {
  const auto before = state;
  keep_resolution(transaction, promises, state);
  if (!before.clock || !renew_terms(state, promises)) return false;
  store::update_clock(transaction, *state.clock);
  store::update_conversation(transaction, before.conversation, state.conversation);
  event::ClockMoved moved;
  moved.previous_due_at = before.clock->due_at;
  moved.previous_policy_id = before.clock->policy_id;
  moved.why = promises.explain(state, state.clock->kind).choice.why;
  moved.state = state;
  transaction.publish(state.conversation.organization_id, std::move(moved));
  return true;
}

}  // namespace workflow
