#pragma once
// What a connector is: data about its channel, and functions over it. The core knows no channel by name.

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>
#include <boost/json/value.hpp>

#include "base/result.hpp"
#include "channel/item.hpp"
#include "net/http.hpp"

namespace channel {

// What a channel can do; the composer, the clocks and the settings form are made from it.
struct Capabilities {
  std::optional<std::int64_t> text_limit;  // Code points in one message.
  bool is_public = false;                  // What is said there is seen by everyone.
  bool live = false;                       // The customer waits at the screen.
  bool can_reply = true;
  bool vouches = false;                  // What it says to prove who somebody is may be believed.
  std::int64_t first_response_s = 3600;  // Default target; mission R6.
};
BOOST_DESCRIBE_STRUCT(Capabilities, (), (text_limit, is_public, live, can_reply, vouches, first_response_s))

// A request that a platform sent to an inbox's own address.
struct WebhookRequest {
  const net::Request& request;  // The body as it came: signatures are over its bytes.
  std::string_view secret;      // Of the inbox; raw bytes.
  base::Time now{};
};

// What a webhook held, and what of it cannot be taken in: the rest is not held up by that.
struct WebhookItems {
  std::vector<InboundItem> items;
  struct Unreadable {
    std::string raw;
    std::string reason;
  };
  std::vector<Unreadable> unreadable;
  std::function<std::string(std::size_t)> raw_of;  // The bytes of an item, should the record refuse it.
};

struct ChannelType {
  std::string id;           // Also the folder's name.
  std::string name;         // As people know it.
  bool connectable = true;  // False for channels that only imports fill.
  // The customer reads our own record, on pages that we serve: what is stored is delivered. The settings of such a channel
  // have `greeting` (text) and `sites` (origins that may show the page in a frame).
  bool visitors_here = false;
  Capabilities capabilities;
  boost::json::value settings_schema;  // Of the described Settings struct; the form is made from it.
  // Checks settings and gives them back as they are to be kept. No I/O: a wrong setting is a Failure that names its
  // field, a platform that is away is not.
  std::function<base::Result<boost::json::value>(const boost::json::value& settings)> check_settings;
  // For channels that are told of items by webhook, else empty. The first proves that the platform sent it, before anything
  // of it is read; the second reads it. No I/O in either: the caller stores.
  std::function<base::Result<void>(const WebhookRequest& webhook)> verify_webhook;
  std::function<base::Result<WebhookItems>(const WebhookRequest& webhook)> read_webhook;
  // One item that was unreadable when it came, once more.
  std::function<base::Result<InboundItem>(const std::string& raw, base::Time now)> read_item;
};

// Takes away what a channel that may not vouch says to prove who somebody is.
void drop_unvouched(const ChannelType& channel, InboundItem& item);

// Every connector that was linked in; generated from the folders of connectors/.
[[nodiscard]] std::vector<ChannelType> all_channel_types();

// None when no connector of that id is linked in.
[[nodiscard]] const ChannelType* find_channel(std::span<const ChannelType> channels, std::string_view id);

}  // namespace channel
