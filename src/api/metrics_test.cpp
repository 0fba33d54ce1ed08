#include "api/metrics.hpp"

#include <gtest/gtest.h>

namespace api {
namespace {

using namespace std::chrono_literals;

TEST(RequestMetrics, CountsByRouteStatusAndTime) {
  RequestMetrics metrics({"GET /a", "POST /b"});
  metrics.count(0, 200, 400us);
  metrics.count(0, 200, 3ms);
  metrics.count(1, 422, 10s);
  std::string text;
  metrics.write(text);
  const auto has = [&](const std::string& line) { return text.find(line + "\n") != std::string::npos; };
  EXPECT_TRUE(has("heed_http_requests_total{route=\"GET /a\",status=\"200\"} 2"));
  EXPECT_TRUE(has("heed_http_requests_total{route=\"POST /b\",status=\"422\"} 1"));
  EXPECT_TRUE(has("heed_http_request_duration_seconds_bucket{route=\"GET /a\",le=\"5E-4\"} 1") ||
              has("heed_http_request_duration_seconds_bucket{route=\"GET /a\",le=\"0.0005\"} 1") ||
              has("heed_http_request_duration_seconds_bucket{route=\"GET /a\",le=\"5e-04\"} 1"));
  EXPECT_TRUE(has("heed_http_request_duration_seconds_bucket{route=\"GET /a\",le=\"+Inf\"} 2"));
  EXPECT_TRUE(has("heed_http_request_duration_seconds_bucket{route=\"POST /b\",le=\"5\"} 0"));
  EXPECT_TRUE(has("heed_http_request_duration_seconds_count{route=\"POST /b\"} 1"));
}

TEST(RequestMetrics, NothingARequestSendsMakesItGrow) {
  RequestMetrics metrics({"GET /a"});
  for (int route = -5; route < 50; ++route)
    for (int status = 0; status < 1000; status += 7) metrics.count(route, status, 1ms);
  std::string text;
  metrics.write(text);
  EXPECT_LT(text.size(), 10'000U);
  EXPECT_NE(text.find("route=\"other\",status=\"other\""), std::string::npos);
}

}  // namespace
}  // namespace api
