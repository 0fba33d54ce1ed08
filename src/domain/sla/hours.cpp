#include "domain/sla/hours.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>
#include <utility>

namespace sla {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::milliseconds;
using std::chrono::minutes;

constexpr std::array<std::string_view, 7> kDays = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
constexpr minutes kDay = std::chrono::hours(24);
constexpr days kFurthest{200 * 365};

std::optional<int> digits(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc() && end == text.data() + text.size() && text.front() != '-';
  return whole ? std::optional(value) : std::nullopt;
}

// "09:00", "24:00".
std::optional<minutes> read_time(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto hour = digits(text.substr(0, 2));
  const auto minute = digits(text.substr(3));
  if (!hour || !minute || *minute > 59) return std::nullopt;
  const minutes time = std::chrono::hours(*hour) + minutes(*minute);
  return time <= kDay ? std::optional(time) : std::nullopt;
}

// "2026-12-25".
std::optional<local_days> read_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = digits(text.substr(0, 4));
  const auto month = digits(text.substr(5, 2));
  const auto day = digits(text.substr(8));
  if (!year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  return date.ok() ? std::optional<local_days>(date) : std::nullopt;
}

tl::unexpected<base::Failure> refuse(std::string message, std::string field) {
  return base::fail(base::FailureKind::invalid, std::move(message), std::move(field));
}

base::Result<std::vector<Interval>> read_intervals(const std::vector<std::vector<std::string>>& texts,
                                                   const std::string& field) {
  std::vector<Interval> intervals;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const std::string place = field + "[" + std::to_string(i) + "]";
    const auto& text = texts[i];
    if (text.size() != 2) return refuse("An interval has a beginning and an end, like [\"09:00\", \"17:00\"].", place);
    const auto from = read_time(text[0]);
    const auto to = read_time(text[1]);
    if (!from || !to)
      return refuse("\"" + (from ? text[1] : text[0]) + "\" is no time of the day like 09:00; the latest is 24:00.", place);
    if (*from >= *to)
      return refuse(
          "The interval ends before it begins. One that goes past midnight is two: until 24:00, and from 00:00 of the next day.",
          place);
    intervals.push_back({*from, *to});
  }
  std::ranges::sort(intervals, {}, &Interval::from);
  const auto meets = [](const Interval& a, const Interval& b) { return b.from < a.to; };
  if (std::ranges::adjacent_find(intervals, meets) != intervals.end())
    return refuse("Two intervals of this day overlap.", field);
  return intervals;
}

}  // namespace

Hours::Hours(Zone zone) : zone_(std::move(zone)) { week_.fill({{minutes(0), kDay}}); }

base::Result<Hours> Hours::read(const HoursText& text, Zone zone) {
  Hours hours(std::move(zone));
  hours.week_.fill({});
  bool works = false;
  for (const auto& [name, intervals] : text.week) {
    const auto day = std::ranges::find(kDays, name);
    if (day == kDays.end())
      return refuse("There is no day \"" + name + "\"; they are called mon, tue, wed, thu, fri, sat, sun.", "week." + name);
    auto read = read_intervals(intervals, "week." + name);
    if (!read) return base::pass_on(read.error());
    works = works || !read->empty();
    hours.week_[static_cast<std::size_t>(day - kDays.begin())] = *std::move(read);
  }
  if (!works) return refuse("These hours never come: no day of the week has an interval.", "week");
  const auto holidays = text.holidays.value_or(std::vector<std::string>());
  for (std::size_t i = 0; i < holidays.size(); ++i) {
    const auto day = read_day(holidays[i]);
    if (!day) return refuse("\"" + holidays[i] + "\" is no day like 2026-12-25.", "holidays[" + std::to_string(i) + "]");
    hours.holidays_.push_back(*day);
  }
  std::ranges::sort(hours.holidays_);
  return hours;
}

template <class Take>
void Hours::each_stretch(base::Time start, base::Time end, Take take) const {
  // Pieces of time within one local day and between two changes of the zone's clocks: in each, local time runs on evenly.
  for (base::Time at = start; at < end;) {
    const ZoneOffset offset = zone_.at(at);
    const std::chrono::local_time<milliseconds> local((at + offset.ahead).time_since_epoch());
    const auto day = std::chrono::floor<days>(local);
    const auto ahead = local - day;  // Since midnight.
    milliseconds left = days(1) - ahead;
    if (offset.until) left = std::min(left, *offset.until - at);
    if (!std::ranges::binary_search(holidays_, day)) {
      for (const Interval& interval : week_[std::chrono::weekday(day).c_encoding()]) {
        const auto from = std::max<milliseconds>(interval.from, ahead);
        const auto to = std::min<milliseconds>(interval.to, ahead + left);
        if (from < to && take(at + (from - ahead), to - from)) return;
      }
    }
    at += left;
  }
}

base::Result<base::Time> Hours::deadline(base::Time start, milliseconds working) const {
  std::optional<base::Time> due;
  each_stretch(start, start + kFurthest, [&](base::Time begin, milliseconds length) {
    if (working <= length) due = begin + working;
    working -= length;
    return due.has_value();
  });
  if (due) return *due;
  return base::fail(base::FailureKind::invalid, "So much time is not worked within two hundred years.", "minutes");
}

milliseconds Hours::worked(base::Time from, base::Time to) const {
  milliseconds sum{0};
  each_stretch(from, to, [&](base::Time begin, milliseconds length) {
    sum += std::clamp<milliseconds>(to - begin, milliseconds(0), length);
    return false;
  });
  return sum;
}

}  // namespace sla
