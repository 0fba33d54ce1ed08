// heed sla deadline.
#include <boost/describe.hpp>
#include <cmath>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <string>

#include "base/json/decode.hpp"
#include "base/json/encode.hpp"
#include "domain/sla/hours.hpp"
#include "main/commands.hpp"
#include "main/record.hpp"
#include "workflow/time_zones.hpp"

namespace heed {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr double kMsOfMinute = 60'000;
constexpr double kMostMinutes = 100.0 * 366 * 24 * 60;

struct Policy {
  double minutes = 0;
};
BOOST_DESCRIBE_STRUCT(Policy, (), (minutes))

struct Case {
  std::string start;
  double minutes = 0;
  std::optional<sla::HoursText> hours;
};
BOOST_DESCRIBE_STRUCT(Case, (), (start, minutes, hours))

struct Due {
  std::string deadline;
};
BOOST_DESCRIBE_STRUCT(Due, (), (deadline))

struct Refused {
  std::string error;
  std::string field;
};
BOOST_DESCRIBE_STRUCT(Refused, (), (error, field))

std::string two_digits(std::int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); }

// As the clock on the wall there shows it.
std::string to_local(base::Time time, const sla::Zone& zone) {
  const auto ahead = zone.at(time).ahead;
  std::string text = base::to_rfc3339(time + ahead);
  if (ahead == seconds(0)) return text;
  const auto whole = std::chrono::duration_cast<minutes>(std::chrono::abs(ahead)).count();
  text.back() = ahead < seconds(0) ? '-' : '+';
  return text + two_digits(whole / 60) + ":" + two_digits(whole % 60);
}

// "2026-03-27T16:30:00+01:00" is an hour ahead of UTC.
sla::Zone zone_of(std::string_view start) {
  if (start.size() < 6 || (start[start.size() - 6] != '+' && start[start.size() - 6] != '-')) return {};
  const auto digit = [&](std::size_t from_end) { return start[start.size() - from_end] - '0'; };
  const seconds ahead = std::chrono::hours(10 * digit(5) + digit(4)) + minutes(10 * digit(2) + digit(1));
  return sla::Zone::fixed(start[start.size() - 6] == '-' ? -ahead : ahead);
}

class Deadlines {
 public:
  base::Result<std::string> of(const Case& one) {
    const auto start = base::parse_rfc3339(one.start);
    if (!start) return base::fail(base::FailureKind::invalid, start.error().message, "start");
    // "Not above" is true of what is no number, too.
    if (!(one.minutes > 0) || !(one.minutes <= kMostMinutes))
      return base::fail(base::FailureKind::invalid, "A target is more than no minutes, and less than a hundred years.",
                        "minutes");
    auto hours = one.hours ? read(*one.hours) : sla::Hours(zone_of(one.start));
    if (!hours) return base::pass_on(hours.error());
    const auto due = hours->deadline(*start, milliseconds(std::llround(one.minutes * kMsOfMinute)));
    if (!due) return base::pass_on(due.error());
    return to_local(*due, hours->zone());
  }

 private:
  base::Result<sla::Hours> read(const sla::HoursText& text) {
    auto zone = zones_.find(text.timezone);
    if (zone == zones_.end()) {
      auto opened = workflow::open_time_zone(text.timezone);
      if (!opened) return base::fail(opened.error().kind, opened.error().message, "hours.timezone");
      zone = zones_.emplace(text.timezone, *std::move(opened)).first;
    }
    auto hours = sla::Hours::read(text, zone->second);
    if (!hours) return base::fail(hours.error().kind, hours.error().message, "hours." + hours.error().field);
    return hours;
  }

  std::map<std::string, sla::Zone> zones_;
};

int answer_batch() {
  Deadlines deadlines;
  std::string out;
  for (std::string line; std::getline(std::cin, line);) {
    const auto one = base::decode_text<Case>(line, base::UnknownMembers::refuse);
    const auto due = one ? deadlines.of(*one) : base::Result<std::string>(base::pass_on(one.error()));
    out.clear();
    if (due) base::encode_to(out, Due{*due});
    else base::encode_to(out, Refused{due.error().message, due.error().field});
    std::cout << out << "\n";
  }
  return kDone;
}

template <class T>
base::Result<T> read_file(const std::string& path, const std::string& option) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return base::fail(base::FailureKind::not_found, "The file " + path + " cannot be read.", option);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  auto read = base::decode_text<T>(text, base::UnknownMembers::ignore);
  if (!read) return base::fail(read.error().kind, path + ": " + read.error().message, option);
  return read;
}

base::Result<std::string> answer_one(const Invocation& call) {
  const auto policy = call.value("policy");
  const auto at = call.value("at");
  if (!policy)
    return base::fail(base::FailureKind::invalid, "Name the file of a policy with --policy, or use --batch.", "--policy");
  if (!at)
    return base::fail(base::FailureKind::invalid, "Say when the clock starts with --at, like 2026-03-27T16:30:00+01:00.",
                      "--at");
  const auto target = read_file<Policy>(*policy, "--policy");
  if (!target) return base::pass_on(target.error());
  Case one{*at, target->minutes, std::nullopt};
  if (const auto hours = call.value("hours")) {
    auto text = read_file<sla::HoursText>(*hours, "--hours");
    if (!text) return base::pass_on(text.error());
    one.hours = *std::move(text);
  }
  return Deadlines().of(one);
}

}  // namespace

int run_sla_deadline(const Invocation& call) {
  if (call.has("batch")) return answer_batch();
  const auto due = answer_one(call);
  if (!due) return say_failure(due.error());
  std::cout << *due << "\n";
  return kDone;
}

}  // namespace heed
