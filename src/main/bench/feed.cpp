#include <algorithm>
#include <unordered_map>
#include <vector>

#include "main/bench/bare_sender.hpp"
#include "main/bench/bench.hpp"
#include "main/bench/feed_stage.hpp"
#include "net/time_histogram.hpp"

namespace heed {
namespace {

using net::SocketSwarm;
using Clock = SocketSwarm::Clock;

constexpr std::size_t kAgents = 100;
constexpr int kRate = 1'000;
constexpr int kFlood = 10'000;
constexpr std::size_t kSampled = 10;  // Every so many sockets keep the time of each event.
constexpr std::size_t kEventBytes = 1'300;
constexpr int kRounds = 5;

std::int64_t nanoseconds(Clock::time_point at) { return std::chrono::nanoseconds(at.time_since_epoch()).count(); }

// The numbers of the events in a message of the feed.
template <class Take>
void each_seq(std::string_view message, Take take) {
  constexpr std::string_view kSeq = "\"seq\":";
  for (auto at = message.find(kSeq); at != std::string_view::npos; at = message.find(kSeq, at)) {
    at += kSeq.size();
    std::int64_t seq = 0;
    while (at < message.size() && message[at] >= '0' && message[at] <= '9') seq = seq * 10 + (message[at++] - '0');
    take(seq);
  }
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

// From the commit of one event until the last of the sockets has it.
base::Result<double> one_to_all_ms(FeedStage& stage, SocketSwarm& agents, std::size_t sockets) {
  std::vector<double> rounds;
  for (int round = 0; round < kRounds; ++round) {
    std::size_t heard = 0;
    Clock::time_point last{};
    stage.publish(0, 0);
    agents.listen_until(
        Clock::now() + std::chrono::seconds(10), [&] { return heard >= sockets; },
        [&](std::size_t, std::string_view, Clock::time_point at) {
          ++heard;
          last = at;
        });
    auto commits = stage.commits();
    if (!commits) return base::pass_on(commits.error());
    if (heard < sockets || commits->empty())
      return base::fail(base::FailureKind::unavailable, std::to_string(heard) + " of the sockets heard of the event");
    rounds.push_back(static_cast<double>(nanoseconds(last) - commits->begin()->second) / 1e6);
  }
  return median(rounds);
}

struct Bare {
  double last_ms = 0;
  double cpu_us_per_send = 0;
};

base::Result<Bare> bare_one_to_all(std::size_t sockets, std::size_t bytes) {
  auto sender = BareSender::start();
  if (!sender) return base::pass_on(sender.error());
  net::SwarmPlan plan;
  plan.port = sender->port();
  plan.sockets = sockets;
  auto swarm = SocketSwarm::open(plan);
  if (!swarm) return base::pass_on(swarm.error());
  std::vector<double> rounds;
  const double cpu_before = sender->process().cpu_seconds();
  for (int round = 0; round < kRounds; ++round) {
    std::size_t heard = 0;
    Clock::time_point last{};
    sender->begin_send(bytes);
    swarm->listen_until(
        Clock::now() + std::chrono::seconds(10), [&] { return heard >= sockets * bytes; },
        [&](std::size_t, std::string_view message, Clock::time_point at) {
          heard += message.size();
          last = at;
        });
    auto began = sender->sent();
    if (!began) return base::pass_on(began.error());
    rounds.push_back(static_cast<double>(nanoseconds(last) - *began) / 1e6);
  }
  const double cpu = sender->process().cpu_seconds() - cpu_before;
  return Bare{median(rounds), cpu * 1e6 / (static_cast<double>(sockets) * kRounds)};
}

// One event to so many agents, beside the same number of bytes to as many bare connections.
base::Result<void> measure_one(FeedStage& stage, const BenchCompany& company, std::size_t sockets, BenchResult& result) {
  // One after the other: both at once are more files than a process may have open on many machines.
  auto bare = bare_one_to_all(sockets, kEventBytes);
  if (!bare) return base::pass_on(bare.error());
  auto agents = SocketSwarm::open(agents_plan(company, stage.port(), sockets));
  if (!agents) return base::pass_on(agents.error());
  auto ours = one_to_all_ms(stage, *agents, sockets);
  if (!ours) return base::pass_on(ours.error());
  const std::string name = "one_to_" + std::to_string(sockets) + "_last_ms";
  result.figures[name] = *ours;
  result.limits["bare_" + name] = bare->last_ms;
  result.limits["promised_" + name] = static_cast<double>(sockets) / 40;
  result.ratios[name] = *ours / bare->last_ms;
  if (sockets > 1'000) result.limits["bare_cpu_us_per_send"] = bare->cpu_us_per_send;
  return {};
}

struct Heard {
  std::uint64_t events = 0;   // By all sockets together.
  std::uint64_t resyncs = 0;  // Notices to load anew.
  std::uint64_t messages = 0;
  std::uint64_t bytes = 0;
  std::vector<std::pair<std::int64_t, std::int64_t>> arrivals;  // Number and time.
  std::vector<std::int64_t> latest;                             // The last number each socket heard, by event or notice.
};

// Publishes at that rate and listens until every socket knows of the last event.
base::Result<void> listen(FeedStage& stage, SocketSwarm& agents, int rate, int seconds, Heard& heard,
                          std::unordered_map<std::int64_t, std::int64_t>& commits) {
  heard.latest.assign(kAgents, 0);
  const auto take = [&](std::size_t socket, std::string_view message, Clock::time_point at) {
    ++heard.messages;
    heard.bytes += message.size();
    const bool resync = message.starts_with(R"({"type":"resync")");
    if (resync) ++heard.resyncs;
    each_seq(message, [&](std::int64_t seq) {
      heard.latest[socket] = std::max(heard.latest[socket], seq);
      if (resync) return;
      ++heard.events;
      if (socket % kSampled == 0) heard.arrivals.emplace_back(seq, nanoseconds(at));
    });
  };
  stage.publish(rate, seconds);
  agents.listen_until(Clock::now() + std::chrono::milliseconds(seconds * 1'000 + 200), [] { return false; }, take);
  auto all = stage.commits();
  if (!all) return base::pass_on(all.error());
  commits = *std::move(all);
  std::int64_t last = 0;
  for (const auto& [seq, at] : commits) last = std::max(last, seq);
  const auto knows_all = [&] { return std::ranges::all_of(heard.latest, [&](std::int64_t seq) { return seq >= last; }); };
  agents.listen_until(Clock::now() + std::chrono::seconds(5), knows_all, take);
  if (!knows_all()) return base::fail(base::FailureKind::unavailable, "a socket never heard of the last event");
  return {};
}

base::Result<void> measure_pace(FeedStage& stage, const BenchCompany& company, int seconds, BenchResult& result) {
  // What the events cost when nobody hears them.
  double cpu = stage.server().cpu_seconds();
  stage.publish(kRate, seconds);
  if (auto alone = stage.commits(); !alone) return base::pass_on(alone.error());
  const double alone_s = stage.server().cpu_seconds() - cpu;

  auto agents = SocketSwarm::open(agents_plan(company, stage.port(), kAgents));
  if (!agents) return base::pass_on(agents.error());
  Heard heard;
  std::unordered_map<std::int64_t, std::int64_t> commits;
  cpu = stage.server().cpu_seconds();
  const IdleShare idle;
  if (auto done = listen(stage, *agents, kRate, seconds, heard, commits); !done) return base::pass_on(done.error());
  const double cpu_s = stage.server().cpu_seconds() - cpu;
  result.figures["pace_machine_idle_share"] = idle.so_far();
  net::TimeHistogram times;
  for (const auto& [seq, at] : heard.arrivals) {
    const auto commit = commits.find(seq);
    if (commit != commits.end())
      times.add(static_cast<std::uint64_t>(std::max<std::int64_t>(0, at - commit->second)) / 1000);
  }
  const auto all = static_cast<double>(commits.size() * kAgents);
  result.figures["pace_commit_to_socket_p50_ms"] = times.quantile_ms(0.5);
  result.figures["pace_commit_to_socket_p99_ms"] = times.quantile_ms(0.99);
  result.figures["pace_told_share"] = static_cast<double>(heard.events) / all;
  result.figures["pace_events_per_message"] = static_cast<double>(heard.events) / static_cast<double>(heard.messages);
  result.figures["pace_bytes_per_event"] = static_cast<double>(heard.bytes) / static_cast<double>(heard.events);
  result.figures["pace_cpu_us_per_event_socket"] = (cpu_s - alone_s) * 1e6 / all;
  result.figures["pace_server_cores"] = cpu_s / seconds;
  result.figures["pace_server_cores_without_sockets"] = alone_s / seconds;
  result.limits["promised_pace_p50_ms"] = 8;
  result.limits["promised_pace_p99_ms"] = 25;
  return {};
}

base::Result<void> measure_flood(FeedStage& stage, const BenchCompany& company, int seconds, BenchResult& result) {
  auto agents = SocketSwarm::open(agents_plan(company, stage.port(), kAgents));
  if (!agents) return base::pass_on(agents.error());
  Heard heard;
  std::unordered_map<std::int64_t, std::int64_t> commits;
  const double cpu = stage.server().cpu_seconds();
  const double before_mib = stage.server().resident_mib();
  if (auto done = listen(stage, *agents, kFlood, seconds, heard, commits); !done) return base::pass_on(done.error());
  result.figures["flood_events_per_s"] = static_cast<double>(commits.size()) / seconds;
  result.figures["flood_server_cpu_us_per_event"] =
      (stage.server().cpu_seconds() - cpu) * 1e6 / static_cast<double>(commits.size());
  result.figures["flood_told_share"] = static_cast<double>(heard.events) / static_cast<double>(commits.size() * kAgents);
  result.figures["flood_notices_per_socket"] = static_cast<double>(heard.resyncs) / kAgents;
  result.figures["flood_rss_growth_mib"] = stage.server().resident_mib() - before_mib;
  return {};
}

}  // namespace

base::Result<BenchResult> bench_feed(const BenchOptions& options) {
  const ScratchFolder folder;
  auto company = make_company(folder.path() + "/data");
  if (!company) return base::pass_on(company.error());
  auto stage = FeedStage::start(folder.path() + "/data", company->organization);
  if (!stage) return base::pass_on(stage.error());
  BenchResult result;
  result.name = "feed";
  for (const std::size_t sockets : {std::size_t{1'000}, std::size_t{10'000}})
    if (auto done = measure_one(*stage, *company, sockets, result); !done) return base::pass_on(done.error());
  const int seconds = options.full_size ? 60 : 6;
  if (auto done = measure_pace(*stage, *company, seconds, result); !done) return base::pass_on(done.error());
  if (auto done = measure_flood(*stage, *company, seconds / 2, result); !done) return base::pass_on(done.error());
  return result;
}

}  // namespace heed
