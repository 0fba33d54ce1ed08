#include "api/event_handlers.hpp"

#include "api/page.hpp"
#include "api/present_event.hpp"
#include "store/event_log.hpp"

namespace api {
namespace {

// The part of one page of events that is the asker's to see.
base::Result<contract::EventPage> read_page(store::Reading& reading, const rights::Principal& who, std::int64_t after,
                                            std::int64_t limit) {
  contract::EventPage page;
  page.seq = after;
  const auto rows = store::events_after(reading, who.organization_id, after, limit);
  for (const auto& row : rows) {
    page.seq = row.seq;
    const auto happened = store::decode_event(row.type, row.body);
    if (!happened) continue;  // of a newer program: its kind of event is not in this contract
    const Numbered numbered{who.organization_id, row.seq, row.at, *happened};
    const Share share = share_of(who, numbered);
    if (share == Share::nothing) continue;
    if (auto message = share == Share::whole ? present_whole(numbered) : present_gone(numbered))
      page.items.push_back(*std::move(message));
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

}  // namespace api
