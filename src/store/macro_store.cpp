#include "store/macro_store.hpp"

#include <utility>

#include "base/json/decode.hpp"
#include "base/json/encode.hpp"
#include "store/checked_query.hpp"

namespace store {
namespace {

using automation::Draft;
using automation::DraftState;
using automation::Macro;

struct MacroRow {
  ids::Macro id;
  ids::Organization organization_id;
  std::string name;
  std::string text;
  std::string actions;
  base::Time created_at{};
  base::Time changed_at{};
};
BOOST_DESCRIBE_STRUCT(MacroRow, (), (id, organization_id, name, text, actions, created_at, changed_at))

constexpr Query<MacroRow(ids::Organization)> kList{"macro_list"};
constexpr Query<MacroRow(ids::Organization, ids::Macro)> kFind{"macro_find"};
constexpr Query<void(ids::Macro, ids::Organization, std::string, std::string, std::string, base::Time, base::Time)> kInsert{
    "macro_insert"};
constexpr Query<void(ids::Organization, ids::Macro, std::string, std::string, std::string, base::Time)> kUpdate{
    "macro_update"};
constexpr Query<void(ids::Organization, ids::Macro)> kDelete{"macro_delete"};
constexpr Query<void(ids::Draft, ids::Organization, ids::Conversation, ids::Rule, ids::Macro, std::string, std::string,
                     DraftState, base::Time)>
    kDraftInsert{"draft_insert"};
constexpr Query<Draft(ids::Organization, ids::Conversation)> kDraftList{"draft_list"};
constexpr Query<Draft(ids::Organization, ids::Draft)> kDraftFind{"draft_find"};
constexpr Query<void(ids::Organization, ids::Draft, DraftState, base::Time, std::optional<ids::User>)> kDraftSettle{
    "draft_settle"};

Macro to_macro(MacroRow row) {
  Macro out;
  out.id = row.id;
  out.organization_id = row.organization_id;
  out.name = std::move(row.name);
  out.text = std::move(row.text);
  if (auto actions = base::decode_text<std::vector<automation::Action>>(row.actions)) out.actions = *std::move(actions);
  out.created_at = row.created_at;
  out.changed_at = row.changed_at;
  return out;
}

}  // namespace

std::vector<Macro> list_macros(Reading& reading, ids::Organization organization) {
  std::vector<Macro> out;
  for (auto& row : reading.rows(kList, organization)) out.push_back(to_macro(std::move(row)));
  return out;
}

std::optional<Macro> find_macro(Reading& reading, ids::Organization organization, ids::Macro id) {
  auto row = reading.one(kFind, organization, id);
  if (!row) return std::nullopt;
  return to_macro(*std::move(row));
}

void insert_macro(Transaction& transaction, const Macro& m) {
  transaction.run(kInsert, m.id, m.organization_id, m.name, m.text, base::encode(m.actions), m.created_at, m.changed_at);
}

void update_macro(Transaction& transaction, const Macro& m) {
  transaction.run(kUpdate, m.organization_id, m.id, m.name, m.text, base::encode(m.actions), m.changed_at);
}

void delete_macro(Transaction& transaction, ids::Organization organization, ids::Macro id) {
  transaction.run(kDelete, organization, id);
}

std::vector<Draft> list_drafts(Reading& reading, ids::Organization organization, ids::Conversation conversation) {
  return reading.rows(kDraftList, organization, conversation);
}

std::optional<Draft> find_draft(Reading& reading, ids::Organization organization, ids::Draft id) {
  return reading.one(kDraftFind, organization, id);
}

void insert_draft(Transaction& transaction, const Draft& d) {
  transaction.run(kDraftInsert, d.id, d.organization_id, d.conversation_id, d.rule_id, d.macro_id, d.rule_name, d.text,
                  d.state, d.made_at);
}

bool settle_draft(Transaction& transaction, ids::Organization organization, ids::Draft id, DraftState state,
                  std::optional<ids::User> by) {
  return transaction.run_counted(kDraftSettle, organization, id, state, transaction.now(), by) == 1;
}

std::vector<CheckedQuery> macro_queries() {
  return {kList, kFind, kInsert, kUpdate, kDelete, kDraftInsert, kDraftList, kDraftFind, kDraftSettle};
}

}  // namespace store
