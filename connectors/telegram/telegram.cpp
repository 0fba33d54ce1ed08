#include <algorithm>
#include <cctype>
#include <memory>
#include <string>
#include <string_view>

#include <sodium.h>
#include <boost/json/value.hpp>

#include "base/json/decode.hpp"
#include "channel/channel.hpp"
#include "channel/settings.hpp"
#include "connectors/telegram/inbox.hpp"
#include "connectors/telegram/outbound.hpp"
#include "connectors/telegram/wire.hpp"
#include "net/url.hpp"

namespace telegram {
namespace {

using base::FailureKind;

// "123456789:AAF…": the bot's number, and letters that are a secret.
bool is_token(std::string_view text) {
  const auto colon = text.find(':');
  const auto is_digit = [](unsigned char letter) { return std::isdigit(letter) != 0; };
  const auto is_letter = [](unsigned char letter) { return std::isalnum(letter) != 0 || letter == '_' || letter == '-'; };
  constexpr std::size_t kLongestNumber = 18;
  if (colon == std::string_view::npos || colon == 0 || colon > kLongestNumber || colon + 1 == text.size()) return false;
  return std::ranges::all_of(text.substr(0, colon), is_digit) && std::ranges::all_of(text.substr(colon + 1), is_letter);
}

base::Result<Settings> read_settings(const boost::json::value& given) {
  auto decoded = base::decode<Settings>(given);
  if (!decoded) return decoded;
  Settings settings = *std::move(decoded);
  if (!is_token(settings.token.reveal()))
    return base::fail(FailureKind::invalid, "token: expected a token as @BotFather gives it, like 123456789:AAF…", "token");
  if (settings.api_url) {
    auto& url = *settings.api_url;
    while (url.ends_with('/')) url.pop_back();
    const auto parsed = net::parse_url(url);
    if (!parsed) return base::fail(FailureKind::invalid, "api_url: " + parsed.error().message, "api_url");
  }
  settings.receive_by = settings.receive_by.value_or(ReceiveBy::polling);
  return settings;
}

base::Result<boost::json::value> check_settings(const boost::json::value& given) {
  const auto settings = read_settings(given);
  if (!settings) return base::pass_on(settings.error());
  return channel::settings_value(*settings);
}

base::Result<std::unique_ptr<channel::ChannelInbox>> open(const boost::json::value& given,
                                                          const channel::ChannelServices& services) {
  const auto settings = read_settings(given);
  if (!settings) return base::pass_on(settings.error());
  return std::make_unique<Inbox>(*settings, services);
}

base::Result<void> verify_webhook(const channel::WebhookRequest& webhook) {
  const auto given = webhook.request.header("X-Telegram-Bot-Api-Secret-Token");
  const std::string right = webhook_token(webhook.secret);
  if (given.size() == right.size() && sodium_memcmp(given.data(), right.data(), right.size()) == 0) return {};
  return base::fail(FailureKind::unauthenticated, "The secret token is not right.");
}

}  // namespace
}  // namespace telegram

channel::ChannelType telegram_channel() {
  channel::ChannelType type;
  type.id = "telegram";
  type.name = "Telegram";
  type.capabilities.text_limit = telegram::kLongestText;
  type.capabilities.text_unit = channel::TextUnit::utf16_units;
  type.capabilities.first_response_s = 300;  // Mission R6: of a messenger an answer is expected within 5 minutes.
  type.capabilities.actions = {channel::ActionKind::like, channel::ActionKind::unlike, channel::ActionKind::remove};
  type.capabilities.removes_others = true;  // In private chats, and in groups where the bot is an administrator.
  type.capabilities.acknowledges = true;
  type.capabilities.files = 10;  // Of an album.
  type.capabilities.file_bytes = 50LL * 1000 * 1000;
  type.settings_schema = channel::settings_schema<telegram::Settings>();
  type.check_settings = telegram::check_settings;
  type.open = telegram::open;
  type.verify_webhook = telegram::verify_webhook;
  type.read_webhook = [](const channel::WebhookRequest& webhook) {
    return telegram::read_updates(webhook.request.body, webhook.now);
  };
  type.decode = [](const std::string& payload, base::Time now) { return telegram::read_updates(payload, now); };
  type.read_item = telegram::read_update;
  return type;
}
