#include "channel/http_date.hpp"

#include <gtest/gtest.h>

namespace {

TEST(HttpDate, GoesBothWays) {
  for (const char* text :
       {"Sun, 06 Nov 1994 08:49:37 GMT", "Thu, 29 Feb 2024 00:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT"}) {
    const auto time = channel::parse_http_date(text);
    ASSERT_TRUE(time.has_value()) << text;
    EXPECT_EQ(channel::to_http_date(*time), text);
  }
  EXPECT_EQ(base::to_rfc3339(*channel::parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT")), "1994-11-06T08:49:37Z");
}

TEST(HttpDate, RefusesOtherForms) {
  for (const char* text : {"", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Sun, 31 Feb 2024 00:00:00 GMT",
                           "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, xx Nov 1994 08:49:37 GMT"})
    EXPECT_FALSE(channel::parse_http_date(text).has_value()) << text;
}

}  // namespace
