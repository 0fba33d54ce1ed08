#include "connectors/feeds/feed_text.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"
#include "channel/mail/digest.hpp"
#include "channel/mail/html.hpp"

namespace feeds {
namespace {

bool has_markup(std::string_view text) {
  const auto open = text.find('<');
  const auto reference = text.find('&');
  const bool has_tag = open != std::string_view::npos && text.find('>', open) != std::string_view::npos;
  return has_tag || (reference != std::string_view::npos && text.find(';', reference) != std::string_view::npos);
}

std::optional<double> number_in(std::string_view text) {
  text = base::trim(text);
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || !(number >= 0)) return std::nullopt;
  return number;
}

// The value of an attribute in a tag, without regard to its case.
std::string attribute_of(std::string_view tag, std::string_view name) {
  const std::string lower = base::to_lower_ascii(tag);
  for (std::size_t at = lower.find(name); at != std::string::npos; at = lower.find(name, at + 1)) {
    auto value = base::trim(tag.substr(at + name.size()));
    if (!value.starts_with('=')) continue;
    value = base::trim(value.substr(1));
    if (value.empty()) return "";
    const bool is_quoted = value.front() == '"' || value.front() == '\'';
    const auto end = is_quoted ? value.find(value.front(), 1) : value.find_first_of(" >\t\r\n");
    return to_plain(value.substr(is_quoted ? 1 : 0, end == std::string_view::npos ? end : end - (is_quoted ? 1 : 0)),
                    TextType::plain);
  }
  return "";
}

}  // namespace

std::string to_plain(std::string_view text, TextType type) {
  if (type == TextType::plain && !has_markup(text)) return std::string(base::trim(text));
  return std::string(base::trim(mail::read_html(text, {}).text));
}

std::optional<Rating> parse_rating(std::string_view value, std::string_view best) {
  const auto slash = value.find('/');
  if (slash != std::string_view::npos) return parse_rating(value.substr(0, slash), value.substr(slash + 1));
  const auto got = number_in(value);
  const auto most = number_in(best).value_or(Rating{}.best);
  constexpr double kHighest = 100;
  if (!got || *got > most || most > kHighest || most <= 0) return std::nullopt;
  return Rating{*got, most};
}

void complete(Feed& feed) {
  if (feed.entries.size() > kMostEntries) feed.entries.resize(kMostEntries);
  constexpr std::size_t kLongestId = 400;
  constexpr std::size_t kLongestUrl = 2'000;
  constexpr std::size_t kLongestName = 200;
  constexpr std::size_t kMostFiles = 20;
  for (auto& entry : feed.entries) {
    if (entry.url.size() > kLongestUrl) entry.url.clear();
    entry.author_name = base::shorten(entry.author_name, kLongestName);
    std::erase_if(entry.files, [](const File& file) { return file.url.empty() || file.url.size() > kLongestUrl; });
    if (entry.files.size() > kMostFiles) entry.files.resize(kMostFiles);
    if (entry.id.empty()) entry.id = entry.url;
    if (entry.id.empty() || entry.id.size() > kLongestId)
      entry.id = "sha256:" + mail::sha256_hex(entry.id.empty() ? entry.title + "\n" + entry.text : entry.id);
    if (entry.author_name.empty()) entry.author_name = entry.author_id.empty() ? feed.title : entry.author_id;
    // A name alone means somebody else in every feed.
    if (entry.author_id.empty()) entry.author_id = entry.author_name + "@" + (feed.url.empty() ? feed.title : feed.url);
    if (entry.author_id.size() > kLongestId) entry.author_id = "sha256:" + mail::sha256_hex(entry.author_id);
  }
}

std::string feed_of_page(std::string_view html) {
  const std::string lower = base::to_lower_ascii(html);
  for (std::size_t at = lower.find("<link"); at != std::string::npos; at = lower.find("<link", at + 1)) {
    const auto tag = html.substr(at, std::min(lower.find('>', at), html.size()) - at);
    const std::string type = base::to_lower_ascii(attribute_of(tag, "type"));
    const bool is_feed = type == "application/rss+xml" || type == "application/atom+xml" || type == "application/feed+json";
    if (is_feed && base::to_lower_ascii(attribute_of(tag, "rel")).find("alternate") != std::string::npos)
      return attribute_of(tag, "href");
  }
  return "";
}

}  // namespace feeds
