#pragma once
// Rows of what users are to be told by mail, and of who wants that.

#include <cstdint>
#include <optional>
#include <vector>

#include "domain/notification/alert_mail.hpp"
#include "store/transaction.hpp"

namespace store {

// Where the organization tells by mail and the user did not say no.
void queue_alert_mail(Transaction& transaction, const notification::Notification& of, base::Time due_at);
// Of any organization, the earliest first.
[[nodiscard]] std::vector<notification::AlertMail> list_due_alert_mails(Reading& reading, base::Time until,
                                                                        std::int64_t limit);
// One more attempt, and due again at `again`; none where another server has it.
[[nodiscard]] std::optional<notification::AlertMail> take_alert_mail(Transaction& transaction,
                                                                     const notification::AlertMail& due, base::Time again);
void put_alert_mail_off(Transaction& transaction, const notification::AlertMail& mail, base::Time until);
void delete_alert_mail(Transaction& transaction, const notification::AlertMail& mail);

// None: they never said.
[[nodiscard]] std::optional<bool> find_alert_mail_wish(Reading& reading, ids::Organization organization, ids::User user);
void set_alert_mail_wish(Transaction& transaction, ids::Organization organization, ids::User user, bool wanted);

}  // namespace store
