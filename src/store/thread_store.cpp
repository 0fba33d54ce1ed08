#include "store/thread_store.hpp"

#include "store/checked_query.hpp"

namespace store {
namespace {
constexpr Query<void(ids::Organization, ids::Inbox, std::string, std::int64_t)> kAdd{"awaited_add"};
constexpr Query<std::int64_t(ids::Organization, ids::Inbox, std::string)> kList{"awaited_list"};
constexpr Query<void(ids::Organization, ids::Inbox, std::string, std::int64_t)> kRemove{"awaited_remove"};
constexpr Query<void(ids::Move, ids::Organization, conversation::MoveKind, ids::Conversation, ids::Conversation, std::string,
                     std::string, std::optional<ids::User>, base::Time, std::optional<base::Time>, std::optional<ids::Case>,
                     std::optional<std::string>, std::optional<std::string>)>
    kInsertMove{"move_insert"};
constexpr Query<conversation::Move(ids::Organization, ids::Move)> kFindMove{"move_find"};
constexpr Query<conversation::Move(ids::Organization, ids::Conversation)> kMoves{"move_list"};
constexpr Query<void(ids::Organization, ids::Move, base::Time)> kUndoMove{"move_undo"};
}  // namespace

void add_awaited(Transaction& transaction, ids::Organization organization, ids::Inbox inbox, const std::string& external_id,
                 std::int64_t waiting_id) {
  transaction.run(kAdd, organization, inbox, external_id, waiting_id);
}

std::vector<std::int64_t> list_awaiting(Reading& reading, ids::Organization organization, ids::Inbox inbox,
                                        const std::string& external_id) {
  return reading.rows(kList, organization, inbox, external_id);
}

void remove_awaited(Transaction& transaction, ids::Organization organization, ids::Inbox inbox,
                    const std::string& external_id, std::int64_t waiting_id) {
  transaction.run(kRemove, organization, inbox, external_id, waiting_id);
}

void insert_move(Transaction& transaction, const conversation::Move& m) {
  transaction.run(kInsertMove, m.id, m.organization_id, m.kind, m.source_id, m.target_id, m.message_ids, m.source_before,
                  m.moved_by, m.moved_at, m.undone_at, m.took_case_id, m.target_before, m.dismissals);
}

std::optional<conversation::Move> find_move(Reading& reading, ids::Organization organization, ids::Move id) {
  return reading.one(kFindMove, organization, id);
}

std::vector<conversation::Move> list_moves(Reading& reading, ids::Organization organization,
                                           ids::Conversation conversation) {
  return reading.rows(kMoves, organization, conversation);
}

void set_move_undone(Transaction& transaction, ids::Organization organization, ids::Move id) {
  transaction.run(kUndoMove, organization, id, transaction.now());
}

std::vector<CheckedQuery> thread_queries() { return {kAdd, kList, kRemove, kInsertMove, kFindMove, kMoves, kUndoMove}; }

}  // namespace store
