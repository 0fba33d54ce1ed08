#include "api/playbook_handlers.hpp"

#include <algorithm>
#include <utility>

#include "domain/automation/templates.hpp"
#include "store/conversation_store.hpp"
#include "store/playbook_store.hpp"
#include "workflow/conversation_change.hpp"
#include "workflow/manage_playbooks.hpp"
#include "workflow/run_playbook.hpp"

namespace api {
namespace {

contract::Playbook present(const automation::Playbook& playbook, std::string trouble = "") {
  return {playbook.id, playbook.name, playbook.when_to_use, playbook.steps, playbook.changed_at, std::move(trouble)};
}

contract::PlaybookRunStep present_step(const automation::PlaybookRun& run, std::size_t number,
                                       std::optional<ids::User> assignee, base::Time now) {
  const auto& step = run.steps[number];
  const auto index = static_cast<std::int64_t>(number);
  contract::PlaybookRunStep out;
  out.text = step.text;
  out.owner = step.owner;
  out.user_id = step.owner == automation::StepOwner::assignee ? assignee : step.user_id;
  out.team_id = step.team_id;
  out.check = step.check;
  out.label = step.label;
  out.due_at = automation::due_at(run, index);
  out.late = automation::is_late(run, index, now);
  const auto done = std::ranges::find(run.done, index, &automation::StepDone::step);
  out.done = done != run.done.end();
  if (!out.done) return out;
  out.done_at = done->at;
  out.done_by = done->by;
  return out;
}

contract::PlaybookRun present(const automation::PlaybookRun& run, std::optional<ids::User> assignee, base::Time now) {
  contract::PlaybookRun out;
  out.id = run.id;
  out.conversation_id = run.conversation_id;
  out.playbook_id = run.playbook_id;
  out.name = run.name;
  out.state = run.state;
  out.began_at = run.began_at;
  out.began_by = run.began_by;
  out.rule_id = run.rule_id;
  out.ended_at = run.ended_at;
  out.ended_by = run.ended_by;
  for (std::size_t i = 0; i < run.steps.size(); ++i) out.steps.push_back(present_step(run, i, assignee, now));
  return out;
}

// What became of a run, as its conversation stands now.
base::Result<contract::PlaybookRun> present_run(store::Reading& reading, const base::Result<automation::PlaybookRun>& run) {
  if (!run) return base::pass_on(run.error());
  const auto conversation = store::find_conversation(reading, run->organization_id, run->conversation_id);
  return present(*run, conversation ? conversation->assignee_id : std::nullopt, reading.now());
}

contract::PlaybookTemplate present(const automation::PlaybookTemplate& in, bool installed) {
  contract::PlaybookTemplate out;
  out.key = in.key;
  out.name = in.playbook.name;
  out.when_to_use = in.playbook.when_to_use;
  for (const auto& step : in.playbook.steps) out.steps.push_back(step.text);
  for (const auto& macro : in.macros) out.macros.push_back(macro.name);
  for (const auto& rule : in.rules) out.rules.push_back(rule.name);
  out.installed = installed;
  return out;
}

template <class In>
automation::Playbook read_playbook(In in) {
  automation::Playbook out;
  out.name = std::move(in.name);
  if (in.when_to_use) out.when_to_use = *std::move(in.when_to_use);
  out.steps = std::move(in.steps);
  return out;
}

template <class In>
net::Task<base::Result<contract::Playbook>> save(Call& call /*outlives*/, std::optional<ids::Playbook> id, In in) {
  auto work = [who = call.principal, id, wanted = read_playbook(std::move(in))](store::Transaction& transaction) {
    return workflow::save_playbook(transaction, who, id, wanted);
  };
  auto to_reply = [](const automation::Playbook& saved) { return present(saved); };
  co_return co_await call.transact(std::move(work), std::move(to_reply));
}

}  // namespace

net::Task<base::Result<contract::PlaybookList>> list_playbooks(Call& call) {
  auto work = [organization =
                   call.principal.organization_id](store::Reading& reading) -> base::Result<contract::PlaybookList> {
    contract::PlaybookList out;
    for (const auto& [playbook, trouble] : workflow::list_playbooks(reading, organization))
      out.items.push_back(present(playbook, trouble));
    return out;
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::Playbook>> post_playbook(Call& call, contract::CreatePlaybook in) {
  co_return co_await save(call, std::nullopt, std::move(in));
}

net::Task<base::Result<contract::Playbook>> put_playbook(Call& call, contract::ReplacePlaybook in) {
  const auto id = in.playbook_id;
  co_return co_await save(call, id, std::move(in));
}

net::Task<base::Result<contract::Done>> delete_playbook(Call& call, contract::PlaybookPath in) {
  auto work = [who = call.principal, in](store::Transaction& transaction) -> base::Result<contract::Done> {
    return workflow::remove_playbook(transaction, who, in.playbook_id).map([] { return contract::Done{}; });
  };
  co_return co_await call.transact(std::move(work));
}

net::Task<base::Result<contract::PlaybookTemplateList>> list_playbook_templates(Call& call) {
  auto work = [organization =
                   call.principal.organization_id](store::Reading& reading) -> base::Result<contract::PlaybookTemplateList> {
    const auto there = store::list_playbooks(reading, organization);
    contract::PlaybookTemplateList out;
    for (const auto& one : automation::playbook_templates()) {
      const auto found = std::ranges::find(there, one.playbook.name, &automation::Playbook::name);
      out.items.push_back(present(one, found != there.end()));
    }
    return out;
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::InstalledTemplate>> post_playbook_template(Call& call, contract::InstallTemplate in) {
  auto work = [who = call.principal, in = std::move(in),
               &channels = call.services.channels](store::Transaction& transaction) {
    return workflow::install_template(transaction, who, in.key, channels);
  };
  auto to_reply = [](const workflow::InstalledTemplate& made) {
    return contract::InstalledTemplate{made.playbook_id, made.macro_ids, made.rule_ids};
  };
  co_return co_await call.transact(std::move(work), std::move(to_reply));
}

net::Task<base::Result<contract::PlaybookRunList>> list_playbook_runs(Call& call, contract::ConversationPath in) {
  auto work = [who = call.principal, in](store::Reading& reading) -> base::Result<contract::PlaybookRunList> {
    const auto state = workflow::find_visible(reading, who, in.conversation_id);
    if (!state) return base::pass_on(state.error());
    contract::PlaybookRunList out;
    for (const auto& run : store::list_playbook_runs(reading, who.organization_id, in.conversation_id))
      out.items.push_back(present(run, state->conversation.assignee_id, reading.now()));
    return out;
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::PlaybookRun>> post_playbook_run(Call& call, contract::BeginPlaybook in) {
  auto work = [who = call.principal, in](store::Transaction& transaction) {
    return present_run(transaction, workflow::begin_playbook(transaction, who, in.conversation_id, in.playbook_id));
  };
  co_return co_await call.transact(std::move(work));
}

net::Task<base::Result<contract::PlaybookRun>> put_playbook_step(Call& call, contract::SetStep in) {
  auto work = [who = call.principal, in](store::Transaction& transaction) {
    return present_run(transaction, workflow::set_step(transaction, who, in.run_id, in.step, in.done));
  };
  co_return co_await call.transact(std::move(work));
}

net::Task<base::Result<contract::PlaybookRun>> post_playbook_stop(Call& call, contract::PlaybookRunPath in) {
  auto work = [who = call.principal, in](store::Transaction& transaction) {
    return present_run(transaction, workflow::stop_playbook(transaction, who, in.run_id));
  };
  co_return co_await call.transact(std::move(work));
}

}  // namespace api
