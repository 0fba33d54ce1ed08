#pragma once
// The platform's no, in plain words (https://docs.bsky.app; {"error": "ExpiredToken", "message": "Token has expired"}).

#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "channel/channel_inbox.hpp"
#include "net/http_client.hpp"

namespace bluesky {

struct XrpcError {
  std::string name;
  std::string message;
};
// Both empty where the reply has none, as a page of HTML.
[[nodiscard]] XrpcError read_error(const net::HttpReply& reply);

// The access token of the request is of no use any more; another one may be.
[[nodiscard]] bool is_stale_token(const net::HttpReply& reply);
// The record that was asked for is not there.
[[nodiscard]] bool is_gone(const net::HttpReply& reply);
// The app password may not be used for direct messages.
[[nodiscard]] bool is_without_chat(const base::Failure& failure);

[[nodiscard]] base::Failure failure_of(const net::HttpReply& reply, base::Time now);
[[nodiscard]] channel::SendResult not_sent(const net::HttpReply& reply, base::Time now, bool repeatable);
// Of what went wrong before anything was said.
[[nodiscard]] channel::SendResult not_sent(const base::Failure& failure);

}  // namespace bluesky
