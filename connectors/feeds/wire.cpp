#include "connectors/feeds/wire.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <set>
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

constexpr std::size_t kMostRemembered = 1'500;     // Entries; some 26 bytes each in a cursor of at most 64 KiB.
constexpr std::size_t kMostBytes = 1024UL * 1024;  // Of words in a batch: the intake takes 2 MiB of an inbox at a time.
constexpr std::size_t kMostRaw = 500;              // Of an entry that cannot be read.
constexpr std::size_t kLongestText = 20'000;       // Code points.

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

struct Found {
  std::string id;  // Hashes, as in the cursor.
  std::string content;
  InboundItem item;
};

void become_edit(InboundItem& item, const Entry& entry, base::Time now) {
  item.kind = ItemKind::edit;
  item.target_external_id = item.external_id;
  item.said_at = std::clamp(entry.updated.value_or(now), item.said_at, now);
  const auto now_s = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
  item.external_id += "/edit/" + std::to_string(now_s);
}

// What is not there this time may come back, in a feed that was cut short by mistake: kept as far as there is room.
void forget_some(Cursor& cursor, const std::set<std::string>& here) {
  std::erase_if(cursor.seen,
                [&](const auto& one) { return cursor.seen.size() > kMostRemembered && !here.contains(one.first); });
}

std::vector<channel::Attachment> attachments_of(const Entry& entry) {
  std::vector<channel::Attachment> out;
  for (const auto& file : entry.files) {
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

News news(const Feed& feed, Cursor& cursor, base::Time since, base::Time now) {
  std::vector<Found> found;
  std::set<std::string> here;
  for (const auto& entry : feed.entries) {
    Found one{hash_of(entry.id), {}, to_item(entry, now)};
    one.content = hash_of(one.item.text);
    const auto before = cursor.seen.find(one.id);
    const bool is_known = before != cursor.seen.end();
    if (!here.insert(one.id).second || (is_known && before->second == one.content)) continue;
    if (is_known) become_edit(one.item, entry, now);
    if (cursor.is_new && one.item.said_at < since) cursor.seen[one.id] = one.content;
    else found.push_back(std::move(one));
  }
  std::ranges::reverse(found);  // Feeds begin with the newest.
  std::ranges::stable_sort(found, {}, [](const Found& one) { return one.item.said_at; });
  News out;
  std::size_t bytes = 0;
  for (auto& one : found) {
    bytes += one.item.text.size();
    out.more = out.more || bytes > kMostBytes;
    if (out.more) break;
    cursor.seen[one.id] = std::move(one.content);
    out.batch.items.push_back(std::move(one.item));
  }
  for (const auto& one : feed.unreadable) {
    const auto id = hash_of(one.raw);
    here.insert(id);
    if (cursor.seen.emplace(id, "").second) out.batch.unreadable.push_back({one.raw.substr(0, kMostRaw), one.reason});
  }
  cursor.is_new = false;
  forget_some(cursor, here);
  Cursor reached = cursor;
  // Until all of it is stored, the server has to give it again.
  if (out.more) reached.etag = reached.modified = "";
  out.batch.cursor = to_text(reached);
  return out;
}

}  // namespace feeds
