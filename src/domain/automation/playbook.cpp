#include "domain/automation/playbook.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/blank.hpp"
#include "base/text.hpp"
#include "domain/automation/rule.hpp"

namespace automation {
namespace {

constexpr std::size_t kLongestStep = 500;
constexpr std::size_t kLongestWhen = 500;
constexpr std::int64_t kLongestDue = 60 * 24 * 30;

tl::unexpected<base::Failure> refuse(const std::string& field, const std::string& sentence) {
  return base::fail(base::FailureKind::invalid, field + ": " + sentence, field);
}

const StepDone* find_done(const PlaybookRun& run, std::int64_t step) {
  const auto found = std::ranges::find(run.done, step, &StepDone::step);
  return found == run.done.end() ? nullptr : &*found;
}

bool finds(const Step& step, const RunFacts& facts) {
  switch (step.check) {
    case StepCheck::by_hand: return false;
    case StepCheck::answered: return facts.answered;
    case StepCheck::assigned: return facts.assigned;
    case StepCheck::labelled: return step.label && std::ranges::find(facts.labels, *step.label) != facts.labels.end();
  }
  return false;
}

base::Result<void> check_step(const Step& step, const std::string& place) {
  if (base::is_blank(step.text)) return refuse(place + ".text", "say what is to be done");
  if (!base::is_storable(step.text) || base::count_points(step.text) > kLongestStep)
    return refuse(place + ".text", "at most 500 characters");
  if (step.owner == StepOwner::user && !step.user_id) return refuse(place + ".user_id", "say who");
  if (step.owner == StepOwner::team && !step.team_id) return refuse(place + ".team_id", "say which team");
  if (step.due_minutes && (*step.due_minutes < 1 || *step.due_minutes > kLongestDue))
    return refuse(place + ".due_minutes", "between 1 minute and 30 days");
  if (step.check == StepCheck::labelled && !step.label) return refuse(place + ".label", "say which label");
  if (step.label) {
    if (auto label = clean_label(*step.label, place + ".label"); !label) return base::pass_on(label.error());
  }
  return {};
}

}  // namespace

bool is_done(const PlaybookRun& run, std::int64_t step) { return find_done(run, step) != nullptr; }

std::vector<std::int64_t> found_done(const PlaybookRun& run, const RunFacts& facts) {
  std::vector<std::int64_t> out;
  for (std::size_t i = 0; i < run.steps.size(); ++i) {
    const auto step = static_cast<std::int64_t>(i);
    if (!is_done(run, step) && finds(run.steps[i], facts)) out.push_back(step);
  }
  return out;
}

bool all_done(const PlaybookRun& run) { return run.done.size() == run.steps.size(); }

std::optional<base::Time> due_at(const PlaybookRun& run, std::int64_t step) {
  const auto& minutes = run.steps.at(static_cast<std::size_t>(step)).due_minutes;
  if (!minutes) return std::nullopt;
  return run.began_at + std::chrono::minutes(*minutes);
}

bool is_late(const PlaybookRun& run, std::int64_t step, base::Time now) {
  const auto due = due_at(run, step);
  if (!due) return false;
  const auto* done = find_done(run, step);
  if (done != nullptr) return done->at > *due;
  return run.ended_at.value_or(now) > *due;
}

std::vector<std::int64_t> overdue_steps(const PlaybookRun& run, base::Time after, base::Time until) {
  std::vector<std::int64_t> out;
  for (std::int64_t step = 0; step < static_cast<std::int64_t>(run.steps.size()); ++step) {
    const auto due = due_at(run, step);
    if (due && *due > after && *due <= until && !is_done(run, step)) out.push_back(step);
  }
  return out;
}

std::optional<base::Time> next_due(const PlaybookRun& run, base::Time after) {
  std::optional<base::Time> next;
  for (const auto step : overdue_steps(run, after, base::Time::max())) {
    const auto due = due_at(run, step);
    if (due && (!next || *due < *next)) next = due;
  }
  return next;
}

base::Result<void> check(const Playbook& playbook) {
  if (base::is_blank(playbook.name)) return refuse("name", "give it one");
  if (base::count_points(playbook.name) > kLongestName) return refuse("name", "at most 80 characters");
  if (!base::is_storable(playbook.when_to_use) || base::count_points(playbook.when_to_use) > kLongestWhen)
    return refuse("when_to_use", "at most 500 characters");
  if (playbook.steps.empty()) return refuse("steps", "a playbook has at least one");
  if (playbook.steps.size() > kMostSteps) return refuse("steps", "at most 30");
  for (std::size_t i = 0; i < playbook.steps.size(); ++i) {
    auto good = check_step(playbook.steps[i], "steps[" + std::to_string(i) + "]");
    if (!good) return good;
  }
  return {};
}

std::vector<Step> tidy(std::vector<Step> steps) {
  for (auto& step : steps) {
    step.text = std::string(base::trim(step.text));
    if (step.owner != StepOwner::user) step.user_id.reset();
    if (step.owner != StepOwner::team) step.team_id.reset();
    if (step.check != StepCheck::labelled) step.label.reset();
    if (step.label)
      if (auto label = clean_label(*step.label, "label")) step.label = *std::move(label);
  }
  return steps;
}

}  // namespace automation
