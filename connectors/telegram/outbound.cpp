#include "connectors/telegram/outbound.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include <boost/describe/class.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "base/json/decode.hpp"
#include "channel/form_data.hpp"
#include "channel/http_outcome.hpp"
#include "channel/text_measure.hpp"
#include "connectors/telegram/payload.hpp"
#include "connectors/telegram/wire.hpp"

namespace telegram {
namespace {

using base::FailureKind;
using channel::OutboundAttachment;
using channel::OutboundMessage;
using channel::SendOutcome;
using channel::SendResult;

struct Parameters {
  std::optional<std::int64_t> migrate_to_chat_id;
  std::optional<std::int64_t> retry_after;
};
BOOST_DESCRIBE_STRUCT(Parameters, (), (migrate_to_chat_id, retry_after))

struct WireAnswer {
  bool ok = false;
  std::optional<boost::json::value> result;
  std::optional<std::string> description;
  std::optional<Parameters> parameters;
};
BOOST_DESCRIBE_STRUCT(WireAnswer, (), (ok, result, description, parameters))

// Telegram's words, and what an agent should know instead.
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kPlainWords = {{
    {"bot was blocked by the user", "The customer has blocked this bot: nothing that we write reaches them."},
    {"user is deactivated", "The customer's account no longer exists."},
    {"bot can't initiate conversation", "A bot may write only to people who wrote to it first."},
    {"bot was kicked", "The bot was removed from this group."},
    {"bot is not a member", "The bot is no member of this group or channel."},
    {"not enough rights", "The bot may not write in this group. An administrator of the group can allow it."},
    {"chat not found", "Telegram knows no such chat (any more)."},
    {"PHOTO_INVALID_DIMENSIONS", "Telegram does not take a picture of these proportions as a photo."},
}};

struct Target {
  std::int64_t chat = 0;
  std::optional<std::int64_t> parent;
  std::optional<std::int64_t> topic;
};

std::optional<Target> target_of(const OutboundMessage& message,
                                const std::function<std::int64_t(std::int64_t chat)>& moved) {
  const auto parent = parse_id(message.parent_external_id);
  auto chat = parent ? std::optional(parent->chat) : chat_of_thread(message.thread_key);
  const auto person = chat_of_thread(message.recipient.external_id);
  // Chats of several people have negative numbers. What is not for all of them goes to the one person.
  if (!chat || (*chat < 0 && !message.is_public)) chat = person;
  if (!chat) return std::nullopt;
  Target target{moved(*chat), std::nullopt, std::nullopt};
  const bool is_same = parent && parent->chat == target.chat;
  if (is_same) target.parent = parent->message;
  if (target.chat < 0) target.topic = parse_context(message.context).topic;
  return target;
}

bool is_photo(const OutboundAttachment& file) {
  const bool is_picture = file.type == "image/jpeg" || file.type == "image/png" || file.type == "image/webp";
  return is_picture && file.bytes.size() <= kLargestPhoto;
}

base::Result<void> check(const OutboundMessage& message) {
  const auto& files = message.attachments;
  const auto refuse = [](std::string why) { return base::fail(FailureKind::rejected, std::move(why)); };
  if (files.size() > kLargestAlbum) return refuse("Telegram takes at most 10 files in a message.");
  for (const auto& file : files) {
    if (file.bytes.empty()) return refuse("\"" + file.name + "\" is empty, and Telegram takes no empty files.");
    if (file.bytes.size() > kLargestFile)
      return refuse("\"" + file.name + "\" is larger than the 50 MB that Telegram takes from bots.");
  }
  const auto length = channel::measure(message.text, channel::TextUnit::utf16_units);
  if (!files.empty() && length > kLongestCaption)
    return refuse("With a file, Telegram takes at most 1,024 characters of text. Send the text by itself, then the file.");
  if (length > static_cast<std::size_t>(kLongestText)) return refuse("Telegram takes at most 4,096 characters.");
  return {};
}

boost::json::object reply_parameters(std::int64_t parent) {
  return {{"message_id", parent}, {"allow_sending_without_reply", true}};
}

Call text_call(const OutboundMessage& message, const Target& target) {
  boost::json::object body{{"chat_id", target.chat}, {"text", message.text}};
  if (target.parent) body["reply_parameters"] = reply_parameters(*target.parent);
  if (target.topic) body["message_thread_id"] = *target.topic;
  return {"sendMessage", "application/json", boost::json::serialize(body), target.chat};
}

channel::FormData begin_form(const Target& target, std::uint64_t random) {
  channel::FormData form(random);
  form.add("chat_id", std::to_string(target.chat));
  if (target.parent) form.add("reply_parameters", boost::json::serialize(reply_parameters(*target.parent)));
  if (target.topic) form.add("message_thread_id", std::to_string(*target.topic));
  return form;
}

Call file_call(const OutboundMessage& message, const Target& target, std::uint64_t random) {
  const auto& file = message.attachments.front();
  const bool as_photo = is_photo(file);
  auto form = begin_form(target, random);
  if (!message.text.empty()) form.add("caption", message.text);
  form.add_file(as_photo ? "photo" : "document", file.name, file.type, file.bytes);
  std::string type = form.content_type();
  return {as_photo ? "sendPhoto" : "sendDocument", std::move(type), form.take_body(), target.chat};
}

// An album is of photos or of documents, never of both. Its text stands at the first photo or below the last document.
Call album_call(const OutboundMessage& message, const Target& target, std::uint64_t random) {
  const auto& files = message.attachments;
  const bool as_photos = std::ranges::all_of(files, is_photo);
  boost::json::array media;
  for (std::size_t i = 0; i < files.size(); ++i) {
    boost::json::object one{{"type", as_photos ? "photo" : "document"}, {"media", "attach://file" + std::to_string(i)}};
    const bool has_text = i == (as_photos ? 0 : files.size() - 1);
    if (has_text && !message.text.empty()) one["caption"] = message.text;
    media.push_back(std::move(one));
  }
  auto form = begin_form(target, random);
  form.add("media", boost::json::serialize(media));
  for (std::size_t i = 0; i < files.size(); ++i)
    form.add_file("file" + std::to_string(i), files[i].name, files[i].type, files[i].bytes);
  std::string type = form.content_type();
  return {"sendMediaGroup", std::move(type), form.take_body(), target.chat};
}

std::string url_of(const payload::Message& message) {
  const auto& chat = message.chat;
  if (!chat.username || chat.type == "private") return "";
  return "https://t.me/" + *chat.username + "/" + std::to_string(message.message_id);
}

// A message, or the messages of an album, of which the first stands for all.
std::optional<SendResult> sent(const boost::json::value& result) {
  const auto messages = base::decode<std::vector<payload::Message>>(
      result.is_array() ? result : boost::json::value(boost::json::array{result}), base::UnknownMembers::ignore);
  if (!messages || messages->empty()) return std::nullopt;
  const auto& first = messages->front();
  Context context;
  if (first.is_topic_message.value_or(false)) context.topic = first.message_thread_id;
  for (std::size_t i = 1; i < messages->size(); ++i) context.album.push_back((*messages)[i].message_id);
  SendResult out;
  out.outcome = SendOutcome::sent;
  out.external_id = make_id(first.chat.id, first.message_id);
  out.context = to_text(context);
  out.url = url_of(first);
  return out;
}

}  // namespace

base::Result<Call> to_call(const OutboundMessage& message, std::uint64_t random,
                           const std::function<std::int64_t(std::int64_t chat)>& moved) {
  if (auto good = check(message); !good) return base::pass_on(good.error());
  const auto target = target_of(message, moved);
  if (!target) return base::fail(FailureKind::rejected, "It is not known which chat of Telegram this belongs to.");
  if (message.attachments.empty()) return text_call(message, *target);
  if (message.attachments.size() == 1) return file_call(message, *target, random);
  return album_call(message, *target, random);
}

std::optional<Answer> parse_answer(const net::HttpReply& reply) {
  const auto parsed = base::decode_text<WireAnswer>(reply.body, base::UnknownMembers::ignore);
  if (!parsed) return std::nullopt;
  Answer out;
  out.ok = parsed->ok;
  out.result = parsed->result.value_or(nullptr);
  out.description = parsed->description.value_or("");
  const auto parameters = parsed->parameters.value_or(Parameters{});
  out.migrate_to_chat_id = parameters.migrate_to_chat_id;
  constexpr std::int64_t kLongest_s = 24 * 3600;
  if (parameters.retry_after)
    out.retry_after = std::chrono::seconds(std::clamp<std::int64_t>(*parameters.retry_after, 0, kLongest_s));
  return out;
}

SendResult outcome_of(const net::HttpResult<net::HttpReply>& reply, base::Time now) {
  if (!reply) return channel::not_sent(reply.error());
  const auto answer = parse_answer(*reply);
  constexpr int kFirstFault = 300;
  if (reply->status < kFirstFault) {
    auto good = answer && answer->ok ? sent(answer->result) : std::nullopt;
    return good ? *std::move(good) : channel::unreadable_answer("Telegram");
  }
  auto result = channel::not_sent(*reply, answer ? answer->description : "", now, false);
  if (!answer) return result;
  if (answer->retry_after) result.retry_after = answer->retry_after;
  for (const auto& [theirs, ours] : kPlainWords) {
    if (answer->description.find(theirs) != std::string::npos) result.reason = ours;
  }
  if (answer->migrate_to_chat_id) {
    result.outcome = SendOutcome::later;
    result.reason = "The group has another number at Telegram by now; it is sent there next.";
    result.retry_after = std::chrono::seconds(0);
  }
  return result;
}

}  // namespace telegram
