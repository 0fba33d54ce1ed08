// The rule for times to come, as the last line of a zone's file tells it (POSIX's TZ, as RFC 9636 extends it).
#include <charconv>
#include <string>
#include <system_error>

#include "domain/sla/zone.hpp"

namespace sla {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// Reads from the front; whatever does not fit is remembered, and the caller asks once.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  [[nodiscard]] bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void need(char c) {
    if (!take(c)) failed_ = true;
  }
  int number(int least, int most) {
    int value = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    if (error != std::errc() || value < least || value > most) failed_ = true;
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return value;
  }
  // "CET" or "<+0330>".
  void name() {
    const bool quoted = take('<');
    std::size_t length = 0;
    const auto fits = [quoted](char c) {
      const auto lower = static_cast<char>(c | 0x20);
      const bool letter = lower >= 'a' && lower <= 'z';
      return letter || (quoted && ((c >= '0' && c <= '9') || c == '+' || c == '-'));
    };
    while (length < rest_.size() && fits(rest_[length])) ++length;
    if (length < 3) failed_ = true;
    rest_.remove_prefix(length);
    if (quoted) need('>');
  }
  // "-3:30", hours up to a week.
  seconds time() {
    const bool negative = take('-');
    if (!negative) static_cast<void>(take('+'));
    seconds value = hours(number(0, 167));
    if (take(':')) value += minutes(number(0, 59));
    if (take(':')) value += seconds(number(0, 59));
    return negative ? -value : value;
  }
  ChangeDay day() {
    ChangeDay day;
    if (take('M')) {
      day.month = number(1, 12);
      need('.');
      day.week = number(1, 5);
      need('.');
      day.day = number(0, 6);
    } else if (take('J')) {
      day.kind = ChangeDay::Kind::day_without_leap;
      day.day = number(1, 365);
    } else {
      day.kind = ChangeDay::Kind::day_of_year;
      day.day = number(0, 365);
    }
    day.at = take('/') ? time() : hours(2);
    return day;
  }

 private:
  std::string_view rest_;
  bool failed_ = false;
};

}  // namespace

base::Result<ZoneRule> read_zone_rule(std::string_view text) {
  Reader reader(text);
  ZoneRule rule;
  reader.name();
  rule.standard = -reader.time();  // POSIX counts to the west.
  if (!reader.at_end()) {
    auto& summer = rule.summer.emplace();
    reader.name();
    const bool is_usual = reader.take(',');
    summer.ahead = is_usual ? rule.standard + hours(1) : -reader.time();
    if (!is_usual) reader.need(',');
    summer.begins = reader.day();
    reader.need(',');
    summer.ends = reader.day();
  }
  if (reader.failed() || !reader.at_end())
    return base::fail(base::FailureKind::invalid, "\"" + std::string(text) + "\" is no rule of a time zone.");
  return rule;
}

}  // namespace sla
