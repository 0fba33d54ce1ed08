#include "base/json/schema.hpp"

#include "base/check.hpp"

namespace base {

void SchemaBuilder::add_field(Fields& fields, std::string_view name, boost::json::value schema, const Help& help,
                              const char* type) {
  if (type != nullptr && name == "type") schema = {{"type", "string"}, {"const", type}};
  if (const auto text = help.find(std::string(name)); text != help.end()) describe(schema, text->second);
  fields.properties[name] = std::move(schema);
}

boost::json::value SchemaBuilder::plain(const char* type, const char* format) {
  boost::json::object schema{{"type", type}};
  if (format != nullptr) schema["format"] = format;
  return schema;
}

boost::json::value SchemaBuilder::id_schema(const char* noun) {
  return {{"type", "integer"}, {"format", "int64"}, {"x-heed-id", noun}};
}

boost::json::value SchemaBuilder::list_schema(boost::json::value items) {
  return {{"type", "array"}, {"items", std::move(items)}};
}

boost::json::value SchemaBuilder::map_schema(boost::json::value values) {
  return {{"type", "object"}, {"additionalProperties", std::move(values)}};
}

// Without a discriminator: generators read "type": {"const": …} better without one.
boost::json::value SchemaBuilder::either_schema(boost::json::array alternatives) {
  return {{"oneOf", std::move(alternatives)}};
}

boost::json::value SchemaBuilder::struct_schema(Fields fields, SchemaUse use) {
  boost::json::object schema{{"type", "object"}, {"properties", std::move(fields.properties)}};
  if (!fields.needed.empty()) schema["required"] = std::move(fields.needed);
  if (use == SchemaUse::request) schema["additionalProperties"] = false;
  return schema;
}

boost::json::value SchemaBuilder::reference_to(const Component& component) {
  return {{"$ref", "#/components/schemas/" + component.name}};
}

SchemaBuilder::Component SchemaBuilder::begin_component(std::string name, std::string_view type) {
  claim(name, type);
  const bool is_new = !components_.contains(name);
  if (is_new) components_[name] = nullptr;
  return {std::move(name), is_new};
}

boost::json::value SchemaBuilder::enum_schema(std::span<const json_detail::Enumerator> enumerators) {
  boost::json::array names;
  for (const auto& each : enumerators) names.emplace_back(each.name);
  return {{"type", "string"}, {"enum", std::move(names)}};
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

void SchemaBuilder::describe(boost::json::value& schema, std::string_view text) { schema.as_object()["description"] = text; }

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
