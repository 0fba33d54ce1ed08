#pragma once
// Described structs → JSON Schema (2020-12, as OpenAPI 3.1 uses it). Structs become named components, referred to by
// "$ref", so a type appears once.
//
// A struct may explain itself: `static constexpr const char* kDoc`, and `static std::map<std::string, std::string>
// help()` with a sentence for members that need one.

#include <map>
#include <string>

#include <boost/json/value.hpp>

#include "base/json/traits.hpp"
#include "base/secret.hpp"

namespace base {

enum class SchemaUse {
  reply,    // Every member is there; an optional one may be null.
  request,  // Optional members may be left out; others may not, and no unknown one is taken.
};

class SchemaBuilder {
 public:
  // The schema of T; named components collect in components().
  template <class T>
  [[nodiscard]] boost::json::value schema_of(SchemaUse use) {
    using namespace json_detail;
    if constexpr (std::is_same_v<T, bool>) {
      return {{"type", "boolean"}};
    } else if constexpr (std::is_integral_v<T>) {
      return {{"type", "integer"}};
    } else if constexpr (std::is_floating_point_v<T>) {
      return {{"type", "number"}};
    } else if constexpr (std::is_same_v<T, std::string>) {
      return {{"type", "string"}};
    } else if constexpr (std::is_same_v<T, Secret>) {
      return {{"type", "string"}, {"format", "password"}};
    } else if constexpr (std::is_same_v<T, Time>) {
      return {{"type", "string"}, {"format", "date-time"}};
    } else if constexpr (is_id<T>::value) {
      return {{"type", "integer"}, {"format", "int64"}, {"x-heed-id", T::tag::noun}};
    } else if constexpr (DescribedEnum<T>) {
      return component<T>(std::string(SchemaName<T>::value), [] { return enum_schema(all_names<T>()); });
    } else if constexpr (is_optional<T>::value) {
      return nullable(schema_of<typename T::value_type>(use));
    } else if constexpr (is_vector<T>::value) {
      return {{"type", "array"}, {"items", schema_of<typename T::value_type>(use)}};
    } else if constexpr (is_string_map<T>::value) {
      return {{"type", "object"}, {"additionalProperties", schema_of<typename T::mapped_type>(use)}};
    } else if constexpr (is_variant<T>::value) {
      return variant_schema(static_cast<const T*>(nullptr), use);
    } else if constexpr (DescribedStruct<T>) {
      return component<T>(struct_name(SchemaName<T>::value, use), [&] { return struct_schema<T>(use); });
    } else {
      return boost::json::object{};  // anything
    }
  }

  // The members of T as they stand in a struct schema, in order: for path and query parameters.
  template <json_detail::DescribedStruct T>
  [[nodiscard]] boost::json::object properties_of(SchemaUse use) {
    boost::json::object properties;
    const auto help = help_of<T>();
    json_detail::for_each_member<T>([&](std::string_view name, auto member) {
      using Member = std::remove_cvref_t<decltype(std::declval<T>().*member)>;
      auto schema = schema_of<Member>(use);
      if constexpr (requires { T::kType; }) {
        if (name == "type") schema = {{"type", "string"}, {"const", T::kType}};
      }
      if (const auto text = help.find(std::string(name)); text != help.end()) describe(schema, text->second);
      properties[name] = std::move(schema);
    });
    return properties;
  }

  [[nodiscard]] const boost::json::object& components() const { return components_; }

 private:
  template <class T>
  static std::map<std::string, std::string> help_of() {
    if constexpr (requires { T::help(); }) return T::help();
    else return {};
  }

  template <class T, class Make>
  boost::json::value component(const std::string& name, Make make) {
    claim(name, __PRETTY_FUNCTION__);
    if (!components_.contains(name)) {
      components_[name] = nullptr;  // holds the place, so that a type may refer to itself
      auto schema = make();
      components_[name] = std::move(schema);
    }
    return {{"$ref", "#/components/schemas/" + name}};
  }

  template <class T>
  boost::json::value struct_schema(SchemaUse use) {
    boost::json::array required;
    json_detail::for_each_member<T>([&](std::string_view name, auto member) {
      using Member = std::remove_cvref_t<decltype(std::declval<T>().*member)>;
      if (use == SchemaUse::reply || !json_detail::is_optional<Member>::value) required.emplace_back(name);
    });
    boost::json::object schema{{"type", "object"}, {"properties", properties_of<T>(use)}};
    if (!required.empty()) schema["required"] = std::move(required);
    if (use == SchemaUse::request) schema["additionalProperties"] = false;
    if constexpr (requires { T::kDoc; }) schema["description"] = T::kDoc;
    return schema;
  }

  template <class... Alternatives>
  boost::json::value variant_schema(const std::variant<Alternatives...>*, SchemaUse use) {
    // No discriminator: generators read "type": {"const": …} better without one.
    return {{"oneOf", boost::json::array{schema_of<Alternatives>(use)...}}};
  }

  static boost::json::value enum_schema(const std::vector<std::string>& names);
  static boost::json::value nullable(boost::json::value schema);
  static void describe(boost::json::value& schema, const std::string& text);
  // A type used both ways has two shapes; the second one met gets a suffix.
  std::string struct_name(std::string_view name, SchemaUse use);

  // One name for two types would describe one of them wrongly.
  void claim(const std::string& name, std::string_view type);

  boost::json::object components_;
  std::map<std::string, std::string> claimed_;
  std::map<std::string, SchemaUse> uses_;
};

}  // namespace base
