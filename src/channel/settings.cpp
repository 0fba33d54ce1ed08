#include "channel/settings.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace channel::settings_detail {

boost::json::value inline_references(const boost::json::value& schema, const boost::json::object& components) {
  if (const auto* list = schema.if_array()) {
    boost::json::array out;
    for (const auto& one : *list) out.push_back(inline_references(one, components));
    return out;
  }
  const auto* object = schema.if_object();
  if (object == nullptr) return schema;
  if (const auto* reference = object->if_contains("$ref")) {
    const std::string_view path = reference->as_string();
    const auto* found = components.if_contains(path.substr(path.rfind('/') + 1));
    if (found != nullptr) return inline_references(*found, components);
  }
  boost::json::object out;
  for (const auto& [name, member] : *object) out[name] = inline_references(member, components);
  return out;
}

}  // namespace channel::settings_detail
