#pragma once
// What kinds of C++ types encode, decode and schema know. Internal to base/json.

#include <array>
#include <concepts>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
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

namespace json_detail {

struct Enumerator {
  const char* name;
  std::int64_t value;
};

template <template <class...> class List, class... Entry>
constexpr std::array<Enumerator, sizeof...(Entry)> enumerators(List<Entry...>) {
  return {Enumerator{Entry::name, static_cast<std::int64_t>(Entry::value)}...};
}

template <DescribedEnum E>
inline constexpr auto kEnumerators = enumerators(boost::describe::describe_enumerators<E>{});

// "?" for a value that has no name.
[[nodiscard]] std::string_view name_of(std::span<const Enumerator> enumerators, std::int64_t value);
[[nodiscard]] const Enumerator* find_enumerator(std::span<const Enumerator> enumerators, std::string_view name);
[[nodiscard]] std::vector<std::string> names_of(std::span<const Enumerator> enumerators);

}  // namespace json_detail

// The name of a described enumerator: "snoozed".
template <json_detail::DescribedEnum E>
[[nodiscard]] std::string_view to_name(E value) {
  return json_detail::name_of(json_detail::kEnumerators<E>, static_cast<std::int64_t>(value));
}

template <json_detail::DescribedEnum E>
[[nodiscard]] std::optional<E> from_name(std::string_view name) {
  const auto* found = json_detail::find_enumerator(json_detail::kEnumerators<E>, name);
  if (found == nullptr) return std::nullopt;
  return static_cast<E>(found->value);
}

template <json_detail::DescribedEnum E>
[[nodiscard]] std::vector<std::string> all_names() {
  return json_detail::names_of(json_detail::kEnumerators<E>);
}

}  // namespace base
