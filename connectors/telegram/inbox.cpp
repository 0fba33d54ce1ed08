#include "connectors/telegram/inbox.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <utility>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "base/base64.hpp"
#include "base/json/decode.hpp"
#include "base/text.hpp"
#include "channel/hmac_sha256.hpp"
#include "channel/settings.hpp"
#include "connectors/telegram/payload.hpp"
#include "connectors/telegram/wire.hpp"
#include "net/sleep.hpp"

namespace telegram {
namespace {

using base::FailureKind;
using channel::ActionKind;
using channel::ItemSink;
using std::chrono::seconds;

// Updates: of 12 KB of words at most, or kMostRaw bytes; the intake takes 2 MiB of an inbox at a time.
constexpr int kAtOnce = 50;
constexpr std::size_t kMostRaw = 32UL * 1024;
constexpr seconds kPoll{50};                       // The longest that Telegram waits.
constexpr std::chrono::milliseconds kHurry{1000};  // Between two empty answers, should it not wait.
constexpr std::chrono::hours kMarked{1};           // How old the time in a stored cursor may get.
constexpr std::chrono::hours kKept{24};            // How long Telegram keeps updates.
constexpr std::chrono::minutes kWebhookChecked{5};
constexpr const char* kApi = "https://api.telegram.org";
constexpr const char* kLike = "👍";

struct WebhookInfo {
  std::string url;
  std::int64_t pending_update_count = 0;
  std::optional<std::int64_t> last_error_date;
  std::optional<std::string> last_error_message;
};
BOOST_DESCRIBE_STRUCT(WebhookInfo, (), (url, pending_update_count, last_error_date, last_error_message))

std::optional<std::int64_t> number_in(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::int64_t seconds_of(base::Time time) { return std::chrono::duration_cast<seconds>(time.time_since_epoch()).count(); }

// The number of the last update; none where one has no number, so that nobody can tell what was read.
std::optional<std::int64_t> last_of(const boost::json::array& updates) {
  std::optional<std::int64_t> last;
  for (const auto& one : updates) {
    const auto* object = one.if_object();
    const auto* id = object != nullptr ? object->if_contains("update_id") : nullptr;
    if (id == nullptr || !id->is_int64()) return std::nullopt;
    last = std::max(last.value_or(0), id->get_int64());
  }
  return last;
}

base::Failure not_readable(const char* what) {
  return {FailureKind::unavailable, std::string("Telegram's answer cannot be read: ") + what + ".", "", std::nullopt};
}

}  // namespace

std::map<std::string, std::string> Settings::help() {
  return {
      {"token",
       "The bot's token, like 123456789:AAF… Where to get it: write /newbot to @BotFather in Telegram, or /token for a bot that is there."},
      {"receive_by",
       "polling: Heed asks Telegram, and needs no address of its own. webhook: Telegram calls Heed, which needs a public https address on port 443, 80, 88 or "
       "8443."},
      {"api_url", "Only for a Bot API server of your own; https://api.telegram.org when left out."},
  };
}

std::string webhook_token(std::string_view secret) {
  const auto mac = channel::hmac_sha256(secret, {"X-Telegram-Bot-Api-Secret-Token"});
  return base::to_base64({reinterpret_cast<const char*>(mac.data()), mac.size()}, base::Base64::url);
}

std::string to_text(const Cursor& cursor /*outlives*/) {
  return std::to_string(cursor.bot) + ":" + std::to_string(cursor.offset) + ":" + std::to_string(seconds_of(cursor.read_at));
}

std::optional<Cursor> parse_cursor(std::string_view text, std::int64_t bot) {
  const auto parts = base::split(text, ':');
  if (parts.size() != 3) return std::nullopt;
  const auto owner = number_in(parts[0]);
  const auto offset = number_in(parts[1]);
  const auto read_s = number_in(parts[2]);
  if (owner != bot || !offset || !read_s) return std::nullopt;
  return Cursor{bot, *offset, base::Time(seconds(*read_s))};
}

Inbox::Inbox(const Settings& settings, const channel::ChannelServices& services)
    : settings_(settings),
      services_(services),
      client_(services, settings.api_url.value_or(kApi), settings.token),
      bot_(chat_of_thread(base::split(settings.token.reveal(), ':').front()).value_or(0)) {}

net::Task<base::Result<channel::ConnectedAccount>> Inbox::connect() {
  const auto found = co_await client_.ask("getMe", {});
  if (!found) co_return base::pass_on(found.error());
  const auto decoded = base::decode<payload::User>(*found, base::UnknownMembers::ignore);
  if (!decoded) co_return base::pass_on(not_readable(decoded.error().message.c_str()));
  const payload::User& me = *decoded;
  if (settings_.receive_by == ReceiveBy::webhook) {
    // Where the inbox has no address yet, receive() sets the webhook.
    if (!services_.webhook_url.empty()) {
      if (auto set = co_await set_webhook(); !set) co_return base::pass_on(set.error());
    }
  } else if (auto gone = co_await client_.ask("deleteWebhook", {}); !gone) {
    co_return base::pass_on(gone.error());
  }
  channel::ConnectedAccount account;
  account.external_id = std::to_string(me.id);
  account.handle = me.username ? "@" + *me.username : "";
  account.name = me.first_name;
  account.settings = channel::settings_value(settings_);
  co_return account;
}

net::Task<base::Result<void>> Inbox::set_webhook() {
  boost::json::object parameters{{"url", services_.webhook_url},
                                 {"secret_token", webhook_token(services_.webhook_secret)},
                                 {"allowed_updates", allowed_updates()}};
  const auto set = co_await client_.ask("setWebhook", std::move(parameters));
  if (!set) co_return base::pass_on(set.error());
  co_return base::Result<void>();
}

net::Task<base::Failure> Inbox::receive(ItemSink& sink /*outlives*/, std::string cursor) {
  if (settings_.receive_by == ReceiveBy::webhook) co_return co_await watch_webhook(sink);
  const auto stored = parse_cursor(cursor, bot_);
  if (stored) {
    if (auto told = co_await tell_gap(sink, *stored); !told) co_return std::move(told.error());
  }
  co_return co_await poll(sink, stored.value_or(Cursor{bot_, 0, services_.clock.now()}));
}

net::Task<base::Result<void>> Inbox::tell_gap(ItemSink& sink /*outlives*/, Cursor cursor) {
  const auto kept_since = services_.clock.now() - kKept;
  if (cursor.read_at >= kept_since) co_return base::Result<void>();
  channel::Gap gap;
  gap.from = cursor.read_at;
  gap.to = kept_since;
  gap.reason =
      "Telegram keeps what was said for 24 hours. What was said to the bot before that, while it was not connected, is lost.";
  co_return co_await sink.report(std::move(gap));
}

net::Task<base::Failure> Inbox::poll(ItemSink& sink /*outlives*/, Cursor cursor) {
  seconds patience{0};  // The first time, so that it shows at once whether we are connected.
  auto stored_at = cursor.read_at;
  for (;;) {
    const auto asked_at = services_.clock.now();
    boost::json::object parameters{{"offset", cursor.offset},
                                   {"limit", kAtOnce},
                                   {"timeout", patience.count()},
                                   {"allowed_updates", allowed_updates()}};
    auto answer = co_await client_.ask("getUpdates", std::move(parameters), patience);
    if (!answer) co_return std::move(answer.error());
    auto* updates = answer->if_array();
    if (updates == nullptr) co_return not_readable("it is no list of updates");
    const auto now = services_.clock.now();
    cursor.read_at = now;
    const bool is_empty = updates->empty();
    if (!is_empty || now - stored_at >= kMarked) {
      if (auto taken = co_await take(sink, std::move(*updates), cursor); !taken) co_return std::move(taken.error());
      stored_at = now;
    }
    if (is_empty || patience.count() == 0) sink.connected();
    if (is_empty && patience.count() > 0 && now - asked_at < kHurry) co_await net::sleep_for(kHurry);
    patience = kPoll;
  }
}

net::Task<base::Result<void>> Inbox::take(ItemSink& sink /*outlives*/, boost::json::array updates,
                                          Cursor& cursor /*outlives*/) {
  if (!updates.empty()) {
    const auto last = last_of(updates);
    if (!last) co_return base::pass_on(not_readable("an update without a number"));
    cursor.offset = *last + 1;
  }
  auto read = read_updates(updates, services_.clock.now());
  std::vector<std::string> presses;
  for (const auto& item : read.items) {
    if (auto press = press_of(item)) presses.push_back(*std::move(press));
  }
  channel::InboundBatch batch;
  batch.items = std::move(read.items);
  batch.unreadable = std::move(read.unreadable);
  for (auto& one : batch.unreadable) one.raw.resize(std::min(one.raw.size(), kMostRaw));
  batch.cursor = to_text(cursor);
  if (auto stored = co_await sink.take(std::move(batch)); !stored) co_return base::pass_on(stored.error());
  // Ends the waiting sign on the button; whether that is still wanted does not matter to us.
  for (auto& press : presses) {
    boost::json::object parameters{{"callback_query_id", std::move(press)}};
    (void)co_await client_.ask("answerCallbackQuery", std::move(parameters));
  }
  co_return base::Result<void>();
}

net::Task<base::Failure> Inbox::watch_webhook(ItemSink& sink /*outlives*/) {
  if (services_.webhook_url.empty()) {
    co_return base::Failure{FailureKind::invalid,
                            "Telegram cannot call this server: it has no public https address. Receive by polling instead.",
                            "receive_by", std::nullopt};
  }
  if (auto set = co_await set_webhook(); !set) co_return std::move(set.error());
  const auto set_s = seconds_of(services_.clock.now());
  for (;;) {
    sink.connected();
    co_await net::sleep_for(kWebhookChecked);
    const auto answer = co_await client_.ask("getWebhookInfo", {});
    if (!answer) co_return answer.error();
    const auto info = base::decode<WebhookInfo>(*answer, base::UnknownMembers::ignore);
    if (!info) co_return not_readable(info.error().message.c_str());
    if (info->url != services_.webhook_url)
      co_return base::Failure{FailureKind::conflict,
                              "Another program has given this bot a webhook of its own, or taken ours away.", "",
                              std::nullopt};
    if (info->pending_update_count > 0 && info->last_error_date.value_or(0) > set_s) {
      co_return base::Failure{
          FailureKind::unavailable,
          "Telegram cannot deliver to this server: " + info->last_error_message.value_or("no reason given") + ". " +
              std::to_string(info->pending_update_count) + " messages wait there.",
          "", std::nullopt};
    }
  }
}

net::Task<channel::SendResult> Inbox::send(channel::OutboundMessage message) {
  auto call = to_call(message, services_.random(), [this](std::int64_t chat) {
    const auto found = moved_.find(chat);
    return found == moved_.end() ? chat : found->second;
  });
  if (!call) {
    channel::SendResult refused;
    refused.outcome = channel::SendOutcome::refused;
    refused.reason = call.error().message;
    co_return refused;
  }
  const auto chat = call->chat;
  const auto reply = co_await client_.post(*std::move(call));
  if (reply) {
    const auto answer = parse_answer(*reply);
    if (answer && answer->migrate_to_chat_id) moved_[chat] = *answer->migrate_to_chat_id;
  }
  co_return outcome_of(reply, services_.clock.now());
}

net::Task<base::Result<void>> Inbox::act(channel::ItemAction action) {
  const auto place = parse_id(action.external_id);
  if (!place) co_return base::fail(FailureKind::invalid, "This is no message of Telegram.", "external_id");
  boost::json::object parameters{{"chat_id", place->chat}};
  std::string method = "setMessageReaction";
  if (action.kind == ActionKind::remove) {
    method = "deleteMessages";
    boost::json::array ids{place->message};
    for (const auto other : parse_context(action.context).album) ids.emplace_back(other);
    parameters["message_ids"] = std::move(ids);
  } else if (action.kind == ActionKind::like || action.kind == ActionKind::unlike) {
    parameters["message_id"] = place->message;
    boost::json::array reaction;
    if (action.kind == ActionKind::like) reaction.push_back(boost::json::object{{"type", "emoji"}, {"emoji", kLike}});
    parameters["reaction"] = std::move(reaction);
  } else {
    co_return base::fail(FailureKind::invalid, "Bots cannot do that to a message.", "kind");
  }
  const auto done = co_await client_.ask(std::move(method), std::move(parameters));
  if (!done) co_return base::pass_on(done.error());
  co_return base::Result<void>();
}

net::Task<base::Result<std::string>> Inbox::fetch(channel::Attachment attachment, std::size_t max_bytes) {
  co_return co_await client_.download(attachment.external_id, max_bytes);
}

}  // namespace telegram
