#include "api/notification_handlers.hpp"

#include <utility>

#include "api/page.hpp"
#include "api/present.hpp"
#include "workflow/alert_mails.hpp"
#include "workflow/conversation_change.hpp"
#include "workflow/notify.hpp"

namespace api {
namespace {

contract::ListedNotification list(store::Reading& reading, const rights::Principal& who,
                                  const notification::Notification& notice) {
  contract::ListedNotification out{present(notice), std::nullopt};
  if (!notice.conversation_id) return out;
  if (const auto state = workflow::find_visible(reading, who, *notice.conversation_id)) out.conversation = present(*state);
  return out;
}

contract::EscalationLadder present(const notification::LadderSettings& in) { return {in.climb_after_s, in.mail_inbox_id}; }

contract::AlertMailWish present_wish(store::Reading& reading, const rights::Principal& who, bool wanted) {
  return {wanted, workflow::ladder_settings(reading, who.organization_id).mail_inbox_id.has_value()};
}

}  // namespace

net::Task<base::Result<contract::NotificationPage>> list_notifications(Call& call, contract::ListNotifications in) {
  auto cursor = read_cursor(in.cursor);
  if (!cursor) co_return base::pass_on(cursor.error());
  auto limit = read_limit(in.limit);
  if (!limit) co_return base::pass_on(limit.error());
  const std::optional<Cursor> from = *cursor;
  auto work = [who = call.principal, before = ids::Notification{from ? from->id : 0},
               most = *limit](store::Reading& reading) -> base::Result<contract::NotificationPage> {
    auto found = workflow::page_notifications(reading, who, before, most + 1);
    if (!found) return base::pass_on(found.error());
    contract::NotificationPage page;
    page.unseen = found->unseen;
    if (static_cast<std::int64_t>(found->items.size()) > most) {
      found->items.pop_back();
      page.next = to_text({0, found->items.back().id.value});
    }
    for (const auto& notice : found->items) page.items.push_back(list(reading, who, notice));
    return page;
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::Notification>> post_notification_seen(Call& call, contract::NotificationPath in) {
  auto work = [who = call.principal, in](store::Transaction& transaction) {
    return workflow::see_notification(transaction, who, in.notification_id);
  };
  auto to_reply = [](const notification::Notification& notice) { return present(notice); };
  co_return co_await call.transact(std::move(work), std::move(to_reply));
}

net::Task<base::Result<contract::Done>> post_notifications_seen(Call& call) {
  auto work = [who = call.principal](store::Transaction& transaction) -> base::Result<contract::Done> {
    return workflow::see_all_notifications(transaction, who).map([] { return contract::Done{}; });
  };
  co_return co_await call.transact(std::move(work));
}

net::Task<base::Result<contract::Notification>> post_notification_taken(Call& call, contract::NotificationPath in) {
  auto work = [who = call.principal, in](store::Transaction& transaction) {
    return workflow::take_notification(transaction, who, in.notification_id);
  };
  auto to_reply = [](const notification::Notification& notice) { return present(notice); };
  co_return co_await call.transact(std::move(work), std::move(to_reply));
}

net::Task<base::Result<contract::QuietHours>> get_quiet_hours(Call& call) {
  auto work = [who = call.principal](store::Reading& reading) -> base::Result<contract::QuietHours> {
    auto found = workflow::quiet_hours_of(reading, who);
    if (!found) return base::pass_on(found.error());
    return contract::QuietHours{*found};
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::QuietHours>> put_quiet_hours(Call& call, contract::SetQuietHours in) {
  auto work = [who = call.principal, in](store::Transaction& transaction) -> base::Result<contract::QuietHours> {
    return workflow::set_quiet_hours(transaction, who, in.hours).map([&] { return contract::QuietHours{in.hours}; });
  };
  co_return co_await call.transact(std::move(work));
}

net::Task<base::Result<contract::OnCall>> get_on_call(Call& call, contract::TeamOnCallPath in) {
  auto work = [who = call.principal, in](store::Reading& reading) -> base::Result<contract::OnCall> {
    auto found = workflow::shifts_of(reading, who, in.team_id);
    if (!found) return base::pass_on(found.error());
    return contract::OnCall{*std::move(found)};
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::OnCall>> put_on_call(Call& call, contract::ReplaceOnCall in) {
  auto work = [who = call.principal, in = std::move(in)](store::Transaction& transaction) -> base::Result<contract::OnCall> {
    return workflow::set_shifts(transaction, who, in.team_id, in.shifts).map([&] { return contract::OnCall{in.shifts}; });
  };
  co_return co_await call.transact(std::move(work));
}

net::Task<base::Result<contract::EscalationLadder>> get_ladder(Call& call) {
  auto work = [organization =
                   call.principal.organization_id](store::Reading& reading) -> base::Result<contract::EscalationLadder> {
    return present(workflow::ladder_settings(reading, organization));
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::EscalationLadder>> put_ladder(Call& call, contract::SetEscalationLadder in) {
  auto work = [who = call.principal, wanted = notification::LadderSettings{in.climb_after_s, in.mail_inbox_id},
               &channels =
                   call.services.channels](store::Transaction& transaction) -> base::Result<contract::EscalationLadder> {
    return workflow::set_ladder_settings(transaction, who, wanted, channels).map([&] { return present(wanted); });
  };
  co_return co_await call.transact(std::move(work));
}

net::Task<base::Result<contract::AlertMailWish>> get_alert_mail(Call& call) {
  auto work = [who = call.principal](store::Reading& reading) -> base::Result<contract::AlertMailWish> {
    return workflow::wants_alert_mail(reading, who).map([&](bool wanted) { return present_wish(reading, who, wanted); });
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::AlertMailWish>> put_alert_mail(Call& call, contract::SetAlertMailWish in) {
  auto work = [who = call.principal, in](store::Transaction& transaction) -> base::Result<contract::AlertMailWish> {
    return workflow::set_alert_mail_wish(transaction, who, in.wanted).map([&] {
      return present_wish(transaction, who, in.wanted);
    });
  };
  co_return co_await call.transact(std::move(work));
}

}  // namespace api
