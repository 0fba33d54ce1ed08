#include "store/playbook_store.hpp"

#include <string>
#include <utility>

#include "base/json/decode.hpp"
#include "base/json/encode.hpp"
#include "store/checked_query.hpp"

namespace store {
namespace {

using automation::Playbook;
using automation::PlaybookRun;
using automation::RunState;
using OptionalUser = std::optional<ids::User>;
using OptionalTime = std::optional<base::Time>;

struct PlaybookRow {
  ids::Playbook id;
  ids::Organization organization_id;
  std::string name;
  std::string when_to_use;
  std::string steps;
  base::Time created_at{};
  base::Time changed_at{};
};
BOOST_DESCRIBE_STRUCT(PlaybookRow, (), (id, organization_id, name, when_to_use, steps, created_at, changed_at))

struct RunRow {
  ids::PlaybookRun id;
  ids::Organization organization_id;
  ids::Conversation conversation_id;
  ids::Playbook playbook_id;
  std::string name;
  std::string steps;
  RunState state = RunState::running;
  base::Time began_at{};
  OptionalUser began_by;
  std::optional<ids::Rule> rule_id;
  OptionalTime ended_at;
  OptionalUser ended_by;
};
BOOST_DESCRIBE_STRUCT(RunRow, (),
                      (id, organization_id, conversation_id, playbook_id, name, steps, state, began_at, began_by, rule_id,
                       ended_at, ended_by))

struct DoneRow {
  std::int64_t step = 0;
  base::Time at{};
  OptionalUser by_id;
};
BOOST_DESCRIBE_STRUCT(DoneRow, (), (step, at, by_id))

constexpr Query<PlaybookRow(ids::Organization)> kList{"playbook_list"};
constexpr Query<PlaybookRow(ids::Organization, ids::Playbook)> kFind{"playbook_find"};
constexpr Query<void(ids::Playbook, ids::Organization, std::string, std::string, std::string, base::Time, base::Time)>
    kInsert{"playbook_insert"};
constexpr Query<void(ids::Organization, ids::Playbook, std::string, std::string, std::string, base::Time)> kUpdate{
    "playbook_update"};
constexpr Query<void(ids::Organization, ids::Playbook)> kDelete{"playbook_delete"};
constexpr Query<RunRow(ids::Organization, ids::Conversation)> kRunList{"playbook_run_list"};
constexpr Query<RunRow(ids::Organization, ids::Conversation)> kRunRunning{"playbook_run_running"};
constexpr Query<RunRow(ids::Organization, ids::PlaybookRun)> kRunFind{"playbook_run_find"};
constexpr Query<void(ids::PlaybookRun, ids::Organization, ids::Conversation, ids::Playbook, std::string, std::string,
                     RunState, base::Time, OptionalUser, std::optional<ids::Rule>)>
    kRunInsert{"playbook_run_insert"};
constexpr Query<void(ids::Organization, ids::PlaybookRun, RunState, OptionalTime, OptionalUser)> kRunUpdate{
    "playbook_run_update"};
constexpr Query<ids::Conversation(ids::Organization)> kRunConversations{"playbook_run_conversations"};
constexpr Query<DueRun(base::Time, std::int64_t)> kRunDue{"playbook_run_due"};
constexpr Query<void(ids::Organization, ids::PlaybookRun, OptionalTime, base::Time)> kRunPlan{"playbook_run_plan"};
constexpr Query<std::int64_t(ids::Organization, ids::PlaybookRun, base::Time, OptionalTime)> kRunTakeDue{
    "playbook_run_take_due"};
constexpr Query<DoneRow(ids::Organization, ids::PlaybookRun)> kDoneList{"playbook_done_list"};
constexpr Query<void(ids::Organization, ids::PlaybookRun, std::int64_t, base::Time, OptionalUser)> kDoneInsert{
    "playbook_done_insert"};
constexpr Query<void(ids::Organization, ids::PlaybookRun, std::int64_t)> kDoneDelete{"playbook_done_delete"};
constexpr Query<std::int64_t(ids::Organization, ids::Conversation, base::Time)> kAnswers{"playbook_answers"};

std::vector<automation::Step> read_steps(const std::string& text) {
  auto steps = base::decode_text<std::vector<automation::Step>>(text);
  return steps ? *std::move(steps) : std::vector<automation::Step>();
}

Playbook to_playbook(PlaybookRow row) {
  Playbook out;
  out.id = row.id;
  out.organization_id = row.organization_id;
  out.name = std::move(row.name);
  out.when_to_use = std::move(row.when_to_use);
  out.steps = read_steps(row.steps);
  out.created_at = row.created_at;
  out.changed_at = row.changed_at;
  return out;
}

PlaybookRun to_run(Reading& reading, RunRow row) {
  PlaybookRun out;
  out.id = row.id;
  out.organization_id = row.organization_id;
  out.conversation_id = row.conversation_id;
  out.playbook_id = row.playbook_id;
  out.name = std::move(row.name);
  out.steps = read_steps(row.steps);
  out.state = row.state;
  out.began_at = row.began_at;
  out.began_by = row.began_by;
  out.rule_id = row.rule_id;
  out.ended_at = row.ended_at;
  out.ended_by = row.ended_by;
  for (const auto& done : reading.rows(kDoneList, out.organization_id, out.id))
    out.done.push_back({done.step, done.at, done.by_id});
  return out;
}

std::vector<PlaybookRun> to_runs(Reading& reading, std::vector<RunRow> rows) {
  std::vector<PlaybookRun> out;
  for (auto& row : rows) out.push_back(to_run(reading, std::move(row)));
  return out;
}

}  // namespace

std::vector<Playbook> list_playbooks(Reading& reading, ids::Organization organization) {
  std::vector<Playbook> out;
  for (auto& row : reading.rows(kList, organization)) out.push_back(to_playbook(std::move(row)));
  return out;
}

std::optional<Playbook> find_playbook(Reading& reading, ids::Organization organization, ids::Playbook id) {
  auto row = reading.one(kFind, organization, id);
  if (!row) return std::nullopt;
  return to_playbook(*std::move(row));
}

void insert_playbook(Transaction& transaction, const Playbook& p) {
  transaction.run(kInsert, p.id, p.organization_id, p.name, p.when_to_use, base::encode(p.steps), p.created_at,
                  p.changed_at);
}

void update_playbook(Transaction& transaction, const Playbook& p) {
  transaction.run(kUpdate, p.organization_id, p.id, p.name, p.when_to_use, base::encode(p.steps), p.changed_at);
}

void delete_playbook(Transaction& transaction, ids::Organization organization, ids::Playbook id) {
  transaction.run(kDelete, organization, id);
}

std::vector<PlaybookRun> list_playbook_runs(Reading& reading, ids::Organization organization,
                                            ids::Conversation conversation) {
  return to_runs(reading, reading.rows(kRunList, organization, conversation));
}

std::vector<PlaybookRun> list_running_playbooks(Reading& reading, ids::Organization organization,
                                                ids::Conversation conversation) {
  return to_runs(reading, reading.rows(kRunRunning, organization, conversation));
}

std::optional<PlaybookRun> find_playbook_run(Reading& reading, ids::Organization organization, ids::PlaybookRun id) {
  auto row = reading.one(kRunFind, organization, id);
  if (!row) return std::nullopt;
  return to_run(reading, *std::move(row));
}

std::vector<ids::Conversation> list_playbook_conversations(Reading& reading, ids::Organization organization) {
  return reading.rows(kRunConversations, organization);
}

void insert_playbook_run(Transaction& transaction, const PlaybookRun& r) {
  transaction.run(kRunInsert, r.id, r.organization_id, r.conversation_id, r.playbook_id, r.name, base::encode(r.steps),
                  r.state, r.began_at, r.began_by, r.rule_id);
}

void update_playbook_run(Transaction& transaction, const PlaybookRun& r) {
  transaction.run(kRunUpdate, r.organization_id, r.id, r.state, r.ended_at, r.ended_by);
}

std::vector<DueRun> list_due_runs(Reading& reading, base::Time now, std::int64_t limit) {
  return reading.rows(kRunDue, now, limit);
}

void plan_run(Transaction& transaction, const PlaybookRun& run, OptionalTime next_due, base::Time now) {
  transaction.run(kRunPlan, run.organization_id, run.id, next_due, now);
}

bool take_due_run(Transaction& transaction, const DueRun& due, OptionalTime next_due) {
  return transaction.one(kRunTakeDue, due.organization_id, due.id, due.due_at, next_due).has_value();
}

void insert_step_done(Transaction& transaction, const PlaybookRun& run, const automation::StepDone& done) {
  transaction.run(kDoneInsert, run.organization_id, run.id, done.step, done.at, done.by);
}

void delete_step_done(Transaction& transaction, const PlaybookRun& run, std::int64_t step) {
  transaction.run(kDoneDelete, run.organization_id, run.id, step);
}

bool is_answered_since(Reading& reading, ids::Organization organization, ids::Conversation conversation, base::Time since) {
  return reading.one(kAnswers, organization, conversation, since).value_or(0) > 0;
}

std::vector<CheckedQuery> playbook_queries() {
  return {kList,      kFind,   kInsert,  kUpdate,     kDelete,           kRunList,  kRunRunning, kRunFind,    kRunInsert,
          kRunUpdate, kRunDue, kRunPlan, kRunTakeDue, kRunConversations, kDoneList, kDoneInsert, kDoneDelete, kAnswers};
}

}  // namespace store
