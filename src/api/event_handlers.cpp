#include "api/event_handlers.hpp"

#include <limits>
#include <optional>
#include <utility>

#include "api/page.hpp"
#include "api/present_event.hpp"
#include "store/event_log.hpp"
#include "workflow/conversation_change.hpp"

namespace api {
namespace {

// An event as the asker is told it; none for what is not theirs to see, or is of a newer program.
std::optional<contract::FeedMessage> read_event(const rights::Principal& who, const store::StoredEvent& row) {
  const auto happened = store::decode_event(row.type, row.body);
  if (!happened) return std::nullopt;
  const Numbered numbered{who.organization_id, row.seq, row.at, *happened};
  switch (share_of(who, numbered)) {
    case Share::nothing: return std::nullopt;
    case Share::whole: return present_whole(numbered);
    case Share::gone: return present_gone(numbered);
  }
  return std::nullopt;
}

// The part of one page of events that is the asker's to see.
base::Result<contract::EventPage> read_page(store::Reading& reading, const rights::Principal& who, std::int64_t after,
                                            std::int64_t limit) {
  contract::EventPage page;
  page.seq = after;
  const auto rows = store::events_after(reading, who.organization_id, after, limit);
  for (const auto& row : rows) {
    page.seq = row.seq;
    if (auto message = read_event(who, row)) page.items.push_back(*std::move(message));
  }
  page.more = static_cast<std::int64_t>(rows.size()) == limit;
  return page;
}

}  // namespace

net::Task<base::Result<contract::EventPage>> list_events(Call& call, contract::ListEvents in) {
  const auto limit = read_limit(in.limit, 100, 500);
  if (!limit) co_return base::pass_on(limit.error());
  const std::int64_t after = in.after.value_or(0);
  if (after < 0) co_return base::fail(base::FailureKind::invalid, "after: expected the number of an event", "after");
  auto work = [who = call.principal, after, most = *limit](store::Reading& reading) {
    return read_page(reading, who, after, most);
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::HistoryPage>> list_history(Call& call, contract::ListHistory in) {
  const auto limit = read_limit(in.limit, 50, 200);
  if (!limit) co_return base::pass_on(limit.error());
  const std::int64_t before = in.before.value_or(std::numeric_limits<std::int64_t>::max());
  if (before < 1) co_return base::fail(base::FailureKind::invalid, "before: expected the number of an event", "before");
  auto work = [who = call.principal, in, before,
               most = *limit](store::Reading& reading) -> base::Result<contract::HistoryPage> {
    if (const auto seen = workflow::find_visible(reading, who, in.conversation_id); !seen)
      return base::pass_on(seen.error());
    contract::HistoryPage page;
    const auto rows = store::history_of(reading, who.organization_id, in.conversation_id, before, most);
    for (const auto& row : rows)
      if (auto message = read_event(who, row)) page.items.push_back(*std::move(message));
    if (static_cast<std::int64_t>(rows.size()) == most) page.next = rows.back().seq;
    return page;
  };
  co_return co_await call.store.read(std::move(work));
}

}  // namespace api
