#pragma once
// Described structs as lists of their members' values, in the order in which they are described: JSON without names, for what is
// kept often and read seldom. Times are milliseconds since 1970, empty members at the end are left out.
//
//   encode_in_order_to(body, event);                      // [[17,"open",null],"Ann"]
//   auto value = parse_json(body); name_members<Event>(*value); decode_into(event, *value);
//
// The order is the form: a struct that is kept so may only get new members at its end. What an older program wrote has none of
// them; they are as the struct begins with.

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "base/clock.hpp"
#include "base/json/encode.hpp"
#include "base/json/traits.hpp"

namespace base {

namespace json_detail {
// Takes ",null" off the end, as often as it stands there, behind `begin`.
void drop_nulls(std::string& out, std::size_t begin);
}  // namespace json_detail

template <json_detail::DescribedStruct T>
void encode_list_to(std::string& out, const T& value);

template <class T>
void encode_in_order_to(std::string& out, const T& value) {
  using namespace json_detail;
  if constexpr (std::is_same_v<T, Time>) {
    write_number(out, static_cast<std::int64_t>(value.time_since_epoch().count()));
  } else if constexpr (is_optional<T>::value) {
    if (value) encode_in_order_to(out, *value);
    else out += "null";
  } else if constexpr (is_vector<T>::value) {
    out += '[';
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (i != 0) out += ',';
      encode_in_order_to<typename T::value_type>(out, value[i]);
    }
    out += ']';
  } else if constexpr (is_variant<T>::value) {
    std::visit([&](const auto& alternative) { encode_in_order_to(out, alternative); }, value);
  } else if constexpr (DescribedStruct<T>) {
    encode_list_to(out, value);
  } else {
    encode_to(out, value);
  }
}

template <json_detail::DescribedStruct T>
[[gnu::noinline]] void encode_list_to(std::string& out, const T& value) {
  const auto begin = out.size();
  char before = '[';
  json_detail::for_each_member<T>([&](std::string_view, auto member) {
    out += before;
    before = ',';
    encode_in_order_to(out, value.*member);
  });
  json_detail::drop_nulls(out, begin);
  out += before == '[' ? "[]" : "]";
}

// Gives the members of a T that was written in order their names, so that it can be decoded. What has names stays as it is, and
// what is no T is for the decoder to refuse.
template <class T>
void name_members(boost::json::value& value) {
  using namespace json_detail;
  if constexpr (std::is_same_v<T, Time>) {
    if (value.is_int64()) value = to_rfc3339(Time(Time::duration(value.get_int64())));
  } else if constexpr (is_optional<T>::value) {
    if (!value.is_null()) name_members<typename T::value_type>(value);
  } else if constexpr (is_vector<T>::value) {
    if (auto* list = value.if_array()) {
      for (auto& element : *list) name_members<typename T::value_type>(element);
    }
  } else if constexpr (DescribedStruct<T>) {
    auto* list = value.if_array();
    if (list == nullptr) return;
    boost::json::object named;
    std::size_t index = 0;
    for_each_member<T>([&](std::string_view name, auto member) {
      using Member = std::remove_cvref_t<decltype(T{}.*member)>;
      if (index < list->size()) name_members<Member>((*list)[index]);
      if (index < list->size()) named[name] = std::move((*list)[index]);
      else if constexpr (!is_optional<Member>::value) named[name] = boost::json::parse(encode(T{}.*member));
      ++index;
    });
    value = std::move(named);
  }
}

}  // namespace base
