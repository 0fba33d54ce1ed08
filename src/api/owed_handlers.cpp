#include "api/owed_handlers.hpp"

#include <chrono>
#include <cmath>
#include <utility>

#include "api/page.hpp"
#include "api/present.hpp"
#include "domain/priority/priority.hpp"
#include "store/follow_up_store.hpp"
#include "store/resolution_store.hpp"

namespace api {
namespace {

constexpr std::chrono::hours kUsualPeriod{30 * 24};

contract::OwedItem present_owed(const event::ConversationState& state, base::Time now) {
  contract::OwedItem out;
  out.conversation = present(state);
  const auto since = state.conversation.owed_since.value_or(now);
  out.waited_s = std::chrono::duration_cast<std::chrono::seconds>(now - since).count();
  if (state.clock) out.used_percent = std::llround(100 * priority::used_share(*state.clock, now));
  return out;
}

std::optional<double> unanswered_rate(std::int64_t waits, std::int64_t dismissed, std::int64_t owed) {
  const std::int64_t asked = waits - dismissed;
  return asked > 0 ? std::optional(static_cast<double>(owed) / static_cast<double>(asked)) : std::nullopt;
}

contract::OwedReport present_ledger(store::Reading& reading, ids::Organization organization, base::Time from, base::Time to,
                                    const store::OwedFilter& filter) {
  contract::OwedReport out;
  out.from = from;
  out.to = to;
  for (const auto& row : store::read_ledger(reading, organization, from, to, filter)) {
    out.waits += row.waits;
    out.answered += row.answered;
    out.in_time += row.in_time;
    out.dismissed += row.dismissed;
    out.owed += row.owed;
    out.late += row.late;
    out.rows.push_back({row.inbox_id, row.team_id, row.waits, row.answered, row.in_time, row.dismissed, row.owed, row.late,
                        unanswered_rate(row.waits, row.dismissed, row.owed)});
  }
  out.unanswered_rate = unanswered_rate(out.waits, out.dismissed, out.owed);
  for (const auto& [reason, count] : store::count_dismissals(reading, organization, from, to, filter))
    out.dismissals.push_back({reason, count});
  const auto solutions = store::sum_resolutions(reading, organization, from, to, filter);
  out.solutions = {solutions.promised,  solutions.resolved, solutions.in_time,
                   solutions.dismissed, solutions.open,     solutions.late};
  const auto calls = store::sum_calls(reading, organization, from, to, filter);
  out.calls = {calls.promised, calls.in_time, calls.late, calls.missed, calls.cancelled, calls.open};
  return out;
}

}  // namespace

net::Task<base::Result<contract::OwedPage>> list_owed(Call& call, contract::ListOwed in) {
  const auto cursor = read_cursor(in.cursor);
  if (!cursor) co_return base::pass_on(cursor.error());
  const auto limit = read_limit(in.limit);
  if (!limit) co_return base::pass_on(limit.error());
  const std::optional<Cursor> from = *cursor;
  const store::OwedFilter filter{in.inbox_id, in.team_id, in.channel, only_teams_of(call.principal)};
  auto work = [organization = call.principal.organization_id, filter, from, most = *limit,
               order =
                   in.order.value_or(store::OwedOrder::age)](store::Reading& reading) -> base::Result<contract::OwedPage> {
    const base::Time key{std::chrono::milliseconds(from ? from->key : 0)};
    auto states =
        store::page_owed(reading, organization, order, filter, key, ids::Conversation{from ? from->id : 0}, most + 1);
    contract::OwedPage page;
    if (static_cast<std::int64_t>(states.size()) > most) {
      states.pop_back();
      const auto& last = states.back().conversation;
      const auto at = order == store::OwedOrder::age ? last.owed_since : last.due_at;
      page.next = to_text({at.value_or(base::Time{}).time_since_epoch().count(), last.id.value});
    }
    for (const auto& state : states) page.items.push_back(present_owed(state, reading.now()));
    const auto sums = store::sum_owed(reading, organization, filter);
    page.owed = sums.owed;
    page.late = sums.late;
    page.at_risk = sums.at_risk;
    page.oldest_since = sums.oldest_since;
    return page;
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::OwedReport>> get_owed_report(Call& call, contract::GetOwedReport in) {
  const base::Time to = in.to.value_or(call.now);
  const base::Time from = in.from.value_or(to - kUsualPeriod);
  if (from >= to) co_return base::fail(base::FailureKind::invalid, "from: lies after the end", "from");
  const store::OwedFilter filter{in.inbox_id, in.team_id, in.channel, std::nullopt};
  auto work = [organization = call.principal.organization_id, from, to,
               filter](store::Reading& reading) -> base::Result<contract::OwedReport> {
    return present_ledger(reading, organization, from, to, filter);
  };
  co_return co_await call.store.read(std::move(work));
}

}  // namespace api
