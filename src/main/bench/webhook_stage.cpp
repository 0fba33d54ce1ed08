#include "main/bench/webhook_stage.hpp"

#include <algorithm>
#include <filesystem>
#include <random>
#include <utility>
#include <vector>

#include "channel/channel.hpp"
#include "channel/standard_webhooks.hpp"
#include "main/data_folder.hpp"
#include "main/record.hpp"
#include "workflow/credential.hpp"
#include "workflow/inbox_secrets.hpp"
#include "workflow/manage_inboxes.hpp"

namespace heed {
namespace {

using std::chrono::seconds;
using Clock = std::chrono::steady_clock;

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
                       R"( and nobody answers. Where is it? )" + std::string(kDueMark) +
                       std::to_string(std::chrono::nanoseconds(due.time_since_epoch()).count()) + std::string(kDueMark) +
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

}  // namespace

base::Result<void> set_stage(WebhookStage& stage) {
  std::filesystem::create_directories(stage.data());
  const base::Secret store(stage.postgres ? stage.postgres->url() : "");
  auto company = make_company(stage.data(), store);
  if (!company) return base::pass_on(company.error());
  stage.company = *company;
  auto door = make_door(stage.data(), store, stage.company);
  if (!door) return base::pass_on(door.error());
  stage.door = *door;
  return start_server(stage);
}

base::Result<void> start_server(WebhookStage& stage) {
  std::vector<std::string> serve = {own_path(), "serve", "--data", stage.data(), "--listen", "127.0.0.1:0"};
  if (stage.postgres) serve.insert(serve.end(), {"--store", stage.postgres->url()});
  auto server = Child::start(serve);
  if (!server) return base::pass_on(server.error());
  auto ready = server->wait_for_line("http://", seconds(20));
  if (!ready) return base::pass_on(ready.error());
  stage.port = port_in(*ready);
  stage.server.emplace(*std::move(server));
  return {};
}

base::Result<net::LoadResult> hand_over(const WebhookStage& stage, const std::string& run, double per_second,
                                        int connections, seconds duration) {
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

}  // namespace heed
