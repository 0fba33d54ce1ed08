#include <algorithm>
#include <atomic>
#include <filesystem>
#include <optional>
#include <thread>

#include "main/bench/bench.hpp"
#include "main/bench/feed_stage.hpp"
#include "main/bench/webhook_stage.hpp"
#include "main/record.hpp"
#include "net/time_histogram.hpp"
#include "store/sqlite_bare_rows.hpp"

namespace heed {
namespace {

using net::SocketSwarm;
using std::chrono::seconds;
using Clock = SocketSwarm::Clock;

constexpr std::size_t kAgents = 100;
constexpr double kPace = 1'000;

// Agents who listen on a thread of their own, and how long after it was due each post reached them.
class Agents {
 public:
  Agents(SocketSwarm swarm, bool timed) : swarm_(std::move(swarm)), timed_(timed) {
    thread_ = std::thread([this] {
      swarm_.listen_until(
          Clock::now() + std::chrono::minutes(10), [this] { return over_.load(); },
          [this](std::size_t, std::string_view message, Clock::time_point at) { take(message, at); });
    });
  }
  ~Agents() { stop(); }
  Agents(const Agents&) = delete;
  Agents& operator=(const Agents&) = delete;

  void stop() {
    over_ = true;
    if (thread_.joinable()) thread_.join();
  }
  [[nodiscard]] const net::TimeHistogram& times() const { return times_; }
  [[nodiscard]] std::uint64_t messages() const { return messages_; }

 private:
  void take(std::string_view message, Clock::time_point at) {
    ++messages_;
    if (!timed_) return;
    const auto now = std::chrono::nanoseconds(at.time_since_epoch()).count();
    // Each event names the text twice: as what was said, and as the conversation's last word. Once is enough.
    std::int64_t last = 0;
    for (auto begin = message.find(kDueMark); begin != std::string_view::npos; begin = message.find(kDueMark, begin)) {
      begin += kDueMark.size();
      std::int64_t due = 0;
      while (begin < message.size() && message[begin] >= '0' && message[begin] <= '9')
        due = due * 10 + (message[begin++] - '0');
      const bool whole = message.substr(begin).starts_with(kDueMark);  // A preview may cut it short.
      begin = std::min(message.size(), begin + kDueMark.size());
      if (whole && due != last) times_.add(static_cast<std::uint64_t>(std::max<std::int64_t>(0, (now - due) / 1000)));
      last = due;
    }
  }

  SocketSwarm swarm_;
  const bool timed_;
  std::atomic<bool> over_ = false;
  net::TimeHistogram times_;
  std::uint64_t messages_ = 0;
  std::thread thread_;
};

// At 1,000 a second by the clock: how long until it is on disk, and on the agents' screens.
base::Result<void> measure_pace(WebhookStage& stage, seconds duration, BenchResult& result) {
  auto swarm = SocketSwarm::open(agents_plan(stage.company, stage.port, kAgents));
  if (!swarm) return base::pass_on(swarm.error());
  Agents agents(*std::move(swarm), true);
  const IdleShare idle;
  auto load = hand_over(stage, "pace", kPace, 256, duration);
  if (!load) return base::pass_on(load.error());
  result.figures["pace_idle_share"] = idle.so_far();
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  agents.stop();
  if (auto taken = check_all_taken(*load); !taken) return taken;
  result.figures["pace_posts_per_s"] = load->requests_per_s;
  result.figures["pace_ack_p50_ms"] = load->p50_ms;
  result.figures["pace_ack_p99_ms"] = load->p99_ms;
  result.figures["pace_screen_p50_ms"] = agents.times().quantile_ms(0.5);
  result.figures["pace_screen_p99_ms"] = agents.times().quantile_ms(0.99);
  result.figures["pace_screens_reached"] =
      static_cast<double>(agents.times().total()) / (static_cast<double>(load->answered) * kAgents);
  result.limits["promised_pace_ack_p99_ms"] = 20;
  result.limits["promised_pace_screen_p50_ms"] = 8;
  result.limits["promised_pace_screen_p99_ms"] = 25;
  result.ratios["pace_ack_p99_ms"] = load->p99_ms / 20;
  result.ratios["pace_screen_p50_ms"] = agents.times().quantile_ms(0.5) / 8;
  result.ratios["pace_screen_p99_ms"] = agents.times().quantile_ms(0.99) / 25;
  return {};
}

struct Rate {
  double posts_per_s = 0;
  double ack_p99_ms = 0;
  double cpu_us_per_post = 0;  // Of our server; a database's own processes are not in it.
};

// As fast as it goes.
base::Result<Rate> measure_rate(WebhookStage& stage, seconds duration) {
  auto swarm = SocketSwarm::open(agents_plan(stage.company, stage.port, kAgents));
  if (!swarm) return base::pass_on(swarm.error());
  Agents agents(*std::move(swarm), false);
  const Child* server = stage.server ? &*stage.server : nullptr;
  if (server == nullptr) return base::fail(base::FailureKind::unavailable, "The server is not running.");
  const double cpu = server->cpu_seconds();
  auto load = hand_over(stage, "rate", 0, 512, duration);
  if (!load) return base::pass_on(load.error());
  const double spent = server->cpu_seconds() - cpu;
  agents.stop();
  if (auto taken = check_all_taken(*load); !taken) return base::pass_on(taken.error());
  return Rate{load->requests_per_s, load->p99_ms, spent * 1e6 / static_cast<double>(load->answered)};
}

base::Result<void> measure_embedded(WebhookStage& stage, seconds duration, BenchResult& result) {
  const auto rate = measure_rate(stage, duration);
  if (!rate) return base::pass_on(rate.error());
  result.figures["posts_per_s"] = rate->posts_per_s;
  result.figures["ack_p99_ms"] = rate->ack_p99_ms;
  result.figures["cpu_us_per_post"] = rate->cpu_us_per_post;
  result.figures["server_mib"] = stage.server ? stage.server->resident_mib() : 0;
  result.limits["promised_cpu_us_per_post"] = 95;
  result.limits["promised_posts_per_s"] = 10'000;
  result.ratios["cpu_us_per_post"] = rate->cpu_us_per_post / 95;
  result.ratios["posts_per_s"] = rate->posts_per_s / 10'000;
  return {};
}

// The same with the record in a PostgreSQL, beside the rate that the embedded one just had.
base::Result<void> measure_postgres(const base::Secret& address, seconds duration, BenchResult& result) {
  WebhookStage stage;
  stage.postgres.emplace(address.reveal());
  if (auto set = set_stage(stage); !set) return set;
  const auto rate = measure_rate(stage, duration);
  if (!rate) return base::pass_on(rate.error());
  result.figures["postgres_posts_per_s"] = rate->posts_per_s;
  result.figures["postgres_ack_p99_ms"] = rate->ack_p99_ms;
  result.figures["postgres_cpu_us_per_post"] = rate->cpu_us_per_post;
  result.limits["promised_postgres_of_embedded_rate"] = 0.5;
  result.ratios["postgres_of_embedded_rate"] = rate->posts_per_s / result.figures["posts_per_s"];
  return {};
}

// The same rows in the same batches, by the bare engine, into an empty record of the same schema.
base::Result<void> measure_bare(WebhookStage& stage, BenchResult& result) {
  stage.server.reset();
  const std::string bare = stage.folder.path() + "/bare";
  std::filesystem::create_directories(bare);
  {
    Config config;
    config.data = bare;
    const Record schema(config);
  }
  const auto rows = store::write_bare_rows(stage.data() + "/heed.db", bare + "/heed.db");
  const double per_s = static_cast<double>(rows.messages) / rows.seconds;
  result.figures["posts_per_commit"] = static_cast<double>(rows.messages) / static_cast<double>(rows.transactions);
  result.limits["bare_posts_per_s"] = per_s;
  result.limits["bare_cpu_us_per_post"] = rows.cpu_seconds * 1e6 / static_cast<double>(rows.messages);
  result.limits["promised_of_bare_rate"] = 0.55;
  result.ratios["of_bare_rate"] = result.figures["posts_per_s"] / per_s;
  return {};
}

}  // namespace

base::Result<BenchResult> bench_intake(const BenchOptions& options) {
  BenchResult result;
  result.name = "intake";
  {
    WebhookStage stage;
    if (auto set = set_stage(stage); !set) return base::pass_on(set.error());
    if (auto done = measure_pace(stage, seconds(options.full_size ? 60 : 8), result); !done)
      return base::pass_on(done.error());
  }
  const seconds duration(options.full_size ? 60 : 10);
  WebhookStage stage;
  if (auto set = set_stage(stage); !set) return base::pass_on(set.error());
  if (auto done = measure_embedded(stage, duration, result); !done) return base::pass_on(done.error());
  if (auto done = measure_bare(stage, result); !done) return base::pass_on(done.error());
  if (options.postgres.empty()) return result;
  if (auto done = measure_postgres(options.postgres, duration, result); !done) return base::pass_on(done.error());
  return result;
}

}  // namespace heed
