#include "base/json/decode.hpp"

#include <algorithm>

#include <boost/json/stream_parser.hpp>

#include "base/text.hpp"

namespace base {

Result<boost::json::value> parse_json(std::string_view text) {
  boost::json::parse_options options;
  options.max_depth = 32;
  boost::json::stream_parser parser({}, options);
  boost::system::error_code error;
  const std::size_t read = parser.write_some(text, error);
  if (!error && read == text.size()) parser.finish(error);
  if (error || read != text.size()) {
    const std::string why = error ? error.message() : "text after the end";
    return fail(FailureKind::invalid, "not JSON at byte " + std::to_string(read) + ": " + why);
  }
  return parser.release();
}

namespace json_detail {
namespace {
constexpr std::size_t kShownName = 60;  // Of a member's name that only the sender knows.
constexpr std::string_view kTime = "a time like 2026-11-21T19:27:06Z";

std::string path_of(const Place& place) {
  if (place.around == nullptr) return {};
  const auto around = path_of(*place.around);
  return place.member.data() == nullptr ? join_path(around, place.index) : join_path(around, place.member);
}

std::string list_of(std::span<const Enumerator> enumerators) {
  std::string list;
  for (const auto& each : enumerators) list += (list.empty() ? "" : ", ") + std::string(each.name);
  return list;
}
}  // namespace

std::string join_path(std::string_view path, std::string_view member) {
  return path.empty() ? std::string(member) : std::string(path) + "." + std::string(member);
}

std::string join_path(std::string_view path, std::size_t index) {
  return std::string(path) + "[" + std::to_string(index) + "]";
}

tl::unexpected<Failure> expected(const std::string& path, std::string_view what) {
  const std::string text = "expected " + std::string(what);
  return fail(FailureKind::invalid, path.empty() ? text : path + ": " + text, path);
}

tl::unexpected<Failure> unknown_member(const std::string& path, std::string_view member,
                                       const std::vector<std::string>& known) {
  const std::string full = join_path(path, shorten(member, kShownName));
  const std::string near = nearest(member, known);
  return fail(FailureKind::invalid, full + ": unknown" + (near.empty() ? "" : "; did you mean " + near + "?"), full);
}

bool Decoder::into(bool& out, const boost::json::value& in, const Place& place) {
  if (!in.is_bool()) return refuse(place, "true or false");
  out = in.get_bool();
  return true;
}

bool Decoder::into(double& out, const boost::json::value& in, const Place& place) {
  if (!in.is_number()) return refuse(place, "a number");
  out = in.to_number<double>();
  return true;
}

bool Decoder::into(std::int64_t& out, const boost::json::value& in, const Place& place) {
  if (!in.is_number()) return refuse(place, "a whole number");
  boost::system::error_code error;
  const auto number = in.to_number<std::int64_t>(error);
  if (error) return out_of_range(place);
  out = number;
  return true;
}

bool Decoder::into(std::string& out, const boost::json::value& in, const Place& place) {
  if (!in.is_string()) return refuse(place, "a string");
  out.assign(in.get_string().data(), in.get_string().size());
  return true;
}

bool Decoder::into(Secret& out, const boost::json::value& in, const Place& place) {
  if (!in.is_string()) return refuse(place, "a string");
  out = Secret(std::string(in.get_string()));
  return true;
}

bool Decoder::into(Time& out, const boost::json::value& in, const Place& place) {
  if (!in.is_string()) return refuse(place, kTime);
  const auto time = parse_rfc3339(std::string_view(in.get_string()));
  if (!time) return refuse(place, kTime);
  out = *time;
  return true;
}

bool Decoder::into(boost::json::value& out, const boost::json::value& in, const Place&) {
  out = in;
  return true;
}

bool Decoder::enumerator(std::int64_t& out, const boost::json::value& in, std::span<const Enumerator> enumerators,
                         const Place& place) {
  if (!in.is_string()) return refuse(place, "a string");
  const auto* found = find_enumerator(enumerators, std::string_view(in.get_string()));
  if (found == nullptr) return refuse(place, "one of " + list_of(enumerators));
  out = found->value;
  return true;
}

bool Decoder::refuse(const Place& place, std::string_view wanted) {
  fault_ = expected(path_of(place), wanted).value();
  return false;
}

bool Decoder::out_of_range(const Place& place) { return refuse(place, "a whole number within range"); }

bool Decoder::missing(const Place& place) {
  const auto path = path_of(place);
  fault_ = fail(FailureKind::invalid, path + ": missing", path).value();
  return false;
}

bool Decoder::refuse_unknown(const boost::json::object& object, const std::vector<std::string>& known, const Place& place) {
  for (const auto& member : object) {
    const std::string_view name(member.key());
    if (std::ranges::find(known, name) != known.end()) continue;
    fault_ = unknown_member(path_of(place), name, known).value();
    return false;
  }
  return true;
}

}  // namespace json_detail
}  // namespace base
