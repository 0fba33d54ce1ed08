#include "workflow/automation_references.hpp"

#include <algorithm>
#include <charconv>

#include "domain/automation/fields.hpp"
#include "store/inbox_store.hpp"
#include "store/macro_store.hpp"
#include "store/playbook_store.hpp"
#include "store/sla_store.hpp"
#include "store/team_store.hpp"
#include "store/user_store.hpp"

namespace workflow {
namespace {

using automation::ValueType;

tl::unexpected<base::Failure> refuse(const std::string& field, const std::string& sentence) {
  return base::fail(base::FailureKind::invalid, field + ": " + sentence, field);
}

// Of a value that was checked to be a number, or "none".
template <class Id>
std::optional<Id> id_in(const std::string& value) {
  Id id;
  const auto read = std::from_chars(value.data(), value.data() + value.size(), id.value);
  return read.ec == std::errc{} ? std::optional(id) : std::nullopt;
}

}  // namespace

base::Result<void> AutomationReferences::check_user(std::optional<ids::User> id, const std::string& field) {
  if (!id) return {};
  const auto found = store::find_user(reading_, organization_, *id);
  if (found && found->state == rights::UserState::active) return {};
  return refuse(field, "there is no such colleague");
}

base::Result<void> AutomationReferences::check_team(std::optional<ids::Team> id, const std::string& field) {
  if (!id || store::find_team(reading_, organization_, *id)) return {};
  return refuse(field, "there is no such team");
}

base::Result<void> AutomationReferences::check(const automation::Condition& condition, const std::string& place) {
  const auto type = automation::type_of(condition.field).type;
  for (std::size_t i = 0; i < condition.values.size(); ++i) {
    const auto& value = condition.values[i];
    const auto field = place + ".values[" + std::to_string(i) + "]";
    base::Result<void> good;
    if (type == ValueType::user) good = check_user(id_in<ids::User>(value), field);
    if (type == ValueType::team) good = check_team(id_in<ids::Team>(value), field);
    if (!good) return good;
    const auto inbox = type == ValueType::inbox ? id_in<ids::Inbox>(value) : std::nullopt;
    if (inbox && !store::find_inbox(reading_, organization_, *inbox)) return refuse(field, "there is no such inbox");
    if (type == ValueType::channel && channels_ != nullptr && channel::find_channel(*channels_, value) == nullptr)
      return refuse(field, "there is no such channel");
  }
  return {};
}

base::Result<void> AutomationReferences::check(const automation::Action& action, const std::string& place) {
  if (auto good = check_user(action.user_id, place + ".user_id"); !good) return good;
  if (auto good = check_team(action.team_id, place + ".team_id"); !good) return good;
  if (action.policy_id) {
    const auto policies = store::list_policies(reading_, organization_);
    if (std::ranges::find(policies, *action.policy_id, &sla::Policy::id) == policies.end())
      return refuse(place + ".policy_id", "there is no such policy");
  }
  if (action.macro_id) {
    const auto macro = store::find_macro(reading_, organization_, *action.macro_id);
    if (!macro) return refuse(place + ".macro_id", "there is no such macro");
    if (macro->text.empty()) return refuse(place + ".macro_id", "\"" + macro->name + "\" has no text to be offered");
  }
  if (action.playbook_id && !store::find_playbook(reading_, organization_, *action.playbook_id))
    return refuse(place + ".playbook_id", "there is no such playbook");
  return {};
}

base::Result<void> AutomationReferences::check(const std::vector<automation::Condition>& conditions) {
  for (std::size_t i = 0; i < conditions.size(); ++i)
    if (auto good = check(conditions[i], "conditions[" + std::to_string(i) + "]"); !good) return good;
  return {};
}

base::Result<void> AutomationReferences::check(const std::vector<automation::Action>& actions) {
  for (std::size_t i = 0; i < actions.size(); ++i)
    if (auto good = check(actions[i], "actions[" + std::to_string(i) + "]"); !good) return good;
  return {};
}

base::Result<void> AutomationReferences::check(const std::vector<automation::Step>& steps) {
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const auto place = "steps[" + std::to_string(i) + "]";
    if (auto good = check_user(steps[i].user_id, place + ".user_id"); !good) return good;
    if (auto good = check_team(steps[i].team_id, place + ".team_id"); !good) return good;
  }
  return {};
}

}  // namespace workflow
