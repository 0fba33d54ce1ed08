#include "store/channel_state_store.hpp"

#include "store/checked_query.hpp"

namespace store {
namespace {

using Row = ChannelStateRow;

constexpr Query<Row(ids::Organization, ids::Inbox, std::string, std::string)> kFind{"channel_state_find"};
constexpr Query<Row(ids::Organization, ids::Inbox, std::string, std::int64_t)> kList{"channel_state_list"};
constexpr Query<Row(ids::Organization, ids::Inbox, std::string, std::string, std::int64_t)> kListBefore{
    "channel_state_list_before"};
constexpr Query<std::int64_t(ids::Organization, ids::Inbox, std::string)> kCount{"channel_state_count"};
constexpr Query<void(ids::Organization, ids::Inbox, std::string, std::string, std::string)> kPut{"channel_state_put"};
constexpr Query<void(ids::Organization, ids::Inbox, std::string, std::string)> kDelete{"channel_state_delete"};

}  // namespace

std::optional<Row> find_channel_state(Reading& reading, ids::Organization organization, ids::Inbox inbox,
                                      const std::string& kind, const std::string& name) {
  return reading.one(kFind, organization, inbox, kind, name);
}

std::vector<Row> list_channel_state(Reading& reading, ids::Organization organization, ids::Inbox inbox,
                                    const std::string& kind, const std::string& before, std::int64_t limit) {
  if (before.empty()) return reading.rows(kList, organization, inbox, kind, limit);
  return reading.rows(kListBefore, organization, inbox, kind, before, limit);
}

std::int64_t count_channel_state(Reading& reading, ids::Organization organization, ids::Inbox inbox,
                                 const std::string& kind) {
  return reading.one(kCount, organization, inbox, kind).value_or(0);
}

void put_channel_state(Transaction& transaction, ids::Organization organization, ids::Inbox inbox, const Row& row) {
  transaction.run(kPut, organization, inbox, row.kind, row.name, row.value);
}

void delete_channel_state(Transaction& transaction, ids::Organization organization, ids::Inbox inbox,
                          const std::string& kind, const std::string& name) {
  transaction.run(kDelete, organization, inbox, kind, name);
}

std::vector<CheckedQuery> channel_state_queries() { return {kFind, kList, kListBefore, kCount, kPut, kDelete}; }

}  // namespace store
