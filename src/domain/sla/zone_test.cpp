#include "domain/sla/zone.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace sla {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

base::Time time_of(std::string_view text) { return base::parse_rfc3339(text).value(); }

void add(std::string& bytes, std::int64_t number, int size) {
  for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(number >> shift));
}

// A file as zic writes it, its first part empty.
std::string file_of(const std::vector<std::pair<base::Time, unsigned char>>& changes, const std::vector<seconds>& types,
                    const std::string& rule) {
  const auto header = [](std::size_t count, std::size_t kinds) {
    std::string bytes = "TZif2" + std::string(15, '\0');
    for (const std::size_t each : {std::size_t{0}, std::size_t{0}, std::size_t{0}, count, kinds, std::size_t{4}})
      add(bytes, static_cast<std::int64_t>(each), 4);
    return bytes;
  };
  std::string bytes = header(0, 1) + std::string(6 + 4, '\0') + header(changes.size(), types.size());
  for (const auto& change : changes) add(bytes, std::chrono::floor<seconds>(change.first).time_since_epoch().count(), 8);
  for (const auto& change : changes) bytes.push_back(static_cast<char>(change.second));
  for (const auto& type : types) {
    add(bytes, type.count(), 4);
    bytes += std::string(2, '\0');
  }
  return bytes + std::string(4, '\0') + "\n" + rule + "\n";
}

TEST(Zone, ChangesAtItsTimesAndThenByItsRule) {
  const auto zone = Zone::read(file_of({{time_of("2026-03-29T01:00:00Z"), 1}, {time_of("2026-10-25T01:00:00Z"), 0}},
                                       {hours(1), hours(2)}, "CET-1CEST,M3.5.0,M10.5.0/3"));
  ASSERT_TRUE(zone) << zone.error().message;
  EXPECT_EQ(zone->at(time_of("2026-01-01T00:00:00Z")).ahead, hours(1));
  EXPECT_EQ(zone->at(time_of("2026-03-29T00:59:59Z")).until, time_of("2026-03-29T01:00:00Z"));
  EXPECT_EQ(zone->at(time_of("2026-03-29T01:00:00Z")).ahead, hours(2));
  EXPECT_EQ(zone->at(time_of("2026-12-01T00:00:00Z")).until, time_of("2027-03-28T01:00:00Z")) << "by the rule";
  EXPECT_EQ(zone->at(time_of("2050-07-01T00:00:00Z")).ahead, hours(2));
  EXPECT_EQ(zone->at(time_of("2050-07-01T00:00:00Z")).until, time_of("2050-10-30T01:00:00Z"));
  EXPECT_EQ(zone->at(time_of("2050-12-31T23:30:00Z")).ahead, hours(1));
}

TEST(Zone, WithoutARuleStaysAsItIsLast) {
  const auto zone = Zone::read(file_of({{time_of("2011-12-30T10:00:00Z"), 1}}, {hours(-10), hours(14)}, ""));
  ASSERT_TRUE(zone);
  EXPECT_EQ(zone->at(time_of("2011-12-30T09:59:59Z")).ahead, hours(-10));
  EXPECT_EQ(zone->at(time_of("2026-01-01T00:00:00Z")).ahead, hours(14));
  EXPECT_FALSE(zone->at(time_of("2026-01-01T00:00:00Z")).until);
  EXPECT_EQ(Zone().at(time_of("2026-01-01T00:00:00Z")).ahead, seconds(0));
}

TEST(Zone, KnowsTheFormsOfRules) {
  const auto south = read_zone_rule("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0");
  ASSERT_TRUE(south && south->summer);
  EXPECT_EQ(south->standard, hours(10) + minutes(30));
  EXPECT_EQ(south->summer->ahead, hours(11));
  EXPECT_EQ(south->summer->begins.at, hours(2));
  const auto early = read_zone_rule("<-02>2<-01>,M3.5.0/-1,M10.5.0/0");
  ASSERT_TRUE(early && early->summer);
  EXPECT_EQ(early->standard, hours(-2));
  EXPECT_EQ(early->summer->begins.at, hours(-1));
  EXPECT_TRUE(read_zone_rule("XXX3YYY,J60/2,300/26"));
  EXPECT_FALSE(read_zone_rule("JST-9")->summer);
  for (const char* wrong : {"", "CE-1", "CET", "CET-1CEST,M13.1.0,M10.5.0", "CET-1CEST", "CET-1 ", "CET-1CEST,M3.5.0"})
    EXPECT_FALSE(read_zone_rule(wrong)) << wrong;
}

TEST(Zone, RefusesWhatIsNoFile) {
  const std::string good = file_of({{time_of("2026-03-29T01:00:00Z"), 1}}, {hours(1), hours(2)}, "CET-1");
  for (std::size_t length = 0; length + 8 < good.size(); ++length)
    EXPECT_FALSE(Zone::read(good.substr(0, length))) << length;
  EXPECT_FALSE(Zone::read("<!doctype html>" + good));
  EXPECT_FALSE(Zone::read(file_of({{time_of("2026-03-29T01:00:00Z"), 7}}, {hours(1)}, "CET-1")));
  EXPECT_FALSE(
      Zone::read(file_of({{time_of("2026-03-29T01:00:00Z"), 0}, {time_of("2025-03-29T01:00:00Z"), 0}}, {hours(1)}, "")));
}

}  // namespace
}  // namespace sla
