#pragma once
// What kinds of C++ types encode, decode and schema know. Internal to base/json.

#include <concepts>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "base/id.hpp"

namespace base::json_detail {

template <class T>
struct is_optional : std::false_type {};
template <class T>
struct is_optional<std::optional<T>> : std::true_type {};

template <class T>
struct is_vector : std::false_type {};
template <class T>
struct is_vector<std::vector<T>> : std::true_type {};

template <class T>
struct is_string_map : std::false_type {};
template <class T>
struct is_string_map<std::map<std::string, T>> : std::true_type {};

template <class T>
struct is_variant : std::false_type {};
template <class... T>
struct is_variant<std::variant<T...>> : std::true_type {};

template <class T>
struct is_id : std::false_type {};
template <class Tag>
struct is_id<Id<Tag>> : std::true_type {};

template <class T>
concept DescribedStruct = std::is_class_v<T> && boost::describe::has_describe_members<T>::value;

template <class T>
concept DescribedEnum = std::is_enum_v<T> && boost::describe::has_describe_enumerators<T>::value;

template <class T>
using Members = boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>;

// Calls visit(name, pointer to member) for every public member, base classes first.
template <DescribedStruct T, class Visit>
void for_each_member(Visit&& visit) {
  boost::mp11::mp_for_each<Members<T>>([&](auto member) { visit(std::string_view(member.name), member.pointer); });
}

// "Conversation" for api::contract::Conversation.
template <class T>
[[nodiscard]] constexpr std::string_view type_name() {
  std::string_view text = __PRETTY_FUNCTION__;
  const auto begin = text.find("T = ");
  text.remove_prefix(begin + 4);
  text.remove_suffix(1);
  const auto colon = text.rfind("::");
  return colon == std::string_view::npos ? text : text.substr(colon + 2);
}

}  // namespace base::json_detail

namespace base {

// What a described type is called in the API's description; specialised where two types have one name.
template <class T>
struct SchemaName {
  static constexpr std::string_view value = json_detail::type_name<T>();
};

// The name of a described enumerator: "snoozed".
template <json_detail::DescribedEnum E>
[[nodiscard]] std::string_view to_name(E value) {
  std::string_view found = "?";
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto entry) {
    if (entry.value == value) found = entry.name;
  });
  return found;
}

template <json_detail::DescribedEnum E>
[[nodiscard]] std::optional<E> from_name(std::string_view name) {
  std::optional<E> found;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto entry) {
    if (name == entry.name) found = entry.value;
  });
  return found;
}

template <json_detail::DescribedEnum E>
[[nodiscard]] std::vector<std::string> all_names() {
  std::vector<std::string> names;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto entry) { names.emplace_back(entry.name); });
  return names;
}

}  // namespace base
