#include "store/owed_store.hpp"

#include <utility>

#include "store/checked_query.hpp"
#include "store/conversation_row.hpp"

namespace store {
namespace {

using OptionalInbox = std::optional<ids::Inbox>;
using OptionalTeam = std::optional<ids::Team>;
using OptionalText = std::optional<std::string>;
using OptionalUser = std::optional<ids::User>;

using PageQuery = Query<StateRow(ids::Organization, base::Time, ids::Conversation, std::int64_t, OptionalInbox, OptionalTeam,
                                 OptionalText, OptionalUser)>;
constexpr PageQuery kByAge{"owed_by_age"};
constexpr PageQuery kByRisk{"owed_by_risk"};
constexpr Query<OwedSums(ids::Organization, base::Time, OptionalInbox, OptionalTeam, OptionalText, OptionalUser)> kSums{
    "owed_sums"};
constexpr Query<LedgerRow(ids::Organization, base::Time, base::Time, base::Time, OptionalInbox, OptionalTeam, OptionalText)>
    kLedger{"owed_ledger"};
constexpr Query<DismissalCount(ids::Organization, base::Time, base::Time, OptionalInbox, OptionalTeam, OptionalText)>
    kDismissals{"owed_dismissals"};

}  // namespace

std::vector<event::ConversationState> page_owed(Reading& reading, ids::Organization organization, OwedOrder order,
                                                const OwedFilter& filter, base::Time key, ids::Conversation id,
                                                std::int64_t limit) {
  const auto& query = order == OwedOrder::age ? kByAge : kByRisk;
  auto rows = reading.rows(query, organization, key, id, limit, filter.inbox_id, filter.team_id, filter.channel,
                           filter.only_teams_of);
  std::vector<event::ConversationState> states;
  for (auto& row : rows) states.push_back(to_state(std::move(row)));
  return states;
}

OwedSums sum_owed(Reading& reading, ids::Organization organization, const OwedFilter& filter) {
  return reading
      .one(kSums, organization, reading.now(), filter.inbox_id, filter.team_id, filter.channel, filter.only_teams_of)
      .value_or(OwedSums{});
}

std::vector<LedgerRow> read_ledger(Reading& reading, ids::Organization organization, base::Time from, base::Time to,
                                   const OwedFilter& filter) {
  return reading.rows(kLedger, organization, from, to, reading.now(), filter.inbox_id, filter.team_id, filter.channel);
}

std::vector<DismissalCount> count_dismissals(Reading& reading, ids::Organization organization, base::Time from,
                                             base::Time to, const OwedFilter& filter) {
  return reading.rows(kDismissals, organization, from, to, filter.inbox_id, filter.team_id, filter.channel);
}

std::vector<CheckedQuery> owed_queries() { return {kByAge, kByRisk, kSums, kLedger, kDismissals}; }

}  // namespace store
