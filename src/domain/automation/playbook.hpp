#pragma once
// Playbooks: operating procedures. Steps with who does them, until when, and how it is known that they are done; a run follows one
// in one conversation. A run keeps the steps as they were when it began, so that what was done can be told later, whatever became
// of the playbook.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "domain/ids.hpp"

namespace automation {

enum class StepOwner {
  assignee,  // Whoever has the conversation.
  lead,      // A lead of the organization.
  user,      // This colleague.
  team,      // Anybody of this team.
};
BOOST_DESCRIBE_ENUM(StepOwner, assignee, lead, user, team)

// How it is known that a step is done. What is not by hand is found by itself, and can be ticked by hand, too.
enum class StepCheck {
  by_hand,
  answered,  // A person answered after the run began.
  assigned,  // Somebody has the conversation.
  labelled,  // The conversation has the step's label.
};
BOOST_DESCRIBE_ENUM(StepCheck, by_hand, answered, assigned, labelled)

struct Step {
  std::string text;
  StepOwner owner = StepOwner::assignee;
  std::optional<ids::User> user_id;         // Of StepOwner::user.
  std::optional<ids::Team> team_id;         // Of StepOwner::team.
  std::optional<std::int64_t> due_minutes;  // After the run began.
  StepCheck check = StepCheck::by_hand;
  std::optional<std::string> label;  // Of StepCheck::labelled.
};
BOOST_DESCRIBE_STRUCT(Step, (), (text, owner, user_id, team_id, due_minutes, check, label))

struct Playbook {
  ids::Playbook id;
  ids::Organization organization_id;
  std::string name;
  std::string when_to_use;
  std::vector<Step> steps;
  base::Time created_at{};
  base::Time changed_at{};
};

enum class RunState { running, finished, stopped };
BOOST_DESCRIBE_ENUM(RunState, running, finished, stopped)

// Of a step that is done. One that is not has none.
struct StepDone {
  std::int64_t step = 0;  // Counted from 0.
  base::Time at{};
  std::optional<ids::User> by;  // None: found by its check.
};
BOOST_DESCRIBE_STRUCT(StepDone, (), (step, at, by))

struct PlaybookRun {
  ids::PlaybookRun id;
  ids::Organization organization_id;
  ids::Conversation conversation_id;
  ids::Playbook playbook_id;  // May be gone by now.
  std::string name;
  std::vector<Step> steps;
  RunState state = RunState::running;
  base::Time began_at{};
  std::optional<ids::User> began_by;  // None: a rule.
  std::optional<ids::Rule> rule_id;
  std::optional<base::Time> ended_at;
  std::optional<ids::User> ended_by;
  std::vector<StepDone> done;  // By step.
};

// What checks look at.
struct RunFacts {
  bool answered = false;
  bool assigned = false;
  std::vector<std::string> labels;
};

[[nodiscard]] bool is_done(const PlaybookRun& run, std::int64_t step);
// Steps that are not done and whose checks find that they are.
[[nodiscard]] std::vector<std::int64_t> found_done(const PlaybookRun& run, const RunFacts& facts);
[[nodiscard]] bool all_done(const PlaybookRun& run);
[[nodiscard]] std::optional<base::Time> due_at(const PlaybookRun& run, std::int64_t step);
// Late: it was done after its time, or it is not done and its time is over.
[[nodiscard]] bool is_late(const PlaybookRun& run, std::int64_t step, base::Time now);

// Steps that are not done and whose time was over within (after, until], by their numbers; and when the next one's will be.
[[nodiscard]] std::vector<std::int64_t> overdue_steps(const PlaybookRun& run, base::Time after, base::Time until);
[[nodiscard]] std::optional<base::Time> next_due(const PlaybookRun& run, base::Time after);

inline constexpr std::size_t kMostSteps = 30;

// Refuses, by its field ("steps[2].label"), what nobody can follow. Whether the rows that it names are there, the caller sees.
[[nodiscard]] base::Result<void> check(const Playbook& playbook);
// Labels as they are kept, and no more members than each step needs.
[[nodiscard]] std::vector<Step> tidy(std::vector<Step> steps);

}  // namespace automation
