#include "api/metrics.hpp"

#include <algorithm>
#include <cstdio>

#include "base/json/encode.hpp"

namespace api {
namespace {

void write_head(std::string& out, const char* name, const char* help, const char* type) {
  out.append("# HELP ")
      .append(name)
      .append(" ")
      .append(help)
      .append("\n# TYPE ")
      .append(name)
      .append(" ")
      .append(type)
      .append("\n");
}

std::string number(double value) {
  std::string text;
  base::json_detail::write_number(text, value);
  return text;
}

void write_single(std::string& out, const char* name, const char* help, const char* type, double value) {
  write_head(out, name, help, type);
  out.append(name).append(" ").append(number(value)).append("\n");
}

}  // namespace

RequestMetrics::RequestMetrics(std::vector<std::string> routes) : routes_(std::move(routes)) {
  routes_.emplace_back("other");
  counts_.resize(routes_.size());
}

void RequestMetrics::count(int route, int status, std::chrono::steady_clock::duration took) {
  const bool known = route >= 0 && static_cast<std::size_t>(route) + 1 < counts_.size();
  Counts& counts = counts_[known ? static_cast<std::size_t>(route) : counts_.size() - 1];
  const auto place = std::min<std::size_t>(
      static_cast<std::size_t>(std::ranges::find(kStatuses, status) - kStatuses.begin()), kStatuses.size() - 1);
  ++counts.by_status[place];
  const double seconds = std::chrono::duration<double>(took).count();
  ++counts.by_time[static_cast<std::size_t>(std::ranges::lower_bound(kBounds, seconds) - kBounds.begin())];
  counts.seconds += seconds;
}

void RequestMetrics::write(std::string& out) const {
  write_head(out, "heed_http_requests_total", "Requests answered, by route and status.", "counter");
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    for (std::size_t s = 0; s < kStatuses.size(); ++s) {
      if (counts_[i].by_status[s] == 0) continue;
      const std::string status = kStatuses[s] == 0 ? "other" : std::to_string(kStatuses[s]);
      out += "heed_http_requests_total{route=\"" + routes_[i] + "\",status=\"" + status + "\"} " +
             std::to_string(counts_[i].by_status[s]) + "\n";
    }
  }
  write_head(out, "heed_http_request_duration_seconds", "Time from a request's arrival to its answer.", "histogram");
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    std::uint64_t sum = 0;
    for (const auto some : counts_[i].by_time) sum += some;
    if (sum == 0) continue;
    const std::string label = "{route=\"" + routes_[i] + "\"";
    std::uint64_t below = 0;
    for (std::size_t b = 0; b <= kBounds.size(); ++b) {
      below += counts_[i].by_time[b];
      const std::string bound = b == kBounds.size() ? "+Inf" : number(kBounds[b]);
      out += "heed_http_request_duration_seconds_bucket" + label + ",le=\"" + bound + "\"} " + std::to_string(below) + "\n";
    }
    out += "heed_http_request_duration_seconds_sum" + label + "} " + number(counts_[i].seconds) + "\n";
    out += "heed_http_request_duration_seconds_count" + label + "} " + std::to_string(sum) + "\n";
  }
}

void write_gauge(std::string& out, const char* name, const char* help, double value) {
  write_single(out, name, help, "gauge", value);
}

void write_counter(std::string& out, const char* name, const char* help, double value) {
  write_single(out, name, help, "counter", value);
}

}  // namespace api
