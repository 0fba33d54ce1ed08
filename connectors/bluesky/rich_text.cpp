#include "connectors/bluesky/rich_text.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

#include "connectors/bluesky/at_uri.hpp"
#include "connectors/bluesky/json_at.hpp"
#include "connectors/bluesky/wire.hpp"

namespace bluesky {
namespace {

constexpr std::size_t kMostFacets = 200;
constexpr std::size_t kMostPictures = 20;

struct Link {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string uri;
};

bool is_between_letters(std::string_view text, std::size_t at) {
  return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
}

// Those that lie within the text and not over each other, in order.
std::vector<Link> links_of(const boost::json::value& in, std::string_view text) {
  std::vector<Link> links;
  for (const auto& facet : list_at(in, "facets")) {
    const auto begin = number_at(facet, "index.byteStart");
    const auto end = number_at(facet, "index.byteEnd");
    if (!begin || !end || *begin < 0 || *begin >= *end || static_cast<std::size_t>(*end) > text.size()) continue;
    for (const auto& feature : list_at(facet, "features")) {
      if (text_at(feature, "$type") != "app.bsky.richtext.facet#link") continue;
      links.push_back({static_cast<std::size_t>(*begin), static_cast<std::size_t>(*end), text_at(feature, "uri")});
    }
    if (links.size() >= kMostFacets) break;
  }
  std::ranges::sort(links, {}, &Link::begin);
  std::size_t free_from = 0;
  std::erase_if(links, [&](const Link& link) {
    const bool fits = link.begin >= free_from && is_between_letters(text, link.begin) &&
                      is_between_letters(text, link.end) && !link.uri.empty();
    if (fits) free_from = link.end;
    return !fits;
  });
  return links;
}

// "example.com/orde…" → the whole address; "our shop" → "our shop (address)".
std::string shown_link(std::string_view shown, const std::string& uri) {
  if (shown.ends_with("...") || shown.ends_with("…")) return uri;
  if (uri.find(shown) != std::string::npos) return uri;
  return std::string(shown) + " (" + uri + ")";
}

void append_line(std::string& text, std::string_view line) {
  if (line.empty()) return;
  if (!text.empty()) text += '\n';
  text += line;
}

std::string fullsize_of(const boost::json::value& view, const std::string& cid) {
  for (const char* place : {"images", "media.images"}) {
    for (const auto& image : list_at(view, place)) {
      std::string url = text_at(image, "fullsize");
      if (url.find(cid) != std::string::npos) return url;
    }
  }
  return {};
}

class EmbedReader {
 public:
  EmbedReader(ReadablePost& post, const std::string& uri, const boost::json::value& view)
      : post_(post), uri_(uri), view_(view) {}

  void read(const boost::json::value& embed) {
    const std::string type = text_at(embed, "$type");
    if (type == "app.bsky.embed.recordWithMedia") {
      if (const auto* media = find_at(embed, "media")) read_media(*media);
      quote(text_at(embed, "record.record.uri"));
    } else if (type == "app.bsky.embed.record") {
      quote(text_at(embed, "record.uri"));
    } else {
      read_media(embed);
    }
  }

 private:
  void read_media(const boost::json::value& media) {
    for (const char* list : {"images", "items"}) {
      for (const auto& one : list_at(media, list)) {
        if (const auto* blob = find_at(one, "image")) attach(*blob, text_at(one, "alt"));
      }
    }
    if (const auto* blob = find_at(media, "video")) attach(*blob, text_at(media, "alt"));
    const std::string link = text_at(media, "external.uri");
    if (link.empty() || post_.text.find(link) != std::string::npos) return;
    append_line(post_.text, text_at(media, "external.title"));
    append_line(post_.text, link);
  }

  void attach(const boost::json::value& blob, std::string description) {
    const std::string cid = text_at(blob, "ref.$link");
    if (cid.empty() || post_.attachments.size() >= kMostPictures) return;
    channel::Attachment attachment;
    attachment.external_id = write_blob_name({uri_, cid});
    attachment.url = fullsize_of(view_, cid);
    attachment.type = text_at(blob, "mimeType");
    attachment.size = number_at(blob, "size");
    attachment.description = std::move(description);
    post_.attachments.push_back(std::move(attachment));
  }

  void quote(const std::string& uri) {
    if (!parse_at_uri(uri)) return;
    post_.quoted_uri = uri;
    const std::string address = web_address(uri);
    append_line(post_.text, "↪ " + (address.empty() ? uri : address));
  }

  ReadablePost& post_;
  const std::string& uri_;
  const boost::json::value& view_;
};

}  // namespace

std::string read_text(const boost::json::value& in) {
  const std::string text = text_at(in, "text");
  std::string out;
  std::size_t done = 0;
  for (const auto& link : links_of(in, text)) {
    out += text.substr(done, link.begin - done);
    out += shown_link(std::string_view(text).substr(link.begin, link.end - link.begin), link.uri);
    done = link.end;
  }
  return out + text.substr(done);
}

ReadablePost read_record(const boost::json::value& record, const std::string& uri, const boost::json::value& view) {
  ReadablePost post;
  post.text = read_text(record);
  if (const auto* embed = find_at(record, "embed")) EmbedReader(post, uri, view).read(*embed);
  return post;
}

}  // namespace bluesky
