#pragma once
// Rows of calendars on the web that business hours follow.

#include <cstdint>
#include <vector>

#include "domain/sla/holiday_feed.hpp"
#include "store/transaction.hpp"

namespace store {

[[nodiscard]] std::vector<sla::HolidayFeed> list_holiday_feeds(Reading& reading, ids::Organization organization);
// Of any organization, the earliest first.
[[nodiscard]] std::vector<sla::HolidayFeed> list_due_holiday_feeds(Reading& reading, base::Time until, std::int64_t limit);
void put_holiday_feed(Transaction& transaction, const sla::HolidayFeed& feed);
// False where another server reads it.
[[nodiscard]] bool take_holiday_feed(Transaction& transaction, const sla::HolidayFeed& due, base::Time again);
// Its days, times and error. False where the hours follow another address by now, or none.
bool settle_holiday_feed(Transaction& transaction, const sla::HolidayFeed& feed);
void delete_holiday_feed(Transaction& transaction, ids::Organization organization, ids::BusinessHours hours);

}  // namespace store
