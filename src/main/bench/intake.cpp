#include <algorithm>
#include <atomic>
#include <filesystem>
#include <optional>
#include <random>
#include <thread>
#include <vector>

#include "api/hooks.hpp"
#include "channel/channel.hpp"
#include "channel/standard_webhooks.hpp"
#include "main/bench/bench.hpp"
#include "main/bench/feed_stage.hpp"
#include "main/data_folder.hpp"
#include "main/record.hpp"
#include "net/load_client.hpp"
#include "net/time_histogram.hpp"
#include "store/postgres_scratch.hpp"
#include "store/sqlite_bare_rows.hpp"
#include "workflow/credential.hpp"
#include "workflow/inbox_secrets.hpp"
#include "workflow/manage_inboxes.hpp"

namespace heed {
namespace {

using net::SocketSwarm;
using std::chrono::seconds;
using Clock = SocketSwarm::Clock;

constexpr std::size_t kAgents = 100;
constexpr double kPace = 1'000;
constexpr std::string_view kMark = "@@";  // Before and after the time a post was due, within its text.

// The inbox that posts are handed to, and what they are signed with.
struct Door {
  std::string path;
  std::string secret;
};

base::Result<Door> make_door(const std::string& folder, const base::Secret& store, const BenchCompany& company) {
  auto data = DataFolder::open(folder);
  if (!data) return base::pass_on(data.error());
  const auto channels = channel::all_channel_types();
  const auto taking =
      std::ranges::find_if(channels, [](const auto& type) { return type.connectable && type.verify_webhook; });
  if (taking == channels.end()) return base::fail(base::FailureKind::unavailable, "No channel takes webhooks.");
  Config config;
  config.data = folder;
  config.store = store;
  Record record(config);
  workflow::NewInbox wanted;
  wanted.channel = taking->id;
  wanted.name = "Bench";
  wanted.settings = boost::json::object{};
  wanted.key = workflow::new_public_key();
  auto inbox = record.store().transact_blocking([&](store::Transaction& transaction) {
    return workflow::create_inbox(transaction, company.organization, wanted, channels);
  });
  if (!inbox) return base::pass_on(inbox.error());
  const workflow::Vault vault(data->key());
  return Door{"/hooks/" + taking->id + "/" + inbox->key, workflow::webhook_secret(vault, *inbox).reveal()};
}

// Posts as a network has them: some from people who were heard before, some in reply to another, about 600 bytes each.
class Posts {
 public:
  Posts(Door door, std::string run) : door_(std::move(door)), run_(std::move(run)) {}

  std::string request(std::uint64_t n, Clock::time_point due) {
    const std::string id = run_ + "-" + std::to_string(n);
    const auto person = random_() % 5 < 2 ? random_() % (n + 1) : n;
    std::string body = R"({"items":[{"external_id":")" + id + R"(","author":{"external_id":"person-)" + run_ +
                       std::to_string(person) + R"(","handle":"@person)" + std::to_string(person) +
                       R"(","name":"Somebody )" + std::to_string(person % 9973) + R"(","followers":)" +
                       std::to_string(person % 5000) + R"(},"public":true,"text":"My parcel )" + words() +
                       R"( and nobody answers. Where is it? )" + std::string(kMark) +
                       std::to_string(std::chrono::nanoseconds(due.time_since_epoch()).count()) + std::string(kMark) +
                       R"(","unread":")" + std::string(120, 'x') + R"("}]})";
    const auto now_s = std::chrono::duration_cast<seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
    std::string head =
        "POST " + door_.path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nwebhook-id: " + id +
        "\r\nwebhook-timestamp: " + std::to_string(now_s) +
        "\r\nwebhook-signature: " + channel::sign_standard_webhook(door_.secret, id, now_s, body) + "\r\nContent-Length: ";
    head += std::to_string(body.size()) + "\r\n\r\n";
    return head + body;
  }

 private:
  std::string words() {
    static constexpr const char* kWords[] = {"was promised", "for Monday", "is lost", "came broken", "never came", "the box",
                                             "was empty",    "refund",     "order",   "delivery",    "the driver", "app"};
    std::string text;
    for (int i = 0; i < 12; ++i) text += std::string(kWords[random_() % std::size(kWords)]) + ' ';
    return text + std::to_string(random_() % 100'000);
  }

  Door door_;
  std::string run_;
  std::mt19937_64 random_{7};
};

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
    for (auto begin = message.find(kMark); begin != std::string_view::npos; begin = message.find(kMark, begin)) {
      begin += kMark.size();
      std::int64_t due = 0;
      while (begin < message.size() && message[begin] >= '0' && message[begin] <= '9')
        due = due * 10 + (message[begin++] - '0');
      const bool whole = message.substr(begin).starts_with(kMark);  // A preview may cut it short.
      begin = std::min(message.size(), begin + kMark.size());
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

struct Stage {
  ScratchFolder folder;
  std::optional<store::PostgresScratch> postgres;  // Where the record is, if not in the folder.
  BenchCompany company;
  Door door;
  std::optional<Child> server;
  std::uint16_t port = 0;

  [[nodiscard]] std::string data() const { return folder.path() + "/data"; }
};

base::Result<void> set_stage(Stage& stage) {
  std::filesystem::create_directories(stage.data());
  const base::Secret store(stage.postgres ? stage.postgres->url() : "");
  auto company = make_company(stage.data(), store);
  if (!company) return base::pass_on(company.error());
  stage.company = *company;
  auto door = make_door(stage.data(), store, stage.company);
  if (!door) return base::pass_on(door.error());
  stage.door = *door;
  std::vector<std::string> serve = {own_path(), "serve", "--data", stage.data(), "--listen", "127.0.0.1:0"};
  if (!store.empty()) serve.insert(serve.end(), {"--store", store.reveal()});
  auto server = Child::start(serve);
  if (!server) return base::pass_on(server.error());
  auto ready = server->wait_for_line("http://", seconds(20));
  if (!ready) return base::pass_on(ready.error());
  stage.port = port_in(*ready);
  stage.server.emplace(*std::move(server));
  return {};
}

base::Result<net::LoadResult> hand_over(const Stage& stage, const std::string& run, double per_second, int connections,
                                        seconds duration) {
  Posts posts(stage.door, run);
  net::LoadPlan plan;
  plan.port = stage.port;
  plan.next_request = [&posts](std::uint64_t n, Clock::time_point due) { return posts.request(n, due); };
  plan.per_second = per_second;
  plan.connections = connections;
  plan.duration = duration;
  return net::run_load(plan);
}

base::Result<void> check_all_taken(const net::LoadResult& load) {
  if (load.errors == 0) return {};
  return base::fail(base::FailureKind::unavailable,
                    std::to_string(load.errors) + " of " + std::to_string(load.answered) + " posts were not taken in.");
}

// At 1,000 a second by the clock: how long until it is on disk, and on the agents' screens.
base::Result<void> measure_pace(Stage& stage, seconds duration, BenchResult& result) {
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
base::Result<Rate> measure_rate(Stage& stage, seconds duration) {
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

base::Result<void> measure_embedded(Stage& stage, seconds duration, BenchResult& result) {
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
  Stage stage;
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
base::Result<void> measure_bare(Stage& stage, BenchResult& result) {
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
    Stage stage;
    if (auto set = set_stage(stage); !set) return base::pass_on(set.error());
    if (auto done = measure_pace(stage, seconds(options.full_size ? 60 : 8), result); !done)
      return base::pass_on(done.error());
  }
  const seconds duration(options.full_size ? 60 : 10);
  Stage stage;
  if (auto set = set_stage(stage); !set) return base::pass_on(set.error());
  if (auto done = measure_embedded(stage, duration, result); !done) return base::pass_on(done.error());
  if (auto done = measure_bare(stage, result); !done) return base::pass_on(done.error());
  if (options.postgres.empty()) return result;
  if (auto done = measure_postgres(options.postgres, duration, result); !done) return base::pass_on(done.error());
  return result;
}

}  // namespace heed
