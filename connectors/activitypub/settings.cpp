#include "connectors/activitypub/settings.hpp"

#include <algorithm>

#include "base/json/decode.hpp"
#include "base/text.hpp"

namespace activitypub {
namespace {

using base::FailureKind;

constexpr std::size_t kLongestUsername = 30;
constexpr std::size_t kLongestName = 60;
constexpr std::size_t kLongestSummary = 1'000;

tl::unexpected<base::Failure> refuse(const std::string& field, const std::string& why) {
  return base::fail(FailureKind::invalid, field + ": " + why, field);
}

base::Result<std::optional<std::string>> read_text(const std::optional<std::string>& given, const std::string& field,
                                                   std::size_t most) {
  const std::string stored = base::to_storable(given.value_or(""));
  const std::string text(base::trim(stored));
  if (base::count_points(text) > most) return refuse(field, "at most " + std::to_string(most) + " characters");
  return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace

std::map<std::string, std::string> Settings::help() {
  return {
      {"username",
       "The part before the second @ of its address: support makes @support@ and the name of this server. Small letters, digits and "
       "_. It cannot be changed later: others know the account by it."},
      {"display_name", "As it is shown beside what you say, like Example Care."},
      {"summary", "What people read on the account's page."}};
}

base::Result<Settings> read_settings(const boost::json::value& settings) {
  auto kept = base::decode<Settings>(settings);
  if (!kept) return base::pass_on(kept.error());
  std::string username(base::trim(kept->username));
  if (username.starts_with('@')) username.erase(0, 1);
  username = base::to_lower_ascii(username);
  const auto good = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  if (username.empty()) return refuse("username", "missing");
  if (username.size() > kLongestUsername || !std::ranges::all_of(username, good))
    return refuse("username", "1 to 30 small letters, digits and _");
  kept->username = username;
  auto name = read_text(kept->display_name, "display_name", kLongestName);
  if (!name) return base::pass_on(name.error());
  kept->display_name = *std::move(name);
  auto summary = read_text(kept->summary, "summary", kLongestSummary);
  if (!summary) return base::pass_on(summary.error());
  kept->summary = *std::move(summary);
  return kept;
}

}  // namespace activitypub
