#include "connectors/mastodon/wire.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "base/json/decode.hpp"
#include "base/json/encode.hpp"
#include "base/text.hpp"
#include "channel/text_measure.hpp"
#include "connectors/mastodon/event_stream.hpp"
#include "connectors/mastodon/text.hpp"

namespace mastodon {
namespace {

using base::FailureKind;
using channel::InboundItem;
using channel::ItemKind;

constexpr std::size_t kMostItems = 10'000;    // Of one payload to decode.
constexpr std::size_t kLongestText = 20'000;  // Code points; some servers have no limit of their own.
constexpr std::size_t kLongestRaw = 100'000;  // Of what cannot be read.
constexpr std::size_t kLongestId = 500;       // Bytes.
constexpr std::size_t kLongestKept = 200;     // Code points of a content warning that is kept with the message.
constexpr std::chrono::seconds kLongestWait{24 * 3600};

struct MediaType {
  std::string_view ending;
  std::string_view type;
};
constexpr std::array<MediaType, 16> kMediaTypes{{{".jpg", "image/jpeg"},
                                                 {".jpeg", "image/jpeg"},
                                                 {".png", "image/png"},
                                                 {".gif", "image/gif"},
                                                 {".webp", "image/webp"},
                                                 {".avif", "image/avif"},
                                                 {".heic", "image/heic"},
                                                 {".mp4", "video/mp4"},
                                                 {".m4v", "video/mp4"},
                                                 {".webm", "video/webm"},
                                                 {".mov", "video/quicktime"},
                                                 {".mp3", "audio/mpeg"},
                                                 {".ogg", "audio/ogg"},
                                                 {".oga", "audio/ogg"},
                                                 {".flac", "audio/flac"},
                                                 {".wav", "audio/wav"}}};

channel::Attachment to_attachment(const Media& media) {
  channel::Attachment out;
  out.external_id = media.id;
  out.url = media.url.value_or(media.remote_url.value_or(""));
  out.description = media.description.value_or("");
  const std::string path = out.url.substr(0, out.url.find_first_of("?#"));
  out.name = path.substr(path.find_last_of('/') + 1);
  const std::string name = base::to_lower_ascii(out.name);
  for (const auto& [ending, type] : kMediaTypes) {
    if (name.ends_with(ending)) out.type = type;
  }
  return out;
}

std::string text_of(const Status& status, const Us& us) {
  std::string text = text_of_html(status.content.value_or(""), status.mentions.value_or(std::vector<Mention>()), us.host);
  const std::string spoiler = status.spoiler_text.value_or("");
  if (!spoiler.empty()) text = text.empty() ? spoiler : spoiler + "\n\n" + text;
  return base::shorten(text, kLongestText);
}

bool is_ours(const Account& account, const Us& us) { return !us.account_id.empty() && account.id == us.account_id; }

// To whom a private word of our own goes: whom it answers, else who is mentioned first.
channel::Author recipient_of(const Status& status, const Us& us) {
  const auto mentions = status.mentions.value_or(std::vector<Mention>());
  const Mention* found = nullptr;
  for (const auto& one : mentions) {
    if (one.id == us.account_id) continue;
    if (found == nullptr || one.id == status.in_reply_to_account_id.value_or("")) found = &one;
  }
  if (found == nullptr) return {};
  Account account;
  account.acct = found->acct;
  account.url = found->url;
  return to_author(account, us);
}

std::string quoted_id(const Status& status) {
  if (!status.quote) return {};
  const auto quote = base::decode<Quote>(*status.quote, base::UnknownMembers::ignore);
  const auto quoted = quote ? quote->quoted_status : std::nullopt;
  const auto* object = quoted ? quoted->if_object() : nullptr;
  const auto* id = object != nullptr ? object->if_contains("id") : nullptr;
  return id != nullptr && id->is_string() ? stable_id(id->get_string()) : std::string();
}

// A signal about a message of ours; what it is about may be gone already.
std::optional<InboundItem> to_signal(const Notification& in, ItemKind kind, const Us& us) {
  InboundItem item;
  item.external_id = in.id;
  item.kind = kind;
  item.author = to_author(in.account, us);
  if (in.status) {
    item.target_external_id = stable_id(in.status->id);
    item.is_public = is_public(*in.status);
  }
  const bool is_about_message = kind != ItemKind::follow;
  if (is_about_message && item.target_external_id.empty()) return std::nullopt;
  item.said_at = in.created_at;
  return item;
}

base::Result<void> check_id(const std::string& id, const std::string& member) {
  if (!id.empty() && id.size() <= kLongestId) return {};
  return base::fail(FailureKind::invalid, member + ": 1 to 500 bytes", member);
}

base::Result<void> check(const Status& status, const std::string& place) {
  if (auto good = check_id(status.id, place + "id"); !good) return good;
  return check_id(status.account.acct, place + "account.acct");
}

// One payload after the other: what can be read, and what cannot with the reason.
class Decoding {
 public:
  explicit Decoding(base::Time now) : now_(now) {}

  void take(const boost::json::value& value) {
    if (const auto* list = value.if_array()) {
      for (const auto& one : *list) take_one(one);
      return;
    }
    take_one(value);
  }
  void take(const StreamEvent& event) {
    if (event.event == "delete") {
      if (check_id(event.payload, "payload")) add(to_deletion(event.payload, now_), event.payload);
      return;
    }
    if (event.event != "notification" && event.event != "update" && event.event != "status.update") return;
    const auto payload = base::parse_json(event.payload);
    if (!payload) return refuse(event.payload, payload.error());
    if (event.event == "notification") return take_notification(*payload);
    take_status(*payload, event.event == "status.update");
  }
  [[nodiscard]] channel::WebhookItems result() {
    out_.raw_of = [raws = std::move(raws_)](std::size_t index) { return raws.at(index); };
    return std::move(out_);
  }

 private:
  void take_one(const boost::json::value& value) {
    const auto* object = value.if_object();
    if (object != nullptr && object->contains("event")) {
      if (!object->contains("payload")) return;  // Filters were changed, and the like.
      auto event = base::decode<StreamEvent>(value, base::UnknownMembers::ignore);
      if (event) take(*event);
      else refuse(boost::json::serialize(value), event.error());
    } else if (object != nullptr && object->contains("type") && !object->contains("content")) {
      take_notification(value);
    } else {
      take_status(value, false);
    }
  }
  void take_notification(const boost::json::value& value) {
    const auto notification = read_notification(value);
    if (!notification) return refuse(boost::json::serialize(value), notification.error());
    if (auto item = to_item(*notification, {})) add(*std::move(item), boost::json::serialize(value));
  }
  void take_status(const boost::json::value& value, bool is_edit) {
    const auto status = read_status(value);
    if (!status) return refuse(boost::json::serialize(value), status.error());
    add(is_edit ? to_edit(*status, {}) : to_message(*status, {}), boost::json::serialize(value));
  }
  void add(InboundItem item, std::string raw) {
    if (out_.items.size() >= kMostItems) return;
    out_.items.push_back(std::move(item));
    raws_.push_back(std::move(raw));
  }
  void refuse(const std::string& raw, const base::Failure& failure) { out_.unreadable.push_back(unreadable(raw, failure)); }

  base::Time now_;
  channel::WebhookItems out_;
  std::vector<std::string> raws_;
};

enum class Reach { direct, followers, unlisted, everyone };

Reach reach_of(std::string_view visibility) {
  if (visibility == "public") return Reach::everyone;
  if (visibility == "unlisted") return Reach::unlisted;
  return visibility == "private" ? Reach::followers : Reach::direct;
}

Context read_context(const channel::OutboundMessage& message) {
  if (message.context.empty()) return {};
  return base::decode_text<Context>(message.context, base::UnknownMembers::ignore).value_or(Context());
}

bool is_name_character(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

bool mentions(std::string_view text, std::string_view handle) {
  const std::string in = base::to_lower_ascii(text);
  const std::string what = base::to_lower_ascii(handle);
  for (auto at = in.find(what); at != std::string::npos; at = in.find(what, at + 1)) {
    const auto end = at + what.size();
    if (end >= in.size() || (!is_name_character(in[end]) && in[end] != '-' && in[end] != '@')) return true;
  }
  return false;
}

}  // namespace

std::string stable_id(std::string_view id) {
  constexpr std::size_t kTime = 10;
  constexpr std::size_t kDigest = 32;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto is_hex = [&](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); };
  if (id.size() != kTime + kDigest || !std::ranges::all_of(id.substr(0, kTime), is_digit) ||
      !std::ranges::all_of(id.substr(kTime), is_hex))
    return std::string(id);
  return std::string(kTime, '0') + std::string(id.substr(kTime));
}

bool is_later(std::string_view id, std::string_view than) {
  return id.size() != than.size() ? id.size() > than.size() : id > than;
}

base::Result<Status> read_status(const boost::json::value& value) {
  auto status = base::decode<Status>(value, base::UnknownMembers::ignore);
  if (!status) return base::pass_on(status.error());
  if (auto good = check(*status, ""); !good) return base::pass_on(good.error());
  return status;
}

base::Result<Notification> read_notification(const boost::json::value& value) {
  auto notification = base::decode<Notification>(value, base::UnknownMembers::ignore);
  if (!notification) return base::pass_on(notification.error());
  auto good = check_id(notification->id, "id");
  if (good) good = check_id(notification->account.acct, "account.acct");
  const auto& status = notification->status;
  if (good && status) good = check(*status, "status.");
  if (!good) return base::pass_on(good.error());
  return notification;
}

channel::UnreadableItem unreadable(const std::string& raw, const base::Failure& failure) {
  return {base::shorten(raw, kLongestRaw), failure.message};
}

channel::Author to_author(const Account& account, const Us& us) {
  channel::Author out;
  out.handle = handle_of(account.acct, account.url.value_or(""), us.host);
  out.external_id = base::to_lower_ascii(std::string_view(out.handle).substr(1));
  out.name = account.display_name.value_or("");
  out.followers = account.followers_count;
  return out;
}

bool is_public(const Status& status) { return reach_of(status.visibility.value_or("public")) >= Reach::unlisted; }

std::string context_of(const Status& status, const std::string& notification) {
  Context context;
  context.visibility = status.visibility.value_or("public");
  const std::string spoiler = status.spoiler_text.value_or("");
  if (!spoiler.empty()) context.spoiler = base::shorten(spoiler, kLongestKept);
  context.language = status.language;
  if (!notification.empty()) context.notification = notification;
  return base::encode(context);
}

InboundItem to_message(const Status& status, const Us& us, const std::string& notification) {
  InboundItem item;
  item.external_id = stable_id(status.id);
  item.author = to_author(status.account, us);
  item.author.language = status.language.value_or("");
  item.own = is_ours(status.account, us);
  item.is_public = is_public(status);
  item.text = text_of(status, us);
  item.parent_external_id = stable_id(status.in_reply_to_id.value_or(""));
  if (item.parent_external_id.empty()) item.parent_external_id = quoted_id(status);
  item.by_replies = item.is_public;  // What is said in private is one talk with a person.
  if (item.own && !item.is_public) item.recipient = recipient_of(status, us);
  for (const auto& media : status.media_attachments.value_or(std::vector<Media>()))
    item.attachments.push_back(to_attachment(media));
  item.context = context_of(status, notification);
  item.said_at = status.created_at;
  item.is_automatic = status.account.bot.value_or(false);
  return item;
}

InboundItem to_edit(const Status& status, const Us& us) {
  InboundItem item;
  const base::Time at = status.edited_at.value_or(status.created_at);
  item.target_external_id = stable_id(status.id);
  item.external_id = item.target_external_id + " " + base::to_rfc3339(at);
  item.kind = ItemKind::edit;
  item.author = to_author(status.account, us);
  item.own = is_ours(status.account, us);
  item.is_public = is_public(status);
  item.text = text_of(status, us);
  item.said_at = at;
  return item;
}

InboundItem to_deletion(std::string_view id, base::Time noticed_at) {
  InboundItem item;
  item.kind = ItemKind::deletion;
  item.external_id = stable_id(id);
  item.target_external_id = item.external_id;
  item.said_at = noticed_at;
  return item;
}

std::optional<InboundItem> to_item(const Notification& in, const Us& us) {
  if (is_ours(in.account, us)) return std::nullopt;
  if (in.type == "mention" || in.type == "quote") {
    if (!in.status) return std::nullopt;
    return to_message(*in.status, us, in.id);
  }
  if (in.type == "favourite" || in.type == "pleroma:emoji_reaction") return to_signal(in, ItemKind::like, us);
  if (in.type == "reblog") return to_signal(in, ItemKind::share, us);
  if (in.type == "follow" || in.type == "follow_request") return to_signal(in, ItemKind::follow, us);
  if (in.type == "update" && in.status) return to_edit(*in.status, us);
  return std::nullopt;
}

base::Result<channel::WebhookItems> decode(const std::string& payload, base::Time now) {
  Decoding decoding(now);
  const auto start = base::trim(payload);
  if (start.starts_with('{') || start.starts_with('[')) {
    const auto value = base::parse_json(payload);
    if (!value) return base::pass_on(value.error());
    decoding.take(*value);
    return decoding.result();
  }
  EventStream stream;
  auto events = stream.take(payload);
  for (auto& one : stream.end()) events.push_back(std::move(one));
  if (events.empty()) return base::fail(FailureKind::invalid, "This is neither JSON nor a stream of events.");
  for (const auto& one : events) decoding.take(one);
  return decoding.result();
}

base::Result<InboundItem> read_item(const std::string& raw, base::Time now) {
  auto read = decode(raw, now);
  if (!read) return base::pass_on(read.error());
  if (!read->unreadable.empty()) return base::fail(FailureKind::invalid, read->unreadable.front().reason);
  if (read->items.empty()) return base::fail(FailureKind::invalid, "It says nothing to us.");
  return std::move(read->items.front());
}

std::string text_of(const channel::OutboundMessage& message) {
  const auto& to = message.recipient;
  const std::string handle =
      to.handle.find('@', 1) != std::string::npos || to.external_id.empty() ? to.handle : "@" + to.external_id;
  if (handle.size() < 2 || mentions(message.text, handle)) return message.text;
  return handle + " " + message.text;
}

std::string visibility_of(const channel::OutboundMessage& message) {
  if (!message.is_public) return "direct";
  const auto context = read_context(message);
  const Reach reach = message.context.empty() ? Reach::everyone : reach_of(context.visibility);
  if (reach == Reach::everyone) return "public";
  return reach == Reach::unlisted ? "unlisted" : "direct";
}

std::size_t length_of(std::string_view text) { return channel::measure(text, channel::TextUnit::graphemes_links_23); }

std::string status_body(const channel::OutboundMessage& message, const std::vector<std::string>& media,
                        std::int64_t max_characters) {
  const auto context = read_context(message);
  const std::string text = text_of(message);
  boost::json::object body{{"status", text}, {"visibility", visibility_of(message)}};
  if (!message.parent_external_id.empty()) body["in_reply_to_id"] = message.parent_external_id;
  if (context.language) body["language"] = *context.language;
  if (!media.empty()) body["media_ids"] = boost::json::array(media.begin(), media.end());
  const auto room = max_characters - static_cast<std::int64_t>(length_of(text)) - 1;  // One for the mark of shortening.
  if (context.spoiler && room > 0) {
    body["spoiler_text"] = base::shorten(*context.spoiler, static_cast<std::size_t>(room));
    body["sensitive"] = true;
  }
  return boost::json::serialize(body);
}

std::optional<std::chrono::seconds> wait_until_reset(std::string_view header, base::Time now) {
  const auto at = base::parse_rfc3339(header);
  if (!at) return std::nullopt;
  return std::clamp(std::chrono::ceil<std::chrono::seconds>(*at - now), std::chrono::seconds(1), kLongestWait);
}

std::string error_words(const std::string& body) {
  constexpr std::size_t kLongest = 300;
  const auto value = base::parse_json(body);
  const auto* object = value ? value->if_object() : nullptr;
  for (const char* name : {"error_description", "error"}) {
    const auto* words = object != nullptr ? object->if_contains(name) : nullptr;
    if (words != nullptr && words->is_string()) return base::shorten(std::string_view(words->get_string()), kLongest);
  }
  return {};
}

}  // namespace mastodon
