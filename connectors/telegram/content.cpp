#include "connectors/telegram/content.hpp"

#include <array>
#include <charconv>

namespace telegram {
namespace {

using channel::Attachment;

// To a metre or so.
std::string degrees(double number) {
  constexpr int kDigits = 5;
  std::array<char, 32> text{};
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed, kDigits);
  return error == std::errc() ? std::string(text.data(), end) : "?";
}

std::string place(const payload::Location& location) {
  return degrees(location.latitude) + ", " + degrees(location.longitude);
}

std::string shown(const payload::Poll& poll) {
  std::string text = "📊 " + poll.question;
  for (const auto& option : poll.options) text += "\n• " + option.text;
  return text;
}

Attachment attachment(const payload::File& file, const char* name, const char* type) {
  Attachment out;
  out.external_id = file.file_id;
  out.name = file.file_name.value_or(name);
  // Their name may not lead anywhere.
  if (const auto slash = out.name.find_last_of("/\\"); slash != std::string::npos) out.name.erase(0, slash + 1);
  out.type = file.mime_type.value_or(type);
  out.size = file.file_size;
  return out;
}

Attachment attachment(const payload::Sticker& sticker) {
  Attachment out;
  out.external_id = sticker.file_id;
  out.size = sticker.file_size;
  out.description = sticker.emoji.value_or("");
  out.is_inline = true;
  const bool is_drawn = sticker.is_animated.value_or(false);
  const bool is_film = sticker.is_video.value_or(false);
  out.name = is_drawn ? "sticker.tgs" : is_film ? "sticker.webm" : "sticker.webp";
  out.type = is_drawn ? "application/x-tgsticker" : is_film ? "video/webm" : "image/webp";
  return out;
}

std::string name_of_hidden(const payload::Message& message) {
  if (message.story) return "(story)";
  if (message.game) return "(game)";
  if (message.invoice) return "(invoice)";
  if (message.checklist) return "(checklist)";
  if (message.paid_media) return "(paid media)";
  if (message.giveaway) return "(giveaway)";
  return "";
}

}  // namespace

std::string text_of(const payload::Message& message) {
  if (message.text) return *message.text;
  if (message.caption) return *message.caption;
  if (message.sticker) return message.sticker->emoji.value_or("");
  if (message.venue)
    return "📍 " + message.venue->title + ", " + message.venue->address + " (" + place(message.venue->location) + ")";
  if (message.location) return "📍 " + place(*message.location);
  if (message.contact) {
    const auto& contact = *message.contact;
    return "👤 " + contact.first_name + (contact.last_name ? " " + *contact.last_name : "") + ", " + contact.phone_number;
  }
  if (message.dice) return message.dice->emoji + " " + std::to_string(message.dice->value);
  if (message.poll) return shown(*message.poll);
  return name_of_hidden(message);
}

std::vector<Attachment> attachments_of(const payload::Message& message) {
  std::vector<Attachment> out;
  if (message.photo && !message.photo->empty()) out.push_back(attachment(message.photo->back(), "photo.jpg", "image/jpeg"));
  // An animation comes with the same file as a document.
  if (message.animation) out.push_back(attachment(*message.animation, "animation.mp4", "video/mp4"));
  else if (message.document) out.push_back(attachment(*message.document, "document", ""));
  if (message.video) out.push_back(attachment(*message.video, "video.mp4", "video/mp4"));
  if (message.video_note) out.push_back(attachment(*message.video_note, "video_note.mp4", "video/mp4"));
  if (message.audio) out.push_back(attachment(*message.audio, "audio.mp3", "audio/mpeg"));
  if (message.voice) out.push_back(attachment(*message.voice, "voice.ogg", "audio/ogg"));
  if (message.sticker) out.push_back(attachment(*message.sticker));
  return out;
}

}  // namespace telegram
