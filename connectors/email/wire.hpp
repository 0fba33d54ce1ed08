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

// `own_address`: what comes from there is our own word; "" for none. `arrived`: when the server took it; where that is not known,
// the time that it says itself, at most `now`. `rejected` for what is nobody's word to us: a report that a mail could not be delivered.
[[nodiscard]] base::Result<channel::InboundItem> read_mail(std::string_view raw, std::string_view own_address,
                                                           std::optional<base::Time> arrived, base::Time now);

}  // namespace email
