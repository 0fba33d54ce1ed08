#pragma once
// Answers → requests of the Bot API, and what its replies to them mean. Pure.

#include <cstdint>
#include <optional>
#include <string>

#include <boost/json/value.hpp>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "channel/channel_inbox.hpp"
#include "net/http_client.hpp"

namespace telegram {

// https://core.telegram.org/bots/api#sendmessage, #sendphoto, #senddocument, #sending-files
inline constexpr std::int64_t kLongestText = 4096;
inline constexpr std::size_t kLongestCaption = 1024;
inline constexpr std::size_t kLargestPhoto = 10UL * 1024 * 1024;
inline constexpr std::size_t kLargestFile = 50UL * 1024 * 1024;
inline constexpr std::size_t kLargestAlbum = 10;

// A call of the API, without the address.
struct Call {
  std::string method;
  std::string content_type;
  std::string body;
  std::int64_t chat = 0;  // That it goes to.
};

// The one call that says all of the message. A failure is a sentence for the agent: what Telegram would never take.
// `moved` is the chat's new id where it has another one by now.
[[nodiscard]] base::Result<Call> to_call(const channel::OutboundMessage& message, std::uint64_t random,
                                         const std::function<std::int64_t(std::int64_t chat)>& moved);

// What the API says: https://core.telegram.org/bots/api#making-requests
struct Answer {
  bool ok = false;
  boost::json::value result;  // Of a good one.
  std::string description;    // Of a bad one: Telegram's words.
  std::optional<std::chrono::seconds> retry_after;
  std::optional<std::int64_t> migrate_to_chat_id;
};
// None where it is no answer of the Bot API, whatever its status.
[[nodiscard]] std::optional<Answer> parse_answer(const net::HttpReply& reply);

[[nodiscard]] channel::SendResult outcome_of(const net::HttpResult<net::HttpReply>& reply, base::Time now);

}  // namespace telegram
