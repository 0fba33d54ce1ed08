#include "domain/report/care.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/json/encode.hpp"

namespace report {
namespace {

base::Time at(int second) { return base::Time{std::chrono::seconds{second}}; }

CarePost customer(std::string_view id, std::string_view author, int second, std::string_view parent = "",
                  std::string_view text = "") {
  return {.id = id, .author = author, .inbound = true, .at = at(second), .parent = parent, .text = text};
}

CarePost brand(std::string_view id, std::string_view author, int second, std::string_view parent = "") {
  return {.id = id, .author = author, .inbound = false, .at = at(second), .parent = parent};
}

// Conversations with Acme, one for each first response.
CareReport report_of(const std::vector<int>& responses_s) {
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < responses_s.size() * 3; ++i) ids.push_back(std::to_string(i + 1));
  std::vector<CarePost> posts;
  for (std::size_t i = 0; i < responses_s.size(); ++i) {
    posts.push_back(customer(ids[3 * i], ids[3 * i + 2], 1000));
    posts.push_back(brand(ids[3 * i + 1], "Acme", 1000 + responses_s[i], ids[3 * i]));
  }
  return care_report(posts);
}

TEST(CareReport, OfNothing) {
  const auto report = care_report(std::vector<CarePost>{});
  EXPECT_EQ(base::encode(report),
            R"({"brands":[],"total":{"inbound":0,"outbound":0,"conversations":0,"answered":0,"unanswered_rate":null,)"
            R"("within_5min":null,"within_60min":null,"median_first_response_s":null}})");
}

TEST(CareReport, WritesTheNamesOfTheIssue) {
  const auto report = care_report(std::vector<CarePost>{customer("1", "ann", 0), brand("2", "Acme", 301, "1"),
                                                        customer("3", "bob", 5, "", "@acme why?")});
  EXPECT_EQ(base::encode(report),
            R"({"brands":[{"brand":"Acme","inbound":2,"outbound":1,"conversations":2,"answered":1,"unanswered_rate":0.5,)"
            R"("within_5min":0,"within_60min":1,"median_first_response_s":301}],"total":{"inbound":2,"outbound":1,)"
            R"("conversations":2,"answered":1,"unanswered_rate":0.5,"within_5min":0,"within_60min":1,)"
            R"("median_first_response_s":301}})");
}

TEST(CareReport, LimitsAreInclusive) {
  const auto report = report_of({300, 301, 3600, 3601});
  EXPECT_EQ(report.total.within_5min, 0.25);
  EXPECT_EQ(report.total.within_60min, 0.75);
}

TEST(CareReport, MedianOfAnEvenNumberIsTheMeanOfTheMiddleTwo) {
  EXPECT_EQ(report_of({900, 10}).total.median_first_response_s, 455);
  EXPECT_EQ(report_of({900, 10, 20}).total.median_first_response_s, 20);
  EXPECT_EQ(report_of({4, 1, 2, 100}).brands.at(0).median_first_response_s, 3);
  EXPECT_EQ(report_of({2, 1}).total.median_first_response_s, 1.5);
}

TEST(CareReport, AResponseIsCountedFromTheConversationsFirstPost) {
  const auto report = care_report(
      std::vector<CarePost>{customer("1", "ann", 0), customer("2", "ann", 100, "1"), brand("3", "Acme", 130, "2")});
  EXPECT_EQ(report.total.median_first_response_s, 130);
  EXPECT_EQ(report.total.conversations, 1);
}

TEST(CareReport, BrandsComeByConversationsThenName) {
  const auto report = care_report(std::vector<CarePost>{
      brand("1", "zeta", 0), brand("2", "Alpha", 0), brand("3", "beta", 0), customer("4", "ann", 1, "", "@BETA"),
      customer("5", "ann", 2, "", "hello?"), customer("6", "bob", 3, "", "anybody?")});
  std::vector<std::string> names;
  for (const auto& row : report.brands) names.push_back(row.brand);
  EXPECT_EQ(names, (std::vector<std::string>{"unknown", "beta", "Alpha", "zeta"}));
  EXPECT_FALSE(report.brands[2].unanswered_rate.has_value()) << "a brand with only outbound posts";
  EXPECT_EQ(report.brands[2].outbound, 1);
  EXPECT_EQ(report.brands[0].unanswered_rate, 1);
  EXPECT_FALSE(report.brands[0].within_5min.has_value());
  EXPECT_EQ(report.total.conversations, 3);
}

TEST(CareReport, ABrandCalledUnknownSharesTheRow) {
  const auto report = care_report(std::vector<CarePost>{customer("1", "ann", 0), brand("2", "Unknown", 5)});
  ASSERT_EQ(report.brands.size(), 1U);
  EXPECT_EQ(report.brands[0].brand, "Unknown");
  EXPECT_EQ(report.brands[0].conversations, 1);
  EXPECT_EQ(report.brands[0].outbound, 1);
}

TEST(CareReport, ACustomerCalledUnknownIsNoBrand) {
  const auto report = care_report(std::vector<CarePost>{customer("1", "UnKnown", 0)});
  ASSERT_EQ(report.brands.size(), 1U);
  EXPECT_EQ(report.brands[0].brand, "unknown");
}

TEST(CareReport, WhereItIsKnownWhomAPostIsSaidToNoMentionIsNeeded) {
  auto unanswered = customer("3", "bob", 5);
  unanswered.brand = "Chat";
  auto elsewhere = customer("4", "eve", 6);
  elsewhere.brand = "Nobody answers here";
  const auto report =
      care_report(std::vector<CarePost>{customer("1", "ann", 0), brand("2", "Chat", 300, "1"), unanswered, elsewhere});
  ASSERT_EQ(report.brands.size(), 2U);
  EXPECT_EQ(report.brands[0].brand, "Chat");
  EXPECT_EQ(report.brands[0].conversations, 2);
  EXPECT_EQ(report.brands[0].unanswered_rate, 0.5);
  EXPECT_EQ(report.brands[1].brand, "unknown") << "a brand is who has spoken once";
}

TEST(CareReport, OutboundCountsTheAuthorsPostsAlsoInAnothersConversation) {
  const auto report = care_report(std::vector<CarePost>{customer("1", "ann", 0), brand("2", "Acme", 5, "1"),
                                                        brand("3", "Other", 6, "1"), brand("4", "ACME", 7, "2")});
  EXPECT_EQ(report.brands[0].brand, "Acme");
  EXPECT_EQ(report.brands[0].outbound, 2);
  EXPECT_EQ(report.brands[1].brand, "Other");
  EXPECT_EQ(report.brands[1].outbound, 1);
  EXPECT_EQ(report.brands[1].conversations, 0);
}

}  // namespace
}  // namespace report
