#pragma once
// The formats of feeds, each into the same shape. Pure.

#include <boost/json/value.hpp>

#include "base/result.hpp"
#include "channel/xml.hpp"
#include "connectors/feeds/feed.hpp"

namespace feeds {

// RSS of every kind, or Atom; `root` is the outermost element.
[[nodiscard]] base::Result<Feed> from_xml(const channel::XmlNode& root);
[[nodiscard]] base::Result<Feed> from_json(const boost::json::value& root);

}  // namespace feeds
