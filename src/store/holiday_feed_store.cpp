#include "store/holiday_feed_store.hpp"

#include <string>
#include <utility>

#include <boost/describe.hpp>

#include "base/json/decode.hpp"
#include "base/json/encode.hpp"
#include "store/checked_query.hpp"

namespace store {
namespace {

using sla::HolidayFeed;

struct FeedRow {
  ids::BusinessHours hours_id;
  ids::Organization organization_id;
  std::string sealed;
  std::string host;
  std::string holidays;
  base::Time due_at{};
  base::Time read_at{};
  std::string error;
};
BOOST_DESCRIBE_STRUCT(FeedRow, (), (hours_id, organization_id, sealed, host, holidays, due_at, read_at, error))

constexpr Query<FeedRow(ids::Organization)> kList{"holiday_feed_list"};
constexpr Query<FeedRow(base::Time, std::int64_t)> kDue{"holiday_feed_due"};
constexpr Query<void(ids::BusinessHours, ids::Organization, std::string, std::string, std::string, base::Time, base::Time,
                     std::string)>
    kPut{"holiday_feed_put"};
constexpr Query<ids::BusinessHours(ids::BusinessHours, base::Time, base::Time)> kTake{"holiday_feed_take"};
constexpr Query<ids::BusinessHours(ids::BusinessHours, std::string, std::string, base::Time, base::Time, std::string)>
    kSettle{"holiday_feed_settle"};
constexpr Query<void(ids::Organization, ids::BusinessHours)> kDelete{"holiday_feed_delete"};

HolidayFeed to_feed(FeedRow row) {
  HolidayFeed out;
  out.hours_id = row.hours_id;
  out.organization_id = row.organization_id;
  out.sealed = std::move(row.sealed);
  out.host = std::move(row.host);
  if (auto days = base::decode_text<std::vector<sla::Holiday>>(row.holidays)) out.holidays = *std::move(days);
  out.due_at = row.due_at;
  out.read_at = row.read_at;
  out.error = std::move(row.error);
  return out;
}

template <class Rows>
std::vector<HolidayFeed> to_feeds(Rows rows) {
  std::vector<HolidayFeed> out;
  for (auto& row : rows) out.push_back(to_feed(std::move(row)));
  return out;
}

}  // namespace

std::vector<HolidayFeed> list_holiday_feeds(Reading& reading, ids::Organization organization) {
  return to_feeds(reading.rows(kList, organization));
}

std::vector<HolidayFeed> list_due_holiday_feeds(Reading& reading, base::Time until, std::int64_t limit) {
  return to_feeds(reading.rows(kDue, until, limit));
}

void put_holiday_feed(Transaction& transaction, const HolidayFeed& feed) {
  transaction.run(kPut, feed.hours_id, feed.organization_id, feed.sealed, feed.host, base::encode(feed.holidays),
                  feed.due_at, feed.read_at, feed.error);
}

bool take_holiday_feed(Transaction& transaction, const HolidayFeed& due, base::Time again) {
  return transaction.one(kTake, due.hours_id, due.due_at, again).has_value();
}

bool settle_holiday_feed(Transaction& transaction, const HolidayFeed& feed) {
  return transaction
      .one(kSettle, feed.hours_id, feed.sealed, base::encode(feed.holidays), feed.due_at, feed.read_at, feed.error)
      .has_value();
}

void delete_holiday_feed(Transaction& transaction, ids::Organization organization, ids::BusinessHours hours) {
  transaction.run(kDelete, organization, hours);
}

std::vector<CheckedQuery> holiday_feed_queries() { return {kList, kDue, kPut, kTake, kSettle, kDelete}; }

}  // namespace store
