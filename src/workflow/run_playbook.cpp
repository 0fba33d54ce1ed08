#include "workflow/run_playbook.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "domain/event.hpp"
#include "store/conversation_store.hpp"
#include "store/label_store.hpp"
#include "store/playbook_store.hpp"
#include "store/rule_store.hpp"
#include "store/team_store.hpp"
#include "store/user_store.hpp"
#include "workflow/conversation_change.hpp"
#include "workflow/notify.hpp"
#include "workflow/tell_people.hpp"

namespace workflow {
namespace {

using automation::PlaybookRun;
using automation::RunState;
using automation::StepOwner;
using base::FailureKind;

void tell(store::Transaction& transaction, const event::ConversationState& state, const PlaybookRun& run, const char* what,
          std::optional<ids::User> by, std::optional<std::int64_t> step = std::nullopt) {
  transaction.publish(run.organization_id, event::PlaybookMoved{state, run.id, run.name, what, step, by});
}

void end(store::Transaction& transaction, const event::ConversationState& state, PlaybookRun& run, RunState as,
         std::optional<ids::User> by) {
  run.state = as;
  run.ended_at = transaction.now();
  run.ended_by = by;
  store::update_playbook_run(transaction, run);
  tell(transaction, state, run, as == RunState::finished ? "finished" : "stopped", by);
}

void mark_done(store::Transaction& transaction, const event::ConversationState& state, PlaybookRun& run, std::int64_t step,
               std::optional<ids::User> by) {
  automation::StepDone done{step, transaction.now(), by};
  store::insert_step_done(transaction, run, done);
  run.done.push_back(done);
  std::ranges::sort(run.done, {}, &automation::StepDone::step);
  tell(transaction, state, run, "step_done", by, step);
}

// The timer looks at it when its next step is due.
void plan(store::Transaction& transaction, const PlaybookRun& run) {
  const auto now = transaction.now();
  const auto next = run.state == RunState::running ? automation::next_due(run, now) : std::nullopt;
  store::plan_run(transaction, run, next, now);
}

void find_done(store::Transaction& transaction, const event::ConversationState& state, PlaybookRun& run) {
  const auto& c = state.conversation;
  automation::RunFacts facts;
  facts.answered = store::is_answered_since(transaction, c.organization_id, c.id, run.began_at);
  facts.assigned = c.assignee_id.has_value();
  facts.labels = store::list_labels(transaction, c.organization_id, c.id);
  for (const auto step : automation::found_done(run, facts)) mark_done(transaction, state, run, step, std::nullopt);
  if (automation::all_done(run)) end(transaction, state, run, RunState::finished, std::nullopt);
  plan(transaction, run);
}

// Who is to do the step; where that is nobody now, the leads.
std::vector<ids::User> owners_of(store::Reading& reading, const conversation::Conversation& c,
                                 const automation::Step& step) {
  std::vector<ids::User> out;
  switch (step.owner) {
    case StepOwner::assignee:
      if (c.assignee_id) out.push_back(*c.assignee_id);
      break;
    case StepOwner::user:
      if (step.user_id) out.push_back(*step.user_id);
      break;
    case StepOwner::team:
      if (step.team_id) out = store::member_ids_of(reading, c.organization_id, *step.team_id);
      break;
    case StepOwner::lead: break;
  }
  std::erase_if(out, [&](ids::User id) {
    const auto user = store::find_user(reading, c.organization_id, id);
    return !user || user->state != rights::UserState::active;
  });
  return out.empty() ? leads_of(reading, c.organization_id) : out;
}

void tell_overdue(store::Transaction& transaction, const PlaybookRun& run, base::Time after) {
  const auto state = store::find_conversation_state(transaction, run.organization_id, run.conversation_id);
  if (!state) return;
  for (const auto number : automation::overdue_steps(run, after, transaction.now())) {
    const auto& step = run.steps[static_cast<std::size_t>(number)];
    for (const auto id : owners_of(transaction, state->conversation, step))
      notify(transaction,
             {run.organization_id, id, run.conversation_id, notification::Cause::playbook, run.name + ": " + step.text});
  }
}

struct Found {
  PlaybookRun run;
  event::ConversationState state;
};

base::Result<Found> find_run(store::Transaction& transaction, const rights::Principal& who, ids::PlaybookRun id) {
  auto run = store::find_playbook_run(transaction, who.organization_id, id);
  if (!run) return base::fail(FailureKind::not_found, "There is no such run.");
  auto state = find_workable(transaction, who, run->conversation_id);
  if (!state && state.error().kind == FailureKind::not_found)
    return base::fail(FailureKind::not_found, "There is no such run.");
  if (!state) return base::pass_on(state.error());
  return Found{*std::move(run), *std::move(state)};
}

}  // namespace

base::Result<PlaybookRun> begin_playbook(store::Transaction& transaction, const rights::Principal& who,
                                         ids::Conversation conversation, ids::Playbook playbook,
                                         std::optional<ids::Rule> rule) {
  const auto state = find_workable(transaction, who, conversation);
  if (!state) return base::pass_on(state.error());
  auto found = store::find_playbook(transaction, who.organization_id, playbook);
  if (!found) return base::fail(FailureKind::invalid, "playbook_id: there is no such playbook", "playbook_id");
  const auto running = store::list_running_playbooks(transaction, who.organization_id, conversation);
  if (std::ranges::find(running, playbook, &PlaybookRun::playbook_id) != running.end())
    return base::fail(FailureKind::conflict, "\"" + found->name + "\" is being followed here already.");
  PlaybookRun run;
  run.id = transaction.new_id<ids::PlaybookRun>();
  run.organization_id = who.organization_id;
  run.conversation_id = conversation;
  run.playbook_id = playbook;
  run.name = std::move(found->name);
  run.steps = std::move(found->steps);
  run.began_at = transaction.now();
  run.began_by = who.user_id;
  run.rule_id = rule;
  store::insert_playbook_run(transaction, run);
  tell(transaction, *state, run, "begun", who.user_id);
  find_done(transaction, *state, run);
  store::follow_where_needed(transaction, who.organization_id);
  return run;
}

base::Result<PlaybookRun> set_step(store::Transaction& transaction, const rights::Principal& who, ids::PlaybookRun id,
                                   std::int64_t step, bool done) {
  auto found = find_run(transaction, who, id);
  if (!found) return base::pass_on(found.error());
  auto& [run, state] = *found;
  if (step < 0 || step >= static_cast<std::int64_t>(run.steps.size()))
    return base::fail(FailureKind::invalid, "step: there is no such step", "step");
  if (run.state == RunState::stopped) return base::fail(FailureKind::conflict, "This run was stopped.");
  if (automation::is_done(run, step) == done) return run;
  if (done) {
    mark_done(transaction, state, run, step, who.user_id);
    if (automation::all_done(run)) end(transaction, state, run, RunState::finished, who.user_id);
  } else {
    store::delete_step_done(transaction, run, step);
    std::erase_if(run.done, [step](const automation::StepDone& one) { return one.step == step; });
    if (run.state == RunState::finished) {
      run.state = RunState::running;
      run.ended_at.reset();
      run.ended_by.reset();
      store::update_playbook_run(transaction, run);
    }
    tell(transaction, state, run, "step_undone", who.user_id, step);
  }
  plan(transaction, run);
  store::follow_where_needed(transaction, who.organization_id);
  return run;
}

base::Result<PlaybookRun> stop_playbook(store::Transaction& transaction, const rights::Principal& who, ids::PlaybookRun id) {
  auto found = find_run(transaction, who, id);
  if (!found) return base::pass_on(found.error());
  auto& [run, state] = *found;
  if (run.state != RunState::running) return base::fail(FailureKind::conflict, "This run has ended.");
  end(transaction, state, run, RunState::stopped, who.user_id);
  plan(transaction, run);
  store::follow_where_needed(transaction, who.organization_id);
  return run;
}

std::int64_t tell_late_steps(store::Transaction& transaction, std::int64_t limit) {
  const auto due = store::list_due_runs(transaction, transaction.now(), limit);
  for (const auto& one : due) {
    const auto run = store::find_playbook_run(transaction, one.organization_id, one.id);
    const bool is_running = run && run->state == RunState::running;
    const auto next = is_running ? automation::next_due(*run, transaction.now()) : std::nullopt;
    if (!store::take_due_run(transaction, one, next) || !is_running) continue;
    tell_overdue(transaction, *run, one.due_at - std::chrono::milliseconds(1));
  }
  return static_cast<std::int64_t>(due.size());
}

void check_playbooks(store::Transaction& transaction, ids::Organization organization, ids::Conversation conversation) {
  auto running = store::list_running_playbooks(transaction, organization, conversation);
  if (running.empty()) return;
  const auto state = store::find_conversation_state(transaction, organization, conversation);
  if (!state) return;
  for (auto& run : running) find_done(transaction, *state, run);
  store::follow_where_needed(transaction, organization);
}

}  // namespace workflow
