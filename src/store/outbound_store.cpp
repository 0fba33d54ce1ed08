#include "store/outbound_store.hpp"

#include <cstdint>
#include <string>

#include "store/checked_query.hpp"

namespace store {
namespace {

using conversation::Outbound;
using OptionalMessage = std::optional<ids::Message>;
using OptionalTime = std::optional<base::Time>;

constexpr Query<void(ids::Message, ids::Organization, ids::Inbox, OptionalMessage, std::string, base::Time, std::int64_t,
                     OptionalTime, OptionalTime, OptionalTime, std::string, std::string, OptionalTime, OptionalTime)>
    kInsert{"outbound_insert"};
constexpr Query<void(ids::Organization, ids::Message, base::Time, std::int64_t, OptionalTime, OptionalTime, OptionalTime,
                     std::string, std::string, OptionalTime, OptionalTime)>
    kUpdate{"outbound_update"};
constexpr Query<Outbound(ids::Organization, ids::Message)> kFind{"outbound_find"};
constexpr Query<Outbound(ids::Organization, ids::Message)> kFollower{"outbound_follower"};
constexpr Query<Outbound(ids::Organization, ids::Conversation, base::Time, base::Time)> kList{"outbound_list"};
constexpr Query<ids::Message(ids::Organization, ids::Inbox, base::Time, bool)> kNext{"outbound_next"};
constexpr Query<OptionalTime(ids::Organization, ids::Inbox, bool)> kNextTime{"outbound_next_time"};
constexpr Query<void(ids::Organization, ids::Inbox)> kWaitNoMore{"outbound_wait_no_more"};
constexpr Query<std::int64_t(ids::Organization, ids::Inbox)> kCount{"outbound_count"};

}  // namespace

void insert_outbound(Transaction& transaction, const Outbound& o) {
  transaction.run(kInsert, o.message_id, o.organization_id, o.inbox_id, o.follows_id, o.whole_text, o.send_at, o.attempts,
                  o.attempted_at, o.doubted_at, o.retry_at, o.reason, o.url, o.delivered_at, o.seen_at);
}

void update_outbound(Transaction& transaction, const Outbound& o) {
  transaction.run(kUpdate, o.organization_id, o.message_id, o.send_at, o.attempts, o.attempted_at, o.doubted_at, o.retry_at,
                  o.reason, o.url, o.delivered_at, o.seen_at);
}

std::optional<Outbound> find_outbound(Reading& reading, ids::Organization organization, ids::Message message) {
  return reading.one(kFind, organization, message);
}

std::optional<Outbound> find_follower(Reading& reading, ids::Organization organization, ids::Message message) {
  return reading.one(kFollower, organization, message);
}

std::vector<Outbound> list_outbound(Reading& reading, ids::Organization organization, ids::Conversation conversation,
                                    base::Time first, base::Time last) {
  return reading.rows(kList, organization, conversation, first, last);
}

std::optional<ids::Message> find_next_outbound(Reading& reading, ids::Organization organization, ids::Inbox inbox,
                                               base::Time now, bool only_doubts) {
  return reading.one(kNext, organization, inbox, now, only_doubts);
}

std::optional<base::Time> next_outbound_time(Reading& reading, ids::Organization organization, ids::Inbox inbox,
                                             bool only_doubts) {
  return reading.one(kNextTime, organization, inbox, only_doubts).value_or(std::nullopt);
}

void wait_no_more(Transaction& transaction, ids::Organization organization, ids::Inbox inbox) {
  transaction.run(kWaitNoMore, organization, inbox);
}

std::int64_t count_outbound(Reading& reading, ids::Organization organization, ids::Inbox inbox) {
  return reading.one(kCount, organization, inbox).value_or(0);
}

std::vector<CheckedQuery> outbound_queries() {
  return {kInsert, kUpdate, kFind, kFollower, kList, kNext, kNextTime, kWaitNoMore, kCount};
}

}  // namespace store
