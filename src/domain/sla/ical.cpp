// Holidays out of an iCalendar file.

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>
#include <utility>

#include "base/text.hpp"
#include "domain/sla/calendar.hpp"

namespace sla {
namespace {

using std::chrono::local_days;
using std::chrono::year_month_day;

constexpr std::size_t kMostBytes = 1'000'000;
constexpr int kLongestHoliday = 31;  // Days; what lasts longer is no holiday but a season.
constexpr std::size_t kLongestTitle = 80;

// A line as it is meant: long ones are folded, their rest begins with a space on the next.
struct Line {
  int number = 0;
  std::string text;
};

std::vector<Line> unfold(std::string_view text) {
  std::vector<Line> lines;
  int number = 0;
  while (!text.empty()) {
    const auto end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    ++number;
    const bool goes_on = !line.empty() && (line.front() == ' ' || line.front() == '\t');
    if (goes_on && !lines.empty()) lines.back().text += line.substr(1);
    else if (!line.empty()) lines.push_back({number, std::string(line)});
  }
  return lines;
}

std::string to_upper(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

// NAME;PARAMETERS:VALUE
struct Property {
  int number = 0;
  std::string name;
  std::string parameters;
  std::string value;
};

tl::unexpected<base::Failure> refuse(int line, const std::string& sentence) {
  return base::fail(base::FailureKind::invalid, "ical: line " + std::to_string(line) + ": " + sentence, "ical");
}

base::Result<Property> read_property(const Line& line) {
  // A colon in quotes belongs to a parameter.
  bool quoted = false;
  std::size_t colon = std::string::npos;
  for (std::size_t i = 0; i < line.text.size() && colon == std::string::npos; ++i) {
    if (line.text[i] == '"') quoted = !quoted;
    else if (line.text[i] == ':' && !quoted) colon = i;
  }
  if (colon == std::string::npos) return refuse(line.number, "\"" + base::shorten(line.text, 40) + "\" has no colon.");
  const std::string head = line.text.substr(0, colon);
  const auto semicolon = head.find(';');
  Property out{line.number, to_upper(head.substr(0, semicolon)), "", line.text.substr(colon + 1)};
  if (semicolon != std::string::npos) out.parameters = to_upper(head.substr(semicolon + 1));
  return out;
}

// "20261225"
std::optional<local_days> read_day(std::string_view text) {
  if (text.size() != 8 || !std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
  int number = 0;
  (void)std::from_chars(text.data(), text.data() + text.size(), number);
  const year_month_day day{std::chrono::year(number / 10'000), std::chrono::month(static_cast<unsigned>(number / 100 % 100)),
                           std::chrono::day(static_cast<unsigned>(number % 100))};
  return day.ok() ? std::optional<local_days>(day) : std::nullopt;
}

std::string to_text(local_days day) {
  const year_month_day date(day);
  const auto two = [](unsigned number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  std::string year = std::to_string(static_cast<int>(date.year()));
  year.insert(0, year.size() < 4 ? 4 - year.size() : 0, '0');
  return year + "-" + two(static_cast<unsigned>(date.month())) + "-" + two(static_cast<unsigned>(date.day()));
}

// "Bank holiday\, Monday" → "Bank holiday, Monday"
std::string unescape(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) out += text[i];
    else out += text[++i] == 'n' || text[i] == 'N' ? ' ' : text[i];
  }
  return base::shorten(base::to_storable(out), kLongestTitle);
}

// FREQ=YEARLY alone, or with what says the same once more.
bool is_plainly_yearly(std::string_view rule) {
  bool yearly = false;
  const std::string upper = to_upper(rule);
  for (const auto part : base::split(upper, ';')) {
    if (part == "FREQ=YEARLY") yearly = true;
    else if (part != "INTERVAL=1" && !part.starts_with("WKST=") && !part.empty()) return false;
  }
  return yearly;
}

struct Event {
  int number = 0;  // Of its first line.
  std::optional<local_days> from;
  std::optional<local_days> to;  // Not part of it.
  std::string name;
  bool yearly = false;
};

class Reader {
 public:
  base::Result<void> take(const Property& property) {
    if (property.name == "BEGIN") return begin(property);
    if (property.name == "END") return end(property);
    if (open_.size() != 2 || open_.back() != "VEVENT") return {};
    return read_of_event(property);
  }
  [[nodiscard]] const std::vector<std::string>& open() const { return open_; }
  [[nodiscard]] bool is_calendar() const { return is_calendar_; }
  std::vector<Holiday> take_holidays() { return std::move(holidays_); }

 private:
  base::Result<void> begin(const Property& property) {
    const std::string what = to_upper(property.value);
    if (open_.empty() != (what == "VCALENDAR")) return refuse(property.number, "BEGIN:" + what + " is not allowed here.");
    if (open_.size() >= 8) return refuse(property.number, "Too much begins within something else.");
    is_calendar_ = true;
    open_.push_back(what);
    if (open_.size() == 2 && what == "VEVENT") event_ = Event{property.number, {}, {}, "", false};
    return {};
  }

  base::Result<void> end(const Property& property) {
    const std::string what = to_upper(property.value);
    if (open_.empty() || open_.back() != what) return refuse(property.number, "END:" + what + " ends what did not begin.");
    open_.pop_back();
    if (open_.size() != 1 || what != "VEVENT") return {};
    return keep();
  }

  base::Result<void> read_of_event(const Property& property) {
    const auto& [number, name, parameters, value] = property;
    if (name == "DTSTART" || name == "DTEND") {
      const auto day = read_day(value);
      if (!day && value.find('T') != std::string::npos && read_day(value.substr(0, value.find('T'))))
        return refuse(number, "This event is of a time of the day; only whole days can be holidays.");
      if (!day) return refuse(number, "\"" + base::shorten(value, 40) + "\" is no day like 20261225.");
      (name == "DTSTART" ? event_.from : event_.to) = day;
    } else if (name == "DURATION") {
      return refuse(number, "Say with DTEND when the event ends; DURATION is not read.");
    } else if (name == "SUMMARY") {
      event_.name = unescape(value);
    } else if (name == "RRULE") {
      if (!is_plainly_yearly(value))
        return refuse(number, "\"" + base::shorten(value, 60) + "\" is not read; of repetitions only FREQ=YEARLY is.");
      event_.yearly = true;
    } else if (name == "RDATE" || name == "EXDATE" || name == "RECURRENCE-ID") {
      return refuse(number, name + " is not read; write each day as an event of its own.");
    }
    return {};
  }

  base::Result<void> keep() {
    if (!event_.from) return refuse(event_.number, "This event does not say when it begins (DTSTART).");
    const auto to = event_.to.value_or(*event_.from + std::chrono::days(1));
    if (to <= *event_.from) return refuse(event_.number, "This event ends before it begins.");
    if ((to - *event_.from).count() > kLongestHoliday) return refuse(event_.number, "This event lasts longer than 31 days.");
    for (auto day = *event_.from; day < to; day += std::chrono::days(1)) {
      if (holidays_.size() == kMostHolidays) return refuse(event_.number, "These are more than 500 days.");
      holidays_.push_back({to_text(day), event_.name, event_.yearly});
    }
    return {};
  }

  std::vector<std::string> open_;  // What began and has not ended.
  bool is_calendar_ = false;
  Event event_;
  std::vector<Holiday> holidays_;
};

}  // namespace

base::Result<std::vector<Holiday>> read_ical(std::string_view text) {
  if (text.size() > kMostBytes) return base::fail(base::FailureKind::invalid, "ical: at most 1 MB", "ical");
  Reader reader;
  int last = 1;
  for (const auto& line : unfold(text)) {
    last = line.number;
    const auto property = read_property(line);
    if (!property) return base::pass_on(property.error());
    if (auto taken = reader.take(*property); !taken) return base::pass_on(taken.error());
    if (!reader.is_calendar()) return refuse(line.number, "A calendar begins with BEGIN:VCALENDAR.");
  }
  if (!reader.is_calendar()) return base::fail(base::FailureKind::invalid, "ical: there is nothing in it", "ical");
  if (!reader.open().empty()) return refuse(last, reader.open().back() + " does not end: the file is cut off.");
  auto holidays = reader.take_holidays();
  std::ranges::stable_sort(holidays, {}, &Holiday::day);
  return holidays;
}

}  // namespace sla
