#pragma once
// What a connector is: data about its channel, and functions over it. The core knows no channel by name.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>
#include <boost/json/value.hpp>

#include "base/result.hpp"
#include "channel/capabilities.hpp"
#include "channel/channel_inbox.hpp"
#include "channel/item.hpp"
#include "channel/oauth.hpp"
#include "net/http.hpp"

namespace channel {

// A request that a platform sent to an inbox's own address.
struct WebhookRequest {
  const net::Request& request;  // The body as it came: signatures are over its bytes.
  std::string_view secret;      // Of the inbox; raw bytes.
  base::Time now{};
};

// What a webhook held, and what of it cannot be taken in: the rest is not held up by that.
struct WebhookItems {
  std::vector<InboundItem> items;
  std::vector<UnreadableItem> unreadable;
  std::function<std::string(std::size_t)> raw_of;  // The bytes of an item, should the record refuse it.
  std::vector<DeliveryReport> reports;
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
  // What these settings, their secrets sealed, make of `capabilities`: an instance may have limits of its own, which
  // connect() found out and kept with them. Empty: nothing. Ask for them by capabilities_of().
  std::function<Capabilities(const boost::json::value& settings)> capabilities_with;
  // Why answers cannot leave with these settings, a sentence; "" when they can. Empty: they always can.
  std::function<std::string(const boost::json::value& settings)> why_no_reply;
  // For channels that call out, to receive or to send, else empty. Given settings that check_settings() has passed, with
  // their secrets. No I/O: a wrong setting is a Failure that names its field, a platform that is away is not.
  std::function<base::Result<std::unique_ptr<ChannelInbox>>(const boost::json::value& settings,
                                                            const ChannelServices& services)>
      open;
  // For channels whose inboxes are called at addresses of their own, else empty: "/ap/" for all below it, "/.well-known/webfinger" for that
  // one. Each inbox at work is asked in turn until one answers (ChannelInbox::answer).
  std::vector<std::string> serves;
  // For channels whose accounts can be signed in to in the browser, instead of typing what to sign in with.
  std::optional<OAuthSignIn> sign_in;
  // For channels that are told of items by webhook, else empty. The first proves that the platform sent it, before anything
  // of it is read; the second reads it. No I/O in either: the caller stores.
  std::function<base::Result<void>(const WebhookRequest& webhook)> verify_webhook;
  std::function<base::Result<WebhookItems>(const WebhookRequest& webhook)> read_webhook;
  // For `heed connector decode`: any payload that the platform gives, a webhook's body, a page of a list or an event of a
  // stream, without the proof. Empty: read_webhook reads it.
  std::function<base::Result<WebhookItems>(const std::string& payload, base::Time now)> decode;
  // One item that was unreadable when it came, once more.
  std::function<base::Result<InboundItem>(const std::string& raw, base::Time now)> read_item;
};

// Takes away what a channel that may not vouch says to prove who somebody is.
void drop_unvouched(const ChannelType& channel, InboundItem& item);

// Whether inboxes of this channel may answer at that path.
[[nodiscard]] bool serves_path(const ChannelType& channel, std::string_view path);
// Of an inbox of the channel, with the text of its settings as the record has it.
[[nodiscard]] Capabilities capabilities_of(const ChannelType& channel, const std::string& settings);

// Every connector that was linked in; generated from the folders of connectors/.
[[nodiscard]] std::vector<ChannelType> all_channel_types();

// None when no connector of that id is linked in.
[[nodiscard]] const ChannelType* find_channel(std::span<const ChannelType> channels, std::string_view id);

}  // namespace channel
