#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.hpp"
#include "connectors/feeds/dates.hpp"
#include "connectors/feeds/feed_text.hpp"
#include "connectors/feeds/formats.hpp"

namespace feeds {
namespace {

using base::FailureKind;
using channel::XmlNode;

constexpr std::string_view kAtom = "http://www.w3.org/2005/Atom";
constexpr std::string_view kContent = "http://purl.org/rss/1.0/modules/content/";
constexpr std::string_view kDublinCore = "http://purl.org/dc/elements/1.1/";
constexpr std::string_view kSyndication = "http://purl.org/rss/1.0/modules/syndication/";
constexpr std::string_view kThreads = "http://purl.org/syndication/thread/1.0";
constexpr std::string_view kXhtml = "http://www.w3.org/1999/xhtml";
// RSS has no namespace, or one of those that its versions 0.9, 1.0 and 2.0 were given.
constexpr std::array<std::string_view, 5> kRss = {"", "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/",
                                                  "http://channel.netscape.com/rdf/simple/0.9/",
                                                  "http://backend.userland.com/rss2"};

bool is_rss(const XmlNode& node, std::string_view name) {
  return node.name == name && std::ranges::find(kRss, node.space) != kRss.end();
}

const XmlNode* child(const XmlNode& node, std::string_view space, std::string_view name) {
  const auto found = std::ranges::find_if(node.children, [&](const auto& one) { return one.is(space, name); });
  return found == node.children.end() ? nullptr : &*found;
}

const XmlNode* rss_child(const XmlNode& node, std::string_view name) {
  const auto found = std::ranges::find_if(node.children, [&](const auto& one) { return is_rss(one, name); });
  return found == node.children.end() ? nullptr : &*found;
}

std::string words(const XmlNode* node) { return node == nullptr ? "" : std::string(base::trim(node->all_text())); }

std::optional<base::Time> date(const XmlNode* node) { return node == nullptr ? std::nullopt : parse_date(node->all_text()); }

std::optional<std::int64_t> number_in(std::string_view text) {
  text = base::trim(text);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < 0) return std::nullopt;
  return number;
}

// Stars, in whichever vocabulary: <im:rating>4</im:rating>, <gd:rating value="4" max="5"/>, <media:starRating average="4"/>.
std::optional<Rating> rating_of(const XmlNode& entry) {
  for (const auto& node : entry.children) {
    if (node.name == "community") {
      if (const auto inner = rating_of(node)) return inner;
    }
    if (node.name != "rating" && node.name != "starRating" && node.name != "stars") continue;
    std::string_view value = node.attribute("value");
    if (value.empty()) value = node.attribute("average");
    const std::string text = value.empty() ? node.all_text() : std::string(value);
    if (const auto rating = parse_rating(text, node.attribute("max"))) return rating;
  }
  return std::nullopt;
}

std::string parent_of(const XmlNode& entry) {
  const auto* node = child(entry, kThreads, "in-reply-to");
  return node == nullptr ? "" : std::string(base::trim(node->attribute("ref")));
}

File file_of(const XmlNode& node, std::string_view address) {
  return {std::string(base::trim(node.attribute(address))), std::string(node.attribute("type")),
          number_in(node.attribute("length"))};
}

// XHTML as a tree: its markup written again, for the reader of HTML.
void write_html(const XmlNode& node, std::string& out) {
  for (const auto& one : node.children) {
    if (!one.name.empty()) {
      out += "<" + one.name + ">";
      write_html(one, out);
      if (one.name != "br") out += "</" + one.name + ">";
      continue;
    }
    for (const char letter : one.text) {
      if (letter == '<') out += "&lt;";
      else if (letter == '&') out += "&amp;";
      else out += letter;
    }
  }
}

// --- RSS

// "ann@example.org (Ann Reis)", as RSS 2.0 has authors.
void set_rss_author(Entry& entry, const XmlNode& item) {
  const std::string author = words(rss_child(item, "author"));
  const auto open = author.find('(');
  if (open != std::string::npos && author.ends_with(')')) {
    entry.author_id = base::trim(std::string_view(author).substr(0, open));
    entry.author_name = author.substr(open + 1, author.size() - open - 2);
  } else {
    entry.author_name = author;
  }
  if (const auto* creator = child(item, kDublinCore, "creator")) entry.author_name = words(creator);
}

Entry rss_entry(const XmlNode& item) {
  Entry entry;
  const auto* guid = rss_child(item, "guid");
  entry.id = words(guid);
  entry.url = words(rss_child(item, "link"));
  if (entry.url.empty() && guid != nullptr && guid->attribute("isPermaLink") != "false" && entry.id.starts_with("http"))
    entry.url = entry.id;
  entry.title = to_plain(words(rss_child(item, "title")), TextType::plain);
  const auto* whole = child(item, kContent, "encoded");
  entry.text = to_plain(words(whole != nullptr ? whole : rss_child(item, "description")), TextType::html);
  set_rss_author(entry, item);
  entry.parent_id = parent_of(item);
  entry.published = date(rss_child(item, "pubDate"));
  if (!entry.published) entry.published = date(child(item, kDublinCore, "date"));
  entry.updated = date(child(item, kAtom, "updated"));
  entry.rating = rating_of(item);
  for (const auto& node : item.children) {
    if (is_rss(node, "enclosure")) entry.files.push_back(file_of(node, "url"));
  }
  return entry;
}

std::optional<std::chrono::minutes> rss_pause(const XmlNode& channel) {
  if (const auto minutes = number_in(words(rss_child(channel, "ttl")))) {
    constexpr std::int64_t kDay = 24 * 60;
    return std::chrono::minutes(std::min(*minutes, kDay));
  }
  const std::string period = words(child(channel, kSyndication, "updatePeriod"));
  const auto frequency =
      std::max<std::int64_t>(1, number_in(words(child(channel, kSyndication, "updateFrequency"))).value_or(1));
  if (period == "hourly") return std::chrono::minutes(60 / std::min<std::int64_t>(frequency, 60));
  if (period == "daily" || period == "weekly" || period == "monthly" || period == "yearly")
    return std::chrono::minutes(24 * 60 / std::min<std::int64_t>(frequency, 24));
  return std::nullopt;
}

Feed from_rss(const XmlNode& root, const XmlNode& channel) {
  Feed feed;
  feed.title = to_plain(words(rss_child(channel, "title")), TextType::plain);
  feed.url = words(rss_child(channel, "link"));
  feed.pause = rss_pause(channel);
  for (const auto* parent : {&channel, &root}) {  // RSS 1.0 has its items beside the channel.
    for (const auto& node : parent->children) {
      if (is_rss(node, "item") && feed.entries.size() < kMostEntries) feed.entries.push_back(rss_entry(node));
    }
  }
  return feed;
}

// --- Atom

std::string atom_text(const XmlNode* node) {
  if (node == nullptr) return "";
  const auto type = node->attribute("type");
  if (type == "xhtml") {
    const auto* page = child(*node, kXhtml, "div");
    std::string html;
    write_html(page == nullptr ? *node : *page, html);
    return to_plain(html, TextType::html);
  }
  return to_plain(node->all_text(), type == "html" || type == "text/html" ? TextType::html : TextType::plain);
}

std::string atom_link(const XmlNode& node) {
  for (const auto& one : node.children) {
    const auto rel = one.attribute("rel");
    if (one.is(kAtom, "link") && (rel.empty() || rel == "alternate")) return std::string(base::trim(one.attribute("href")));
  }
  return "";
}

void set_atom_author(Entry& entry, const XmlNode& node) {
  const auto* author = child(node, kAtom, "author");
  if (author == nullptr) return;
  entry.author_name = words(child(*author, kAtom, "name"));
  entry.author_id = words(child(*author, kAtom, "uri"));
  if (entry.author_id.empty()) entry.author_id = words(child(*author, kAtom, "email"));
}

Entry atom_entry(const XmlNode& node, const XmlNode& feed) {
  Entry entry;
  entry.id = words(child(node, kAtom, "id"));
  entry.url = atom_link(node);
  entry.title = atom_text(child(node, kAtom, "title"));
  entry.text = atom_text(child(node, kAtom, "content"));
  if (entry.text.empty()) entry.text = atom_text(child(node, kAtom, "summary"));
  set_atom_author(entry, node);
  if (entry.author_name.empty() && entry.author_id.empty()) set_atom_author(entry, feed);
  entry.parent_id = parent_of(node);
  entry.updated = date(child(node, kAtom, "updated"));
  entry.published = date(child(node, kAtom, "published"));
  entry.rating = rating_of(node);
  for (const auto& one : node.children) {
    if (one.is(kAtom, "link") && one.attribute("rel") == "enclosure") entry.files.push_back(file_of(one, "href"));
  }
  return entry;
}

Feed from_atom(const XmlNode& root) {
  Feed feed;
  feed.title = atom_text(child(root, kAtom, "title"));
  feed.url = atom_link(root);
  for (const auto& node : root.children) {
    if (node.is(kAtom, "entry") && feed.entries.size() < kMostEntries) feed.entries.push_back(atom_entry(node, root));
  }
  return feed;
}

}  // namespace

base::Result<Feed> from_xml(const XmlNode& root) {
  if (root.is(kAtom, "feed")) return from_atom(root);
  const auto* channel = rss_child(root, "channel");
  if (channel != nullptr && (root.name == "rss" || root.name == "RDF")) return from_rss(root, *channel);
  return base::fail(FailureKind::rejected,
                    "This is XML, but no feed: its outermost element is <" + base::shorten(root.name, 40) + ">.", "url");
}

}  // namespace feeds
