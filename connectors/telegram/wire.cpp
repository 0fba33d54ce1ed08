#include "connectors/telegram/wire.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "base/blank.hpp"
#include "base/json/decode.hpp"
#include "base/text.hpp"
#include "connectors/telegram/content.hpp"
#include "connectors/telegram/payload.hpp"

namespace telegram {
namespace {

using base::FailureKind;
using channel::Author;
using channel::InboundItem;
using channel::ItemKind;
using MaybeItem = std::optional<InboundItem>;

constexpr std::array kAllowed = {"message",        "edited_message", "channel_post",     "edited_channel_post",
                                 "my_chat_member", "chat_member",    "message_reaction", "callback_query"};
// Reactions that are no approval.
constexpr std::array<std::string_view, 14> kDislikes = {"👎", "🤬", "🤮", "💩", "🤡", "🖕", "😡",
                                                        "😢", "😭", "💔", "🤨", "😐", "🥱", "😨"};
constexpr std::string_view kPress = "/press/";

base::Time at(std::int64_t seconds, base::Time now) {
  // What no clock of theirs can have said is taken as now, before it is multiplied.
  const auto now_s = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
  return seconds <= 0 || seconds > now_s ? now : base::Time(std::chrono::seconds(seconds));
}

std::string at_sign(const std::optional<std::string>& username) { return username ? "@" + *username : ""; }

Author to_author(const payload::User& user) {
  Author author;
  author.external_id = std::to_string(user.id);
  author.handle = at_sign(user.username);
  author.name = user.first_name + (user.last_name ? " " + *user.last_name : "");
  author.language = user.language_code.value_or("");
  return author;
}

Author to_author(const payload::Chat& chat) {
  Author author;
  author.external_id = std::to_string(chat.id);
  author.handle = at_sign(chat.username);
  author.name = chat.title.value_or("");
  return author;
}

bool is_private(const payload::Chat& chat) { return chat.type == "private"; }

// A channel's posts, their copies above the comments, and a group's nameless administrators: the company itself.
bool is_own(const payload::Message& message) {
  if (message.chat.type == "channel") return true;
  return message.is_automatic_forward.value_or(false) || (message.sender_chat && message.sender_chat->id == message.chat.id);
}

Author author_of(const payload::Message& message) {
  if (message.sender_chat) return to_author(*message.sender_chat);
  return message.from ? to_author(*message.from) : to_author(message.chat);
}

void set_thread(InboundItem& item, const payload::Message& message) {
  if (is_private(message.chat)) {
    item.thread_key = std::to_string(message.chat.id);
  } else if (message.is_topic_message.value_or(false) && message.message_thread_id) {
    item.thread_key = std::to_string(message.chat.id) + "/topic/" + std::to_string(*message.message_thread_id);
    item.context = to_text({message.message_thread_id, {}});
  } else {
    item.by_replies = true;
  }
  const auto& parent = message.reply_to_message;
  if (parent && !parent->forum_topic_created && parent->chat.id == message.chat.id)
    item.parent_external_id = make_id(message.chat.id, parent->message_id);
  else if (!parent && item.by_replies && message.message_thread_id)
    item.parent_external_id = make_id(message.chat.id, *message.message_thread_id);
}

// Pressing Start says nothing yet: like following a page.
bool is_start(const payload::Message& message) {
  const std::string_view text = message.text ? std::string_view(*message.text) : std::string_view();
  return is_private(message.chat) && (text == "/start" || text.starts_with("/start "));
}

MaybeItem to_item(const payload::Message& message, base::Time now) {
  InboundItem item;
  item.external_id = make_id(message.chat.id, message.message_id);
  item.author = author_of(message);
  item.own = is_own(message);
  item.is_automatic = !message.sender_chat && message.from && message.from->is_bot.value_or(false);
  item.is_public = !is_private(message.chat);
  item.said_at = at(message.date, now);
  if (is_start(message)) {
    item.kind = ItemKind::follow;
    return item;
  }
  item.text = text_of(message);
  item.attachments = attachments_of(message);
  if (base::is_blank(item.text) && item.attachments.empty()) return std::nullopt;  // Nobody's words.
  set_thread(item, message);
  return item;
}

MaybeItem to_edit(const payload::Message& message, std::int64_t update_id, base::Time now) {
  auto item = to_item(message, now);
  if (!item || item->kind != ItemKind::message) return std::nullopt;
  item->kind = ItemKind::edit;
  item->target_external_id = std::exchange(item->external_id, item->external_id + "/edit/" + std::to_string(update_id));
  item->said_at = at(message.edit_date.value_or(message.date), now);
  return item;
}

bool likes(const std::vector<payload::Reaction>& reactions) {
  return std::ranges::any_of(reactions, [](const auto& one) {
    return !one.emoji || std::ranges::find(kDislikes, std::string_view(*one.emoji)) == kDislikes.end();
  });
}

// A change from one approving reaction to another is no news.
MaybeItem to_item(const payload::ReactionChange& change, std::int64_t update_id, base::Time now) {
  const bool before = likes(change.old_reaction);
  const bool after = likes(change.new_reaction);
  if (before == after) return std::nullopt;
  InboundItem item;
  item.kind = after ? ItemKind::like : ItemKind::unlike;
  item.target_external_id = make_id(change.chat.id, change.message_id);
  item.external_id = item.target_external_id + "/reaction/" + std::to_string(update_id);
  if (change.user) item.author = to_author(*change.user);
  else if (change.actor_chat) item.author = to_author(*change.actor_chat);
  item.is_public = !is_private(change.chat);
  item.said_at = at(change.date, now);
  return item;
}

bool is_in(const payload::Member& member) {
  if (member.status == "restricted") return member.is_member.value_or(false);
  return member.status != "left" && member.status != "kicked";
}

// What happens to us in a private chat is the customer's doing: they block the bot, or take it back. What happens to others
// is that they come and go.
MaybeItem to_item(const payload::MemberChange& change, bool is_us, std::int64_t update_id, base::Time now) {
  const bool after = is_in(change.new_chat_member);
  if (is_in(change.old_chat_member) == after || is_us != is_private(change.chat)) return std::nullopt;
  InboundItem item;
  if (is_us) item.kind = after ? ItemKind::unblock : ItemKind::block;
  else item.kind = after ? ItemKind::follow : ItemKind::unfollow;
  item.author = to_author(is_us ? change.from : change.new_chat_member.user.value_or(change.from));
  item.external_id = std::to_string(change.chat.id) + "/member/" + std::to_string(update_id);
  item.is_public = !is_us;
  item.said_at = at(change.date, now);
  return item;
}

std::string label_of(const payload::Press& press) {
  const std::string data = press.data.value_or("");
  const auto keyboard = press.message ? press.message->reply_markup : std::nullopt;
  for (const auto& row : keyboard.value_or(payload::Keyboard{}).inline_keyboard) {
    for (const auto& button : row) {
      if (button.callback_data == data) return button.text;
    }
  }
  return data;
}

MaybeItem to_item(const payload::Press& press, base::Time now) {
  if (!press.message) return std::nullopt;  // Under a message of somebody else.
  const auto& message = *press.message;
  InboundItem item;
  item.text = label_of(press);
  if (base::is_blank(item.text)) return std::nullopt;
  set_thread(item, message);
  item.external_id = std::to_string(message.chat.id) + std::string(kPress) + press.id;
  item.parent_external_id = make_id(message.chat.id, message.message_id);
  item.author = to_author(press.from);
  item.is_public = !is_private(message.chat);
  item.said_at = now;
  return item;
}

MaybeItem to_item(const payload::Update& update, base::Time now) {
  const auto id = update.update_id;
  if (update.message) return to_item(*update.message, now);
  if (update.channel_post) return to_item(*update.channel_post, now);
  if (update.edited_message) return to_edit(*update.edited_message, id, now);
  if (update.edited_channel_post) return to_edit(*update.edited_channel_post, id, now);
  if (update.message_reaction) return to_item(*update.message_reaction, id, now);
  if (update.my_chat_member) return to_item(*update.my_chat_member, true, id, now);
  if (update.chat_member) return to_item(*update.chat_member, false, id, now);
  if (update.callback_query) return to_item(*update.callback_query, now);
  return std::nullopt;
}

base::Result<MaybeItem> to_item(const boost::json::value& raw, base::Time now) {
  const auto update = base::decode<payload::Update>(raw, base::UnknownMembers::ignore);
  if (!update) return base::pass_on(update.error());
  return to_item(*update, now);
}

std::optional<std::int64_t> number_in(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

boost::json::array allowed_updates() {
  boost::json::array out;
  for (const char* kind : kAllowed) out.emplace_back(kind);
  return out;
}

channel::WebhookItems read_updates(const boost::json::array& updates, base::Time now) {
  channel::WebhookItems out;
  std::vector<boost::json::value> taken;
  for (const auto& raw : updates) {
    auto read = to_item(raw, now);
    if (!read) {
      out.unreadable.push_back({boost::json::serialize(raw), read.error().message});
      continue;
    }
    MaybeItem item = *std::move(read);
    if (!item) continue;
    out.items.push_back(*std::move(item));
    taken.push_back(raw);
  }
  out.raw_of = [taken = std::move(taken)](std::size_t index) { return boost::json::serialize(taken.at(index)); };
  return out;
}

base::Result<channel::WebhookItems> read_updates(std::string_view payload, base::Time now) {
  auto parsed = base::parse_json(payload);
  if (!parsed) return base::pass_on(parsed.error());
  if (const auto* list = parsed->if_array()) return read_updates(*list, now);
  const auto* object = parsed->if_object();
  if (object == nullptr) return base::fail(FailureKind::invalid, "expected an update, or a list of them");
  const auto* result = object->if_contains("result");
  if (result != nullptr && result->is_array()) return read_updates(result->get_array(), now);
  if (!object->contains("update_id")) return base::fail(FailureKind::invalid, "update_id: missing", "update_id");
  return read_updates(boost::json::array{*parsed}, now);
}

base::Result<InboundItem> read_update(const std::string& raw, base::Time now) {
  auto parsed = base::parse_json(raw);
  if (!parsed) return base::pass_on(parsed.error());
  auto read = to_item(*parsed, now);
  if (!read) return base::pass_on(read.error());
  MaybeItem item = *std::move(read);
  if (!item) return base::fail(FailureKind::not_found, "This update holds nothing that anybody said or did.");
  return *std::move(item);
}

std::optional<std::string> press_of(const InboundItem& item) {
  const auto place = item.external_id.find(kPress);
  if (place == std::string::npos) return std::nullopt;
  return item.external_id.substr(place + kPress.size());
}

std::string make_id(std::int64_t chat, std::int64_t message) { return std::to_string(chat) + "/" + std::to_string(message); }

std::optional<Place> parse_id(std::string_view external_id) {
  const auto slash = external_id.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto chat = number_in(external_id.substr(0, slash));
  const auto message = number_in(external_id.substr(slash + 1));
  if (!chat || !message) return std::nullopt;
  return Place{*chat, *message};
}

std::optional<std::int64_t> chat_of_thread(std::string_view thread_key) {
  return number_in(thread_key.substr(0, thread_key.find('/')));
}

std::string to_text(const Context& context) {
  std::string out = context.topic ? "topic=" + std::to_string(*context.topic) : "";
  for (const auto id : context.album) out += (out.empty() ? "album=" : ";album=") + std::to_string(id);
  return out;
}

Context parse_context(std::string_view text) {
  Context out;
  for (const auto part : base::split(text, ';')) {
    const auto equals = std::min(part.find('='), part.size());
    const auto number = number_in(part.substr(std::min(equals + 1, part.size())));
    if (!number) continue;
    if (part.starts_with("topic=")) out.topic = number;
    if (part.starts_with("album=")) out.album.push_back(*number);
  }
  return out;
}

}  // namespace telegram
