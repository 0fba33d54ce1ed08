#pragma once
// What users are told by name, mailed to them through a mailbox of the company where they have not seen it for a minute.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "channel/channel.hpp"
#include "channel/channel_inbox.hpp"
#include "domain/inbox/inbox.hpp"
#include "domain/notification/alert_mail.hpp"
#include "domain/rights/rights.hpp"
#include "store/transaction.hpp"

namespace workflow {

// Whether the asker wants such mail: until they say no, they do. Failure `forbidden` for a token, which is nobody.
[[nodiscard]] base::Result<bool> wants_alert_mail(store::Reading& reading, const rights::Principal& who);
base::Result<void> set_alert_mail_wish(store::Transaction& transaction, const rights::Principal& who, bool wanted);

// One mail, claimed: no other server sends it for a few minutes.
struct TakenAlertMail {
  notification::AlertMail mail;
  inbox::Inbox through;
  channel::OutboundMessage message;
};
// Those that are due, `limit` at most; what was seen in the meantime, is too old or is for nobody any more is dropped.
struct TakenAlertMails {
  std::vector<TakenAlertMail> items;
  bool more = false;  // Look again at once.
};
// `public_url`: where people reach this server, no slash; empty where that is not known.
[[nodiscard]] TakenAlertMails take_alert_mails(store::Transaction& transaction, const std::string& public_url,
                                               std::int64_t limit);
// What became of it. What may have been sent is not sent again.
void settle_alert_mail(store::Transaction& transaction, const notification::AlertMail& mail,
                       const channel::SendResult& result);

}  // namespace workflow
