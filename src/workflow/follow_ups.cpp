#include "workflow/follow_ups.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "domain/event.hpp"
#include "store/conversation_store.hpp"
#include "store/team_store.hpp"
#include "store/user_store.hpp"
#include "workflow/change_conversation.hpp"
#include "workflow/conversation_change.hpp"
#include "workflow/notify.hpp"
#include "workflow/promises.hpp"
#include "workflow/strikes.hpp"
#include "workflow/tell_people.hpp"

namespace workflow {
namespace {

using base::FailureKind;
using conversation::Encounter;
using conversation::FollowUp;
using conversation::FollowUpKind;
using conversation::FollowUpState;
using conversation::FollowUpStep;

constexpr std::int64_t kMostListed = 200;

std::string tidy(const std::string& text) { return std::string(base::trim(text)); }

// A partner's agent sees what is theirs or their team's, and hears of nothing else.
bool may_see(store::Reading& reading, const rights::User& user, const conversation::Conversation& conversation) {
  if (user.role != rights::Role::partner || conversation.assignee_id == user.id) return true;
  const auto teams = store::team_ids_of(reading, user.organization_id, user.id);
  return conversation.team_id && std::ranges::find(teams, *conversation.team_id) != teams.end();
}

base::Result<void> check_owner(store::Reading& reading, const rights::Principal& who,
                               const conversation::Conversation& conversation, std::optional<ids::User> owner) {
  if (!owner) return {};
  const auto found = store::find_user(reading, who.organization_id, *owner);
  if (!found || found->state != rights::UserState::active)
    return base::fail(FailureKind::invalid, "owner_id: there is no such colleague", "owner_id");
  if (may_see(reading, *found, conversation)) return {};
  return base::fail(FailureKind::invalid, "owner_id: a partner follows up what is theirs only", "owner_id");
}

void tell(store::Transaction& transaction, const event::ConversationState& state, const FollowUp& f, FollowUpStep step,
          std::optional<ids::User> by) {
  transaction.publish(f.organization_id, event::FollowUpChanged{state, f.id, f.kind, step, f.due_at, f.text, by});
}

struct Found {
  FollowUp follow_up;
  event::ConversationState state;
};

base::Result<Found> find(store::Transaction& transaction, const rights::Principal& who, ids::FollowUp id) {
  auto follow_up = store::find_follow_up(transaction, who.organization_id, id);
  if (!follow_up) return base::fail(FailureKind::not_found, "There is no such follow-up.");
  auto state = find_visible(transaction, who, follow_up->conversation_id);
  if (!state) return base::fail(FailureKind::not_found, "There is no such follow-up.");
  return Found{*std::move(follow_up), *std::move(state)};
}

void write(store::Transaction& transaction, FollowUp& f) {
  f.next_at = conversation::next_look(f);
  store::update_follow_up(transaction, f);
}

void end(store::Transaction& transaction, const event::ConversationState& state, FollowUp& f, FollowUpState as,
         std::optional<ids::User> by) {
  f.state = as;
  f.ended_at = transaction.now();
  f.ended_by = by;
  write(transaction, f);
  tell(transaction, state, f, as == FollowUpState::done ? FollowUpStep::done : FollowUpStep::cancelled, by);
}

// Who is to do it now: its owner, else who has the conversation. Nobody where neither may.
std::optional<ids::User> doer_of(store::Reading& reading, const event::ConversationState& state, const FollowUp& f) {
  for (const auto& id : {f.owner_id, state.conversation.assignee_id}) {
    if (!id) continue;
    const auto user = store::find_user(reading, f.organization_id, *id);
    const bool is_there = user && user->state == rights::UserState::active;
    if (is_there && may_see(reading, *user, state.conversation)) return user->id;
  }
  return std::nullopt;
}

void say_it_is_time(store::Transaction& transaction, const event::ConversationState& state, FollowUp& f) {
  f.told_at = transaction.now();
  const auto cause = f.kind == FollowUpKind::reminder ? notification::Cause::follow_up : notification::Cause::call_back;
  const std::string text = f.kind == FollowUpKind::reminder || f.text.empty() ? f.text + f.phone : f.phone + ": " + f.text;
  const auto doer = doer_of(transaction, state, f);
  for (const auto id : doer ? std::vector{*doer} : leads_of(transaction, f.organization_id))
    notify(transaction, {f.organization_id, id, state.conversation.id, cause, text});
}

// Whoever asks for a call without a time for it has it as soon as the policy says.
base::Result<void> set_due(store::Reading& reading, const event::ConversationState& state, const PlannedFollowUp& planned,
                           FollowUp& f) {
  if (planned.due_at) {
    f.due_at = *planned.due_at;
    return {};
  }
  if (f.kind == FollowUpKind::reminder) return base::fail(FailureKind::invalid, "due_at: say when", "due_at");
  Promises promises(reading);
  const auto terms = promises.terms_of(state, sla::ClockKind::call_back);
  if (terms.target.count() == 0)
    return base::fail(FailureKind::invalid, "due_at: say until when; no policy promises how soon one is called", "due_at");
  f.from_at = f.from_at.value_or(reading.now());
  f.due_at = sla::due_after(*f.from_at, terms.target, terms);
  return {};
}

// Of a call people are warned when so much of its slot is over as of the promise of a policy, or of any.
void set_warning(store::Reading& reading, const event::ConversationState& state, FollowUp& f) {
  f.warn_at.reset();
  f.warned_at.reset();
  if (f.kind == FollowUpKind::reminder || !f.from_at) return;
  Promises promises(reading);
  const auto percent = promises.terms_of(state, sla::ClockKind::call_back).warn_percent;
  if (percent < 100) f.warn_at = *f.from_at + (f.due_at - *f.from_at) * percent / 100;
}

void break_promise(store::Transaction& transaction, const event::ConversationState& state, FollowUp& f, Ladder& ladder) {
  f.missed_at = transaction.now();
  add_strike(transaction, state, {contact::StrikeCause::promise_broken, transaction.now()});
  const auto doer = doer_of(transaction, state, f);
  const bool is_assignee = !doer || doer == state.conversation.assignee_id;
  if (!is_assignee)
    notify(transaction, {f.organization_id, *doer, state.conversation.id, notification::Cause::call_back, f.text});
  ladder.tell(state, notification::Cause::call_back, is_assignee ? notification::kAssignee : notification::kLead, true);
}

// Where it is worked on: the conversation itself, or what that was merged into.
std::optional<event::ConversationState> place_of(store::Reading& reading, const FollowUp& f) {
  auto state = store::find_conversation_state(reading, f.organization_id, f.conversation_id);
  if (!state || !state->conversation.merged_into_id) return state;
  return store::find_conversation_state(reading, f.organization_id, *state->conversation.merged_into_id);
}

}  // namespace

base::Result<FollowUp> plan_follow_up(store::Transaction& transaction, const rights::Principal& who,
                                      const PlannedFollowUp& planned) {
  const auto state = find_workable(transaction, who, planned.conversation_id);
  if (!state) return base::pass_on(state.error());
  FollowUp f;
  f.organization_id = who.organization_id;
  f.conversation_id = planned.conversation_id;
  f.kind = planned.kind;
  f.text = tidy(planned.text);
  f.phone = tidy(planned.phone);
  f.owner_id = planned.owner_id;
  f.from_at = planned.from_at;
  if (auto set = set_due(transaction, *state, planned, f); !set) return base::pass_on(set.error());
  f.made_by = who.user_id;
  f.made_at = transaction.now();
  if (auto good = conversation::check(f, transaction.now()); !good) return base::pass_on(good.error());
  if (auto good = check_owner(transaction, who, state->conversation, f.owner_id); !good) return base::pass_on(good.error());
  set_warning(transaction, *state, f);
  f.id = transaction.new_id<ids::FollowUp>();
  f.next_at = conversation::next_look(f);
  store::insert_follow_up(transaction, f);
  tell(transaction, *state, f, FollowUpStep::planned, who.user_id);
  return f;
}

base::Result<FollowUp> move_follow_up(store::Transaction& transaction, const rights::Principal& who,
                                      const MovedFollowUp& moved) {
  auto found = find(transaction, who, moved.id);
  if (!found) return base::pass_on(found.error());
  auto& [f, state] = *found;
  if (f.state != FollowUpState::open) return base::fail(FailureKind::conflict, "This follow-up has ended.");
  f.text = tidy(moved.text);
  f.phone = tidy(moved.phone);
  f.from_at = moved.from_at;
  f.due_at = moved.due_at;
  f.owner_id = moved.owner_id;
  if (auto good = conversation::check(f, transaction.now()); !good) return base::pass_on(good.error());
  if (auto good = check_owner(transaction, who, state.conversation, f.owner_id); !good) return base::pass_on(good.error());
  f.told_at.reset();
  f.missed_at.reset();
  set_warning(transaction, state, f);
  write(transaction, f);
  tell(transaction, state, f, FollowUpStep::moved, who.user_id);
  return f;
}

base::Result<FollowUp> end_follow_up(store::Transaction& transaction, const rights::Principal& who, ids::FollowUp id,
                                     FollowUpState as) {
  auto found = find(transaction, who, id);
  if (!found) return base::pass_on(found.error());
  auto& [f, state] = *found;
  if (f.state == as) return f;
  if (as != FollowUpState::open) {
    end(transaction, state, f, as, who.user_id);
    return f;
  }
  if (f.due_at <= transaction.now()) return base::fail(FailureKind::conflict, "Its time is over: plan another one.");
  f.state = FollowUpState::open;
  f.ended_at.reset();
  f.ended_by.reset();
  write(transaction, f);
  tell(transaction, state, f, FollowUpStep::planned, who.user_id);
  return f;
}

std::vector<FollowUpOf> page_follow_ups_of(store::Reading& reading, const rights::Principal& who, ids::User user,
                                           std::optional<store::FollowUpPlace> after, std::int64_t limit) {
  std::vector<FollowUpOf> out;
  for (auto& f : store::page_follow_ups_of(reading, who.organization_id, user, after, limit)) {
    auto state = place_of(reading, f);
    // What was taken away from a partner is not theirs to do any more.
    if (!state || !find_visible(reading, who, state->conversation.id)) state.reset();
    out.push_back({std::move(f), std::move(state)});
  }
  return out;
}

base::Result<std::vector<FollowUp>> list_follow_ups(store::Reading& reading, const rights::Principal& who,
                                                    ids::Conversation conversation) {
  const auto state = find_visible(reading, who, conversation);
  if (!state) return base::pass_on(state.error());
  return store::list_follow_ups(reading, who.organization_id, conversation, kMostListed);
}

std::int64_t fire_follow_ups(store::Transaction& transaction, std::int64_t limit) {
  const auto due = store::list_due_follow_ups(transaction, transaction.now(), limit);
  Ladder ladder(transaction);
  for (auto f : due) {
    if (!store::take_follow_up(transaction, f)) continue;
    auto state = place_of(transaction, f);
    if (!state) continue;
    // After an outage both may be due at once: then the call was missed, and nothing else is worth saying.
    const bool is_call = f.kind == FollowUpKind::call_back;
    const bool is_over = is_call && f.due_at <= transaction.now();
    const bool is_known = f.told_at.has_value();
    if (f.warn_at && *f.warn_at <= transaction.now()) f.warned_at = transaction.now();
    if (is_over) {
      break_promise(transaction, *state, f, ladder);
      // What follows from a strike may have changed it.
      state = place_of(transaction, f);
      if (!state) continue;
    } else {
      say_it_is_time(transaction, *state, f);
    }
    if (is_over && !f.told_at) f.told_at = f.missed_at;
    write(transaction, f);
    if (is_over || !is_known) tell(transaction, *state, f, FollowUpStep::due, std::nullopt);
  }
  return static_cast<std::int64_t>(due.size());
}

base::Result<Encounter> log_encounter(store::Transaction& transaction, const rights::Principal& who,
                                      const LoggedEncounter& logged) {
  auto state = find_workable(transaction, who, logged.conversation_id);
  if (!state) return base::pass_on(state.error());
  if (!who.user_id) return base::fail(FailureKind::forbidden, "A token is nobody: only a user calls or is visited.");
  Encounter e;
  e.organization_id = who.organization_id;
  e.conversation_id = logged.conversation_id;
  e.kind = logged.kind;
  e.inbound = logged.inbound;
  e.reached = logged.reached;
  e.minutes = logged.minutes;
  e.place = tidy(logged.place);
  e.text = tidy(logged.text);
  e.happened_at = logged.happened_at.value_or(transaction.now());
  e.follow_up_id = logged.follow_up_id;
  e.made_by = *who.user_id;
  e.made_at = transaction.now();
  if (auto good = conversation::check(e, transaction.now()); !good) return base::pass_on(good.error());
  if (logged.settles && !e.reached) return base::fail(FailureKind::invalid, "settles: nobody was reached", "settles");
  std::optional<FollowUp> promised;
  if (logged.follow_up_id) {
    promised = store::find_follow_up(transaction, who.organization_id, *logged.follow_up_id);
    const auto place = promised ? place_of(transaction, *promised) : std::nullopt;
    const bool is_here = place && place->conversation.id == e.conversation_id;
    if (!is_here || promised->kind != FollowUpKind::call_back)
      return base::fail(FailureKind::invalid, "follow_up_id: there is no such call here", "follow_up_id");
  }
  e.id = transaction.new_id<ids::Encounter>();
  store::insert_encounter(transaction, e);
  if (promised && e.reached && promised->state == FollowUpState::open)
    end(transaction, *state, *promised, FollowUpState::done, who.user_id);
  if (logged.settles && state->conversation.status != conversation::Status::resolved) {
    StatusChange change{e.conversation_id, conversation::Status::resolved, std::nullopt, std::nullopt, std::nullopt};
    if (state->conversation.owed) change.dismiss_reason = conversation::DismissReason::handled_elsewhere;
    auto changed = change_status(transaction, who, change);
    if (!changed) return base::pass_on(changed.error());
    state = *std::move(changed);
  }
  transaction.publish(e.organization_id, event::EncounterLogged{*state, e.id, e.kind, e.happened_at, e.text, e.made_by});
  return e;
}

base::Result<std::vector<Encounter>> list_encounters(store::Reading& reading, const rights::Principal& who,
                                                     ids::Conversation conversation) {
  const auto state = find_visible(reading, who, conversation);
  if (!state) return base::pass_on(state.error());
  return store::list_encounters(reading, who.organization_id, conversation, kMostListed);
}

}  // namespace workflow
