#pragma once
// JSON text → described structs. An absent or null optional is nullopt; any other absent member is a failure. Failures
// name the place: "contact.name: expected a string", "tags[1]: expected a string", "limit: missing".
//
// A member of type optional<optional<T>> tells three things apart: absent (nullopt), null (an empty inner optional) and
// a value; PATCH bodies use it.

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include <boost/json/value.hpp>

#include "base/json/traits.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"

namespace base {

enum class UnknownMembers {
  refuse,  // Our own API: a misspelt member is an error the caller wants to hear of.
  ignore,  // What platforms send: they add members at will.
};

// Parses text; a fault is told with its byte offset. At most 32 levels deep.
[[nodiscard]] Result<boost::json::value> parse_json(std::string_view text);

namespace json_detail {

[[nodiscard]] std::string join_path(std::string_view path, std::string_view member);
[[nodiscard]] std::string join_path(std::string_view path, std::size_t index);
[[nodiscard]] tl::unexpected<Failure> expected(const std::string& path, std::string_view what);
[[nodiscard]] tl::unexpected<Failure> unknown_member(const std::string& path, std::string_view member,
                                                     const std::vector<std::string>& known);

struct Decoder {
  UnknownMembers unknown;

  template <class T>
  Result<void> into(T& out, const boost::json::value& in, const std::string& path) const {
    if constexpr (std::is_same_v<T, bool>) {
      if (!in.is_bool()) return expected(path, "true or false");
      out = in.get_bool();
    } else if constexpr (std::is_integral_v<T>) {
      return integer(out, in, path);
    } else if constexpr (std::is_floating_point_v<T>) {
      if (!in.is_number()) return expected(path, "a number");
      out = in.to_number<T>();
    } else if constexpr (std::is_same_v<T, std::string>) {
      if (!in.is_string()) return expected(path, "a string");
      out.assign(in.get_string().data(), in.get_string().size());
    } else if constexpr (std::is_same_v<T, Secret>) {
      if (!in.is_string()) return expected(path, "a string");
      out = Secret(std::string(in.get_string()));
    } else if constexpr (std::is_same_v<T, Time>) {
      if (!in.is_string()) return expected(path, "a time like 2026-11-21T19:27:06Z");
      auto time = parse_rfc3339(std::string_view(in.get_string()));
      if (!time) return expected(path, "a time like 2026-11-21T19:27:06Z");
      out = *time;
    } else if constexpr (is_id<T>::value) {
      return integer(out.value, in, path);
    } else if constexpr (DescribedEnum<T>) {
      if (!in.is_string()) return expected(path, "a string");
      auto value = from_name<T>(std::string_view(in.get_string()));
      if (!value) return expected(path, "one of " + list_of(all_names<T>()));
      out = *value;
    } else if constexpr (is_optional<T>::value) {
      if (in.is_null()) {
        out.reset();
        return {};
      }
      return into(out.emplace(), in, path);
    } else if constexpr (is_vector<T>::value) {
      if (!in.is_array()) return expected(path, "a list");
      out.clear();
      for (const auto& element : in.get_array()) {
        if (auto done = into(out.emplace_back(), element, join_path(path, out.size() - 1)); !done) return done;
      }
    } else if constexpr (is_string_map<T>::value) {
      if (!in.is_object()) return expected(path, "an object");
      out.clear();
      for (const auto& [key, element] : in.get_object()) {
        if (auto done = into(out[std::string(key)], element, join_path(path, std::string_view(key))); !done) return done;
      }
    } else if constexpr (DescribedStruct<T>) {
      return members(out, in, path);
    } else {
      out = in;  // boost::json::value: anything goes.
    }
    return {};
  }

 private:
  static std::string list_of(const std::vector<std::string>& names) {
    std::string list;
    for (const auto& name : names) list += (list.empty() ? "" : ", ") + name;
    return list;
  }

  template <class T>
  static Result<void> integer(T& out, const boost::json::value& in, const std::string& path) {
    boost::system::error_code error;
    if (!in.is_number()) return expected(path, "a whole number");
    const T value = in.to_number<T>(error);
    if (error) return expected(path, "a whole number within range");
    out = value;
    return {};
  }

  template <class T>
  Result<void> members(T& out, const boost::json::value& in, const std::string& path) const {
    if (!in.is_object()) return expected(path, "an object");
    const auto& object = in.get_object();
    Result<void> outcome;
    std::size_t used = 0;
    for_each_member<T>([&](std::string_view name, auto member) {
      if (!outcome) return;
      using Member = std::remove_cvref_t<decltype(out.*member)>;
      const auto* found = object.if_contains(name);
      if (found != nullptr) ++used;
      if constexpr (is_optional<Member>::value) {
        if (found == nullptr) {
          (out.*member).reset();
        } else if constexpr (is_optional<typename Member::value_type>::value) {
          outcome = into((out.*member).emplace(), *found, join_path(path, name));  // null reaches the inner optional
        } else {
          outcome = into(out.*member, *found, join_path(path, name));
        }
      } else if (found == nullptr) {
        outcome = fail(FailureKind::invalid, join_path(path, name) + ": missing", join_path(path, name));
      } else {
        outcome = into(out.*member, *found, join_path(path, name));
      }
    });
    if (!outcome || unknown == UnknownMembers::ignore || used == object.size()) return outcome;
    return first_unknown<T>(object, path);
  }

  template <class T>
  static Result<void> first_unknown(const boost::json::object& object, const std::string& path) {
    std::vector<std::string> known;
    for_each_member<T>([&](std::string_view name, auto) { known.emplace_back(name); });
    for (const auto& [key, value] : object) {
      bool is_known = false;
      for (const auto& name : known) is_known = is_known || name == std::string_view(key);
      if (!is_known) return unknown_member(path, std::string_view(key), known);
    }
    return {};
  }
};

}  // namespace json_detail

template <class T>
[[nodiscard]] Result<T> decode(const boost::json::value& value, UnknownMembers unknown = UnknownMembers::refuse) {
  T out{};
  if (auto done = json_detail::Decoder{unknown}.into(out, value, ""); !done) return pass_on(done.error());
  return out;
}

template <class T>
[[nodiscard]] Result<T> decode_text(std::string_view text, UnknownMembers unknown = UnknownMembers::refuse) {
  auto value = parse_json(text);
  if (!value) return pass_on(value.error());
  return decode<T>(*value, unknown);
}

}  // namespace base
