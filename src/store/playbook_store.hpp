#pragma once
// Rows of playbooks and their runs.

#include <optional>
#include <vector>

#include "domain/automation/playbook.hpp"
#include "store/transaction.hpp"

namespace store {

// By their names.
[[nodiscard]] std::vector<automation::Playbook> list_playbooks(Reading& reading, ids::Organization organization);
[[nodiscard]] std::optional<automation::Playbook> find_playbook(Reading& reading, ids::Organization organization,
                                                                ids::Playbook id);
void insert_playbook(Transaction& transaction, const automation::Playbook& playbook);
void update_playbook(Transaction& transaction, const automation::Playbook& playbook);
// Its runs stay.
void delete_playbook(Transaction& transaction, ids::Organization organization, ids::Playbook id);

// With the steps that are done; the newest first.
[[nodiscard]] std::vector<automation::PlaybookRun> list_playbook_runs(Reading& reading, ids::Organization organization,
                                                                      ids::Conversation conversation);
// Those that are under way.
[[nodiscard]] std::vector<automation::PlaybookRun> list_running_playbooks(Reading& reading, ids::Organization organization,
                                                                          ids::Conversation conversation);
[[nodiscard]] std::optional<automation::PlaybookRun> find_playbook_run(Reading& reading, ids::Organization organization,
                                                                       ids::PlaybookRun id);
// Conversations in which one is under way.
[[nodiscard]] std::vector<ids::Conversation> list_playbook_conversations(Reading& reading, ids::Organization organization);
// Without steps that are done.
void insert_playbook_run(Transaction& transaction, const automation::PlaybookRun& run);
// Its state, and how it ended.
void update_playbook_run(Transaction& transaction, const automation::PlaybookRun& run);

// Runs of which a step's time is over.
struct DueRun {
  ids::Organization organization_id;
  ids::PlaybookRun id;
  base::Time due_at{};
};
BOOST_DESCRIBE_STRUCT(DueRun, (), (organization_id, id, due_at))
[[nodiscard]] std::vector<DueRun> list_due_runs(Reading& reading, base::Time now, std::int64_t limit);
// When the timer looks at the run next. One whose time is over by now is left to the timer.
void plan_run(Transaction& transaction, const automation::PlaybookRun& run, std::optional<base::Time> next_due,
              base::Time now);
// False where another node was faster.
bool take_due_run(Transaction& transaction, const DueRun& due, std::optional<base::Time> next_due);

void insert_step_done(Transaction& transaction, const automation::PlaybookRun& run, const automation::StepDone& done);
void delete_step_done(Transaction& transaction, const automation::PlaybookRun& run, std::int64_t step);

// Whether one of us answered in it since then.
[[nodiscard]] bool is_answered_since(Reading& reading, ids::Organization organization, ids::Conversation conversation,
                                     base::Time since);

}  // namespace store
