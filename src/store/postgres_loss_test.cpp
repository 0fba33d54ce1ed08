// A PostgreSQL that goes away: nothing acknowledged is lost, nothing is done twice, and the store comes back by itself.

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "store/event_log.hpp"
#include "store/things_test_kit.hpp"

namespace store {
namespace {

constexpr ids::Organization kAcme{1};

// Stands between the store and the server, and can be cut.
class Proxy {
 public:
  enum class AtCommit { pass, cut_before, cut_after };

  explicit Proxy(int server_port) : server_port_(server_port) {
    listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof(address);
    EXPECT_EQ(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size), 0);
    EXPECT_EQ(::listen(listener_, 16), 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { run(); });
  }
  ~Proxy() {
    stopping_ = true;
    thread_.join();
    close_all();
    ::close(listener_);
  }
  Proxy(const Proxy&) = delete;
  Proxy& operator=(const Proxy&) = delete;

  [[nodiscard]] int port() const { return port_; }
  // Every session ends, and new ones do too until restore().
  void cut() { is_cut_ = true; }
  void restore() { is_cut_ = false; }
  // What happens to the next COMMIT that passes.
  void at_next_commit(AtCommit what, bool stay_cut) {
    stay_cut_ = stay_cut;
    at_commit_ = what;
  }

 private:
  static sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
  }

  void run() {
    while (!stopping_) {
      if (is_cut_) close_all();
      std::vector<pollfd> waiting{{listener_, POLLIN, 0}};
      for (const auto& [client, server] : sessions_) {
        waiting.push_back({client, POLLIN, 0});
        waiting.push_back({server, POLLIN, 0});
      }
      if (::poll(waiting.data(), waiting.size(), 5) <= 0) continue;
      if (waiting[0].revents != 0) take_in();
      for (std::size_t i = 1; i < waiting.size(); ++i) {
        if (waiting[i].revents != 0 && !is_cut_) pass_on(waiting[i].fd);
      }
    }
  }

  void take_in() {
    const int client = ::accept(listener_, nullptr, nullptr);
    const int server = ::socket(AF_INET, SOCK_STREAM, 0);
    const sockaddr_in address = loopback(server_port_);
    if (is_cut_ || ::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
      ::close(client);
      ::close(server);
      return;
    }
    sessions_[client] = server;
  }

  void pass_on(int from) {
    const auto session = std::find_if(sessions_.begin(), sessions_.end(),
                                      [&](const auto& pair) { return pair.first == from || pair.second == from; });
    if (session == sessions_.end()) return;
    const int other = session->first == from ? session->second : session->first;
    std::string bytes(65536, '\0');
    const auto size = ::recv(from, bytes.data(), bytes.size(), 0);
    if (size <= 0) return end(session->first);
    bytes.resize(static_cast<std::size_t>(size));
    const bool is_commit = from == session->first && bytes.find("; COMMIT") != std::string::npos;
    const auto what = is_commit ? at_commit_.exchange(AtCommit::pass) : AtCommit::pass;
    if (what != AtCommit::cut_before) (void)::send(other, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (what == AtCommit::pass) return;
    if (what == AtCommit::cut_after) (void)::recv(other, bytes.data(), 1, 0);  // The server has done it, and nobody hears.
    if (stay_cut_) is_cut_ = true;
    end(session->first);
  }

  void end(int client) {
    ::close(client);
    ::close(sessions_[client]);
    sessions_.erase(client);
  }
  void close_all() {
    while (!sessions_.empty()) end(sessions_.begin()->first);
  }

  const int server_port_;
  int listener_ = -1;
  int port_ = 0;
  std::map<int, int> sessions_;
  std::atomic<bool> stopping_{false};
  std::atomic<bool> is_cut_{false};
  std::atomic<bool> stay_cut_{false};
  std::atomic<AtCommit> at_commit_{AtCommit::pass};
  std::thread thread_;
};

// "postgresql://heed@127.0.0.1:PORT/postgres…" with another port; `port` is set to the one it had.
std::string through(const std::string& address, int& port, const std::function<int()>& other) {
  const auto begin = address.find("127.0.0.1:") + 10;
  const auto end = address.find('/', begin);
  port = std::stoi(address.substr(begin, end - begin));
  return address.substr(0, begin) + std::to_string(other()) + address.substr(end);
}

base::Result<int> add(Store& store, std::int64_t id) {
  return store.transact_blocking([id](Transaction& transaction) -> base::Result<int> {
    test::add_thing(transaction, id, std::to_string(id));
    transaction.publish(kAcme, event::InboxChanged{ids::Inbox{id}});
    return 0;
  });
}

std::set<std::int64_t> things_of(Store& store) {
  std::set<std::int64_t> found;
  const auto things = store.read_blocking(
      [](Reading& reading) -> base::Result<std::vector<test::Thing>> { return reading.rows(test::kThings); });
  for (const auto& thing : things.value()) found.insert(thing.id.value);
  return found;
}

// Tries until it is done: the store needs a moment to find the server again.
template <class Try>
bool eventually(Try attempt) {
  for (int i = 0; i < 600; ++i) {
    if (attempt()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return false;
}

class PostgresLossTest : public test::ThingsTest {
 protected:
  void SetUp() override {
    test::ThingsTest::SetUp();
    if (store_ == nullptr) return;
    add_organization(1);
    store_.reset();
    int server_port = 0;
    auto chosen = options();
    chosen.url = through(chosen.url, server_port, [] { return 0; });
    proxy_ = std::make_unique<Proxy>(server_port);
    chosen.url = through(chosen.url, server_port, [this] { return proxy_->port(); });
    store_ = open_things(chosen);
    store_->on_committed([this](const PublishedBatch& published) {
      const std::lock_guard lock(mutex_);
      for (const auto& event : *published) told_.push_back(event.seq);
    });
  }
  void TearDown() override {
    store_.reset();
    proxy_.reset();
  }
  std::vector<std::int64_t> told() {
    const std::lock_guard lock(mutex_);
    return told_;
  }

  std::unique_ptr<Proxy> proxy_;
  std::mutex mutex_;
  std::vector<std::int64_t> told_;
};

TEST_P(PostgresLossTest, AConnectionLostWhileIdleIsNotNoticed) {
  ASSERT_TRUE(add(*store_, 1));
  EXPECT_EQ(things_of(*store_).size(), 1U);
  proxy_->cut();
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  proxy_->restore();
  EXPECT_TRUE(add(*store_, 2));
  EXPECT_EQ(things_of(*store_).size(), 2U);
  EXPECT_EQ(store_->trouble(), std::nullopt);
}

TEST_P(PostgresLossTest, SaysUnavailableWhileTheServerIsAwayAndComesBack) {
  proxy_->cut();
  const auto refused = add(*store_, 1);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, base::FailureKind::unavailable);
  EXPECT_TRUE(refused.error().retry_after);
  EXPECT_NE(refused.error().message.find("PostgreSQL at 127.0.0.1:"), std::string::npos) << refused.error().message;
  EXPECT_TRUE(store_->trouble());
  const auto reading = store_->read_blocking(test::count_things);
  ASSERT_FALSE(reading);
  EXPECT_EQ(reading.error().kind, base::FailureKind::unavailable);
  proxy_->restore();
  EXPECT_TRUE(eventually([&] { return add(*store_, 2).has_value(); }));
  EXPECT_EQ(things_of(*store_), std::set<std::int64_t>{2});
  EXPECT_EQ(store_->trouble(), std::nullopt);
}

TEST_P(PostgresLossTest, ALossWithinAFunctionFailsItAndKeepsNothing) {
  const auto lost = store_->transact_blocking([this](Transaction& transaction) -> base::Result<int> {
    test::add_thing(transaction, 1, "one");
    proxy_->cut();
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    proxy_->restore();
    try {
      test::add_thing(transaction, 2, "two");
    } catch (const StoreError&) {}
    return 0;
  });
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().kind, base::FailureKind::unavailable);
  EXPECT_TRUE(eventually([&] { return add(*store_, 3).has_value(); }));
  EXPECT_EQ(things_of(*store_), std::set<std::int64_t>{3});
}

TEST_P(PostgresLossTest, ALossWithStatementsOnTheirWayFailsTheFunctionAndKeepsNothing) {
  for (const bool asks : {false, true}) {
    const auto lost = store_->transact_blocking([&](Transaction& transaction) -> base::Result<int> {
      for (std::int64_t id = 1; id <= 100; ++id) test::add_thing(transaction, id, std::to_string(id));
      transaction.ask_ahead([&] { (void)transaction.one(test::kThing, ids::Message{7}); });
      proxy_->cut();
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      proxy_->restore();
      for (std::int64_t id = 101; id <= 200; ++id) test::add_thing(transaction, id, std::to_string(id));
      if (asks) (void)transaction.one(test::kThing, ids::Message{7});
      return 0;
    });
    ASSERT_FALSE(lost);
    EXPECT_EQ(lost.error().kind, base::FailureKind::unavailable);
    EXPECT_NE(lost.error().message.find("went away"), std::string::npos) << lost.error().message;
    EXPECT_TRUE(eventually([&] { return add(*store_, 1000 + static_cast<int>(asks)).has_value(); }));
  }
  EXPECT_EQ(things_of(*store_), (std::set<std::int64_t>{1000, 1001}));
  EXPECT_EQ(told(), (std::vector<std::int64_t>{1, 2}));
}

TEST_P(PostgresLossTest, ACommitThatNeverArrivedIsKnownNotToHaveBeen) {
  proxy_->at_next_commit(Proxy::AtCommit::cut_before, false);
  const auto lost = add(*store_, 1);
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().kind, base::FailureKind::unavailable);
  EXPECT_EQ(lost.error().message.find("may have been kept"), std::string::npos) << lost.error().message;
  EXPECT_TRUE(add(*store_, 2));
  EXPECT_EQ(things_of(*store_), std::set<std::int64_t>{2});
  EXPECT_EQ(told(), std::vector<std::int64_t>{1});
}

TEST_P(PostgresLossTest, ACommitWhoseAnswerIsLostIsFoundOut) {
  proxy_->at_next_commit(Proxy::AtCommit::cut_after, false);
  EXPECT_TRUE(add(*store_, 1));
  EXPECT_TRUE(add(*store_, 2));
  EXPECT_EQ(things_of(*store_), (std::set<std::int64_t>{1, 2}));
  EXPECT_EQ(told(), (std::vector<std::int64_t>{1, 2}));
}

TEST_P(PostgresLossTest, ACommitInDoubtIsSaidToBeAndItsEventsAreToldLater) {
  proxy_->at_next_commit(Proxy::AtCommit::cut_after, true);
  const auto doubtful = add(*store_, 1);
  ASSERT_FALSE(doubtful);
  EXPECT_EQ(doubtful.error().kind, base::FailureKind::unavailable);
  EXPECT_NE(doubtful.error().message.find("may have been kept or not"), std::string::npos) << doubtful.error().message;
  EXPECT_TRUE(told().empty());
  proxy_->restore();
  EXPECT_TRUE(eventually([&] { return add(*store_, 2).has_value(); }));
  EXPECT_EQ(things_of(*store_), (std::set<std::int64_t>{1, 2}));
  EXPECT_EQ(told(), (std::vector<std::int64_t>{1, 2}));
}

// A server of this test's own, for it is killed.
class OwnServer {
 public:
  OwnServer() {
    int input[2];
    int output[2];
    EXPECT_EQ(::pipe2(input, O_CLOEXEC), 0);  // The server would inherit an open end, and its end never be read.
    EXPECT_EQ(::pipe2(output, O_CLOEXEC), 0);
    child_ = ::fork();
    if (child_ == 0) {
      ::dup2(input[0], 0);
      ::dup2(output[1], 1);
      ::execl(SOURCE_ROOT "/tools/with_postgres.sh", "with_postgres.sh", "sh", "-c",
              "echo $HEED_TEST_POSTGRES $HEED_TEST_POSTGRES_CONTROL; read end", nullptr);
      ::_exit(127);
    }
    ::close(input[0]);
    ::close(output[1]);
    input_ = input[1];
    std::string line;
    for (char c = 0; ::read(output[0], &c, 1) == 1 && c != '\n';) line += c;
    ::close(output[0]);
    url = line.substr(0, line.find(' '));
    control_ = line.substr(line.find(' ') + 1);
  }
  ~OwnServer() {
    ::close(input_);
    ::waitpid(child_, nullptr, 0);
  }
  OwnServer(const OwnServer&) = delete;
  OwnServer& operator=(const OwnServer&) = delete;

  void control(const std::string& what) const { EXPECT_EQ(std::system((control_ + " " + what).c_str()), 0) << what; }

  std::string url;

 private:
  pid_t child_ = 0;
  int input_ = -1;
  std::string control_;
};

TEST(PostgresRestart, NothingAcknowledgedIsLostWhenTheServerIsKilled) {
  if (!test::postgres_address()) GTEST_SKIP() << "HEED_TEST_POSTGRES is not set";
  const OwnServer server;
  base::FixedClock clock{base::Time(std::chrono::milliseconds(1'795'289'000'000))};
  base::IdMaker ids{clock, 0};
  StoreOptions options;
  options.url = server.url;
  const auto store = Store::open_with(test::things_catalogue(), options, clock, ids);
  ASSERT_TRUE(store->transact_blocking([](Transaction& transaction) -> base::Result<int> {
    transaction.run(test::kAddOrganization, kAcme, "Acme", 0);
    return 0;
  }));
  std::atomic<bool> stopping{false};
  std::atomic<std::size_t> acknowledged_count{0};
  std::vector<std::vector<std::int64_t>> acknowledged(3);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < acknowledged.size(); ++t) {
    threads.emplace_back([&, t] {
      for (auto id = static_cast<std::int64_t>(t); !stopping; id += 3) {
        if (!add(*store, id)) {
          std::this_thread::sleep_for(std::chrono::milliseconds(10));
          continue;
        }
        acknowledged[t].push_back(id);
        ++acknowledged_count;
      }
    });
  }
  EXPECT_TRUE(eventually([&] { return acknowledged_count >= 50; }));
  server.control("kill");
  server.control("start");
  const auto goal = acknowledged_count + 50;
  EXPECT_TRUE(eventually([&] { return acknowledged_count >= goal; }));
  stopping = true;
  for (auto& thread : threads) thread.join();

  const auto found = things_of(*store);
  for (const auto& list : acknowledged) {
    for (const auto id : list) EXPECT_TRUE(found.contains(id)) << id;
  }
  const auto events = store->read_blocking([](Reading& reading) -> base::Result<std::vector<StoredEvent>> {
    return events_after(reading, kAcme, 0, 10'000'000);
  });
  ASSERT_EQ(events->size(), found.size());
  for (std::size_t i = 0; i < events->size(); ++i) EXPECT_EQ((*events)[i].seq, static_cast<std::int64_t>(i) + 1);
}

INSTANTIATE_TEST_SUITE_P(On, PostgresLossTest, ::testing::Values(test::Backend::postgres), test::backend_name);

}  // namespace
}  // namespace store
