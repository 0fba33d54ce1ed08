#include "net/resolver.hpp"

#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <boost/asio/post.hpp>

namespace net {
namespace {

using Addresses = base::Result<std::vector<IpAddress>>;

constexpr int kThreads = 4;
constexpr std::size_t kMaxWaiting = 1000;

std::vector<IpAddress> read_addresses(const addrinfo* found) {
  std::vector<IpAddress> addresses;
  for (; found != nullptr; found = found->ai_next) {
    IpAddress address;
    if (found->ai_family == AF_INET) {
      const auto* v4 = reinterpret_cast<const sockaddr_in*>(found->ai_addr);
      std::memcpy(address.bytes.data(), &v4->sin_addr, 4);
    } else if (found->ai_family == AF_INET6) {
      const auto* v6 = reinterpret_cast<const sockaddr_in6*>(found->ai_addr);
      std::memcpy(address.bytes.data(), &v6->sin6_addr, 16);
      address = IpAddress::from_v6(address.bytes);
    } else {
      continue;
    }
    addresses.push_back(address);
  }
  return addresses;
}

Addresses look_up(const std::string& host) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int error = ::getaddrinfo(host.c_str(), nullptr, &wanted, &found);
  auto addresses = read_addresses(error == 0 ? found : nullptr);
  if (error == 0) ::freeaddrinfo(found);
  if (!addresses.empty()) return addresses;
  if (error == 0 || error == EAI_NONAME || error == EAI_NODATA || error == EAI_ADDRFAMILY) {
    return base::fail(base::FailureKind::not_found, "There is no host called " + host + ".");
  }
  return base::fail(base::FailureKind::unavailable,
                    "The name " + host + " could not be looked up: " + ::gai_strerror(error) + ".");
}

// One who waits; lives on the loop's thread only.
struct Waiter {
  explicit Waiter(const Executor& executor) : answered(executor) {}
  Timer answered;
  std::optional<Addresses> addresses;
};

// What the threads share with the resolver. They may outlive it and even the loop, so they hold waiters weakly and ask under
// the mutex whether there is still a loop to tell.
struct Lookups {
  struct Lookup {
    std::string host;
    std::weak_ptr<Waiter> waiter;
  };
  explicit Lookups(Executor executor_) : executor(std::move(executor_)) {}

  std::mutex mutex;
  std::condition_variable changed;
  std::deque<Lookup> waiting;
  int threads = 0;
  int idle = 0;
  bool closed = false;
  Executor executor;
};

void work(const std::shared_ptr<Lookups>& lookups) {
  std::unique_lock lock(lookups->mutex);
  for (;;) {
    ++lookups->idle;
    lookups->changed.wait(lock, [&] { return lookups->closed || !lookups->waiting.empty(); });
    --lookups->idle;
    if (lookups->closed) return;
    auto lookup = std::move(lookups->waiting.front());
    lookups->waiting.pop_front();
    if (lookup.waiter.expired()) continue;
    lock.unlock();
    auto addresses = look_up(lookup.host);
    lock.lock();
    if (lookups->closed) return;
    boost::asio::post(lookups->executor, [waiter = std::move(lookup.waiter), addresses = std::move(addresses)]() mutable {
      const auto still = waiter.lock();
      if (!still) return;
      still->addresses = std::move(addresses);
      still->answered.cancel();
    });
  }
}

class SystemResolver final : public Resolver {
 public:
  explicit SystemResolver(const Executor& executor) : lookups_(std::make_shared<Lookups>(executor)) {}
  ~SystemResolver() override {
    const std::scoped_lock lock(lookups_->mutex);
    lookups_->closed = true;
    lookups_->waiting.clear();
    lookups_->changed.notify_all();
  }

  Task<Addresses> resolve(std::string host, Instant deadline) override {
    const auto waiter = std::make_shared<Waiter>(co_await boost::asio::this_coro::executor);
    waiter->answered.expires_at(deadline);
    if (!queue({host, waiter})) {
      co_return base::fail(base::FailureKind::unavailable,
                           "The name " + host + " could not be looked up: too many others wait.");
    }
    co_await waiter->answered.async_wait(kAsTuple);
    if (auto& addresses = waiter->addresses) co_return std::move(*addresses);
    co_return base::fail(base::FailureKind::unavailable, "The name " + host + " could not be looked up in time.");
  }

 private:
  bool queue(Lookups::Lookup lookup) {
    const std::scoped_lock lock(lookups_->mutex);
    if (lookups_->waiting.size() >= kMaxWaiting) return false;
    lookups_->waiting.push_back(std::move(lookup));
    if (lookups_->idle < static_cast<int>(lookups_->waiting.size()) && lookups_->threads < kThreads) {
      ++lookups_->threads;
      std::thread(work, lookups_).detach();
    }
    lookups_->changed.notify_one();
    return true;
  }

  std::shared_ptr<Lookups> lookups_;
};

}  // namespace

std::unique_ptr<Resolver> system_resolver(const Executor& executor) { return std::make_unique<SystemResolver>(executor); }

}  // namespace net
