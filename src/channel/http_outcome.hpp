#pragma once
// What a platform's reply over HTTP means for a message: the same table for every connector, before the platform's own words.

#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "channel/channel_inbox.hpp"
#include "net/http_client.hpp"

namespace channel {

// Retry-After, in seconds or as a date (RFC 9110 §10.2.3), at most a day; none where there is none.
[[nodiscard]] std::optional<std::chrono::seconds> retry_after_of(const net::HttpReply& reply, base::Time now);

// Of a reply that is not a success (status 300 and above), or of none. `words`: what the platform says about it; may be empty.
// `repeatable`: the request may be repeated with the same key, so that a server's error is no harm.
[[nodiscard]] SendResult not_sent(const net::HttpReply& reply, const std::string& words, base::Time now, bool repeatable);
[[nodiscard]] SendResult not_sent(const net::HttpFailure& failure);
// A success that cannot be read.
[[nodiscard]] SendResult unreadable_answer(const std::string& platform);

// Of a reply that is not a success, for receiving and set-up: `unauthenticated` (401), `forbidden` (403), `rate_limited`
// with its time, `unavailable` (5xx), `not_found`, else `rejected`.
[[nodiscard]] base::Failure failure_of(const net::HttpReply& reply, const std::string& platform, const std::string& words,
                                       base::Time now);

}  // namespace channel
