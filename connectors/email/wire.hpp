#pragma once
// A mail → what the core takes in. Pure.
//
// A thread is named by a hash of its first mail's id. Our own message ids carry that name, so that an answer to one of our mails finds
// its thread even where a mail program drops the list of references. A subject never puts mails together.

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "channel/channel.hpp"
#include "channel/item.hpp"
#include "channel/mail/message.hpp"

namespace email {

// 24 letters of a to f and 0 to 9.
[[nodiscard]] std::string thread_of_root(std::string_view message_id);
// "heed.KEY.THREAD@example.com": of a mail of ours. `key` as OutboundMessage has it.
[[nodiscard]] std::string own_message_id(const std::string& key, const std::string& thread, std::string_view domain);
// Whether it is one of those, made for that address.
[[nodiscard]] bool is_own_message_id(std::string_view message_id, std::string_view own_address);
// The thread that a message id of ours names; none of others.
[[nodiscard]] std::optional<std::string> thread_in_id(std::string_view message_id);

[[nodiscard]] std::string thread_of(const mail::Message& message);

// What a report tells of a mail of ours that came back; none where the mail is no such report, or the other mail is none of
// ours. A report that it is only late is about nothing yet.
[[nodiscard]] std::optional<channel::DeliveryReport> read_report(const mail::Bounce& bounce, std::string_view own_address,
                                                                 base::Time at);

// `own_address`: what comes from there is our own word; "" for none. `arrived`: when the server took it; where that is not known,
// the time that it says itself, at most `now`. `rejected` for what is nobody's word to us: a report that a mail could not be delivered.
struct ReadMail {
  std::optional<channel::InboundItem> item;
  std::optional<channel::DeliveryReport> report;  // Instead: one of ours came back.
  bool is_late_note = false;                      // Instead: one of ours is late; its server goes on trying.
};
[[nodiscard]] base::Result<ReadMail> read_mail_or_report(std::string_view raw, std::string_view own_address,
                                                         std::optional<base::Time> arrived, base::Time now);
// The same where only items are wanted.
[[nodiscard]] base::Result<channel::InboundItem> read_mail(std::string_view raw, std::string_view own_address,
                                                           std::optional<base::Time> arrived, base::Time now);

}  // namespace email
