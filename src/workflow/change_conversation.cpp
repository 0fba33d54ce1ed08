#include "workflow/change_conversation.hpp"

#include <algorithm>

#include "base/blank.hpp"
#include "base/text.hpp"
#include "domain/conversation/story.hpp"
#include "domain/conversation/word.hpp"
#include "domain/routing/grounds.hpp"
#include "domain/sla/rule.hpp"
#include "store/clock_store.hpp"
#include "store/conversation_store.hpp"
#include "store/message_store.hpp"
#include "store/routing_store.hpp"
#include "store/team_store.hpp"
#include "store/user_store.hpp"
#include "workflow/conversation_change.hpp"
#include "workflow/notify.hpp"
#include "workflow/resolutions.hpp"
#include "workflow/write_message.hpp"

namespace workflow {
namespace {

using base::FailureKind;
using conversation::DismissReason;
using conversation::Status;

constexpr std::size_t kNoteLimit = 500;
constexpr std::chrono::hours kLongestSnooze{24 * 366};

// A partner's agent is handed work only through one of their teams.
bool may_take(store::Transaction& transaction, const rights::User& user, std::optional<ids::Team> team) {
  if (user.role != rights::Role::partner) return true;
  const auto teams = store::team_ids_of(transaction, user.organization_id, user.id);
  return team && std::ranges::find(teams, *team) != teams.end();
}

base::Result<void> check_assignee(store::Transaction& transaction, const rights::Principal& who, ids::User user,
                                  std::optional<ids::Team> team) {
  const auto found = store::find_user(transaction, who.organization_id, user);
  if (!found || found->state != rights::UserState::active)
    return base::fail(FailureKind::invalid, "user_id: there is no such colleague", "user_id");
  if (may_take(transaction, *found, team)) return {};
  return base::fail(FailureKind::invalid, "user_id: a partner's agent takes work of their own team only", "user_id");
}

// What leaves the partner's team leaves their agent too: an assignee sees what is theirs.
void take_from_partner(store::Transaction& transaction, conversation::Conversation& conversation) {
  if (!conversation.assignee_id) return;
  const auto assignee = store::find_user(transaction, conversation.organization_id, *conversation.assignee_id);
  if (assignee && !may_take(transaction, *assignee, conversation.team_id)) conversation.assignee_id.reset();
}

base::Result<void> check_team(store::Transaction& transaction, const rights::Principal& who, ids::Team team) {
  if (store::find_team(transaction, who.organization_id, team)) return {};
  return base::fail(FailureKind::invalid, "team_id: there is no such team", "team_id");
}

base::Result<void> leave_note(store::Transaction& transaction, const rights::Principal& who, const Assignment& assignment) {
  if (!assignment.note) return {};
  if (base::is_blank(*assignment.note)) return base::fail(FailureKind::invalid, "note: says nothing", "note");
  const auto written = write_note(transaction, who, assignment.conversation_id, *assignment.note);
  if (written) return {};
  auto failure = written.error();
  if (failure.field == "text") {
    failure.field = "note";
    if (failure.message.starts_with("text:")) failure.message.replace(0, 4, "note");
  }
  return base::pass_on(std::move(failure));
}

// How it came to who has it stands beside what routing decided.
void note_by_hand(store::Transaction& transaction, const rights::Principal& who, const conversation::Conversation& c) {
  routing::Ground ground{routing::ground::kTaken, ""};
  if (who.user_id != c.assignee_id) {
    ground.code = routing::ground::kHandedOver;
    const auto giver = who.user_id ? store::find_user(transaction, who.organization_id, *who.user_id) : std::nullopt;
    if (giver) ground.value = giver->name;
  }
  store::insert_decision(
      transaction, c.organization_id,
      {c.id, transaction.now(), {routing::Outcome::assigned, c.assignee_id, c.team_id, {std::move(ground)}}, who.user_id});
}

// Whoever is given something by a colleague may be looking elsewhere. What routing gives out finds them at work.
void tell_who_has_it(store::Transaction& transaction, const rights::Principal& who, const conversation::Conversation& c) {
  if (!c.assignee_id || !who.user_id || who.user_id == c.assignee_id) return;
  notify(transaction, {c.organization_id, *c.assignee_id, c.id, notification::Cause::assigned, ""});
}

base::Result<void> check_snooze(const StatusChange& change, base::Time now) {
  if (change.status != Status::snoozed) {
    if (change.snoozed_until) return base::fail(FailureKind::invalid, "snoozed_until: only for snoozed", "snoozed_until");
    if (change.customers_wish) return base::fail(FailureKind::invalid, "customers_wish: only for snoozed", "customers_wish");
    return {};
  }
  if (!change.snoozed_until) return base::fail(FailureKind::invalid, "snoozed_until: say until when", "snoozed_until");
  if (*change.snoozed_until <= now)
    return base::fail(FailureKind::invalid, "snoozed_until: lies in the past", "snoozed_until");
  if (*change.snoozed_until > now + kLongestSnooze)
    return base::fail(FailureKind::invalid, "snoozed_until: at most a year ahead", "snoozed_until");
  return {};
}

base::Result<void> check_dismissal(const StatusChange& change, bool owed) {
  if (change.status != Status::resolved) {
    if (change.dismiss_reason)
      return base::fail(FailureKind::invalid, "dismiss_reason: only for resolved", "dismiss_reason");
    return {};
  }
  if (!owed) return {};
  if (!change.dismiss_reason)
    return base::fail(FailureKind::invalid, "dismiss_reason: an answer is owed; say why none is given", "dismiss_reason");
  const auto note = change.dismiss_note.value_or("");
  if (*change.dismiss_reason == DismissReason::other && base::is_blank(note))
    return base::fail(FailureKind::invalid, "dismiss_note: say in a few words why", "dismiss_note");
  if (base::count_points(note) > kNoteLimit)
    return base::fail(FailureKind::invalid, "dismiss_note: at most 500 characters", "dismiss_note");
  return {};
}

// Where the customer still waits, an answer is owed again, and the clock that the dismissal stopped runs on.
void withdraw_dismissal(store::Transaction& transaction, event::ConversationState& state, Promises& promises) {
  auto& conversation = state.conversation;
  if (!conversation.dismiss_reason) return;
  const auto words = store::list_story(transaction, conversation.organization_id, conversation.id);
  conversation::tell(conversation, words, conversation::waits_of(words, {}));
  auto clocks = store::list_clocks(transaction, conversation.id);
  const auto dismissed =
      std::ranges::find(clocks.rbegin(), clocks.rend(), sla::StopCause::dismissed, &sla::Clock::stop_cause);
  if (!conversation.owed_since || dismissed == clocks.rend()) return;
  dismissed->stopped_at.reset();
  dismissed->stop_cause.reset();
  dismissed->dismiss_reason.reset();
  const auto terms = promises.terms_of(state, dismissed->kind);
  sla::move_start(*dismissed, *conversation.owed_since, terms);
  if (sla::is_late(*dismissed, transaction.now())) dismissed->breached_at = dismissed->due_at;
  sla::set_next(*dismissed, terms);
  store::update_clock(transaction, *dismissed);
  state.clock = *dismissed;
}

}  // namespace

base::Result<event::ConversationState> assign_conversation(store::Transaction& transaction, const rights::Principal& who,
                                                           const Assignment& assignment) {
  auto state = find_workable(transaction, who, assignment.conversation_id);
  if (!state) return base::pass_on(state.error());
  if (auto left = leave_note(transaction, who, assignment); !left) return base::pass_on(left.error());
  if (assignment.note) state = find_workable(transaction, who, assignment.conversation_id);
  ConversationChange change(*std::move(state));
  auto& conversation = change.state.conversation;
  const auto had_it = conversation.assignee_id;
  if (assignment.team_id) {
    if (*assignment.team_id) {
      if (auto known = check_team(transaction, who, **assignment.team_id); !known) return base::pass_on(known.error());
    }
    conversation.team_id = *assignment.team_id;
  }
  if (assignment.user_id) {
    if (*assignment.user_id) {
      if (auto known = check_assignee(transaction, who, **assignment.user_id, conversation.team_id); !known)
        return base::pass_on(known.error());
    }
    conversation.assignee_id = *assignment.user_id;
  } else {
    take_from_partner(transaction, conversation);
  }
  Promises promises(transaction);
  if (assignment.team_id) change.renew(promises);  // The new team may work at other hours.
  change.write(transaction, promises, transaction.now());
  if (conversation.assignee_id && conversation.assignee_id != had_it) {
    note_by_hand(transaction, who, conversation);
    tell_who_has_it(transaction, who, conversation);
  }
  change.publish_updated(transaction, who);
  return change.state;
}

base::Result<event::ConversationState> change_status(store::Transaction& transaction, const rights::Principal& who,
                                                     const StatusChange& wanted) {
  auto state = find_workable(transaction, who, wanted.conversation_id);
  if (!state) return base::pass_on(state.error());
  if (auto good = check_snooze(wanted, transaction.now()); !good) return base::pass_on(good.error());
  if (auto good = check_dismissal(wanted, state->conversation.owed); !good) return base::pass_on(good.error());
  if (wanted.status != Status::resolved && state->conversation.status == Status::resolved) {
    const auto& c = state->conversation;
    const auto latest =
        store::find_latest_conversation(transaction, c.organization_id, c.contact_id, c.inbox_id, c.thread_key);
    if (latest && latest->id != c.id && latest->status != Status::resolved)
      return base::fail(FailureKind::conflict, "Another conversation with this person is open already.");
  }
  ConversationChange change(*std::move(state));
  auto& conversation = change.state.conversation;
  if (wanted.status == Status::resolved && conversation.owed && wanted.dismiss_reason) {
    std::optional<std::string> note;
    if (wanted.dismiss_note && !base::is_blank(*wanted.dismiss_note)) note = base::to_storable(*wanted.dismiss_note);
    conversation::dismiss(conversation, *wanted.dismiss_reason, std::move(note));
  }
  Promises promises(transaction);
  if (wanted.status != Status::resolved && conversation.status == Status::resolved) {
    withdraw_dismissal(transaction, change.state, promises);
    reopen_resolution(transaction, promises, change.state);
  }
  if (wanted.status != Status::resolved) conversation.resolved_at.reset();
  else if (conversation.status != Status::resolved) conversation.resolved_at = transaction.now();
  conversation.status = wanted.status;
  conversation.snoozed_until = wanted.snoozed_until;
  change.pause(promises, transaction.now(), wanted.customers_wish ? wanted.snoozed_until : std::nullopt);
  change.write(transaction, promises, transaction.now(), sla::StopCause::dismissed);
  change.publish_updated(transaction, who);
  return change.state;
}

}  // namespace workflow
