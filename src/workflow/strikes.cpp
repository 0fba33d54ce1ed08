#include "workflow/strikes.hpp"

#include <utility>

#include "base/blank.hpp"
#include "base/json/encode.hpp"
#include "base/text.hpp"
#include "store/contact_store.hpp"
#include "store/conversation_store.hpp"
#include "store/playbook_store.hpp"
#include "store/rule_store.hpp"
#include "store/strike_store.hpp"
#include "store/triage_store.hpp"
#include "store/user_store.hpp"
#include "workflow/change_conversation.hpp"
#include "workflow/conversation_change.hpp"
#include "workflow/notify.hpp"
#include "workflow/raise_priority.hpp"
#include "workflow/run_playbook.hpp"
#include "workflow/take_action.hpp"

namespace workflow {
namespace {

using base::FailureKind;
using contact::Consequence;
using contact::StrikeCause;
using contact::StrikeRecord;
using contact::StrikeSettings;

// More are not shown; those that old weigh nothing.
constexpr std::int64_t kMostShown = 500;

bool is_there(store::Reading& reading, ids::Organization organization, ids::User id) {
  const auto user = store::find_user(reading, organization, id);
  return user && user->state == rights::UserState::active;
}

// What follows from one strike, in its conversation as it stands by then.
class Following {
 public:
  Following(store::Transaction& transaction /*outlives*/, const StrikeSettings& settings /*outlives*/,
            const StrikeRecord& strike /*outlives*/)
      : transaction_(transaction), settings_(settings), strike_(strike) {}

  // Gives false where it could not be done, because who or what was named is gone or may not.
  bool take(Consequence what) {
    auto state = store::find_conversation_state(transaction_, strike_.organization_id, strike_.conversation_id);
    if (!state || state->conversation.merged_into_id) return false;
    switch (what) {
      case Consequence::leads_told:
        Ladder(transaction_).tell(*state, notification::Cause::strike, notification::kLead, false);
        return true;
      case Consequence::priority_raised: return raise(*std::move(state));
      case Consequence::seniors_wanted: return true;  // Routing sees it by the level (routing_floor.cpp).
      case Consequence::playbook_begun: return begin();
      case Consequence::person_told: return tell(*state);
      case Consequence::person_assigned: return assign(*state);
    }
    return false;
  }

 private:
  bool raise(event::ConversationState state) {
    if (!settings_.second_priority) return false;
    raise_priority(transaction_, std::move(state), *settings_.second_priority, "");
    return true;
  }

  bool begin() {
    if (!settings_.second_playbook_id) return false;
    const auto who = as_rule(strike_.organization_id);
    return begin_playbook(transaction_, who, strike_.conversation_id, *settings_.second_playbook_id).has_value();
  }

  bool tell(const event::ConversationState& state) {
    if (!settings_.third_user_id) return false;
    if (!is_there(transaction_, strike_.organization_id, *settings_.third_user_id)) {
      // Whoever it was is gone: rather a lead than nobody.
      Ladder(transaction_).tell(state, notification::Cause::strike, notification::kLead, false);
      return false;
    }
    notify(transaction_, {strike_.organization_id, *settings_.third_user_id, strike_.conversation_id,
                          notification::Cause::strike, strike_.note});
    return true;
  }

  bool assign(const event::ConversationState& state) {
    if (!settings_.third_user_id) return false;
    if (state.conversation.assignee_id == settings_.third_user_id) return true;
    Assignment assignment;
    assignment.conversation_id = strike_.conversation_id;
    assignment.user_id.emplace(settings_.third_user_id);
    return assign_conversation(transaction_, as_rule(strike_.organization_id), assignment).has_value();
  }

  store::Transaction& transaction_;
  const StrikeSettings& settings_;
  const StrikeRecord& strike_;
};

void publish(store::Transaction& transaction, const StrikeRecord& strike, std::int64_t level, std::optional<ids::User> by) {
  auto state = store::find_conversation_state(transaction, strike.organization_id, strike.conversation_id);
  if (!state) return;
  transaction.publish(strike.organization_id, event::StrikeChanged{*std::move(state), strike.id, strike.cause, strike.note,
                                                                   strike.undone_at.has_value(), level, by});
}

tl::unexpected<base::Failure> refuse(const char* field, const char* what) {
  return base::fail(FailureKind::invalid, std::string(field) + ": " + what, field);
}

}  // namespace

bool add_strike(store::Transaction& transaction, const event::ConversationState& state, const NewStrike& in) {
  const auto& c = state.conversation;
  // Of two that come at once each has to see the other, or neither would be the second.
  (void)store::lock_event_numbers(transaction, c.organization_id);
  const auto settings = strike_settings(transaction, c.organization_id);
  const auto now = transaction.now();
  auto times = store::list_strike_times(transaction, c.organization_id, c.contact_id);
  const auto before = contact::level_at(times, now, settings.half_life_days);
  StrikeRecord strike;
  strike.id = transaction.new_id<ids::Strike>();
  strike.organization_id = c.organization_id;
  strike.contact_id = c.contact_id;
  strike.conversation_id = c.id;
  strike.cause = in.cause;
  strike.at = in.at;
  strike.added_by = in.by;
  strike.note = in.note;
  strike.clock_id = in.clock_id;
  if (!store::insert_strike(transaction, strike)) return false;
  times.push_back(strike.at);
  const auto after = contact::level_at(times, now, settings.half_life_days);
  store::rank_contact_again(transaction, c.organization_id, c.contact_id);
  publish(transaction, strike, after, in.by);
  std::vector<std::string> done;
  Following following(transaction, settings, strike);
  for (const auto what : contact::what_follows(settings, before, after, strike.at, now))
    if (following.take(what)) done.emplace_back(base::to_name(what));
  if (!done.empty()) store::set_strike_followed(transaction, c.organization_id, strike.id, base::encode(done));
  return true;
}

base::Result<void> report_strike(store::Transaction& transaction, const rights::Principal& who, const ReportedStrike& in) {
  if (!store::find_contact(transaction, who.organization_id, in.contact_id))
    return base::fail(FailureKind::not_found, "There is no such contact.");
  if (in.cause != StrikeCause::complaint && in.cause != StrikeCause::promise_broken)
    return refuse("cause", "a person adds a complaint or a promise_broken; the others the server finds out");
  const auto note = base::to_storable(base::trim(in.note));
  if (base::is_blank(note)) return refuse("note", "say in a few words what happened");
  if (base::count_points(note) > contact::kLongestStrikeNote) return refuse("note", "at most 1000 characters");
  const auto state = find_workable(transaction, who, in.conversation_id);
  if (!state) {
    if (state.error().kind != FailureKind::not_found) return base::pass_on(state.error());
    return refuse("conversation_id", "there is no such conversation");
  }
  if (state->conversation.contact_id != in.contact_id) return refuse("conversation_id", "it is not one of this contact's");
  (void)add_strike(transaction, *state, {in.cause, transaction.now(), std::nullopt, note, who.user_id});
  return {};
}

base::Result<ids::Contact> undo_strike(store::Transaction& transaction, const rights::Principal& who, ids::Strike id) {
  const auto missing = [] { return base::fail(FailureKind::not_found, "There is no such strike."); };
  auto strike = store::find_strike(transaction, who.organization_id, id);
  if (!strike || !find_visible(transaction, who, strike->conversation_id)) return missing();
  if (strike->undone_at || !store::undo_strike(transaction, who.organization_id, id, who.user_id)) return strike->contact_id;
  strike->undone_at = transaction.now();
  strike->undone_by = who.user_id;
  store::rank_contact_again(transaction, who.organization_id, strike->contact_id);
  publish(transaction, *strike, strike_level(transaction, who.organization_id, strike->contact_id, transaction.now()),
          who.user_id);
  return strike->contact_id;
}

base::Result<StrikeStanding> standing_of(store::Reading& reading, const rights::Principal& who, ids::Contact contact) {
  if (!store::find_contact(reading, who.organization_id, contact))
    return base::fail(FailureKind::not_found, "There is no such contact.");
  StrikeStanding out;
  out.half_life_days = strike_settings(reading, who.organization_id).half_life_days;
  auto strikes = store::list_strikes(reading, who.organization_id, contact, kMostShown);
  out.level = contact::level_of(strikes, reading.now(), out.half_life_days);
  for (auto& strike : strikes) {
    const double weight = strike.undone_at ? 0 : contact::weight_at(strike.at, reading.now(), out.half_life_days);
    out.sum += weight;
    out.strikes.push_back({std::move(strike), weight});
  }
  return out;
}

std::int64_t strike_level(store::Reading& reading, ids::Organization organization, ids::Contact contact, base::Time at) {
  const auto times = store::list_strike_times(reading, organization, contact);
  return times.empty() ? 0 : contact::level_at(times, at, strike_settings(reading, organization).half_life_days);
}

StrikeSettings strike_settings(store::Reading& reading, ids::Organization organization) {
  return store::find_strike_settings(reading, organization).value_or(StrikeSettings{});
}

base::Result<StrikeSettings> save_strike_settings(store::Transaction& transaction, const rights::Principal& who,
                                                  const StrikeSettings& wanted) {
  if (auto good = contact::check(wanted); !good) return base::pass_on(good.error());
  const auto organization = who.organization_id;
  if (wanted.second_playbook_id && !store::find_playbook(transaction, organization, *wanted.second_playbook_id))
    return refuse("second_playbook_id", "there is no such playbook");
  if (wanted.third_user_id) {
    const auto user = store::find_user(transaction, organization, *wanted.third_user_id);
    if (!user || user->state != rights::UserState::active) return refuse("third_user_id", "there is no such colleague");
    if (user->role == rights::Role::partner)
      return refuse("third_user_id", "a partner's agent sees only what is their team's");
  }
  store::put_strike_settings(transaction, organization, wanted);
  event::SlaChanged told;
  told.by = who.user_id;
  transaction.publish(organization, std::move(told));
  return wanted;
}

}  // namespace workflow
