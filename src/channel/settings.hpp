#pragma once
// A connector's described Settings struct: the schema that its form is made from, and the struct as it is kept. Members of
// type base::Secret are sealed by the core before they are stored.

#include <string_view>
#include <type_traits>

#include <boost/json/value.hpp>

#include "base/json/decode.hpp"
#include "base/json/encode.hpp"
#include "base/json/schema.hpp"
#include "base/secret.hpp"

namespace channel {

// {"type": "object", "properties": …, "required": […]}, without references to elsewhere. Members that may be left out are
// std::optional; `static std::map<std::string, std::string> help()` gives a sentence for each that needs one.
template <class Settings>
[[nodiscard]] boost::json::value settings_schema();

// As JSON, secrets in clear: what check_settings() gives back and open() is given.
template <class Settings>
[[nodiscard]] boost::json::value settings_value(const Settings& settings);

namespace settings_detail {
[[nodiscard]] boost::json::value inline_references(const boost::json::value& schema, const boost::json::object& components);
}

template <class Settings>
boost::json::value settings_schema() {
  base::SchemaBuilder builder;
  boost::json::value properties = builder.properties_of<Settings>(base::SchemaUse::request);
  boost::json::array required;
  base::json_detail::for_each_member<Settings>([&](std::string_view name, auto member) {
    using Member = std::remove_cvref_t<decltype(std::declval<Settings>().*member)>;
    if (!base::json_detail::is_optional<Member>::value) required.emplace_back(name);
  });
  return {{"type", "object"},
          {"properties", settings_detail::inline_references(properties, builder.components())},
          {"required", std::move(required)}};
}

template <class Settings>
boost::json::value settings_value(const Settings& settings) {
  boost::json::value value = *base::parse_json(base::encode(settings));
  base::json_detail::for_each_member<Settings>([&](std::string_view name, auto member) {
    using Member = std::remove_cvref_t<decltype(settings.*member)>;
    if constexpr (std::is_same_v<Member, base::Secret>) value.as_object()[name] = (settings.*member).reveal();
    if constexpr (std::is_same_v<Member, std::optional<base::Secret>>) {
      if (settings.*member) value.as_object()[name] = (settings.*member)->reveal();
    }
  });
  return value;
}

}  // namespace channel
