#pragma once
// Described structs → JSON Schema (2020-12, as OpenAPI 3.1 uses it). Structs become named components, referred to by
// "$ref", so a type appears once.
//
// A struct may explain itself: `static constexpr const char* kDoc`, and `static std::map<std::string, std::string>
// help()` with a sentence for members that need one.

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>

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
      return plain("boolean");
    } else if constexpr (std::is_integral_v<T>) {
      return plain("integer");
    } else if constexpr (std::is_floating_point_v<T>) {
      return plain("number");
    } else if constexpr (std::is_same_v<T, std::string>) {
      return plain("string");
    } else if constexpr (std::is_same_v<T, Secret>) {
      return plain("string", "password");
    } else if constexpr (std::is_same_v<T, Time>) {
      return plain("string", "date-time");
    } else if constexpr (is_id<T>::value) {
      return id_schema(T::tag::noun);
    } else if constexpr (DescribedEnum<T>) {
      const auto component = begin_component(std::string(SchemaName<T>::value), __PRETTY_FUNCTION__);
      if (component.is_new) components_[component.name] = enum_schema(kEnumerators<T>);
      return reference_to(component);
    } else if constexpr (is_optional<T>::value) {
      return nullable(schema_of<typename T::value_type>(use));
    } else if constexpr (is_vector<T>::value) {
      return list_schema(schema_of<typename T::value_type>(use));
    } else if constexpr (is_string_map<T>::value) {
      return map_schema(schema_of<typename T::mapped_type>(use));
    } else if constexpr (is_variant<T>::value) {
      return variant_schema(static_cast<const T*>(nullptr), use);
    } else if constexpr (DescribedStruct<T>) {
      const auto component = begin_component(struct_name(SchemaName<T>::value, use), __PRETTY_FUNCTION__);
      if (component.is_new) {
        auto schema = struct_schema(fields_of<T>(use), use);
        if constexpr (requires { T::kDoc; }) describe(schema, T::kDoc);
        components_[component.name] = std::move(schema);
      }
      return reference_to(component);
    } else {
      return boost::json::object{};  // anything
    }
  }

  // The members of T as they stand in a struct schema, in order: for path and query parameters.
  template <json_detail::DescribedStruct T>
  [[nodiscard]] boost::json::object properties_of(SchemaUse use) {
    return fields_of<T>(use).properties;
  }

  [[nodiscard]] const boost::json::object& components() const { return components_; }

 private:
  using Help = std::map<std::string, std::string>;
  struct Component {
    std::string name;
    bool is_new = false;  // Its place is held, so that a type may refer to itself; its schema is to come.
  };
  struct Fields {
    boost::json::object properties;
    boost::json::array needed;  // The names of those that must be there.
  };

  template <class T>
  static Help help_of() {
    if constexpr (requires { T::help(); }) return T::help();
    else return {};
  }

  template <class T>
  Fields fields_of(SchemaUse use) {
    Fields fields;
    const Help help = help_of<T>();
    const char* type = nullptr;
    if constexpr (requires { T::kType; }) type = T::kType;
    json_detail::for_each_member<T>([&](std::string_view name, auto member) {
      using Member = std::remove_cvref_t<decltype(std::declval<T>().*member)>;
      add_field(fields, name, schema_of<Member>(use), help, type);
      if (use == SchemaUse::reply || !json_detail::is_optional<Member>::value) fields.needed.emplace_back(name);
    });
    return fields;
  }

  template <class... Alternatives>
  boost::json::value variant_schema(const std::variant<Alternatives...>*, SchemaUse use) {
    return either_schema({schema_of<Alternatives>(use)...});
  }

  // `type`: what the member "type" always holds, or null.
  static void add_field(Fields& fields, std::string_view name, boost::json::value schema, const Help& help,
                        const char* type);
  static boost::json::value plain(const char* type, const char* format = nullptr);
  static boost::json::value id_schema(const char* noun);
  static boost::json::value list_schema(boost::json::value items);
  static boost::json::value map_schema(boost::json::value values);
  static boost::json::value either_schema(boost::json::array alternatives);
  static boost::json::value struct_schema(Fields fields, SchemaUse use);
  static boost::json::value reference_to(const Component& component);
  Component begin_component(std::string name, std::string_view type);
  static boost::json::value enum_schema(std::span<const json_detail::Enumerator> enumerators);
  static boost::json::value nullable(boost::json::value schema);
  static void describe(boost::json::value& schema, std::string_view text);
  // A type used both ways has two shapes; the second one met gets a suffix.
  std::string struct_name(std::string_view name, SchemaUse use);

  // One name for two types would describe one of them wrongly.
  void claim(const std::string& name, std::string_view type);

  boost::json::object components_;
  std::map<std::string, std::string> claimed_;
  std::map<std::string, SchemaUse> uses_;
};

}  // namespace base
