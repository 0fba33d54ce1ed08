#include "workflow/test_scenario_later.hpp"

#include <algorithm>

namespace workflow {

using conversation::FollowUp;
using conversation::FollowUpKind;
using conversation::FollowUpState;

bool ScenarioLater::step(ScenarioLine& line, Refusal& refusal) {
  if (line.take("remind")) refusal = plan(line, FollowUpKind::reminder);
  else if (line.take("call_back")) refusal = plan(line, FollowUpKind::call_back);
  else if (line.take("put_off")) refusal = put_off(line);
  else if (line.take("kept")) refusal = end(line, FollowUpState::done);
  else if (line.take("dropped")) refusal = end(line, FollowUpState::cancelled);
  else if (line.take("called")) refusal = log(line, conversation::EncounterKind::call);
  else if (line.take("visit")) refusal = log(line, conversation::EncounterKind::visit);
  else return false;
  return true;
}

void ScenarioLater::read_slot(const std::string& word, std::optional<base::Time>& from,
                              std::optional<base::Time>& due) const {
  if (word == "promised") return;
  const auto dots = word.find("..");
  if (dots == std::string::npos) {
    from.reset();
    due = words_.time(word);
    return;
  }
  from = words_.time(word.substr(0, dots));
  due = words_.time(word.substr(dots + 2));
}

ScenarioLater::Refusal ScenarioLater::plan(ScenarioLine& line, FollowUpKind kind) {
  PlannedFollowUp planned;
  planned.conversation_id = words_.conversation(line);
  const auto& by = words_.person(line.word("a person"));
  planned.kind = kind;
  read_slot(line.word("a time"), planned.from_at, planned.due_at);
  if (kind == FollowUpKind::call_back) planned.phone = line.text("a number");
  planned.text = line.text_or("");
  if (line.take("for")) planned.owner_id = words_.person(line.word("a person")).id;
  return refusal_of(
      office_.transact([&, who = office_.as(by)](store::Transaction& t) { return plan_follow_up(t, who, planned); }));
}

ScenarioLater::Refusal ScenarioLater::put_off(ScenarioLine& line) {
  const auto f = open_one(words_.conversation(line));
  const auto& by = words_.person(line.word("a person"));
  MovedFollowUp moved{f.id, f.text, f.phone, std::nullopt, {}, f.owner_id};
  std::optional<base::Time> due;
  read_slot(line.word("a time"), moved.from_at, due);
  moved.due_at = due.value_or(moved.due_at);
  return refusal_of(
      office_.transact([&, who = office_.as(by)](store::Transaction& t) { return move_follow_up(t, who, moved); }));
}

ScenarioLater::Refusal ScenarioLater::end(ScenarioLine& line, FollowUpState as) {
  const auto f = open_one(words_.conversation(line));
  const auto& by = words_.person(line.word("a person"));
  return refusal_of(
      office_.transact([&, who = office_.as(by)](store::Transaction& t) { return end_follow_up(t, who, f.id, as); }));
}

ScenarioLater::Refusal ScenarioLater::log(ScenarioLine& line, conversation::EncounterKind kind) {
  LoggedEncounter logged;
  logged.conversation_id = words_.conversation(line);
  const auto& by = words_.person(line.word("a person"));
  logged.kind = kind;
  logged.text = line.text_or("");
  logged.reached = !line.take("missed");
  logged.settles = line.take("settles");
  for (const auto& f : all(logged.conversation_id))
    if (f.kind == FollowUpKind::call_back && f.state == FollowUpState::open) logged.follow_up_id = f.id;
  return refusal_of(
      office_.transact([&, who = office_.as(by)](store::Transaction& t) { return log_encounter(t, who, logged); }));
}

std::vector<FollowUp> ScenarioLater::all(ids::Conversation conversation) {
  return office_
      .read([&](store::Reading& reading) { return list_follow_ups(reading, office_.as(office_.ana), conversation); })
      .value();
}

FollowUp ScenarioLater::open_one(ids::Conversation conversation) {
  for (const auto& f : all(conversation))
    if (f.state == FollowUpState::open) return f;
  throw ScenarioError("there is no open follow-up");
}

bool ScenarioLater::expect(ScenarioLine& line) {
  if (!line.take("later")) return false;
  const auto conversation = words_.conversation(line);
  const auto there = all(conversation);
  const auto compare = [&](const char* what, std::int64_t expected, std::int64_t found) {
    if (expected != found)
      words_.wrong(line, std::string(what) + ": expected " + std::to_string(expected) + ", found " + std::to_string(found));
  };
  const auto count = [&](FollowUpState state) { return std::ranges::count(there, state, &FollowUp::state); };
  for (bool known = true; known && line.more();) {
    if (const auto open = line.take_count("open")) compare("open", *open, count(FollowUpState::open));
    else if (const auto done = line.take_count("done")) compare("done", *done, count(FollowUpState::done));
    else if (const auto gone = line.take_count("cancelled")) compare("cancelled", *gone, count(FollowUpState::cancelled));
    else if (const auto missed = line.take_count("missed"))
      compare("missed", *missed, std::ranges::count_if(there, [](const FollowUp& f) { return f.missed_at.has_value(); }));
    else if (const auto spoken = line.take_count("spoken")) {
      const auto encounters = office_.read(
          [&](store::Reading& reading) { return list_encounters(reading, office_.as(office_.ana), conversation); });
      compare("spoken", *spoken, std::ranges::count(encounters.value(), true, &conversation::Encounter::reached));
    } else known = false;
  }
  return true;
}

}  // namespace workflow
