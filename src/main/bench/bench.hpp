#pragma once
// `heed bench NAME`: one measurement each, on data made for it, beside a limit measured in the same run: machines differ
// and are noisy, ratios much less so.

#include <map>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/result.hpp"
#include "base/secret.hpp"

namespace heed {

// Units stand in the keys: posts_per_s, p99_ms, cpu_us_per_request, rss_mib.
struct BenchResult {
  std::string name;
  std::map<std::string, double> figures;  // What Heed did.
  std::map<std::string, double> limits;   // What the yardstick did, or the bound that is promised.
  std::map<std::string, double> ratios;   // Figure to limit.
};
BOOST_DESCRIBE_STRUCT(BenchResult, (), (name, figures, limits, ratios))

struct BenchOptions {
  bool full_size = false;  // --long: the size that the promise names, instead of what fits into a minute.
  base::Secret postgres;   // --store: a database to measure beside the embedded one; only `intake` does.
};

struct Bench {
  std::string name;
  std::string summary;
  base::Result<BenchResult> (*run)(const BenchOptions& options);
};
[[nodiscard]] const std::vector<Bench>& all_benches();

// A JSON reply against nginx serving a static file of the same size.
base::Result<BenchResult> bench_http(const BenchOptions& options);
// From exec to the first answer, and memory at rest.
base::Result<BenchResult> bench_start(const BenchOptions& options);
// An archive through the whole intake, against the bare rows written by the same store in the same batches.
base::Result<BenchResult> bench_import(const BenchOptions& options);

// Signed webhooks through the whole intake to a hundred agents' screens, as fast as it goes and at 1,000 a second.
base::Result<BenchResult> bench_intake(const BenchOptions& options);

// One event to thousands of agents, and a thousand events a second to a hundred, against bare send().
base::Result<BenchResult> bench_feed(const BenchOptions& options);
// What ten thousand idle agents cost, and what slow clients do to the others.
base::Result<BenchResult> bench_sockets(const BenchOptions& options);
// Lists, threads and counts of a company, small and ten times as big, and during intake; against the rows by their ids.
base::Result<BenchResult> bench_inbox(const BenchOptions& options);
// The newest fifty of rare, common, narrowed searches, small and ten times as big, and during intake.
base::Result<BenchResult> bench_search(const BenchOptions& options);
// Posts through the first tier of triage with all its tasks, and what each step of it takes.
base::Result<BenchResult> bench_triage(const BenchOptions& options);
// A company's corrections, learnt from as the server does it, against only reading their messages. Full size: the most it learns from.
base::Result<BenchResult> bench_learn(const BenchOptions& options);
// A million running clocks beside a server: the start with them, its rest, and how soon each of two thousand fires.
base::Result<BenchResult> bench_clocks(const BenchOptions& options);
// Ten thousand waiting conversations given out to two hundred agents, in memory, against only finding the smallest load each time.
base::Result<BenchResult> bench_routing(const BenchOptions& options);
// Customers' mails through the whole reader, a core, against finding only their parts and against only hashing their bytes.
base::Result<BenchResult> bench_channels(const BenchOptions& options);

}  // namespace heed
