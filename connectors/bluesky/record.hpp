#pragma once
// An answer → the record that is put into our repository, and what goes into a chat. Pure.
//
// Links, mentions and hashtags are plain text to Bluesky unless their places are named, in bytes of UTF-8
// (app.bsky.richtext.facet).

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "channel/channel_inbox.hpp"

namespace bluesky {

inline constexpr std::size_t kMostGraphemes = 300;
inline constexpr std::size_t kMostPostBytes = 3000;
inline constexpr std::size_t kMostPictures = 4;
inline constexpr std::size_t kMostPictureBytes = 2'000'000;

enum class SpanKind { link, mention, tag };

struct Span {
  SpanKind kind = SpanKind::link;
  std::size_t begin = 0;  // Bytes.
  std::size_t end = 0;
  std::string value;  // The address; the handle without "@"; the tag without "#".
};
[[nodiscard]] std::vector<Span> find_spans(std::string_view text);

// Mentions of those whose DID is not known stay plain text.
[[nodiscard]] boost::json::array make_facets(std::string_view text, const std::map<std::string, std::string>& did_by_handle);

// A post is named with the version that is meant.
struct StrongRef {
  std::string uri;
  std::string cid;
};
[[nodiscard]] boost::json::object to_json(const StrongRef& reference);

struct Picture {
  boost::json::value blob;  // As uploadBlob gave it.
  std::string description;
};

struct PostPlan {
  std::string text;
  boost::json::array facets;
  base::Time created_at{};
  std::vector<std::string> languages;
  std::optional<StrongRef> root;
  std::optional<StrongRef> parent;
  std::optional<StrongRef> quoted;
  std::vector<Picture> pictures;
};
[[nodiscard]] boost::json::object make_post(const PostPlan& plan);

// What Bluesky would refuse, before anything is asked of it.
[[nodiscard]] base::Result<void> check_message(const channel::OutboundMessage& message);

}  // namespace bluesky
