#include "domain/organization/organization.hpp"

#include <gtest/gtest.h>

namespace organization {
namespace {

TEST(OrganizationLanguage, IsSpeltTheUsualWay) {
  EXPECT_EQ(clean_language(" PT "), "pt");
  EXPECT_EQ(clean_language("EN-gb"), "en-GB");
  EXPECT_EQ(clean_language("zh-hant-tw"), "zh-Hant-TW");
  EXPECT_EQ(clean_language("es-419"), "es-419");
}

TEST(OrganizationLanguage, RefusesOtherWords) {
  for (const char* wrong : {"", "e", "english", "en_GB", "en-", "-en", "en-GB-x-private", "e1", "en-GBR", "../../etc"})
    EXPECT_FALSE(clean_language(wrong)) << wrong;
}

TEST(OrganizationTimeZone, TakesIanaNames) {
  for (const char* right : {"UTC", "Europe/Lisbon", "America/Argentina/Buenos_Aires", "Etc/GMT+3", "America/Port-au-Prince"})
    EXPECT_EQ(clean_time_zone(right), right);
  for (const char* wrong : {"", "/etc/passwd", "Europe/", "../UTC", "Europe/../UTC", "a/b/c/d", "+03:00", "Europe Lisbon"})
    EXPECT_FALSE(clean_time_zone(wrong)) << wrong;
}

}  // namespace
}  // namespace organization
