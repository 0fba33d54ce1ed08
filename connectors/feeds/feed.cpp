#include "connectors/feeds/feed.hpp"

#include "base/json/decode.hpp"
#include "base/text.hpp"
#include "channel/xml.hpp"
#include "connectors/feeds/feed_text.hpp"
#include "connectors/feeds/formats.hpp"

namespace feeds {
namespace {

using base::FailureKind;

std::string_view without_mark(std::string_view body) {
  if (body.starts_with("\xEF\xBB\xBF")) body.remove_prefix(3);
  return base::trim(body);
}

std::string charset_of(std::string_view content_type) {
  const std::string lower = base::to_lower_ascii(content_type);
  const auto at = lower.find("charset=");
  if (at == std::string::npos) return "";
  auto value = std::string_view(lower).substr(at + std::string_view("charset=").size());
  value = base::trim(value.substr(0, value.find(';')));
  while (value.starts_with('"')) value.remove_prefix(1);
  while (value.ends_with('"')) value.remove_suffix(1);
  return std::string(value);
}

bool is_page(std::string_view body) {
  constexpr std::size_t kHead = 1024;
  const std::string head = base::to_lower_ascii(body.substr(0, kHead));
  return head.starts_with("<!doctype html") || head.find("<html") != std::string::npos;
}

base::Result<Feed> read(std::string_view body, std::string_view content_type) {
  const auto text = without_mark(body);
  if (text.empty()) return base::fail(FailureKind::rejected, "There is nothing at this address.", "url");
  if (text.starts_with('{')) {
    const auto json = base::parse_json(text);
    if (!json) return base::fail(FailureKind::rejected, "The JSON there cannot be read: " + json.error().message, "url");
    return from_json(*json);
  }
  if (is_page(text)) {
    const std::string named = feed_of_page(text);
    return base::fail(
        FailureKind::rejected,
        "This is the address of a page, not of a feed." +
            (named.empty() ? std::string(" The page speaks of no feed.") : " The page says that its feed is at " + named),
        "url");
  }
  const auto xml = channel::parse_xml(body, charset_of(content_type));
  if (!xml) return base::fail(FailureKind::rejected, "The feed cannot be read: " + xml.error().message, "url");
  return from_xml(*xml);
}

}  // namespace

base::Result<Feed> parse_feed(std::string_view body, std::string_view content_type) {
  auto feed = read(body, content_type);
  if (feed) complete(*feed);
  return feed;
}

}  // namespace feeds
