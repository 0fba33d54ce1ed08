// heed bench NAME.
#include "main/bench/bench.hpp"

#include <algorithm>
#include <cstdio>
#include <iostream>

#include "base/json/encode.hpp"
#include "base/text.hpp"
#include "main/commands.hpp"
#include "main/open_files.hpp"
#include "main/record.hpp"

namespace heed {
namespace {

void print(const std::string& title, const std::map<std::string, double>& values) {
  std::cout << title << "\n";
  for (const auto& [name, value] : values) {
    char text[32];
    std::snprintf(text, sizeof text, value >= 1000 ? "%.0f" : "%.3g", value);
    std::cout << "  " << name << std::string(name.size() < 28 ? 28 - name.size() : 1, ' ') << text << "\n";
  }
}

}  // namespace

const std::vector<Bench>& all_benches() {
  static const std::vector<Bench> kBenches = {
      {"http", "A JSON reply, against nginx serving a static file of the same size", bench_http},
      {"start", "From exec to the first answer, and memory at rest", bench_start},
      {"import", "An archive through the whole intake, against bare rows in the same batches", bench_import},
      {"intake", "Signed webhooks to disk and to a hundred screens, against the bare engine writing the same rows",
       bench_intake},
      {"inbox", "Lists, threads and counts, small and ten times as big, and during intake", bench_inbox},
      {"search", "The newest fifty of rare, common and narrowed searches, the same way", bench_search},
      {"triage", "Posts through the first tier of triage with all its tasks, step by step", bench_triage},
      {"learn", "Learning from a company's corrections, against only reading their messages", bench_learn},
      {"channels", "Webhooks to disk, what an idle inbox takes, and mails through the reader", bench_channels},
      {"clocks", "A million running clocks: how soon a due one fires, what they cost at rest, and the start with them",
       bench_clocks},
      {"routing", "Ten thousand waiting conversations given out to two hundred agents", bench_routing},
      {"feed", "One event to thousands of agents, a thousand a second to a hundred, against bare send()", bench_feed},
      {"sockets", "Ten thousand idle agents, and slow clients beside quick ones", bench_sockets},
  };
  return kBenches;
}

int run_bench(const Invocation& call) {
  const std::string& name = call.positionals.at(0);
  const auto& benches = all_benches();
  const auto bench = std::ranges::find(benches, name, &Bench::name);
  if (bench == benches.end()) {
    std::vector<std::string> names;
    for (const auto& one : benches) names.push_back(one.name);
    const std::string near = base::nearest(name, names);
    std::cerr << "heed: there is no measurement called \"" << name << "\""
              << (near.empty() ? "" : "; did you mean " + near + "?") << "\n";
    for (const auto& one : benches)
      std::cerr << "  " << one.name << std::string(10 - one.name.size(), ' ') << one.summary << "\n";
    return kWrongCall;
  }
  if (call.has("store") && bench->run != bench_intake) {
    std::cerr << "heed: --store is for `heed bench intake`; the others measure the embedded record\n";
    return kWrongCall;
  }
  raise_open_files();
  auto result = bench->run({.full_size = call.has("long"), .postgres = base::Secret(call.value("store").value_or(""))});
  if (!result) return say_failure(result.error());
  if (call.has("json")) {
    std::cout << base::encode(*result) << "\n";
    return kDone;
  }
  std::cout << bench->name << ": " << bench->summary << "\n";
  print("figures", result->figures);
  print("limits, of the same run", result->limits);
  print("ratios", result->ratios);
  return kDone;
}

}  // namespace heed
