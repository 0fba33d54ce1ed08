#include "net/load_client.hpp"

#include <gtest/gtest.h>

#include "net/net_test_kit.hpp"

namespace net {
namespace {

using namespace std::chrono_literals;

Task<Response> answer(Request request) {
  Response response;
  response.status = request.path == "/broken" ? 503 : 200;
  response.body = "{\"ok\":true}";
  if (request.path == "/close") response.with("Connection", "close");
  co_return response;
}

ServerHandlers answering() {
  ServerHandlers handlers;
  handlers.handle = answer;
  return handlers;
}

LoadPlan plan_for(std::uint16_t port, std::string_view path) {
  LoadPlan plan;
  plan.port = port;
  plan.request = test::get(path);
  plan.connections = 4;
  plan.duration = 100ms;
  return plan;
}

TEST(Load, CountsWhatTheServerAnswered) {
  test::TestServer server(answering());
  const auto result = run_load(plan_for(server.port(), "/"));
  ASSERT_TRUE(result.has_value());
  EXPECT_EQ(result->errors, 0U);
  EXPECT_GT(result->requests_per_s, 0);
  EXPECT_GT(result->seconds, 0);
  EXPECT_LE(result->p50_ms, result->p99_ms);
  const auto counted = result->requests_per_s * result->seconds;
  EXPECT_NEAR(counted, static_cast<double>(server.stats().requests_total), 4.5);  // The last ones may be under way.
}

TEST(Load, CountsFailuresAndRenewsConnections) {
  test::TestServer server(answering());
  const auto broken = run_load(plan_for(server.port(), "/broken"));
  ASSERT_TRUE(broken.has_value());
  EXPECT_GT(broken->errors, 0U);
  const auto closing = run_load(plan_for(server.port(), "/close"));
  ASSERT_TRUE(closing.has_value());
  EXPECT_GT(closing->requests_per_s, 0);
  EXPECT_GT(server.stats().connections_total, 8U);
}

TEST(Load, StaysOnThisMachine) {
  auto plan = plan_for(80, "/");
  for (const char* address : {"192.0.2.1", "::", "0.0.0.0", "example.org", ""}) {
    plan.address = address;
    const auto result = run_load(plan);
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().kind, base::FailureKind::invalid);
  }
}

TEST(Load, SaysWhenNothingListens) {
  std::uint16_t port = 0;
  {
    test::TestServer server(answering());
    port = server.port();
  }
  const auto result = run_load(plan_for(port, "/"));
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().kind, base::FailureKind::unavailable);
}

}  // namespace
}  // namespace net
