#include "store/act_store.hpp"

#include <optional>

#include "store/checked_query.hpp"

namespace store {
namespace {

using conversation::Act;
using conversation::ActKind;

constexpr Query<void(std::int64_t, ids::Organization, ids::Message, ActKind, std::optional<ids::User>, base::Time)> kInsert{
    "act_insert"};
constexpr Query<Act(ids::Organization, ids::Message)> kList{"act_list"};
constexpr Query<Act(ids::Organization, ids::Conversation, base::Time, base::Time)> kListOfPage{"act_list_of_page"};
constexpr Query<void(ids::Organization, ids::Message, ids::Message)> kMove{"act_move"};

}  // namespace

void insert_act(Transaction& transaction, const Act& a) {
  transaction.run(kInsert, a.id, a.organization_id, a.message_id, a.kind, a.user_id, a.done_at);
}

std::vector<Act> list_acts(Reading& reading, ids::Organization organization, ids::Message message) {
  return reading.rows(kList, organization, message);
}

std::vector<Act> list_acts(Reading& reading, ids::Organization organization, ids::Conversation conversation,
                           base::Time first, base::Time last) {
  return reading.rows(kListOfPage, organization, conversation, first, last);
}

void move_acts(Transaction& transaction, ids::Organization organization, ids::Message from, ids::Message to) {
  transaction.run(kMove, organization, from, to);
}

std::vector<CheckedQuery> act_queries() { return {kInsert, kList, kListOfPage, kMove}; }

}  // namespace store
