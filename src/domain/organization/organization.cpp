#include "domain/organization/organization.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace organization {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

char to_upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

bool all(std::string_view text, bool (*fits)(char)) { return std::ranges::all_of(text, fits); }

// A part of a language tag in its usual spelling; empty when it is no part.
std::string spell_subtag(std::string_view part, bool first) {
  std::string out = base::to_lower_ascii(part);
  if (first) return part.size() >= 2 && part.size() <= 3 && all(part, is_letter) ? out : "";
  if (part.size() == 4 && all(part, is_letter)) {  // script
    out[0] = to_upper(out[0]);
    return out;
  }
  if (part.size() == 2 && all(part, is_letter)) {  // region
    std::ranges::transform(out, out.begin(), to_upper);
    return out;
  }
  return part.size() == 3 && all(part, is_digit) ? out : "";
}

bool is_zone_part(std::string_view part) {
  const auto fits = [](char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '-' || c == '+'; };
  return !part.empty() && is_letter(part.front()) && std::ranges::all_of(part, fits);
}

}  // namespace

base::Result<std::string> clean_language(std::string_view text, const std::string& field) {
  std::string out;
  const auto parts = base::split(base::trim(text), '-');
  bool fits = parts.size() <= 3;
  for (std::size_t i = 0; fits && i < parts.size(); ++i) {
    const std::string part = spell_subtag(parts[i], i == 0);
    fits = !part.empty();
    out += (i == 0 ? "" : "-") + part;
  }
  if (!fits) return base::fail(base::FailureKind::invalid, field + ": expected a language like en or pt-BR", field);
  return out;
}

base::Result<std::string> clean_time_zone(std::string_view text, const std::string& field) {
  const std::string_view zone = base::trim(text);
  const auto parts = base::split(zone, '/');
  if (zone.size() > 64 || parts.size() > 3 || !std::ranges::all_of(parts, is_zone_part))
    return base::fail(base::FailureKind::invalid, field + ": expected a time zone like Europe/Lisbon or UTC", field);
  return std::string(zone);
}

}  // namespace organization
