#include "base/json/schema.hpp"

#include "base/check.hpp"

namespace base {

boost::json::value SchemaBuilder::enum_schema(const std::vector<std::string>& names) {
  return {{"type", "string"}, {"enum", boost::json::array(names.begin(), names.end())}};
}

boost::json::value SchemaBuilder::nullable(boost::json::value schema) {
  auto& object = schema.as_object();
  auto* type = object.if_contains("type");
  if (type != nullptr && type->is_string()) {
    const boost::json::string plain = type->get_string();
    object["type"] = boost::json::array{plain, "null"};
    return schema;
  }
  if (type != nullptr || object.empty()) return schema;  // already nullable, or anything
  const auto* either = object.if_contains("oneOf");
  const boost::json::value null{{"type", "null"}};
  if (either != nullptr && either->get_array().back() == null) return schema;
  return {{"oneOf", boost::json::array{schema, null}}};
}

void SchemaBuilder::describe(boost::json::value& schema, const std::string& text) {
  schema.as_object()["description"] = text;
}

std::string SchemaBuilder::struct_name(std::string_view name, SchemaUse use) {
  const auto [entry, is_new] = uses_.emplace(std::string(name), use);
  if (is_new || entry->second == use) return std::string(name);
  return std::string(name) + (use == SchemaUse::request ? "Input" : "Output");
}

void SchemaBuilder::claim(const std::string& name, std::string_view type) {
  const auto entry = claimed_.emplace(name, std::string(type)).first;
  HEED_CHECK(entry->second == type, "two types are described as " + name + ": give one a base::SchemaName");
}

}  // namespace base
