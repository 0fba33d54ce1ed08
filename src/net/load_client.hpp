#pragma once
// A small HTTP load generator for `heed bench`: keep-alive connections to this machine, each sending a request as soon
// as the reply to the last one is there, or at a pace. It only measures; it speaks to loopback addresses and to nothing else.

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "base/result.hpp"

namespace net {

struct LoadResult {
  double requests_per_s = 0;
  double p50_ms = 0;
  double p95_ms = 0;
  double p99_ms = 0;
  std::uint64_t answered = 0;
  std::uint64_t errors = 0;  // Replies other than 2xx and 3xx, and connections that broke.
  double seconds = 0;        // Measured, from the first request sent.
};

struct LoadPlan {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;
  std::string request;  // The whole text: "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n".
  // Instead of one request again and again: the text of the n-th, counted from 0, and when it is due.
  std::function<std::string(std::uint64_t n, std::chrono::steady_clock::time_point due)> next_request;
  // 0: each connection asks again as soon as it is answered. Else so many a second by the clock, whether or not the answers
  // keep up; times are then counted from when a request was due.
  double per_second = 0;
  int connections = 64;
  std::chrono::milliseconds duration{3'000};
};

// Blocks for the duration, busy with one core's worth of work: the server under test runs in another thread or process. A
// failure when the address is no loopback address or nothing accepts there.
base::Result<LoadResult> run_load(const LoadPlan& plan);

}  // namespace net
