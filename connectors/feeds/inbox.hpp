#pragma once
// A feed at work: asked for politely, and read when it changed.

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include <boost/describe/class.hpp>

#include "channel/channel_inbox.hpp"
#include "connectors/feeds/feed.hpp"
#include "connectors/feeds/wire.hpp"

namespace feeds {

struct Settings {
  std::string url;
  std::optional<std::int64_t> every_minutes;  // 5 to 1,440; as the feed asks, or 15, when left out.
  std::optional<std::int64_t> past_days;      // 0 to 365; 7 when left out.
  static std::map<std::string, std::string> help();
};
BOOST_DESCRIBE_STRUCT(Settings, (), (url, every_minutes, past_days))

class Inbox final : public channel::ChannelInbox {
 public:
  Inbox(Settings settings, const channel::ChannelServices& services);

  net::Task<base::Result<channel::ConnectedAccount>> connect() override;
  net::Task<base::Failure> receive(channel::ItemSink& sink /*outlives*/, std::string cursor) override;
  net::Task<channel::SendResult> send(channel::OutboundMessage message) override;
  net::Task<base::Result<std::string>> fetch(channel::Attachment attachment, std::size_t max_bytes) override;

 private:
  // What the server has now: nothing where it is as the cursor says.
  net::Task<base::Result<std::optional<Feed>>> ask(Cursor& cursor /*outlives*/);
  [[nodiscard]] std::chrono::milliseconds pause() const;

  Settings settings_;
  channel::ChannelServices services_;
  std::chrono::minutes asked_pause_{0};  // By the feed; 0 where it says nothing.
};

}  // namespace feeds
