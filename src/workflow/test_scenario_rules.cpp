#include "workflow/test_scenario_rules.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "base/json/traits.hpp"
#include "base/text.hpp"
#include "domain/automation/fields.hpp"
#include "store/label_store.hpp"
#include "store/macro_store.hpp"
#include "store/playbook_store.hpp"
#include "store/rule_store.hpp"
#include "store/sla_store.hpp"
#include "workflow/change_labels.hpp"
#include "workflow/manage_macros.hpp"
#include "workflow/manage_playbooks.hpp"
#include "workflow/manage_rules.hpp"
#include "workflow/run_playbook.hpp"
#include "workflow/run_rules.hpp"

namespace workflow {
namespace {

using automation::ActionKind;
using automation::ValueType;
using Refusal = ScenarioRules::Refusal;

template <class Enum>
std::optional<Enum> take_name(ScenarioLine& line) {
  for (const auto& name : base::all_names<Enum>())
    if (line.take(name)) return base::from_name<Enum>(name);
  return std::nullopt;
}

template <class Enum>
Enum need_name(ScenarioLine& line, const std::string& what) {
  const auto found = take_name<Enum>(line);
  if (!found) throw ScenarioError("there is no " + what + " " + line.word("a word"));
  return *found;
}

template <class Row>
auto id_named(const std::vector<Row>& rows, const std::string& name) {
  const auto found = std::ranges::find(rows, name, &Row::name);
  if (found == rows.end()) throw ScenarioError("nothing is called " + name);
  return found->id;
}

// "1,3" of steps counted from 1.
std::string numbers(const std::vector<std::int64_t>& steps) {
  std::string out;
  for (const auto step : steps) out += (out.empty() ? "" : ",") + std::to_string(step + 1);
  return out.empty() ? "none" : out;
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : ",") + word;
  return out.empty() ? "none" : out;
}

}  // namespace

// --- Steps

bool ScenarioRules::step(ScenarioLine& line, Refusal& refusal) {
  if (line.take("rules")) run_all();
  else if (line.take("rule")) refusal = save_rule(line);
  else if (line.take("macro")) refusal = save_macro(line);
  else if (line.take("playbook")) refusal = save_playbook(line);
  else if (line.take("install")) {
    const std::string key = line.word("a key");
    refusal = refusal_of(office_.transact([&, who = office_.as(office_.ana)](store::Transaction& t) {
      return install_template(t, who, key, office_.channels);
    }));
  } else if (line.take("switch")) {
    const auto id = rule_named(line.word("a rule"));
    const bool on = line.word("on or off") == "on";
    refusal = refusal_of(
        office_.transact([&, who = office_.as(office_.ana)](store::Transaction& t) { return switch_rule(t, who, id, on); }));
  } else if (line.take("remove")) refusal = remove(line);
  else if (line.take("use")) refusal = use(line);
  else if (line.take("draft")) refusal = draft(line);
  else if (line.take("label")) refusal = label(line, true);
  else if (line.take("unlabel")) refusal = label(line, false);
  else {
    for (const char* verb : {"begin", "tick", "untick", "stop"})
      if (line.take(verb)) {
        refusal = follow(line, verb);
        return true;
      }
    return false;
  }
  return true;
}

void ScenarioRules::run_all() {
  const auto organization = office_.organization;
  for (bool more = true; more;) {
    struct Look {
      std::int64_t position = 0;
      EventsToAnswer events;
    };
    const auto look = office_
                          .read([&](store::Reading& reading) -> base::Result<Look> {
                            for (const auto& one : store::list_rule_positions(reading))
                              if (one.organization_id == organization)
                                return Look{one.seq, look_at_events(reading, organization, one.seq, 50)};
                            return Look{};
                          })
                          .value();
    more = look.events.looked_to > look.position;
    if (!more) return;
    std::int64_t from = look.position;
    for (const auto seq : look.events.seqs) {
      const bool mine = office_
                            .transact([&](store::Transaction& t) -> base::Result<bool> {
                              return answer_event(t, organization, from, seq);
                            })
                            .value();
      // Nothing is followed any more, say.
      if (!mine) return;
      from = seq;
    }
    if (from < look.events.looked_to)
      (void)office_.transact([&](store::Transaction& t) -> base::Result<bool> {
        return pass_events(t, organization, from, look.events.looked_to);
      });
  }
}

// rule Angry on triaged if sentiment is negative if text contains "money back",refund then set_priority 80 max 5 once off
Refusal ScenarioRules::save_rule(ScenarioLine& line) {
  automation::Rule rule;
  rule.name = line.word("a name");
  rule.enabled = true;
  for (bool known = true; known && line.more();) {
    if (line.take("on")) rule.trigger = need_name<automation::Trigger>(line, "trigger");
    else if (line.take("if")) rule.conditions.push_back(condition(line));
    else if (line.take("then")) rule.actions.push_back(action(line));
    else if (const auto most = line.take_count("max")) rule.max_per_hour = *most;
    else if (line.take("once")) rule.once_per_conversation = true;
    else if (line.take("off")) rule.enabled = false;
    else known = false;
  }
  return refusal_of(office_.transact([&, who = office_.as(office_.ana)](store::Transaction& t) -> base::Result<void> {
    std::optional<ids::Rule> id;
    for (const auto& one : store::list_rules(t, office_.organization))
      if (one.name == rule.name) id = one.id;
    return workflow::save_rule(t, who, id, rule, office_.channels).map([](const auto&) {});
  }));
}

automation::Condition ScenarioRules::condition(ScenarioLine& line) {
  automation::Condition out;
  out.field = need_name<automation::ConditionField>(line, "field");
  out.comparison = need_name<automation::Comparison>(line, "comparison");
  const auto type = automation::type_of(out.field).type;
  const std::string text = line.word("values");
  for (const auto part : base::split(text, ',')) {
    std::string value(part);
    if (value != "none" && type == ValueType::team) value = std::to_string(words_.team(value).value_or(ids::Team{}).value);
    if (value != "none" && type == ValueType::user) value = std::to_string(words_.person(value).id.value);
    if (type == ValueType::inbox) value = std::to_string(words_.inbox(value).value);
    out.values.push_back(std::move(value));
  }
  return out;
}

automation::Action ScenarioRules::action(ScenarioLine& line) {
  automation::Action out;
  const auto kind = take_name<ActionKind>(line);
  if (!kind) throw ScenarioError("there is no action " + line.word("an action"));
  out.kind = *kind;
  switch (*kind) {
    case ActionKind::assign_user: out.user_id = words_.person(line.word("a person")).id; break;
    case ActionKind::assign_team: out.team_id = words_.team(line.word("a team")); break;
    case ActionKind::add_label:
    case ActionKind::remove_label: out.label = line.word("a label"); break;
    case ActionKind::set_priority: out.priority = std::stoll(line.word("a number")); break;
    case ActionKind::set_policy: out.policy_id = policy_named(line.word("a policy")); break;
    case ActionKind::add_note: out.text = line.text("the note"); break;
    case ActionKind::notify:
      out.whom = take_name<automation::Whom>(line);
      if (!out.whom) out.user_id = words_.person(line.word("a person")).id;
      out.text = line.text("what they are told");
      break;
    case ActionKind::draft_macro: out.macro_id = macro_named(line.word("a macro")); break;
    case ActionKind::start_playbook: out.playbook_id = playbook_named(line.word("a playbook")); break;
    case ActionKind::tell_webhooks: break;
  }
  return out;
}

// macro Sorry "Hello {{contact.first_name|there}}" then add_label sorry
Refusal ScenarioRules::save_macro(ScenarioLine& line) {
  automation::Macro macro;
  macro.name = line.word("a name");
  macro.text = line.text_or("");
  while (line.take("then")) macro.actions.push_back(action(line));
  return refusal_of(office_.transact([&, who = office_.as(office_.ana)](store::Transaction& t) -> base::Result<void> {
    std::optional<ids::Macro> id;
    for (const auto& one : store::list_macros(t, office_.organization))
      if (one.name == macro.name) id = one.id;
    return workflow::save_macro(t, who, id, macro).map([](const auto&) {});
  }));
}

// playbook Angry step "Read it" lead within 5 step "Answer" assignee within 15 answered step "Mark it" team care labelled outage
Refusal ScenarioRules::save_playbook(ScenarioLine& line) {
  automation::Playbook playbook;
  playbook.name = line.word("a name");
  while (line.take("step")) playbook.steps.push_back(playbook_step(line));
  return refusal_of(office_.transact([&, who = office_.as(office_.ana)](store::Transaction& t) -> base::Result<void> {
    std::optional<ids::Playbook> id;
    for (const auto& one : store::list_playbooks(t, office_.organization))
      if (one.name == playbook.name) id = one.id;
    return workflow::save_playbook(t, who, id, playbook).map([](const auto&) {});
  }));
}

automation::Step ScenarioRules::playbook_step(ScenarioLine& line) {
  automation::Step out;
  out.text = line.text("what is to be done");
  out.owner = take_name<automation::StepOwner>(line).value_or(automation::StepOwner::assignee);
  if (out.owner == automation::StepOwner::user) out.user_id = words_.person(line.word("a person")).id;
  if (out.owner == automation::StepOwner::team) out.team_id = words_.team(line.word("a team"));
  out.due_minutes = line.take_count("within");
  out.check = take_name<automation::StepCheck>(line).value_or(automation::StepCheck::by_hand);
  if (out.check == automation::StepCheck::labelled) out.label = line.word("a label");
  return out;
}

Refusal ScenarioRules::remove(ScenarioLine& line) {
  const std::string what = line.word("rule, macro or playbook");
  const std::string name = line.word("a name");
  return refusal_of(office_.transact([&, who = office_.as(office_.ana)](store::Transaction& t) -> base::Result<void> {
    if (what == "rule") return remove_rule(t, who, id_named(store::list_rules(t, office_.organization), name));
    if (what == "macro") return remove_macro(t, who, id_named(store::list_macros(t, office_.organization), name));
    return remove_playbook(t, who, id_named(store::list_playbooks(t, office_.organization), name));
  }));
}

Refusal ScenarioRules::use(ScenarioLine& line) {
  const auto in = words_.conversation(line);
  const auto who = office_.as(words_.person(line.word("a person")));
  const auto id = macro_named(line.word("a macro"));
  const auto applied = office_.transact([&](store::Transaction& t) { return apply_macro(t, who, in, id); });
  if (applied) composer_ = applied->filled.text;
  if (applied && !applied->trouble.empty()) return base::Failure{base::FailureKind::invalid, applied->trouble, "", {}};
  return refusal_of(applied);
}

// draft #1 mira send ["something else"], draft #1 mira dismiss
Refusal ScenarioRules::draft(ScenarioLine& line) {
  const auto in = words_.conversation(line);
  const auto who = office_.as(words_.person(line.word("a person")));
  const auto shown = office_.read([&](store::Reading& reading) { return list_drafts(reading, who, in); });
  if (!shown) return shown.error();
  if (shown->empty()) throw ScenarioError("no draft is offered there");
  const auto id = shown->front().draft.id;
  if (line.take("dismiss"))
    return refusal_of(office_.transact([&](store::Transaction& t) { return dismiss_draft(t, who, id); }));
  if (!line.take("send")) throw ScenarioError("a draft is for send or dismiss");
  const std::string text = line.text_or("");
  const auto sent = office_.transact([&](store::Transaction& t) {
    return send_draft(t, who, id, text.empty() ? std::nullopt : std::optional(text), std::nullopt, office_.channels);
  });
  return refusal_of(sent);
}

Refusal ScenarioRules::follow(ScenarioLine& line, const std::string& verb) {
  const auto in = words_.conversation(line);
  const auto who = office_.as(words_.person(line.word("a person")));
  const std::string name = line.word("a playbook");
  if (verb == "begin") {
    const auto id = playbook_named(name);
    return refusal_of(office_.transact([&](store::Transaction& t) { return begin_playbook(t, who, in, id); }));
  }
  const auto id = run_of(in, name).id;
  if (verb == "stop") return refusal_of(office_.transact([&](store::Transaction& t) { return stop_playbook(t, who, id); }));
  const auto step = std::stoll(line.word("the number of a step")) - 1;
  return refusal_of(office_.transact([&](store::Transaction& t) { return set_step(t, who, id, step, verb == "tick"); }));
}

Refusal ScenarioRules::label(ScenarioLine& line, bool on) {
  const auto in = words_.conversation(line);
  const auto who = office_.as(words_.person(line.word("a person")));
  const std::string word = line.word("a label");
  return refusal_of(office_.transact(
      [&](store::Transaction& t) { return on ? add_label(t, who, in, word) : remove_label(t, who, in, word); }));
}

// --- Expectations

bool ScenarioRules::expect(ScenarioLine& line) {
  if (line.take("rule")) expect_rule(line);
  else if (line.take("trial")) expect_trial(line);
  else if (line.take("draft")) expect_draft(line);
  else if (line.take("playbook")) expect_playbook(line);
  else if (line.take("labels")) expect_labels(line);
  else if (line.take("composer")) compare(line, "composer", line.text("what it says"), composer_);
  else return false;
  return true;
}

// rule Angry acted 2 depth 1 rate 0 enabled trouble "part"
void ScenarioRules::expect_rule(ScenarioLine& line) {
  const std::string name = line.word("a rule");
  const auto id = rule_named(name);
  struct Found {
    ListedRule listed;
    std::map<std::string, std::int64_t> outcomes;
    std::string troubles;
  };
  const auto found =
      office_
          .read([&](store::Reading& reading) -> base::Result<Found> {
            Found out;
            for (auto& one : workflow::list_rules(reading, office_.organization))
              if (one.rule.id == id) out.listed = std::move(one);
            for (const auto& run : store::page_rule_runs(reading, office_.organization, id, INT64_MAX, 1000)) {
              ++out.outcomes[std::string(base::to_name(run.outcome))];
              out.troubles += run.trouble;
            }
            return out;
          })
          .value();
  for (bool known = true; known && line.more();) {
    known = false;
    for (const auto& outcome : base::all_names<store::RunOutcome>())
      if (const auto count = line.take_count(outcome)) {
        const auto there = found.outcomes.find(outcome);
        compare(line, outcome, std::to_string(*count), there == found.outcomes.end() ? "0" : std::to_string(there->second));
        known = true;
      }
    const bool enabled = found.listed.rule.enabled;
    if (line.take("enabled")) known = true, compare(line, name, "enabled", enabled ? "enabled" : "off");
    else if (line.take("off")) known = true, compare(line, name, "off", enabled ? "enabled" : "off");
    else if (line.take("well")) known = true, compare(line, "trouble", "", found.listed.trouble);
    else if (line.take("trouble")) {
      known = true;
      const std::string part = line.text("what needs attention");
      if (found.listed.trouble.find(part) == std::string::npos) words_.wrong(line, "trouble: " + found.listed.trouble);
    } else if (line.take("told")) {
      known = true;
      const std::string part = line.text("what it told of its runs");
      if (found.troubles.find(part) == std::string::npos) words_.wrong(line, "told: " + found.troubles);
    }
  }
}

// trial Angry days 7 looked 9 acted 3 conversations 2
void ScenarioRules::expect_trial(ScenarioLine& line) {
  const auto id = rule_named(line.word("a rule"));
  const auto days = line.take_count("days").value_or(7);
  const auto before = office_.last_seq();
  const auto trial = office_
                         .read([&](store::Reading& reading) -> base::Result<Trial> {
                           const auto rules = store::list_rules(reading, office_.organization);
                           const auto rule = std::ranges::find(rules, id, &automation::Rule::id);
                           RuleTrial one(*rule, reading.now() - std::chrono::days(days));
                           while (!one.trial().complete) one.look(reading);
                           return one.trial();
                         })
                         .value();
  compare(line, "events", std::to_string(before), std::to_string(office_.last_seq()));
  for (bool known = true; known && line.more();) {
    if (const auto looked = line.take_count("looked"))
      compare(line, "looked", std::to_string(*looked), std::to_string(trial.looked_at));
    else if (const auto acted = line.take_count("acted"))
      compare(line, "acted", std::to_string(*acted), std::to_string(trial.acted));
    else if (const auto count = line.take_count("conversations")) {
      compare(line, "conversations", std::to_string(*count), std::to_string(trial.conversations));
      compare(line, "examples", std::to_string(*count), std::to_string(trial.examples.size()));
    } else known = false;
  }
}

// draft #1 mira "Hello ann", draft #1 mira none
void ScenarioRules::expect_draft(ScenarioLine& line) {
  const auto in = words_.conversation(line);
  const auto who = office_.as(words_.person(line.word("a person")));
  const auto shown = office_.read([&](store::Reading& reading) { return list_drafts(reading, who, in); }).value();
  if (line.take("none")) return compare(line, "drafts", "0", std::to_string(shown.size()));
  const std::string text = line.text("what it says");
  compare(line, "draft", text, shown.empty() ? "none" : shown.front().filled.text);
}

// playbook #1 Angry running done 1,3 late 2
void ScenarioRules::expect_playbook(ScenarioLine& line) {
  const auto in = words_.conversation(line);
  const std::string name = line.word("a playbook");
  const auto runs = office_
                        .read([&](store::Reading& reading) -> base::Result<std::vector<automation::PlaybookRun>> {
                          return store::list_playbook_runs(reading, office_.organization, in);
                        })
                        .value();
  if (line.take("none")) {
    const auto count = std::ranges::count(runs, name, &automation::PlaybookRun::name);
    return compare(line, "runs", "0", std::to_string(count));
  }
  const auto run = run_of(in, name);
  const auto now = office_.read([](store::Reading& reading) -> base::Result<base::Time> { return reading.now(); }).value();
  std::vector<std::int64_t> done, late;
  for (std::int64_t i = 0; i < static_cast<std::int64_t>(run.steps.size()); ++i) {
    if (automation::is_done(run, i)) done.push_back(i);
    if (automation::is_late(run, i, now)) late.push_back(i);
  }
  for (bool known = true; known && line.more();) {
    if (const auto state = take_name<automation::RunState>(line))
      compare(line, name, std::string(base::to_name(*state)), std::string(base::to_name(run.state)));
    else if (line.take("done")) compare(line, "done", line.word("steps like 1,3"), numbers(done));
    else if (line.take("late")) compare(line, "late", line.word("steps like 1,3"), numbers(late));
    else if (line.take("by_rule")) compare(line, "begun by", "rule", run.rule_id ? "rule" : "person");
    else known = false;
  }
}

void ScenarioRules::expect_labels(ScenarioLine& line) {
  const auto in = words_.conversation(line);
  const auto labels = office_
                          .read([&](store::Reading& reading) -> base::Result<std::vector<std::string>> {
                            return store::list_labels(reading, office_.organization, in);
                          })
                          .value();
  compare(line, "labels", line.word("labels like a,b"), joined(labels));
}

void ScenarioRules::compare(const ScenarioLine& line, const std::string& what, const std::string& expected,
                            const std::string& found) {
  if (expected != found) words_.wrong(line, what + ": expected " + expected + ", found " + found);
}

// --- Names

ids::Rule ScenarioRules::rule_named(const std::string& name) {
  return office_
      .read([&](store::Reading& reading) -> base::Result<ids::Rule> {
        return id_named(store::list_rules(reading, office_.organization), name);
      })
      .value();
}

ids::Macro ScenarioRules::macro_named(const std::string& name) {
  return office_
      .read([&](store::Reading& reading) -> base::Result<ids::Macro> {
        return id_named(store::list_macros(reading, office_.organization), name);
      })
      .value();
}

ids::Playbook ScenarioRules::playbook_named(const std::string& name) {
  return office_
      .read([&](store::Reading& reading) -> base::Result<ids::Playbook> {
        return id_named(store::list_playbooks(reading, office_.organization), name);
      })
      .value();
}

ids::SlaPolicy ScenarioRules::policy_named(const std::string& name) {
  return office_
      .read([&](store::Reading& reading) -> base::Result<ids::SlaPolicy> {
        return id_named(store::list_policies(reading, office_.organization), name);
      })
      .value();
}

automation::PlaybookRun ScenarioRules::run_of(ids::Conversation conversation, const std::string& name) {
  return office_
      .read([&](store::Reading& reading) -> base::Result<automation::PlaybookRun> {
        for (auto& run : store::list_playbook_runs(reading, office_.organization, conversation))
          if (run.name == name) return std::move(run);
        throw ScenarioError("no playbook " + name + " was begun there");
      })
      .value();
}

}  // namespace workflow
