#include "main/demo/sample_company.hpp"

#include <gtest/gtest.h>

#include "main/record.hpp"
#include "main/test_folder.hpp"
#include "store/verify_store.hpp"

namespace heed {
namespace {

Config record_in(const std::string& folder) {
  Config config;
  config.data = folder;
  return config;
}

TEST(SampleCompany, FillsAnEmptyRecordOnceAndKeepsEveryRule) {
  const TestFolder folder;
  const auto config = record_in(folder.path());
  const auto channels = channel::all_channel_types();
  const auto company = fill_sample_company(config, channels);
  ASSERT_TRUE(company.has_value()) << company.error().message;
  EXPECT_EQ(company->accounts.size(), 6U);
  EXPECT_FALSE(company->chat_key.empty());

  Record record(config);
  const auto organization = record.find_organization(std::nullopt);
  ASSERT_TRUE(organization.has_value());
  EXPECT_TRUE(organization->sample);
  const auto verified = record.store().read_blocking([&](store::Reading& reading) -> base::Result<store::Verification> {
    return store::verify(reading, organization->id);
  });
  ASSERT_TRUE(verified.has_value());
  EXPECT_TRUE(verified->breaches.empty()) << verified->breaches.front().text;
  EXPECT_GT(verified->looked_at.conversations, 100);

  const auto again = fill_sample_company(config, channels);
  ASSERT_TRUE(again.has_value());
  EXPECT_FALSE(again->is_new);
  EXPECT_EQ(again->chat_key, company->chat_key);
}

TEST(SampleCompany, LeavesAnotherCompanyAlone) {
  const TestFolder folder;
  const auto config = record_in(folder.path());
  {
    Record record(config);
    ASSERT_TRUE(record.ensure_organization("Real company").has_value());
  }
  const auto refused = fill_sample_company(config, channel::all_channel_types());
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().kind, base::FailureKind::conflict);
}

}  // namespace
}  // namespace heed
