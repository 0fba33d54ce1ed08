#pragma once
// A bot of Telegram at work.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include "base/secret.hpp"
#include "channel/channel_inbox.hpp"
#include "connectors/telegram/client.hpp"

namespace telegram {

enum class ReceiveBy { polling, webhook };
BOOST_DESCRIBE_ENUM(ReceiveBy, polling, webhook)

struct Settings {
  base::Secret token;
  std::optional<ReceiveBy> receive_by;  // Polling when left out: it needs no address that Telegram can reach.
  std::optional<std::string> api_url;   // Without a slash at its end.
  static std::map<std::string, std::string> help();
};
BOOST_DESCRIBE_STRUCT(Settings, (), (token, receive_by, api_url))

// What Telegram proves its calls with, made from the inbox's secret so that the secret itself stays here: 43 of
// [A-Za-z0-9_-], as setWebhook wants it.
[[nodiscard]] std::string webhook_token(std::string_view secret);

// "<bot>:<offset>:<seconds>": whose updates, the next one, and until when all of them were handed over.
struct Cursor {
  std::int64_t bot = 0;
  std::int64_t offset = 0;
  base::Time read_at{};
};
[[nodiscard]] std::string to_text(const Cursor& cursor);
// None where it is another bot's, or nobody's.
[[nodiscard]] std::optional<Cursor> parse_cursor(std::string_view text, std::int64_t bot);

class Inbox final : public channel::ChannelInbox {
 public:
  Inbox(const Settings& settings, const channel::ChannelServices& services);

  net::Task<base::Result<channel::ConnectedAccount>> connect() override;
  net::Task<base::Failure> receive(channel::ItemSink& sink /*outlives*/, std::string cursor) override;
  net::Task<channel::SendResult> send(channel::OutboundMessage message) override;
  net::Task<base::Result<void>> act(channel::ItemAction action) override;
  net::Task<base::Result<std::string>> fetch(channel::Attachment attachment, std::size_t max_bytes) override;

 private:
  net::Task<base::Result<void>> set_webhook();
  net::Task<base::Failure> poll(channel::ItemSink& sink /*outlives*/, Cursor cursor);
  net::Task<base::Failure> watch_webhook(channel::ItemSink& sink /*outlives*/);
  // Takes one list of updates; moves the cursor past it.
  net::Task<base::Result<void>> take(channel::ItemSink& sink /*outlives*/, boost::json::array updates,
                                     Cursor& cursor /*outlives*/);
  net::Task<base::Result<void>> tell_gap(channel::ItemSink& sink /*outlives*/, Cursor cursor);

  Settings settings_;
  channel::ChannelServices services_;
  Client client_;
  std::int64_t bot_ = 0;
  std::map<std::int64_t, std::int64_t> moved_;  // Groups that got another number, as far as we were told.
};

}  // namespace telegram
