#include "base/clock.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace base {
namespace {

using namespace std::chrono;

// Reads exactly `count` digits at `at`; -1 when one is missing.
int digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

bool has(std::string_view text, std::size_t at, std::string_view one_of) {
  return at < text.size() && one_of.find(text[at]) != std::string_view::npos;
}

// A dozen times stand in each event: formatted by hand, they cost a tenth.
char* write_digits(char* to, unsigned number, int count) {
  for (int i = count; i-- > 0; number /= 10) to[i] = static_cast<char>('0' + number % 10);
  return to + count;
}

// "2026-11-21", of most events the same as of the one before.
struct DateText {
  sys_days day;
  std::array<char, 16> text{};
  std::size_t size = 0;

  explicit DateText(sys_days of) : day(of) {
    const year_month_day date{day};
    const int year = static_cast<int>(date.year());
    char* at = text.data();
    if (year >= 0 && year <= 9999) at = write_digits(at, static_cast<unsigned>(year), 4);
    else at = std::ranges::copy(std::to_string(year), at).out;
    *at++ = '-';
    at = write_digits(at, static_cast<unsigned>(date.month()), 2);
    *at++ = '-';
    at = write_digits(at, static_cast<unsigned>(date.day()), 2);
    size = static_cast<std::size_t>(at - text.data());
  }
};

}  // namespace

void append_rfc3339(std::string& out, Time time) {
  const auto day = floor<days>(time);
  thread_local DateText date(day);
  if (date.day != day) date = DateText(day);
  out.append(date.text.data(), date.size);
  const auto ms = static_cast<unsigned>((time - day).count());
  std::array<char, 16> text{};
  char* at = text.data();
  const auto part = [&at](char before, unsigned number, int count) {
    *at++ = before;
    at = write_digits(at, number, count);
  };
  part('T', ms / 3'600'000, 2);
  part(':', ms / 60'000 % 60, 2);
  part(':', ms / 1'000 % 60, 2);
  if (ms % 1'000 != 0) part('.', ms % 1'000, 3);
  *at++ = 'Z';
  out.append(text.data(), static_cast<std::size_t>(at - text.data()));
}

std::string to_rfc3339(Time time) {
  std::string out;
  append_rfc3339(out, time);
  return out;
}

Result<Time> parse_rfc3339(std::string_view text) {
  const auto wrong = [&] { return fail(FailureKind::invalid, "expected a time like 2026-11-21T19:27:06Z"); };
  const int y = digits(text, 0, 4), mo = digits(text, 5, 2), d = digits(text, 8, 2);
  const int h = digits(text, 11, 2), mi = digits(text, 14, 2), s = digits(text, 17, 2);
  if (y < 0 || mo < 0 || d < 0 || h < 0 || mi < 0 || s < 0) return wrong();
  if (!has(text, 4, "-") || !has(text, 7, "-") || !has(text, 10, "Tt ") || !has(text, 13, ":") || !has(text, 16, ":"))
    return wrong();
  const year_month_day date{year{y}, month{static_cast<unsigned>(mo)}, day{static_cast<unsigned>(d)}};
  if (!date.ok() || h > 23 || mi > 59 || s > 60) return wrong();

  std::size_t at = 19;
  int ms = 0;
  if (has(text, at, ".")) {
    int scale = 100;
    const std::size_t first = ++at;
    for (; has(text, at, "0123456789"); ++at, scale /= 10) ms += (text[at] - '0') * scale;
    if (at == first || at - first > 9) return wrong();
  }
  minutes offset{0};
  if (has(text, at, "+-")) {
    const int oh = digits(text, at + 1, 2), om = digits(text, at + 4, 2);
    if (oh < 0 || oh > 23 || om < 0 || om > 59 || !has(text, at + 3, ":")) return wrong();
    offset = minutes{(text[at] == '-' ? -1 : 1) * (oh * 60 + om)};
    at += 6;
  } else if (has(text, at, "Zz")) {
    ++at;
  } else {
    return wrong();
  }
  if (at != text.size()) return wrong();
  const Time time{sys_days{date} + hours{h} + minutes{mi} + seconds{s} + milliseconds{ms} - offset};
  constexpr Time kFirst{sys_days{year{0} / 1 / 1}}, kEnd{sys_days{year{10'000} / 1 / 1}};
  if (time < kFirst || time >= kEnd) return wrong();  // The offset led out of the years that have four digits.
  return time;
}

}  // namespace base
