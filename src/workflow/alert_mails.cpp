#include "workflow/alert_mails.hpp"

#include <chrono>
#include <optional>
#include <utility>

#include "domain/notification/retry.hpp"
#include "store/alert_mail_store.hpp"
#include "store/inbox_store.hpp"
#include "store/notification_store.hpp"
#include "store/organization_store.hpp"
#include "store/user_store.hpp"
#include "workflow/told_about.hpp"

namespace workflow {
namespace {

using base::FailureKind;
using notification::AlertMail;

constexpr std::chrono::minutes kClaim{5};  // Longer than an attempt lasts.

base::Result<ids::User> user_of(const rights::Principal& who) {
  if (!who.user_id) return base::fail(FailureKind::forbidden, "A token is nobody's: only a user is told things by name.");
  return *who.user_id;
}

std::optional<inbox::Inbox> mailbox_of(store::Reading& reading, ids::Organization organization) {
  const auto settings = store::find_ladder_settings(reading, organization);
  if (!settings || !settings->mail_inbox_id) return std::nullopt;
  return store::find_inbox(reading, organization, *settings->mail_inbox_id);
}

channel::OutboundMessage message_of(const notification::Notification& notice, const rights::User& user,
                                    const notification::Letter& letter, base::Time now) {
  channel::OutboundMessage out;
  out.key = "alert-" + std::to_string(notice.id.value);
  out.text = letter.text;
  out.subject = letter.subject;
  out.recipient.external_id = user.email;
  out.recipient.name = user.name;
  out.written_at = now;
  out.is_automatic = true;
  return out;
}

// What is to be sent; none where there is nothing to say any more, or nobody to say it.
std::optional<TakenAlertMail> open_mail(store::Reading& reading, const AlertMail& mail, const std::string& public_url,
                                        base::Time now) {
  const auto notice = store::find_notification(reading, mail.organization_id, mail.notification_id);
  if (!notice || notice->seen_at || notice->taken_at || notice->made_at + notification::kMailKeeps < now)
    return std::nullopt;
  const auto user = store::find_user(reading, mail.organization_id, notice->user_id);
  if (!user || user->state != rights::UserState::active) return std::nullopt;
  auto mailbox = mailbox_of(reading, mail.organization_id);
  const auto organization = store::find_organization(reading, mail.organization_id);
  if (!mailbox || !organization) return std::nullopt;
  const auto about = told_about(reading, *user, *notice);
  const auto link = public_url.empty() ? "" : public_url + about.path;
  const auto letter = notification::letter_of(notice->cause, organization->language, about.name, link);
  return TakenAlertMail{mail, *std::move(mailbox), message_of(*notice, *user, letter, now)};
}

}  // namespace

base::Result<bool> wants_alert_mail(store::Reading& reading, const rights::Principal& who) {
  const auto user = user_of(who);
  if (!user) return base::pass_on(user.error());
  return store::find_alert_mail_wish(reading, who.organization_id, *user).value_or(true);
}

base::Result<void> set_alert_mail_wish(store::Transaction& transaction, const rights::Principal& who, bool wanted) {
  const auto user = user_of(who);
  if (!user) return base::pass_on(user.error());
  store::set_alert_mail_wish(transaction, who.organization_id, *user, wanted);
  return {};
}

TakenAlertMails take_alert_mails(store::Transaction& transaction, const std::string& public_url, std::int64_t limit) {
  TakenAlertMails out;
  const auto now = transaction.now();
  const auto due = store::list_due_alert_mails(transaction, now, limit);
  for (const auto& one : due) {
    const auto taken = store::take_alert_mail(transaction, one, now + kClaim);
    if (!taken) continue;
    if (auto mail = open_mail(transaction, *taken, public_url, now)) out.items.push_back(*std::move(mail));
    else store::delete_alert_mail(transaction, *taken);
  }
  out.more = static_cast<std::int64_t>(due.size()) == limit;
  return out;
}

void settle_alert_mail(store::Transaction& transaction, const AlertMail& mail, const channel::SendResult& result) {
  if (result.outcome != channel::SendOutcome::later) return store::delete_alert_mail(transaction, mail);
  const auto pause = notification::pause_after_try(mail.tries, result.retry_after);
  store::put_alert_mail_off(transaction, mail, transaction.now() + pause);
}

}  // namespace workflow
