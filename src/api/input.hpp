#pragma once
// From a request to the one JSON value that a handler's input struct is decoded from: path parameters by name, then the
// query (GET, DELETE) or the JSON body (POST, PUT, PATCH). Text of the path and the query becomes a number or a truth
// value where the member wants one; everything else base::decode checks.

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

#include "base/json/traits.hpp"
#include "base/result.hpp"
#include "net/http.hpp"

namespace api {

inline constexpr std::size_t kMostPathParameters = 4;

enum class TextForm { text, integer, number, boolean, structured };

struct InputMember {
  std::string name;
  TextForm form = TextForm::text;
  bool required = true;
};

// Values of the path's placeholders, in order.
struct PathValues {
  std::array<std::string_view, kMostPathParameters> values;
  std::size_t count = 0;
};

namespace input_detail {

template <class T>
constexpr TextForm form_of() {
  using namespace base::json_detail;
  if constexpr (is_optional<T>::value) return form_of<typename T::value_type>();
  else if constexpr (std::is_same_v<T, bool>) return TextForm::boolean;
  else if constexpr (std::is_integral_v<T> || is_id<T>::value) return TextForm::integer;
  else if constexpr (std::is_floating_point_v<T>) return TextForm::number;
  else if constexpr (std::is_convertible_v<T, std::string_view> || std::is_same_v<T, base::Time> || DescribedEnum<T>)
    return TextForm::text;
  else return TextForm::structured;
}

}  // namespace input_detail

template <base::json_detail::DescribedStruct In>
[[nodiscard]] std::vector<InputMember> input_members() {
  using namespace base::json_detail;
  std::vector<InputMember> members;
  for_each_member<In>([&](std::string_view name, auto member) {
    using Member = std::remove_cvref_t<decltype(std::declval<In>().*member)>;
    members.push_back({std::string(name), input_detail::form_of<Member>(), !is_optional<Member>::value});
  });
  return members;
}

[[nodiscard]] constexpr bool has_body(net::Method method) {
  return method == net::Method::post || method == net::Method::put || method == net::Method::patch;
}

// `path_names` are the placeholders' names, as many as `path` has values. A placeholder that cannot be a value of its
// member (letters where an id is meant) names nothing there is: not_found. `takes_bytes`: the body is no JSON, and the query is read.
[[nodiscard]] base::Result<boost::json::value> gather_input(const net::Request& request,
                                                            std::span<const InputMember> members,
                                                            std::span<const std::string> path_names, const PathValues& path,
                                                            bool takes_bytes = false);

}  // namespace api
