#include <boost/describe/class.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "base/json/decode.hpp"
#include "base/text.hpp"
#include "connectors/feeds/dates.hpp"
#include "connectors/feeds/feed_text.hpp"
#include "connectors/feeds/formats.hpp"

namespace feeds {
namespace {

using base::FailureKind;
using boost::json::value;

// https://www.jsonfeed.org/version/1.1/
struct WireAuthor {
  std::optional<std::string> name;
  std::optional<std::string> url;
};
BOOST_DESCRIBE_STRUCT(WireAuthor, (), (name, url))

struct WireFile {
  std::string url;
  std::optional<std::string> mime_type;
  std::optional<double> size_in_bytes;
};
BOOST_DESCRIBE_STRUCT(WireFile, (), (url, mime_type, size_in_bytes))

struct WireItem {
  std::optional<value> id;  // A string; what is a number counts as its digits, says the specification.
  std::optional<std::string> url;
  std::optional<std::string> external_url;
  std::optional<std::string> title;
  std::optional<std::string> content_text;
  std::optional<std::string> content_html;
  std::optional<std::string> summary;
  std::optional<std::string> date_published;
  std::optional<std::string> date_modified;
  std::optional<WireAuthor> author;  // Of version 1.
  std::optional<std::vector<WireAuthor>> authors;
  std::optional<std::vector<WireFile>> attachments;
  std::optional<value> rating;  // Not in the standard, and what review feeds have.
};
BOOST_DESCRIBE_STRUCT(WireItem, (),
                      (id, url, external_url, title, content_text, content_html, summary, date_published, date_modified,
                       author, authors, attachments, rating))

struct WireFeed {
  std::string version;
  std::optional<std::string> title;
  std::optional<std::string> home_page_url;
  std::optional<WireAuthor> author;
  std::optional<std::vector<WireAuthor>> authors;
  std::vector<value> items;
};
BOOST_DESCRIBE_STRUCT(WireFeed, (), (version, title, home_page_url, author, authors, items))

std::string words_of(const std::optional<value>& given) {
  if (!given) return "";
  if (const auto* text = given->if_string()) return std::string(*text);
  return given->is_number() ? boost::json::serialize(*given) : "";
}

template <class Authored>
WireAuthor author_of(const Authored& given) {
  if (given.authors && !given.authors->empty()) return given.authors->front();
  return given.author.value_or(WireAuthor{});
}

Entry to_entry(const WireItem& item, const WireAuthor& of_feed) {
  Entry entry;
  entry.id = words_of(item.id);
  entry.url = item.url.value_or(item.external_url.value_or(""));
  entry.title = item.title.value_or("");
  if (item.content_text) entry.text = base::trim(*item.content_text);
  else if (item.content_html) entry.text = to_plain(*item.content_html, TextType::html);
  else entry.text = item.summary.value_or("");
  auto author = author_of(item);
  if (!author.name && !author.url) author = of_feed;
  entry.author_name = author.name.value_or("");
  entry.author_id = author.url.value_or("");
  if (item.date_published) entry.published = parse_date(*item.date_published);
  if (item.date_modified) entry.updated = parse_date(*item.date_modified);
  entry.rating = parse_rating(words_of(item.rating), "");
  for (const auto& file : item.attachments.value_or(std::vector<WireFile>{})) {
    constexpr double kLargest = 1e15;
    const double size = file.size_in_bytes.value_or(-1);
    const bool is_size = size >= 0 && size < kLargest;
    entry.files.push_back(
        {file.url, file.mime_type.value_or(""), is_size ? std::optional(static_cast<std::int64_t>(size)) : std::nullopt});
  }
  return entry;
}

}  // namespace

base::Result<Feed> from_json(const value& root) {
  const auto read = base::decode<WireFeed>(root, base::UnknownMembers::ignore);
  if (!read || !read->version.starts_with("https://jsonfeed.org/version/"))
    return base::fail(FailureKind::rejected, "This is JSON, but no JSON Feed.", "url");
  const WireFeed& wire = *read;
  Feed feed;
  feed.title = wire.title.value_or("");
  feed.url = wire.home_page_url.value_or("");
  for (const auto& raw : wire.items) {
    const auto item = base::decode<WireItem>(raw, base::UnknownMembers::ignore);
    if (feed.entries.size() + feed.unreadable.size() >= kMostEntries) break;
    if (item) feed.entries.push_back(to_entry(*item, author_of(wire)));
    else feed.unreadable.push_back({boost::json::serialize(raw), item.error().message});
  }
  return feed;
}

}  // namespace feeds
