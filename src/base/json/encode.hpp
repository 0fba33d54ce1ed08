#pragma once
// Described structs → JSON text, written straight into a string. Every member is written, an empty optional as null, so
// that a reader can replace what it has by what it gets. Times are RFC 3339, ids are numbers, a Secret is "***".

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/json/traits.hpp"
#include "base/secret.hpp"

namespace base {

namespace json_detail {
void write_string(std::string& out, std::string_view text);
void write_number(std::string& out, std::int64_t number);
void write_number(std::string& out, double number);  // NaN and infinity become null: JSON has no word for them.
void write_any(std::string& out, const boost::json::value& value);
void write_time(std::string& out, Time time);
// `before` the name: '{' of the first member, a comma of the others; it is made one.
void write_name(std::string& out, char& before, std::string_view name);
// After the last member, or where there was none.
void write_end(std::string& out, char before);
}  // namespace json_detail

// A struct is written by a function of its own, wherever it is met: written in place, each would be compiled many times.
template <json_detail::DescribedStruct T>
void encode_members_to(std::string& out, const T& value);

template <class T>
void encode_to(std::string& out, const T& value) {
  using namespace json_detail;
  if constexpr (std::is_same_v<T, bool>) {
    out += value ? "true" : "false";
  } else if constexpr (std::is_integral_v<T>) {
    write_number(out, static_cast<std::int64_t>(value));
  } else if constexpr (std::is_floating_point_v<T>) {
    write_number(out, static_cast<double>(value));
  } else if constexpr (std::is_convertible_v<T, std::string_view>) {
    write_string(out, value);
  } else if constexpr (std::is_same_v<T, Secret>) {
    out += "\"***\"";
  } else if constexpr (std::is_same_v<T, Time>) {
    write_time(out, value);
  } else if constexpr (is_id<T>::value) {
    write_number(out, value.value);
  } else if constexpr (DescribedEnum<T>) {
    write_string(out, to_name(value));
  } else if constexpr (is_optional<T>::value) {
    if (value) encode_to(out, *value);
    else out += "null";
  } else if constexpr (is_vector<T>::value) {
    out += '[';
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (i != 0) out += ',';
      encode_to<typename T::value_type>(out, value[i]);
    }
    out += ']';
  } else if constexpr (is_string_map<T>::value) {
    char before = '{';
    for (const auto& [key, member] : value) {
      write_name(out, before, key);
      encode_to(out, member);
    }
    write_end(out, before);
  } else if constexpr (is_variant<T>::value) {
    std::visit([&](const auto& alternative) { encode_to(out, alternative); }, value);
  } else if constexpr (DescribedStruct<T>) {
    encode_members_to(out, value);
  } else {
    write_any(out, value);
  }
}

template <json_detail::DescribedStruct T>
[[gnu::noinline]] void encode_members_to(std::string& out, const T& value) {
  char before = '{';
  json_detail::for_each_member<T>([&](std::string_view name, auto member) {
    json_detail::write_name(out, before, name);
    encode_to(out, value.*member);
  });
  json_detail::write_end(out, before);
}

template <class T>
[[nodiscard]] std::string encode(const T& value) {
  std::string out;
  encode_to(out, value);
  return out;
}

}  // namespace base
