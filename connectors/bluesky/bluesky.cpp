#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <boost/json/value.hpp>

#include "base/json/decode.hpp"
#include "base/text.hpp"
#include "channel/channel.hpp"
#include "channel/fetch_url.hpp"
#include "channel/settings.hpp"
#include "connectors/bluesky/client.hpp"
#include "connectors/bluesky/errors.hpp"
#include "connectors/bluesky/json_at.hpp"
#include "connectors/bluesky/live_source.hpp"
#include "connectors/bluesky/receiver.hpp"
#include "connectors/bluesky/sender.hpp"
#include "connectors/bluesky/settings.hpp"
#include "connectors/bluesky/wire.hpp"
#include "net/url.hpp"

namespace bluesky {
namespace {

using base::FailureKind;

constexpr std::int64_t kSlowestPoll = 300;

tl::unexpected<base::Failure> refuse(const char* field, const char* why) {
  return base::fail(FailureKind::invalid, std::string(field) + ": " + why, field);
}

// As people write it: "@Care.Example.com ".
std::string plain_handle(std::string_view handle) {
  handle = base::trim(handle);
  if (handle.starts_with('@')) handle.remove_prefix(1);
  return base::to_lower_ascii(handle);
}

bool is_service_name(const std::string& name) { return name.starts_with("did:") && name.find('#') != std::string::npos; }

base::Result<Settings> read_settings(const boost::json::value& in) {
  auto decoded = base::decode<Settings>(in);
  if (!decoded) return base::pass_on(std::move(decoded.error()));
  Settings settings = *std::move(decoded);
  settings.handle = plain_handle(settings.handle);
  settings.app_password = base::Secret(std::string(base::trim(settings.app_password.reveal())));
  if (settings.handle.find('.') == std::string::npos && !settings.handle.starts_with("did:"))
    return refuse("handle", "expected a whole handle, such as care.example.com");
  if (settings.handle.find_first_of(" \t\r\n/") != std::string::npos) return refuse("handle", "it has blanks or slashes");
  if (settings.app_password.empty()) return refuse("app_password", "missing");
  if (settings.service) {
    const auto url = net::parse_url(base::trim(*settings.service));
    if (!url || url->target != "/")
      return refuse("service", "expected an address such as https://bsky.social, without a path");
    settings.service = url->origin();
  }
  if (settings.live && base::trim(*settings.live).empty()) settings.live.reset();
  if (settings.live) {
    const auto source = parse_live_source(*settings.live);
    if (!source) return refuse("live", source.error().message.c_str());
    settings.live = source->url;
  }
  const auto poll = settings.poll_seconds.value_or(1);
  if (poll < 1 || poll > kSlowestPoll) return refuse("poll_seconds", "from 1 to 300");
  if (!is_service_name(settings.chat_service.value_or(kDefaultChatService)))
    return refuse("chat_service", "expected a DID with the name of its service, such as did:web:api.bsky.chat#bsky_chat");
  return settings;
}

// Where the app view shows the picture from; "" where it no longer does.
std::string address_in(const boost::json::array& posts, const std::string& picture) {
  channel::InboundBatch shown;
  for (const auto& post : posts) read_post(post, {}, {}, shown);
  for (const auto& item : shown.items) {
    const auto found = std::ranges::find(item.attachments, picture, &channel::Attachment::external_id);
    if (found != item.attachments.end()) return found->url;
  }
  return {};
}

class Inbox final : public channel::ChannelInbox {
 public:
  Inbox(Settings settings, const channel::ChannelServices& services)
      : settings_(std::move(settings)), services_(services), client_(settings_, services), sender_(client_, settings_) {}

  net::Task<base::Result<channel::ConnectedAccount>> connect() override {
    if (auto ready = co_await client_.sign_in(); !ready) co_return base::pass_on(std::move(ready.error()));
    // Proves that it is a server for people's posts and not only one of the protocol.
    const auto profile = co_await client_.get({"app.bsky.actor.getProfile", {{"actor", client_.did()}}});
    if (!profile) co_return base::pass_on(profile.error());
    auto found = settings_;
    if (settings_.chat.value_or(true)) {
      const auto log = co_await client_.get({"chat.bsky.convo.getLog", {}, Service::chat});
      if (!log && settings_.chat && is_without_chat(log.error())) {
        co_return base::fail(FailureKind::forbidden, log.error().message + " Or leave direct messages out.", "chat");
      }
      if (!settings_.chat) found.chat = log || !is_without_chat(log.error());
    }
    channel::ConnectedAccount account;
    account.external_id = client_.did();
    account.handle = "@" + client_.handle();
    account.name = text_at(*profile, "displayName");
    account.settings = channel::settings_value(found);
    co_return account;
  }

  net::Task<base::Failure> receive(channel::ItemSink& sink /*outlives*/, std::string cursor) override {
    Receiver receiver(client_, settings_, services_, sink, cursor);
    co_return co_await receiver.run();
  }

  net::Task<channel::SendResult> send(channel::OutboundMessage message) override { return sender_.send(std::move(message)); }
  net::Task<channel::SendResult> find_sent(channel::OutboundMessage message) override {
    return sender_.find_sent(std::move(message));
  }
  net::Task<base::Result<void>> act(channel::ItemAction action) override { return sender_.act(std::move(action)); }

  // A notification does not say where a picture is.
  net::Task<base::Result<std::string>> fetch(channel::Attachment attachment, std::size_t max_bytes) override {
    if (attachment.url.empty()) {
      const std::string post = read_blob_name(attachment.external_id).post_uri;
      const auto answer = co_await client_.get({"app.bsky.feed.getPosts", {{"uris", post}}});
      if (!answer) co_return base::pass_on(answer.error());
      attachment.url = address_in(list_at(*answer, "posts"), attachment.external_id);
    }
    co_return co_await channel::fetch_url(services_.http, std::move(attachment), max_bytes);
  }

 private:
  Settings settings_;
  channel::ChannelServices services_;
  Client client_;
  Sender sender_;
};

}  // namespace
}  // namespace bluesky

channel::ChannelType bluesky_channel() {
  using channel::ActionKind;
  channel::ChannelType type;
  type.id = "bluesky";
  type.name = "Bluesky";
  auto& capabilities = type.capabilities;
  capabilities.text_limit = 300;
  capabilities.text_unit = channel::TextUnit::graphemes;
  capabilities.is_public = true;
  capabilities.first_response_s = 3600;  // Mission R6: on social media an answer is expected within 60 minutes.
  capabilities.resending = channel::Resending::same_key;
  capabilities.can_look_up = true;
  capabilities.actions = {ActionKind::like,    ActionKind::unlike, ActionKind::share,
                          ActionKind::unshare, ActionKind::remove, ActionKind::mark_read};
  capabilities.files = 4;
  capabilities.file_bytes = 1'000'000;
  capabilities.file_types = {"image/"};
  capabilities.private_files = false;
  type.settings_schema = channel::settings_schema<bluesky::Settings>();
  type.check_settings = [](const boost::json::value& in) -> base::Result<boost::json::value> {
    const auto settings = bluesky::read_settings(in);
    if (!settings) return base::pass_on(settings.error());
    return channel::settings_value(*settings);
  };
  type.open = [](const boost::json::value& in,
                 const channel::ChannelServices& services) -> base::Result<std::unique_ptr<channel::ChannelInbox>> {
    auto settings = bluesky::read_settings(in);
    if (!settings) return base::pass_on(std::move(settings.error()));
    return std::make_unique<bluesky::Inbox>(*std::move(settings), services);
  };
  type.decode = bluesky::decode;
  type.read_item = bluesky::read_item;
  return type;
}
