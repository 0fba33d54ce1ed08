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
}  // namespace json_detail

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
    out += '"';
    append_rfc3339(out, value);
    out += '"';
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
    out += '{';
    const char* comma = "";
    for (const auto& [key, member] : value) {
      out += comma;
      write_string(out, key);
      out += ':';
      encode_to(out, member);
      comma = ",";
    }
    out += '}';
  } else if constexpr (is_variant<T>::value) {
    std::visit([&](const auto& alternative) { encode_to(out, alternative); }, value);
  } else if constexpr (DescribedStruct<T>) {
    out += '{';
    const char* comma = "";
    for_each_member<T>([&](std::string_view name, auto member) {
      out += comma;
      out += '"';
      out += name;
      out += "\":";
      encode_to(out, value.*member);
      comma = ",";
    });
    out += '}';
  } else {
    write_any(out, value);
  }
}

template <class T>
[[nodiscard]] std::string encode(const T& value) {
  std::string out;
  encode_to(out, value);
  return out;
}

}  // namespace base
