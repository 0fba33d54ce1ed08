#include "api/page.hpp"

#include <charconv>
#include <string_view>

namespace api {
namespace {

// Reads a whole number that fills `text`.
bool read_number(std::string_view text, std::int64_t& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

std::string to_text(Cursor cursor) { return std::to_string(cursor.key) + "." + std::to_string(cursor.id); }

base::Result<std::optional<Cursor>> read_cursor(const std::optional<std::string>& text) {
  if (!text || text->empty()) return std::optional<Cursor>{};
  const std::string_view whole(*text);
  const auto dot = whole.find('.');
  Cursor cursor;
  if (dot == std::string_view::npos || !read_number(whole.substr(0, dot), cursor.key) ||
      !read_number(whole.substr(dot + 1), cursor.id))
    return base::fail(base::FailureKind::invalid, "cursor: take it from `next` of the page before, as it is", "cursor");
  return std::optional(cursor);
}

base::Result<std::int64_t> read_limit(std::optional<std::int64_t> asked, std::int64_t otherwise, std::int64_t most) {
  const std::int64_t limit = asked.value_or(otherwise);
  if (limit >= 1 && limit <= most) return limit;
  return base::fail(base::FailureKind::invalid, "limit: between 1 and " + std::to_string(most), "limit");
}

std::optional<ids::User> only_teams_of(const rights::Principal& who) {
  if (!rights::sees_only_own_teams(who)) return std::nullopt;
  return who.user_id.value_or(ids::User{});
}

}  // namespace api
