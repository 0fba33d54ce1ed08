#pragma once
// Looking into what other servers write: any member may be a string, an object, or a list of either (ActivityStreams 2.0, JSON-LD
// compacted).

#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace activitypub {

// Null where there is none.
[[nodiscard]] const boost::json::value* find(const boost::json::object& in, std::string_view name);
// The member's text; "" where it has none.
[[nodiscard]] std::string text_at(const boost::json::object& in, std::string_view name);
// What a value refers to: its text, or its "id"; of a list the first.
[[nodiscard]] std::string id_of(const boost::json::value& value);
[[nodiscard]] std::string id_at(const boost::json::object& in, std::string_view name);
// Of a string, an object or a list all that it refers to; 100 at most.
[[nodiscard]] std::vector<std::string> ids_at(const boost::json::object& in, std::string_view name);
// The objects of a member, one or a list; 100 at most.
[[nodiscard]] std::vector<const boost::json::object*> objects_at(const boost::json::object& in, std::string_view name);
// Whether "type" is, or holds, that.
[[nodiscard]] bool is_type(const boost::json::object& in, std::string_view type);
// Where a "url" leads: a text, a Link's "href", or the first of several.
[[nodiscard]] std::string url_at(const boost::json::object& in, std::string_view name);

}  // namespace activitypub
