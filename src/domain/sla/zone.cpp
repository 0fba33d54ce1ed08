#include "domain/sla/zone.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <string>
#include <utility>

namespace sla {
namespace {

using std::chrono::days;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;
using std::chrono::year;
using std::chrono::year_month_day;

constexpr std::size_t kHeader = 44;
constexpr std::size_t kMostChanges = 100'000;

base::Result<Zone> refuse(std::string_view why) {
  return base::fail(base::FailureKind::invalid, "This is no file of a time zone: " + std::string(why) + ".");
}

// Big-endian numbers at places that the caller has checked.
template <class Number>
Number number_at(std::string_view bytes, std::size_t at) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < sizeof(Number); ++i) value = value << 8U | static_cast<unsigned char>(bytes[at + i]);
  return static_cast<Number>(value);
}

// What a block says it holds, in the order of the file.
struct Counts {
  std::size_t utc_marks = 0, standard_marks = 0, leap_seconds = 0, changes = 0, types = 0, letters = 0;

  [[nodiscard]] std::size_t bytes(std::size_t time) const {
    return changes * (time + 1) + types * 6 + letters + leap_seconds * (time + 4) + standard_marks + utc_marks;
  }
};

std::optional<Counts> read_header(std::string_view bytes) {
  if (bytes.size() < kHeader || !bytes.starts_with("TZif")) return std::nullopt;
  std::array<std::size_t, 6> counts{};
  for (std::size_t i = 0; i < counts.size(); ++i) counts[i] = number_at<std::uint32_t>(bytes, 20 + 4 * i);
  return Counts{counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]};
}

sys_days day_in(year of, const ChangeDay& change) {
  const sys_days first = of / std::chrono::January / 1;
  if (change.kind == ChangeDay::Kind::day_of_year) return first + days(change.day);
  if (change.kind == ChangeDay::Kind::day_without_leap)
    return first + days(change.day - 1 + (of.is_leap() && change.day >= 60 ? 1 : 0));
  const auto month = of / std::chrono::month(static_cast<unsigned>(change.month));
  const std::chrono::weekday weekday(static_cast<unsigned>(change.day));
  return change.week == 5 ? sys_days(month / weekday[std::chrono::last])
                          : sys_days(month / weekday[static_cast<unsigned>(change.week)]);
}

ZoneOffset by_rule(const ZoneRule& rule, base::Time time) {
  if (!rule.summer) return {rule.standard, std::nullopt};
  const auto& summer = *rule.summer;
  std::array<std::pair<sys_seconds, seconds>, 6> changes;  // Of last year, of this and of the next.
  const year here = year_month_day(std::chrono::floor<days>(time + rule.standard)).year();
  for (int i = 0; i < 3; ++i) {
    const year of = here + std::chrono::years(i - 1);
    changes[static_cast<std::size_t>(2 * i)] = {day_in(of, summer.begins) + summer.begins.at - rule.standard, summer.ahead};
    changes[static_cast<std::size_t>(2 * i + 1)] = {day_in(of, summer.ends) + summer.ends.at - summer.ahead, rule.standard};
  }
  std::ranges::sort(changes);
  const auto next = std::ranges::find_if(changes, [time](const auto& change) { return time < change.first; });
  // Two changes of the year before lie behind any time of this one.
  return {std::prev(next)->second, next == changes.end() ? std::nullopt : std::optional<base::Time>(next->first)};
}

}  // namespace

Zone Zone::fixed(seconds ahead) {
  Zone zone;
  zone.before_ = ahead;
  return zone;
}

base::Result<Zone> Zone::read(std::string_view bytes) {
  const auto old = read_header(bytes);
  if (!old) return refuse("it does not begin as one");
  if (bytes[4] < '2') return refuse("it is of the first version, which ends in 2037");
  const std::size_t second = kHeader + old->bytes(4);
  const auto counts = second < bytes.size() ? read_header(bytes.substr(second)) : std::nullopt;
  if (!counts || counts->types == 0 || counts->changes > kMostChanges) return refuse("its second part is damaged");
  const std::string_view block = bytes.substr(second + kHeader);
  if (block.size() < counts->bytes(8)) return refuse("it is cut short");
  const std::size_t types = counts->changes * 9;
  const auto offset_of = [&](std::size_t type) { return seconds(number_at<std::int32_t>(block, types + type * 6)); };
  Zone zone;
  zone.before_ = offset_of(0);
  for (std::size_t i = 0; i < counts->changes; ++i) {
    const auto type = static_cast<unsigned char>(block[counts->changes * 8 + i]);
    if (type >= counts->types) return refuse("it is damaged");
    const base::Time from = sys_seconds(seconds(number_at<std::int64_t>(block, i * 8)));
    if (!zone.changes_.empty() && from <= zone.changes_.back().from) return refuse("its changes are out of order");
    zone.changes_.push_back({from, offset_of(type)});
  }
  std::string_view rule = block.substr(counts->bytes(8));
  if (rule.size() < 2 || rule.front() != '\n' || rule.back() != '\n') return zone;
  rule = rule.substr(1, rule.size() - 2);
  if (rule.empty()) return zone;
  auto after = read_zone_rule(rule);
  if (!after) return base::pass_on(after.error());
  zone.after_ = *after;
  return zone;
}

ZoneOffset Zone::at(base::Time time) const {
  const auto next = std::ranges::upper_bound(changes_, time, {}, &Change::from);
  if (next != changes_.end()) return {next == changes_.begin() ? before_ : std::prev(next)->ahead, next->from};
  if (after_) return by_rule(*after_, time);
  return {changes_.empty() ? before_ : changes_.back().ahead, std::nullopt};
}

}  // namespace sla
