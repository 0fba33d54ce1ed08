#include "main/bench/feed_stage.hpp"

#include <chrono>
#include <csignal>
#include <iostream>
#include <mutex>
#include <sstream>
#include <thread>

#include "main/app.hpp"
#include "main/data_folder.hpp"
#include "main/record.hpp"
#include "workflow/manage_tokens.hpp"

namespace heed {
namespace {

using std::chrono::steady_clock;

constexpr std::size_t kGroup = 500;  // Events asked for at once at most, when the pace is behind.

// A word of a customer, with the members of a real one and about as long.
event::MessageCreated made_up(ids::Organization organization, const base::Clock& clock, std::int64_t number) {
  event::MessageCreated said;
  said.author_name = "Somebody with a Name";
  conversation::Message& message = said.message;
  message.id = ids::Message{4'000'000'000'000 + number};
  message.organization_id = organization;
  message.inbox_id = ids::Inbox{4'100'000'000'000};
  message.conversation_id = ids::Conversation{4'200'000'000'000 + number % 500};
  message.identity_id = ids::Identity{4'300'000'000'000 + number % 500};
  message.is_public = true;
  message.text = std::string(180, 'x');
  message.external_id = "110000000000" + std::to_string(number);
  message.said_at = message.created_at = clock.now();
  conversation::Conversation& conversation = said.state.conversation;
  conversation.id = *message.conversation_id;
  conversation.organization_id = organization;
  conversation.inbox_id = message.inbox_id;
  conversation.contact_id = ids::Contact{4'400'000'000'000 + number % 500};
  conversation.owed = true;
  conversation.owed_since = conversation.first_said_at = conversation.last_said_at = message.said_at;
  conversation.due_at = message.said_at + std::chrono::minutes(60);
  conversation.last_text = message.text;
  conversation.message_count = 1;
  conversation.created_at = message.created_at;
  said.state.contact_name = said.author_name;
  return said;
}

class Publisher {
 public:
  Publisher(App& app, ids::Organization organization) : app_(app), organization_(organization) {
    app.store().on_committed([this](const auto& published) {
      const auto at = steady_clock::now().time_since_epoch();
      const std::lock_guard lock(mutex_);
      for (const auto& one : *published)
        if (one.organization_id == organization_) commits_.emplace_back(one.seq, std::chrono::nanoseconds(at).count());
    });
  }

  void publish(int per_second, int seconds) {
    if (per_second == 0) return publish_group(1);
    const auto begin = steady_clock::now();
    const std::int64_t all = std::int64_t{per_second} * seconds;
    for (std::int64_t done = 0; done < all;) {
      const double elapsed = std::chrono::duration<double>(steady_clock::now() - begin).count();
      const auto due = std::min(all, static_cast<std::int64_t>(elapsed * per_second));
      if (due <= done) {
        std::this_thread::sleep_for(std::chrono::microseconds(500));
        continue;
      }
      const auto group = std::min<std::int64_t>(due - done, kGroup);
      publish_group(group);
      done += group;
    }
  }

  std::vector<std::pair<std::int64_t, std::int64_t>> take_commits() {
    const std::lock_guard lock(mutex_);
    return std::exchange(commits_, {});
  }

 private:
  void publish_group(std::int64_t count) {
    auto work = [&](store::Transaction& transaction) -> base::Result<void> {
      for (std::int64_t i = 0; i < count; ++i)
        transaction.publish(organization_, made_up(organization_, app_.clock(), number_++));
      return {};
    };
    static_cast<void>(app_.store().transact_blocking(std::move(work)));
  }

  App& app_;
  ids::Organization organization_;
  std::int64_t number_ = 0;
  std::mutex mutex_;
  std::vector<std::pair<std::int64_t, std::int64_t>> commits_;
};

// Runs in the child: "RATE SECONDS" a line comes in, "SEQ NANOSECONDS" lines and "done" go out.
void serve_and_publish(const std::string& folder, ids::Organization organization) {
  auto data = DataFolder::open(folder);
  if (!data) return;
  Config config;
  config.data = folder;
  config.listen = "127.0.0.1:0";
  config.log_level = "error";
  App app(config, data->key());
  auto address = app.listen();
  if (!address) return;
  Publisher publisher(app, organization);
  std::thread server([&app] { app.run(); });
  std::cout << "Heed answers at " << *address << std::endl;
  for (int rate = 0, seconds = 0; std::cin >> rate >> seconds;) {
    publisher.publish(rate, seconds);
    std::ostringstream out;
    for (const auto& [seq, at] : publisher.take_commits()) out << seq << ' ' << at << '\n';
    std::cout << out.str() << "done" << std::endl;
  }
  ::kill(::getpid(), SIGTERM);
  server.join();
}

}  // namespace

base::Result<BenchCompany> make_company(const std::string& folder, const base::Secret& store) {
  if (auto data = DataFolder::open(folder); !data) return base::pass_on(data.error());
  Config config;
  config.data = folder;
  config.store = store;
  Record record(config);
  auto organization = record.ensure_organization("Bench");
  if (!organization) return base::pass_on(organization.error());
  workflow::NewToken wanted;
  wanted.name = "bench";
  auto made = record.store().transact_blocking([&](store::Transaction& transaction) {
    return workflow::create_token(transaction, organization->id, rights::Role::owner, wanted);
  });
  if (!made) return base::pass_on(made.error());
  return BenchCompany{organization->id, made->secret.reveal()};
}

net::SwarmPlan agents_plan(const BenchCompany& company, std::uint16_t port, std::size_t sockets) {
  net::SwarmPlan plan;
  plan.port = port;
  plan.sockets = sockets;
  // As long as a browser's: what a socket keeps of its request shows in its memory.
  plan.handshake =
      "GET /api/v1/live HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
      "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36\r\n"
      "Accept-Encoding: gzip, deflate, br\r\nAccept-Language: en-GB,en;q=0.9\r\nCache-Control: no-cache\r\n"
      "Pragma: no-cache\r\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"
      "Authorization: Bearer " +
      company.token + "\r\n\r\n";
  plan.first_message = R"({"type":"subscribe"})";
  return plan;
}

std::uint16_t port_in(const std::string& line) {
  const auto colon = line.rfind(':');
  return static_cast<std::uint16_t>(std::stoi(line.substr(colon + 1)));
}

base::Result<FeedStage> FeedStage::start(const std::string& folder, ids::Organization organization) {
  auto child = Child::start_here([&] { serve_and_publish(folder, organization); });
  if (!child) return base::pass_on(child.error());
  auto ready = child->wait_for_line("http://", std::chrono::seconds(20));
  if (!ready) return base::pass_on(ready.error());
  const std::uint16_t port = port_in(*ready);
  return FeedStage(*std::move(child), port);
}

void FeedStage::publish(int per_second, int seconds) {
  child_.tell(std::to_string(per_second) + " " + std::to_string(seconds));
}

base::Result<std::unordered_map<std::int64_t, std::int64_t>> FeedStage::commits() {
  std::unordered_map<std::int64_t, std::int64_t> all;
  for (;;) {
    auto line = child_.wait_for_line("", std::chrono::seconds(60));
    if (!line) return base::pass_on(line.error());
    if (*line == "done") return all;
    std::istringstream words(*line);
    std::int64_t seq = 0, at = 0;
    if (words >> seq >> at) all.emplace(seq, at);
  }
}

}  // namespace heed
