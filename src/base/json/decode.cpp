#include "base/json/decode.hpp"

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

}  // namespace json_detail
}  // namespace base
