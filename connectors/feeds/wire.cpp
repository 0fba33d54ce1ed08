#include "connectors/feeds/wire.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <utility>

#include <boost/describe/class.hpp>

#include "base/json/decode.hpp"
#include "base/json/encode.hpp"
#include "base/text.hpp"
#include "channel/mail/digest.hpp"

namespace feeds {
namespace {

using channel::InboundItem;
using channel::ItemKind;

constexpr std::size_t kMostRemembered = 1'500;  // Entries; some 26 bytes each in a cursor of at most 64 KiB.
constexpr std::size_t kLongestText = 20'000;    // Code points.

struct WireCursor {
  std::optional<std::string> etag;
  std::optional<std::string> modified;
  std::map<std::string, std::string> seen;
};
BOOST_DESCRIBE_STRUCT(WireCursor, (), (etag, modified, seen))

// Short, since many stand in a cursor: 40 bits tell a thousand entries apart, but for one feed in two million.
std::string hash_of(std::string_view text) {
  constexpr std::size_t kDigits = 10;
  return mail::sha256_hex(text).substr(0, kDigits);
}

// "4 of 5 stars", "4.5 of 5 stars"
std::string shown(double number) {
  std::string digits(32, '\0');
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  digits.resize(error == std::errc() ? static_cast<std::size_t>(end - digits.data()) : 0);
  return digits;
}

// Posts without a title of their own get their beginning as one.
bool repeats(const Entry& entry) {
  constexpr std::size_t kLongEnough = 15;  // "Good" begins many a text by itself.
  return entry.title == entry.text || (entry.title.size() > kLongEnough && entry.text.starts_with(entry.title));
}

std::string text_of(const Entry& entry) {
  std::string out;
  const auto add = [&](std::string_view part) {
    if (!part.empty()) out.append(out.empty() ? "" : "\n\n").append(part);
  };
  if (!repeats(entry)) add(entry.title);
  if (entry.rating) add(shown(entry.rating->value) + " of " + shown(entry.rating->best) + " stars");
  add(entry.text);
  out = base::shorten(out, kLongestText);
  add(entry.url);
  return out;
}

// The last part of the address's path.
std::string name_of(std::string_view url) {
  url = url.substr(0, url.find_first_of("?#"));
  return std::string(url.substr(url.rfind('/') + 1));
}

std::vector<channel::Attachment> attachments_of(const Entry& entry) {
  std::vector<channel::Attachment> out;
  for (const auto& file : entry.files) {
    if (file.url.empty()) continue;
    auto& one = out.emplace_back();
    one.url = file.url;
    one.name = name_of(file.url);
    one.type = file.type;
    one.size = file.size;
  }
  return out;
}

}  // namespace

std::string to_text(const Cursor& cursor) { return base::encode(WireCursor{cursor.etag, cursor.modified, cursor.seen}); }

Cursor parse_cursor(std::string_view text) {
  auto wire = base::decode_text<WireCursor>(text, base::UnknownMembers::ignore);
  if (!wire) return {};
  WireCursor& read = *wire;
  return {read.etag.value_or(""), read.modified.value_or(""), std::move(read.seen), false};
}

InboundItem to_item(const Entry& entry, base::Time now) {
  InboundItem item;
  item.external_id = entry.id;
  item.author.external_id = entry.author_id;
  item.author.name = entry.author_name;
  item.is_public = true;
  item.text = text_of(entry);
  item.parent_external_id = entry.parent_id;
  item.by_replies = true;
  item.attachments = attachments_of(entry);
  item.said_at = std::clamp(entry.published.value_or(entry.updated.value_or(now)), base::Time{}, now);
  return item;
}

channel::InboundBatch news(const Feed& feed, Cursor& cursor, base::Time since, base::Time now) {
  channel::InboundBatch out;
  std::map<std::string, std::string> seen;
  for (const auto& entry : feed.entries) {
    auto item = to_item(entry, now);
    const auto id = hash_of(entry.id);
    const auto content = hash_of(item.text);
    const auto before = cursor.seen.find(id);
    const bool is_known = before != cursor.seen.end();
    if (!seen.emplace(id, content).second) continue;  // Twice in the same feed.
    if (is_known && before->second == content) continue;
    if (cursor.is_new && item.said_at < since) continue;
    if (is_known) {
      item.kind = ItemKind::edit;
      item.target_external_id = item.external_id;
      item.said_at = std::clamp(entry.updated.value_or(now), item.said_at, now);
      const auto now_s = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
      item.external_id += "/edit/" + std::to_string(now_s);
    }
    out.items.push_back(std::move(item));
  }
  for (const auto& one : feed.unreadable) {
    const auto id = hash_of(one.raw);
    if (seen.emplace(id, "").second && !cursor.seen.contains(id)) out.unreadable.push_back({one.raw, one.reason});
  }
  // What is not there this time may come back, in a feed that was cut short by mistake.
  for (auto& [id, content] : cursor.seen) {
    if (seen.size() < kMostRemembered) seen.emplace(id, std::move(content));
  }
  cursor.seen = std::move(seen);
  cursor.is_new = false;
  std::ranges::reverse(out.items);  // Feeds begin with the newest.
  std::ranges::stable_sort(out.items, {}, &InboundItem::said_at);
  out.cursor = to_text(cursor);
  return out;
}

}  // namespace feeds
