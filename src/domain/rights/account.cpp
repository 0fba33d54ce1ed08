#include "domain/rights/account.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace rights {
namespace {

using base::FailureKind;

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

// The part before the @: what RFC 5321 calls a dot-string, or any UTF-8 (RFC 6531). Quoted forms are not taken.
bool is_local_part(std::string_view text) {
  constexpr std::string_view kRefused = " \t()<>[]:;@\\,\"";
  if (text.empty() || text.size() > 64 || text.front() == '.' || text.back() == '.') return false;
  if (text.find("..") != std::string_view::npos) return false;
  return std::ranges::none_of(text, [&](char c) { return is_control(c) || kRefused.find(c) != std::string_view::npos; });
}

bool is_domain(std::string_view text) {
  if (text.empty() || text.size() > 253) return false;
  for (const auto label : base::split(text, '.')) {
    if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') return false;
    const auto fits = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || static_cast<unsigned char>(c) >= 0x80;
    };
    if (!std::ranges::all_of(label, fits)) return false;
  }
  return true;
}

}  // namespace

base::Time session_end(base::Time created, base::Time now) {
  return std::min<base::Time>(now + kSessionIdle, created + kSessionLongest);
}

base::Result<std::string> clean_email(std::string_view text, const std::string& field) {
  std::string email = base::to_lower_ascii(base::trim(text));
  const auto at = email.rfind('@');
  const bool fits = email.size() <= 254 && base::is_utf8(email) && at != std::string::npos &&
                    is_local_part(std::string_view(email).substr(0, at)) &&
                    is_domain(std::string_view(email).substr(at + 1));
  if (!fits) return base::fail(FailureKind::invalid, field + ": expected an e-mail address like ana@example.org", field);
  return email;
}

base::Result<std::string> clean_name(std::string_view text, const std::string& field, std::size_t most) {
  const std::string_view name = base::trim(text);
  if (name.empty()) return base::fail(FailureKind::invalid, field + ": must not be empty", field);
  if (!base::is_utf8(name) || std::ranges::any_of(name, is_control))
    return base::fail(FailureKind::invalid, field + ": must be plain text on one line", field);
  if (base::count_points(name) > most)
    return base::fail(FailureKind::invalid, field + ": at most " + std::to_string(most) + " characters", field);
  return std::string(name);
}

base::Result<void> check_password(std::string_view password, std::string_view email, const std::string& field) {
  if (!base::is_utf8(password)) return base::fail(FailureKind::invalid, field + ": must be text", field);
  if (base::count_points(password) < 10)
    return base::fail(FailureKind::invalid, field + ": at least 10 characters; a few words make a good one", field);
  if (password.size() > 1024) return base::fail(FailureKind::invalid, field + ": at most 1,024 bytes", field);
  if (base::equal_ignoring_case(password, email))
    return base::fail(FailureKind::invalid, field + ": must not be the e-mail address", field);
  return {};
}

bool may_join(Role role, bool partner_team) { return role != Role::partner || partner_team; }

}  // namespace rights
