#include "net/negotiation.hpp"

#include <gtest/gtest.h>

namespace net {
namespace {

TEST(CodingWeight, ReadsTheListOfTheClient) {
  EXPECT_EQ(coding_weight("gzip, deflate, br", "br"), 1000);
  EXPECT_EQ(coding_weight("gzip;q=0.5, br ; q=0.125", "br"), 125);
  EXPECT_EQ(coding_weight("GZIP", "gzip"), 1000);
  EXPECT_EQ(coding_weight("gzip;q=0", "gzip"), 0);
  EXPECT_EQ(coding_weight("gzip;Q=1.000", "gzip"), 1000);
  EXPECT_EQ(coding_weight("x-gzip", "gzip"), 0);
  EXPECT_EQ(coding_weight("*;q=0.3", "gzip"), 300);
  EXPECT_EQ(coding_weight("*;q=0.3, gzip;q=0", "gzip"), 0);
}

TEST(CodingWeight, IdentityIsTakenUnlessRuledOut) {
  EXPECT_EQ(coding_weight("", "identity"), 1000);
  EXPECT_EQ(coding_weight("", "gzip"), 0);
  EXPECT_EQ(coding_weight("gzip", "identity"), 1000);
  EXPECT_EQ(coding_weight("gzip, identity;q=0", "identity"), 0);
  EXPECT_EQ(coding_weight("gzip, *;q=0", "identity"), 0);
}

TEST(CodingWeight, AWeightThatCannotBeReadIsNone) {
  for (const char* header : {"gzip;q=2", "gzip;q=x", "gzip;q", "gzip;q=0.5.5", "gzip;q=-1", "gzip;level=9"}) {
    EXPECT_EQ(coding_weight(header, "gzip"), 0) << header;
  }
}

TEST(Etag, ListsAndWeakTagsMatch) {
  EXPECT_TRUE(matches_etag("\"a\"", "\"a\""));
  EXPECT_TRUE(matches_etag("\"x\" , W/\"a\"", "\"a\""));
  EXPECT_TRUE(matches_etag("\"a\"", "W/\"a\""));
  EXPECT_TRUE(matches_etag(" * ", "\"a\""));
  EXPECT_FALSE(matches_etag("\"b\"", "\"a\""));
  EXPECT_FALSE(matches_etag("a", "\"a\""));
  EXPECT_FALSE(matches_etag("", "\"a\""));
  EXPECT_FALSE(matches_etag("\"a-gzip\"", "\"a\""));
}

TEST(Etag, DependsOnTheContentAlone) {
  EXPECT_EQ(etag_of("hello"), etag_of("hello"));
  EXPECT_NE(etag_of("hello"), etag_of("hellp"));
  EXPECT_EQ(etag_of("").size(), 18U);
  EXPECT_EQ(etag_with("\"ab\"", "gzip"), "\"ab-gzip\"");
  EXPECT_EQ(etag_with("W/\"ab\"", "br"), "W/\"ab-br\"");
}

TEST(Compressible, IsTextInAllItsTypes) {
  for (const char* type : {"application/json", "text/html; charset=utf-8", "image/svg+xml", "text/javascript",
                           "Application/JSON", "application/manifest+json", "text/csv"}) {
    EXPECT_TRUE(is_compressible(type)) << type;
  }
  for (const char* type :
       {"image/png", "application/zip", "text/event-stream", "", "font/woff2", "application/octet-stream"}) {
    EXPECT_FALSE(is_compressible(type)) << type;
  }
}

}  // namespace
}  // namespace net
