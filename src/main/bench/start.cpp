#include <algorithm>
#include <thread>
#include <vector>

#include "main/bench/bench.hpp"
#include "main/bench/child.hpp"

namespace heed {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr int kRounds = 9;
constexpr double kPromisedReady_ms = 100;
constexpr double kPromisedRest_mib = 30;

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

base::Result<double> timed_ms(const std::vector<std::string>& words, const std::string& line,
                              std::vector<double>* rest_mib) {
  const auto began = steady_clock::now();
  auto child = Child::start(words);
  if (!child) return base::pass_on(child.error());
  if (auto said = child->wait_for_line(line, milliseconds(10'000)); !said) return base::pass_on(said.error());
  const double ms = std::chrono::duration<double, std::milli>(steady_clock::now() - began).count();
  if (rest_mib != nullptr) {
    std::this_thread::sleep_for(milliseconds(300));
    rest_mib->push_back(child->resident_mib());
  }
  return ms;
}

}  // namespace

base::Result<BenchResult> bench_start(const BenchOptions& /*one size*/) {
  const ScratchFolder folder;
  const std::vector<std::string> serve = {own_path(), "serve", "--data", folder.path() + "/data", "--listen", "127.0.0.1:0"};
  std::vector<double> ready, bare, rest;
  // The first start makes the record; the others find it.
  auto first = timed_ms(serve, "http://", nullptr);
  if (!first) return base::pass_on(first.error());
  for (int round = 0; round < kRounds; ++round) {
    auto ms = timed_ms(serve, "http://", &rest);
    if (!ms) return base::pass_on(ms.error());
    ready.push_back(*ms);
    auto version = timed_ms({own_path(), "--version"}, "heed", nullptr);
    if (!version) return base::pass_on(version.error());
    bare.push_back(*version);
  }
  BenchResult result;
  result.name = "start";
  result.figures = {{"ready_ms", median(ready)}, {"first_ready_ms", *first}, {"rest_rss_mib", median(rest)}};
  result.limits = {{"ready_ms", kPromisedReady_ms}, {"rest_rss_mib", kPromisedRest_mib}, {"bare_process_ms", median(bare)}};
  result.ratios = {{"ready_ms", median(ready) / kPromisedReady_ms},
                   {"rest_rss_mib", median(rest) / kPromisedRest_mib},
                   {"ready_to_bare_process", median(ready) / median(bare)}};
  return result;
}

}  // namespace heed
