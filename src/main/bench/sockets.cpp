#include <algorithm>
#include <thread>
#include <vector>

#include "main/bench/bare_sender.hpp"
#include "main/bench/bench.hpp"
#include "main/bench/feed_stage.hpp"
#include "net/load_client.hpp"

namespace heed {
namespace {

using net::SocketSwarm;
using std::chrono::milliseconds;
using Clock = SocketSwarm::Clock;

constexpr std::size_t kIdle = 10'000;
constexpr std::size_t kKeptAlive = 5'000;
constexpr std::size_t kSlowOfAKind = 1'250;
constexpr milliseconds kSettle{500};
constexpr milliseconds kRound{600};  // All of them end before the server gives the slow ones up.
constexpr int kSlowRounds = 6;

std::string get(const std::string& path, const std::string& token) {
  return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n\r\n";
}

double kib_each(double before_mib, double after_mib, std::size_t count) {
  return (after_mib - before_mib) * 1024 / static_cast<double>(count);
}

void idle(SocketSwarm& swarm, milliseconds time) {
  swarm.listen_until(Clock::now() + time, [] { return false; }, [](std::size_t, std::string_view, Clock::time_point) {});
}

base::Result<Child> start_heed(const std::string& folder, std::uint16_t& port) {
  auto heed = Child::start({own_path(), "serve", "--data", folder, "--listen", "127.0.0.1:0"});
  if (!heed) return base::pass_on(heed.error());
  auto ready = heed->wait_for_line("http://", milliseconds(20'000));
  if (!ready) return base::pass_on(ready.error());
  port = port_in(*ready);
  return heed;
}

base::Result<void> measure_idle(const BenchCompany& company, const std::string& folder, milliseconds time,
                                BenchResult& result) {
  std::uint16_t port = 0;
  auto heed = start_heed(folder, port);
  if (!heed) return base::pass_on(heed.error());
  std::this_thread::sleep_for(kSettle);
  const double rest_mib = heed->resident_mib();
  const auto began = Clock::now();
  auto agents = SocketSwarm::open(agents_plan(company, port, kIdle));
  if (!agents) return base::pass_on(agents.error());
  const double open_s = std::chrono::duration<double>(Clock::now() - began).count();
  idle(*agents, kSettle);
  const double open_mib = heed->resident_mib();
  const double cpu = heed->cpu_seconds();
  idle(*agents, time);
  const double seconds = std::chrono::duration<double>(time).count();
  result.figures["idle_cores"] = (heed->cpu_seconds() - cpu) / seconds;
  result.figures["websocket_rss_kib"] = kib_each(rest_mib, std::max(open_mib, heed->resident_mib()), kIdle);
  result.figures["websockets_opened_per_s"] = static_cast<double>(kIdle) / open_s;
  result.figures["rest_rss_mib"] = rest_mib;
  if (agents->closed() > 0) return base::fail(base::FailureKind::unavailable, "the server closed idle WebSockets");
  result.limits["promised_websocket_rss_kib"] = 16;
  result.limits["promised_idle_cores"] = 0.02;
  result.limits["promised_rest_rss_mib"] = 30;
  result.ratios["websocket_rss_kib"] = result.figures["websocket_rss_kib"] / 16;
  result.ratios["idle_cores"] = result.figures["idle_cores"] / 0.02;
  return {};
}

// Connections that sent one request and wait before the next.
base::Result<void> measure_kept_alive(const BenchCompany& company, const std::string& folder, BenchResult& result) {
  std::uint16_t port = 0;
  auto heed = start_heed(folder, port);
  if (!heed) return base::pass_on(heed.error());
  net::SwarmPlan plan;
  plan.port = port;
  plan.sockets = kKeptAlive;
  plan.first_message = get("/api/v1/teams", company.token);
  std::this_thread::sleep_for(kSettle);
  const double before = heed->resident_mib();
  auto clients = SocketSwarm::open(plan);
  if (!clients) return base::pass_on(clients.error());
  idle(*clients, 3 * kSettle);
  result.figures["kept_alive_http_rss_kib"] = kib_each(before, heed->resident_mib(), kKeptAlive);
  return {};
}

base::Result<void> measure_bare(BenchResult& result) {
  auto sender = BareSender::start();
  if (!sender) return base::pass_on(sender.error());
  const double before = sender->process().resident_mib();
  net::SwarmPlan plan;
  plan.port = sender->port();
  plan.sockets = kIdle;
  auto swarm = SocketSwarm::open(plan);
  if (!swarm) return base::pass_on(swarm.error());
  sender->begin_send(1);
  if (auto sent = sender->sent(); !sent) return base::pass_on(sent.error());
  result.limits["bare_socket_rss_kib"] = kib_each(before, sender->process().resident_mib(), kIdle);
  return {};
}

base::Result<net::LoadResult> quick_clients(std::uint16_t port, const std::string& request) {
  net::LoadPlan plan;
  plan.port = port;
  plan.request = request;
  plan.connections = 8;
  plan.duration = kRound;
  return net::run_load(plan);
}

// Of each kind of slow client so many: heads and bodies that never end, replies and events that are never read.
base::Result<std::vector<SocketSwarm>> slow_clients(const BenchCompany& company, std::uint16_t port) {
  const std::string head = "GET /api/v1/status HTTP/1.1\r\nHost: localhost\r\nX-Slow: ";
  const std::string body =
      "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
      "Content-Length: 60000\r\n\r\n{";
  std::string greedy;
  for (int i = 0; i < 10; ++i) greedy += get("/api/openapi.json", company.token);
  std::vector<SocketSwarm> all;
  const auto open = [&](const net::SwarmPlan& plan) -> base::Result<void> {
    auto swarm = SocketSwarm::open(plan);
    if (!swarm) return base::pass_on(swarm.error());
    all.push_back(*std::move(swarm));
    return {};
  };
  for (const auto& bytes : {head, body, greedy}) {
    net::SwarmPlan plan;
    plan.port = port;
    plan.sockets = kSlowOfAKind;
    plan.first_message = bytes;
    plan.receive_buffer = 4096;
    if (auto done = open(plan); !done) return base::pass_on(done.error());
  }
  auto plan = agents_plan(company, port, kSlowOfAKind);
  plan.receive_buffer = 4096;
  if (auto done = open(plan); !done) return base::pass_on(done.error());
  return all;
}

// Two servers in turn, so that a noisy moment hits both: one with nobody else, one with the slow clients.
base::Result<void> measure_slow(const std::string& folder, BenchResult& result) {
  auto alone_company = make_company(folder + "/alone");
  if (!alone_company) return base::pass_on(alone_company.error());
  auto company = make_company(folder + "/beside");
  if (!company) return base::pass_on(company.error());
  auto alone = FeedStage::start(folder + "/alone", alone_company->organization);
  if (!alone) return base::pass_on(alone.error());
  auto stage = FeedStage::start(folder + "/beside", company->organization);
  if (!stage) return base::pass_on(stage.error());
  const double before = stage->server().resident_mib();
  auto slow = slow_clients(*company, stage->port());
  if (!slow) return base::pass_on(slow.error());
  std::this_thread::sleep_for(kSettle);
  stage->publish(50, kSlowRounds * 2);  // For those that never read.
  const IdleShare idle;
  std::vector<double> alone_ms, beside_ms;
  std::uint64_t errors = 0;
  for (int round = 0; round < kSlowRounds; ++round) {
    for (auto& one : *slow) one.send_raw("x");
    auto first = quick_clients(alone->port(), get("/api/v1/teams", alone_company->token));
    if (!first) return base::pass_on(first.error());
    auto second = quick_clients(stage->port(), get("/api/v1/teams", company->token));
    if (!second) return base::pass_on(second.error());
    alone_ms.push_back(first->p95_ms);
    beside_ms.push_back(second->p95_ms);
    errors += second->errors;
  }
  result.figures["slow_machine_idle_share"] = idle.so_far();
  result.figures["p95_ms_beside_5000_slow"] = std::ranges::min(beside_ms);
  result.figures["errors_beside_5000_slow"] = static_cast<double>(errors);
  result.figures["slow_client_rss_kib"] = kib_each(before, stage->server().resident_mib(), 4 * kSlowOfAKind);
  result.limits["p95_ms_alone"] = std::ranges::min(alone_ms);
  result.limits["promised_p95_beside_slow"] = 1.2;
  result.ratios["p95_beside_slow"] = std::ranges::min(beside_ms) / std::ranges::min(alone_ms);
  if (auto done = stage->commits(); !done) return base::pass_on(done.error());
  return {};
}

}  // namespace

base::Result<BenchResult> bench_sockets(const BenchOptions& options) {
  const ScratchFolder folder;
  const std::string data = folder.path() + "/data";
  auto company = make_company(data);
  if (!company) return base::pass_on(company.error());
  BenchResult result;
  result.name = "sockets";
  // Long enough for every socket to be pinged.
  const milliseconds time = options.full_size ? milliseconds(90'000) : milliseconds(20'000);
  if (auto done = measure_bare(result); !done) return base::pass_on(done.error());
  if (auto done = measure_idle(*company, data, time, result); !done) return base::pass_on(done.error());
  if (auto done = measure_kept_alive(*company, data, result); !done) return base::pass_on(done.error());
  if (auto done = measure_slow(folder.path(), result); !done) return base::pass_on(done.error());
  return result;
}

}  // namespace heed
