#include "workflow/test_scenario_strikes.hpp"

#include <ranges>
#include <vector>

#include "base/json/decode.hpp"
#include "base/json/traits.hpp"
#include "store/playbook_store.hpp"

namespace workflow {
namespace {

using Refusal = std::optional<base::Failure>;

// "70", or "off"
std::optional<std::int64_t> number_or_off(const std::string& word) {
  return word == "off" ? std::nullopt : std::optional<std::int64_t>(std::stoll(word));
}

}  // namespace

bool ScenarioStrikes::take(ScenarioLine& line, Refusal& refusal) {
  if (line.take("strikes")) refusal = set(line);
  else if (line.take("strike")) refusal = report(line);
  else if (line.take("unstrike")) refusal = undo(line);
  else return false;
  return true;
}

// strikes half_life 30 leads off priority 80 seniority 3 playbook Outage third tom [told]
Refusal ScenarioStrikes::set(ScenarioLine& line) {
  contact::StrikeSettings wanted;
  for (bool known = true; known && line.more();) {
    if (const auto days = line.take_count("half_life")) wanted.half_life_days = *days;
    else if (line.take("leads")) wanted.second_tells_leads = line.word("on or off") == "on";
    else if (line.take("priority")) wanted.second_priority = number_or_off(line.word("a number or off"));
    else if (line.take("seniority")) wanted.second_seniority = number_or_off(line.word("a number or off"));
    else if (line.take("playbook")) {
      const std::string name = line.word("a playbook");
      wanted.second_playbook_id = ids::Playbook{1};
      const auto all = office_.read([&](store::Reading& r) -> base::Result<std::vector<automation::Playbook>> {
        return store::list_playbooks(r, office_.organization);
      });
      for (const auto& one : all.value())
        if (one.name == name) wanted.second_playbook_id = one.id;
    } else if (line.take("third")) wanted.third_user_id = names_.person(line.word("a person")).id;
    else if (line.take("told")) wanted.third_assigns = false;
    else known = false;
  }
  const auto who = office_.as(office_.ana);
  return refusal_of(office_.transact([&](store::Transaction& t) { return save_strike_settings(t, who, wanted); }));
}

Refusal ScenarioStrikes::report(ScenarioLine& line) {
  ReportedStrike strike;
  strike.conversation_id = names_.conversation(line);
  strike.contact_id = office_.conversation(strike.conversation_id).contact_id;
  const auto who = office_.as(names_.person(line.word("a person")));
  const auto cause = base::from_name<contact::StrikeCause>(line.word("a cause"));
  if (!cause) throw ScenarioError("a cause is complaint or promise_broken");
  strike.cause = *cause;
  strike.note = line.text("the note");
  return refusal_of(office_.transact([&](store::Transaction& t) { return report_strike(t, who, strike); }));
}

Refusal ScenarioStrikes::undo(ScenarioLine& line) {
  const auto conversation = names_.conversation(line);
  const auto who = office_.as(names_.person(line.word("a person")));
  const auto cause = base::from_name<contact::StrikeCause>(line.word("a cause"));
  for (const auto& one : find(conversation).strikes)
    if (one.strike.cause == cause)
      return refusal_of(office_.transact([&](store::Transaction& t) { return undo_strike(t, who, one.strike.id); }));
  throw ScenarioError("no such strike befell them");
}

StrikeStanding ScenarioStrikes::find(ids::Conversation conversation) {
  const auto who = office_.as(office_.ana);
  const auto contact = office_.conversation(conversation).contact_id;
  return office_.read([&](store::Reading& reading) { return standing_of(reading, who, contact); }).value();
}

std::string ScenarioStrikes::standing(ids::Conversation conversation) {
  const auto found = find(conversation);
  std::string out = std::to_string(found.level) + ":";
  const char* between = " ";
  for (const auto& one : std::views::reverse(found.strikes)) {
    const std::string name(base::to_name(one.strike.cause));
    out += between + (one.strike.undone_at ? "(" + name + ")" : name);
    between = ", ";
  }
  return out == "0:" ? "0" : out;
}

std::string ScenarioStrikes::followed(ids::Conversation conversation) {
  const auto found = find(conversation);
  const auto json = found.strikes.empty() ? std::nullopt : found.strikes.front().strike.followed;
  std::string out;
  const auto names = base::decode_text<std::vector<std::string>>(json.value_or("[]")).value();
  for (const auto& one : names) out += (out.empty() ? "" : ", ") + one;
  return out.empty() ? "nothing" : out;
}

}  // namespace workflow
