#pragma once
// Updates of the Bot API → items. Pure. An update is one item or none; ids are made so that they stay the same however often
// and on whichever way (polling, webhook) it comes:
//
//   message     <chat>/<message_id>
//   edit        <chat>/<message_id>/edit/<update_id>, likewise /reaction/ and /member/
//   a button    <chat>/press/<callback_query id>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json/value.hpp>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "channel/channel.hpp"

namespace telegram {

// The kinds of update that we ask for.
[[nodiscard]] boost::json::array allowed_updates();

// One update, a list of them, or the answer of getUpdates.
[[nodiscard]] base::Result<channel::WebhookItems> read_updates(std::string_view payload, base::Time now);
[[nodiscard]] channel::WebhookItems read_updates(const boost::json::array& updates, base::Time now);
// `not_found` where the update holds nothing for us.
[[nodiscard]] base::Result<channel::InboundItem> read_update(const std::string& raw, base::Time now);

// The id of a callback query that became an item, to be confirmed; none for other items.
[[nodiscard]] std::optional<std::string> press_of(const channel::InboundItem& item);

// Where a message is; none where an id is not one of ours.
struct Place {
  std::int64_t chat = 0;
  std::int64_t message = 0;
};
[[nodiscard]] std::optional<Place> parse_id(std::string_view external_id);
[[nodiscard]] std::string make_id(std::int64_t chat, std::int64_t message);
// The chat that a thread's key names.
[[nodiscard]] std::optional<std::int64_t> chat_of_thread(std::string_view thread_key);

// InboundItem::context and SendResult::context.
struct Context {
  std::optional<std::int64_t> topic;  // Of a forum.
  std::vector<std::int64_t> album;    // The other messages of an album of ours.
};
[[nodiscard]] std::string to_text(const Context& context);
[[nodiscard]] Context parse_context(std::string_view text);

}  // namespace telegram
