#include "api/quarantine_handlers.hpp"

#include "api/page.hpp"
#include "base/text.hpp"
#include "store/quarantine_store.hpp"
#include "workflow/quarantine.hpp"

namespace api {
namespace {

constexpr std::size_t kShownRaw = 20'000;  // Code points.

contract::Quarantined present(const inbox::Quarantined& item) {
  contract::Quarantined out;
  out.id = item.id;
  out.inbox_id = item.inbox_id;
  out.raw = base::shorten(base::to_storable(workflow::raw_of(item)), kShownRaw);
  out.reason = item.reason;
  out.attempts = item.attempts;
  out.received_at = item.received_at;
  out.tried_at = item.tried_at;
  out.outcome = item.outcome;
  return out;
}

}  // namespace

net::Task<base::Result<contract::QuarantinePage>> list_quarantine(Call& call, contract::ListQuarantine in) {
  auto cursor = read_cursor(in.cursor);
  if (!cursor) co_return base::pass_on(cursor.error());
  auto limit = read_limit(in.limit);
  if (!limit) co_return base::pass_on(limit.error());
  const std::optional<Cursor> from = *cursor;
  auto work = [organization = call.principal.organization_id, before = from ? from->id : 0,
               most = *limit](store::Reading& reading) -> base::Result<contract::QuarantinePage> {
    auto items = store::page_quarantined(reading, organization, ids::Quarantined{before}, most + 1);
    contract::QuarantinePage page;
    if (static_cast<std::int64_t>(items.size()) > most) {
      items.pop_back();
      page.next = to_text({items.back().received_at.time_since_epoch().count(), items.back().id.value});
    }
    for (const auto& item : items) page.items.push_back(present(item));
    return page;
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::Quarantined>> post_quarantine_retry(Call& call, contract::QuarantinedPath in) {
  auto work = [organization = call.principal.organization_id, in,
               &channels = call.services.channels](store::Transaction& transaction) {
    return workflow::retry_quarantined(transaction, organization, in.quarantined_id, channels);
  };
  auto to_reply = [](const inbox::Quarantined& item) { return present(item); };
  co_return co_await call.transact(std::move(work), std::move(to_reply));
}

net::Task<base::Result<contract::Quarantined>> post_quarantine_give_up(Call& call, contract::QuarantinedPath in) {
  auto work = [organization = call.principal.organization_id, in](store::Transaction& transaction) {
    return workflow::give_up_quarantined(transaction, organization, in.quarantined_id);
  };
  auto to_reply = [](const inbox::Quarantined& item) { return present(item); };
  co_return co_await call.transact(std::move(work), std::move(to_reply));
}

}  // namespace api
