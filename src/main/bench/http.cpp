#include <filesystem>
#include <fstream>
#include <thread>

#include "main/bench/bench.hpp"
#include "main/bench/child.hpp"
#include "main/record.hpp"
#include "net/load_client.hpp"
#include "workflow/credential.hpp"
#include "workflow/manage_tokens.hpp"
#include "workflow/password.hpp"
#include "workflow/set_up.hpp"

namespace heed {
namespace {

using std::chrono::milliseconds;

constexpr int kRounds = 3;  // Heed and the yardstick in turn, so that a noisy minute hits both.
constexpr milliseconds kRound{2'000};

struct Figures {
  double requests_per_s = 0;
  double p99_ms = 0;
  double cpu_us = 0;
  std::uint64_t errors = 0;
};

std::string get(const std::string& path, const std::string& token = {}) {
  const std::string shown = token.empty() ? "" : "Authorization: Bearer " + token + "\r\n";
  return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + shown + "\r\n";
}

// The best round: what disturbs a round only ever makes it slower.
base::Result<void> measure(const Child& server, std::uint16_t port, const std::string& request, Figures& best) {
  net::LoadPlan plan;
  plan.port = port;
  plan.request = request;
  plan.duration = kRound;
  const double before = server.cpu_seconds();
  auto load = net::run_load(plan);
  if (!load) return base::pass_on(load.error());
  const double cpu = server.cpu_seconds() - before;
  best.errors += load->errors;
  if (load->requests_per_s <= best.requests_per_s) return {};
  best.requests_per_s = load->requests_per_s;
  best.p99_ms = load->p99_ms;
  best.cpu_us = cpu * 1e6 / (load->requests_per_s * load->seconds);
  return {};
}

base::Result<Child> start_nginx(const std::string& folder, std::uint16_t port, std::size_t file_bytes) {
  std::filesystem::create_directories(folder + "/www");
  std::ofstream(folder + "/www/file.json") << std::string(file_bytes, 'x');
  std::ofstream(folder + "/nginx.conf")
      << "daemon off;\nmaster_process on;\nworker_processes auto;\npid " << folder
      << "/nginx.pid;\nerror_log /dev/null;\nuser root;\n"
         "events { worker_connections 1024; }\nhttp {\n"
         "  access_log off;\n  keepalive_requests 100000000;\n  open_file_cache max=100;\n  sendfile on;\n"
         "  tcp_nodelay on;\n  default_type application/json;\n  client_body_temp_path "
      << folder << "/body;\n  proxy_temp_path " << folder << "/proxy;\n  fastcgi_temp_path " << folder
      << "/fastcgi;\n  uwsgi_temp_path " << folder << "/uwsgi;\n  scgi_temp_path " << folder
      << "/scgi;\n  server { listen 127.0.0.1:" << port << "; root " << folder << "/www; }\n}\n";
  const std::string nginx = std::filesystem::exists("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx";
  return Child::start({nginx, "-p", folder, "-c", folder + "/nginx.conf"});
}

// An installation in use: before the first account exists, the status is looked up in the record each time. Gives a token.
base::Result<std::string> make_account(const std::string& folder) {
  Config config;
  config.data = folder;
  Record record(config);
  auto organization = record.ensure_organization("Bench");
  if (!organization) return base::pass_on(organization.error());
  const std::string hash = workflow::hash_password(workflow::new_secret());
  auto user = record.store().transact_blocking([&](store::Transaction& transaction) {
    return workflow::create_user(transaction, organization->id, {"Bench", "bench@example.org", rights::Role::owner}, hash);
  });
  if (!user) return base::pass_on(user.error());
  workflow::NewToken wanted;
  wanted.name = "bench";
  auto token = record.store().transact_blocking([&](store::Transaction& transaction) {
    return workflow::create_token(transaction, organization->id, rights::Role::owner, wanted);
  });
  if (!token) return base::pass_on(token.error());
  return token->secret.reveal();
}

// Asks until it is answered; a server takes a moment to listen.
bool answers(std::uint16_t port, const std::string& request) {
  for (int tries = 0; tries < 100; ++tries) {
    net::LoadPlan plan;
    plan.port = port;
    plan.request = request;
    plan.connections = 1;
    plan.duration = milliseconds(20);
    const auto load = net::run_load(plan);
    if (load && load->requests_per_s > 0) return true;
    std::this_thread::sleep_for(milliseconds(50));
  }
  return false;
}

}  // namespace

base::Result<BenchResult> bench_http(const BenchOptions& /*one size*/) {
  constexpr std::size_t kReplyBytes = 110;  // What /api/v1/status answers, give or take.
  const ScratchFolder folder;
  std::filesystem::create_directories(folder.path() + "/data");
  auto token = make_account(folder.path() + "/data");
  if (!token) return base::pass_on(token.error());
  const std::uint16_t heed_port = free_port();
  auto heed = Child::start(
      {own_path(), "serve", "--data", folder.path() + "/data", "--listen", "127.0.0.1:" + std::to_string(heed_port)});
  if (!heed) return base::pass_on(heed.error());
  if (auto ready = heed->wait_for_line("http://", milliseconds(10'000)); !ready) return base::pass_on(ready.error());

  const std::uint16_t nginx_port = free_port();
  auto nginx = start_nginx(folder.path(), nginx_port, kReplyBytes);
  if (!nginx) return base::pass_on(nginx.error());
  if (!answers(nginx_port, get("/file.json")))
    return base::fail(base::FailureKind::unavailable,
                      "nginx does not start; install the Debian package nginx-light to measure against it");

  Figures ours, signed_in, theirs;
  for (int round = 0; round < kRounds; ++round) {
    if (auto done = measure(*nginx, nginx_port, get("/file.json"), theirs); !done) return base::pass_on(done.error());
    if (auto done = measure(*heed, heed_port, get("/api/v1/status"), ours); !done) return base::pass_on(done.error());
    // The same with what most requests need besides: who asks, and a look into the record.
    if (auto done = measure(*heed, heed_port, get("/api/v1/teams", *token), signed_in); !done)
      return base::pass_on(done.error());
  }
  BenchResult result;
  result.name = "http";
  result.figures = {{"requests_per_s", ours.requests_per_s},
                    {"p99_ms", ours.p99_ms},
                    {"cpu_us_per_request", ours.cpu_us},
                    {"from_the_record_requests_per_s", signed_in.requests_per_s},
                    {"from_the_record_cpu_us_per_request", signed_in.cpu_us},
                    {"errors", static_cast<double>(ours.errors + signed_in.errors)}};
  result.limits = {{"nginx_requests_per_s", theirs.requests_per_s},
                   {"nginx_p99_ms", theirs.p99_ms},
                   {"nginx_cpu_us_per_request", theirs.cpu_us}};
  result.ratios = {{"requests_per_s", ours.requests_per_s / theirs.requests_per_s},
                   {"cpu_us_per_request", ours.cpu_us / theirs.cpu_us},
                   {"from_the_record_cpu_us_per_request", signed_in.cpu_us / theirs.cpu_us}};
  return result;
}

}  // namespace heed
