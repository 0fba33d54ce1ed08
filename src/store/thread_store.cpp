#include "store/thread_store.hpp"

#include "store/checked_query.hpp"

namespace store {
namespace {
constexpr Query<void(ids::Organization, ids::Inbox, std::string, std::int64_t)> kAdd{"awaited_add"};
constexpr Query<std::int64_t(ids::Organization, ids::Inbox, std::string)> kList{"awaited_list"};
constexpr Query<void(ids::Organization, ids::Inbox, std::string, std::int64_t)> kRemove{"awaited_remove"};
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

std::vector<CheckedQuery> thread_queries() { return {kAdd, kList, kRemove}; }

}  // namespace store
