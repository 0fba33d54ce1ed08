#include "connectors/bluesky/record.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

#include "base/text.hpp"
#include "channel/text_measure.hpp"
#include "connectors/bluesky/at_uri.hpp"

namespace bluesky {
namespace {

namespace json = boost::json;

constexpr std::size_t kLongestTag = 64;  // Graphemes.
constexpr std::string_view kBlanks = " \t\r\n";

bool is_letter(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

// The dot behind an address belongs to the sentence, and so does a bracket that was opened before it.
std::string_view without_sentence_end(std::string_view word) {
  while (!word.empty()) {
    const char last = word.back();
    const bool closes = last == ')' && word.find('(') == std::string_view::npos;
    if (!closes && std::string_view(".,;:!?\"'").find(last) == std::string_view::npos) break;
    word.remove_suffix(1);
  }
  return word;
}

bool is_handle(std::string_view text) {
  const auto labels = base::split(text, '.');
  return labels.size() >= 2 && text.size() <= 253 && std::isalpha(static_cast<unsigned char>(labels.back()[0])) != 0 &&
         std::ranges::all_of(labels, [](std::string_view label) {
           return !label.empty() && label.size() <= 63 && is_letter(label.front()) && is_letter(label.back()) &&
                  std::ranges::all_of(label, [](char c) { return is_letter(c) || c == '-'; });
         });
}

bool is_tag(std::string_view text) {
  return !text.empty() && !std::ranges::all_of(text, [](unsigned char c) { return std::isdigit(c) != 0; }) &&
         channel::measure(text, channel::TextUnit::graphemes) <= kLongestTag;
}

// What a word that begins at `at` is, if anything.
std::optional<Span> span_of(std::string_view word, std::size_t at) {
  const std::string lower = base::to_lower_ascii(word.substr(0, 8));
  if (lower.starts_with("https://") || lower.starts_with("http://")) {
    const auto url = without_sentence_end(word);
    if (url.size() <= lower.find("//") + 2) return std::nullopt;
    return Span{SpanKind::link, at, at + url.size(), std::string(url)};
  }
  if (word.starts_with('@')) {
    std::string_view handle = word.substr(1);
    const auto end = std::ranges::find_if_not(handle, [](char c) { return is_letter(c) || c == '.' || c == '-'; });
    handle = without_sentence_end(handle.substr(0, static_cast<std::size_t>(end - handle.begin())));
    if (!is_handle(handle)) return std::nullopt;
    return Span{SpanKind::mention, at, at + 1 + handle.size(), base::to_lower_ascii(handle)};
  }
  if (word.starts_with('#')) {
    const auto tag = without_sentence_end(word.substr(1));
    if (!is_tag(tag)) return std::nullopt;
    return Span{SpanKind::tag, at, at + 1 + tag.size(), std::string(tag)};
  }
  return std::nullopt;
}

json::object picture_json(const Picture& picture) { return {{"image", picture.blob}, {"alt", picture.description}}; }

std::optional<json::object> make_embed(const PostPlan& plan) {
  json::array pictures;
  for (const auto& picture : plan.pictures) pictures.push_back(picture_json(picture));
  const json::object images = {{"$type", "app.bsky.embed.images"}, {"images", std::move(pictures)}};
  if (!plan.quoted) return plan.pictures.empty() ? std::nullopt : std::optional(images);
  const json::object record = {{"$type", "app.bsky.embed.record"}, {"record", to_json(*plan.quoted)}};
  if (plan.pictures.empty()) return record;
  return json::object{{"$type", "app.bsky.embed.recordWithMedia"}, {"record", record}, {"media", images}};
}

}  // namespace

std::vector<Span> find_spans(std::string_view text) {
  std::vector<Span> spans;
  std::size_t at = 0;
  while ((at = text.find_first_not_of(kBlanks, at)) != std::string_view::npos) {
    const std::size_t end = std::min(text.find_first_of(kBlanks, at), text.size());
    std::size_t begin = at;
    while (begin < end && std::string_view("(\"'").find(text[begin]) != std::string_view::npos) ++begin;
    if (auto span = span_of(text.substr(begin, end - begin), begin)) spans.push_back(*std::move(span));
    at = end;
  }
  return spans;
}

json::array make_facets(std::string_view text, const std::map<std::string, std::string>& did_by_handle) {
  json::array facets;
  for (const auto& span : find_spans(text)) {
    json::object feature;
    if (span.kind == SpanKind::link) {
      feature = {{"$type", "app.bsky.richtext.facet#link"}, {"uri", span.value}};
    } else if (span.kind == SpanKind::tag) {
      feature = {{"$type", "app.bsky.richtext.facet#tag"}, {"tag", span.value}};
    } else {
      const auto known = did_by_handle.find(span.value);
      if (known == did_by_handle.end()) continue;
      feature = {{"$type", "app.bsky.richtext.facet#mention"}, {"did", known->second}};
    }
    facets.push_back(
        {{"index", {{"byteStart", span.begin}, {"byteEnd", span.end}}}, {"features", json::array{std::move(feature)}}});
  }
  return facets;
}

json::object to_json(const StrongRef& reference) { return {{"uri", reference.uri}, {"cid", reference.cid}}; }

json::object make_post(const PostPlan& plan) {
  json::object post = {{"$type", kPost}, {"text", plan.text}, {"createdAt", base::to_rfc3339(plan.created_at)}};
  if (!plan.facets.empty()) post["facets"] = plan.facets;
  if (!plan.languages.empty()) post["langs"] = json::array(plan.languages.begin(), plan.languages.end());
  if (plan.root && plan.parent) post["reply"] = {{"root", to_json(*plan.root)}, {"parent", to_json(*plan.parent)}};
  if (auto embed = make_embed(plan)) post["embed"] = *std::move(embed);
  return post;
}

base::Result<void> check_message(const channel::OutboundMessage& message) {
  const auto refuse = [](std::string why) { return base::fail(base::FailureKind::rejected, std::move(why)); };
  if (channel::measure(message.text, channel::TextUnit::graphemes) > kMostGraphemes)
    return refuse("Bluesky takes at most 300 characters in a message.");
  if (message.text.size() > kMostPostBytes) return refuse("Bluesky takes at most 3,000 bytes in a message.");
  if (message.text.empty() && message.attachments.empty()) return refuse("There is nothing to say.");
  if (!message.is_public && !message.attachments.empty()) return refuse("Bluesky takes no files in direct messages.");
  if (message.attachments.size() > kMostPictures) return refuse("Bluesky takes at most four pictures in a post.");
  for (const auto& one : message.attachments) {
    if (!one.type.starts_with("image/"))
      return refuse("Bluesky takes pictures only; \"" + one.name + "\" is " + (one.type.empty() ? "none" : one.type) + ".");
    if (one.bytes.size() > kMostPictureBytes)
      return refuse("Bluesky takes pictures of at most 2 MB; \"" + one.name + "\" is larger.");
  }
  return {};
}

}  // namespace bluesky
