#pragma once
// The care report: who got an answer, and how soon, per brand and in all. Its words are defined in care_threads.hpp.
//
// First response is the time of the answering post minus that of the conversation's first post. unanswered_rate is
// 1 - answered / conversations; within_5min and within_60min are shares of the answered conversations, the limit itself
// included; the median of an even number is the mean of the two in the middle. What would divide by nothing is empty.

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "domain/report/care_threads.hpp"

namespace report {

// The brand of conversations that no brand took part in or was named in.
inline constexpr const char* kUnknownBrand = "unknown";

struct CareFigures {
  std::int64_t inbound = 0;   // Customers' posts in the conversations counted here.
  std::int64_t outbound = 0;  // All brand posts, also those that answer nobody.
  std::int64_t conversations = 0;
  std::int64_t answered = 0;
  std::optional<double> unanswered_rate;
  std::optional<double> within_5min;
  std::optional<double> within_60min;
  std::optional<double> median_first_response_s;
};
BOOST_DESCRIBE_STRUCT(CareFigures, (),
                      (inbound, outbound, conversations, answered, unanswered_rate, within_5min, within_60min,
                       median_first_response_s))

struct BrandName {
  std::string brand;  // As first written.
};
BOOST_DESCRIBE_STRUCT(BrandName, (), (brand))

struct BrandFigures : BrandName, CareFigures {};
BOOST_DESCRIBE_STRUCT(BrandFigures, (BrandName, CareFigures), ())

struct CareReport {
  std::vector<BrandFigures> brands;  // Most conversations first, then by name.
  CareFigures total;
};
BOOST_DESCRIBE_STRUCT(CareReport, (), (brands, total))

[[nodiscard]] CareReport care_report(const CareThreads& threads);
[[nodiscard]] CareReport care_report(std::span<const CarePost> posts);

}  // namespace report
