#include "net/target.hpp"

#include "base/text.hpp"
#include "net/http.hpp"

namespace net {
namespace {

tl::unexpected<base::Failure> refuse(const char* reason) {
  return base::fail(base::FailureKind::invalid, std::string("The address asked for is malformed: ") + reason);
}

bool has_scheme(std::string_view target, std::string_view scheme) {
  return target.size() > scheme.size() && base::equal_ignoring_case(target.substr(0, scheme.size()), scheme);
}

// "http://host/path" → "/path"; a proxy's form, which a server must take (RFC 9112 §3.2.2).
std::string_view without_authority(std::string_view target) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!has_scheme(target, scheme)) continue;
    const auto rest = target.substr(scheme.size());
    const auto path = rest.find_first_of("/?");
    return path == std::string_view::npos ? std::string_view("/") : rest.substr(path);
  }
  return target;
}

bool has_malformed_escape(std::string_view text) {
  static constexpr std::string_view kHex = "0123456789abcdefABCDEF";
  for (auto at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 3)) {
    if (at + 2 >= text.size()) return true;
    if (kHex.find(text[at + 1]) == std::string_view::npos || kHex.find(text[at + 2]) == std::string_view::npos) return true;
  }
  return false;
}

bool has_encoded_slash(std::string_view text) {
  for (auto at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1)) {
    const auto escape = text.substr(at + 1, 2);
    if (base::equal_ignoring_case(escape, "2f") || base::equal_ignoring_case(escape, "5c")) return true;
  }
  return false;
}

void merge_slashes(std::string& path) {
  std::size_t out = 0;
  for (const char c : path) {
    if (c == '/' && out > 0 && path[out - 1] == '/') continue;
    path[out++] = c;
  }
  path.resize(out);
}

bool has_dot_segment(std::string_view path) {
  for (auto at = path.find("/."); at != std::string_view::npos; at = path.find("/.", at + 1)) {
    const auto segment = path.substr(at + 1, path.find('/', at + 1) - (at + 1));
    if (segment == "." || segment == "..") return true;
  }
  return false;
}

bool has_unsafe_byte(std::string_view text) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f || c == '\\') return true;
  }
  return false;
}

}  // namespace

base::Result<Target> parse_target(std::string_view target) {
  if (target == "*") return Target{"*", {}};
  for (const char c : target) {
    if (static_cast<unsigned char>(c) >= 0x80 || static_cast<unsigned char>(c) <= 0x20 || c == '#' || c == 0x7f) {
      return refuse("it holds a character that must be percent-encoded.");
    }
  }
  const auto from_path = without_authority(target);
  const bool had_authority = from_path.data() != target.data();
  target = from_path;
  const auto mark = target.find('?');
  const auto raw_path = had_authority && mark == 0 ? std::string_view("/") : target.substr(0, mark);
  if (!raw_path.starts_with('/')) return refuse("it does not begin with a slash.");

  Target parsed;
  if (mark != std::string_view::npos) parsed.query = target.substr(mark + 1);
  if (raw_path.find('%') == std::string_view::npos) {
    parsed.path = raw_path;
  } else {
    if (has_malformed_escape(raw_path)) return refuse("a percent sign is not followed by two hexadecimal digits.");
    if (has_encoded_slash(raw_path)) return refuse("an encoded slash is not taken.");
    parsed.path = percent_decode(raw_path);
    if (!base::is_utf8(parsed.path)) return refuse("it is not UTF-8.");
  }
  if (has_unsafe_byte(parsed.path)) return refuse("it holds a control character or a backslash.");
  if (parsed.path.find("//") != std::string::npos) merge_slashes(parsed.path);
  if (has_dot_segment(parsed.path)) return refuse("\".\" and \"..\" are not taken.");
  return parsed;
}

}  // namespace net
