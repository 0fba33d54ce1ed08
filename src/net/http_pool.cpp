#include "net/http_pool.hpp"

#include <algorithm>
#include <utility>

namespace net {

HttpPool::HttpPool(const Executor& executor, const HttpClientOptions& options) : options_(options), expiry_(executor) {}

std::unique_ptr<Connection> HttpPool::take(const std::string& origin, std::chrono::milliseconds idle) {
  const auto now = std::chrono::steady_clock::now();
  for (auto kept = idle_.end(); kept != idle_.begin();) {
    --kept;
    if (kept->origin != origin) continue;
    if (now - kept->since > std::min(idle, options_.idle_expiry)) return nullptr;
    auto connection = std::move(kept->connection);
    kept = idle_.erase(kept);
    if (connection->is_quiet()) return connection;
  }
  return nullptr;
}

void HttpPool::keep(const std::string& origin, std::unique_ptr<Connection> connection) {
  const auto is_same = [&](const Idle& idle) { return idle.origin == origin; };
  idle_.push_back({origin, std::move(connection), std::chrono::steady_clock::now()});
  if (std::ranges::count_if(idle_, is_same) > static_cast<std::ptrdiff_t>(options_.max_idle_per_host)) {
    idle_.erase(std::ranges::find_if(idle_, is_same));
  }
  if (idle_.size() > options_.max_idle) idle_.pop_front();
  expire_later();
}

void HttpPool::expire() {
  const auto oldest = std::chrono::steady_clock::now() - options_.idle_expiry;
  while (!idle_.empty() && idle_.front().since <= oldest) idle_.pop_front();
  expire_later();
}

void HttpPool::expire_later() {
  if (expiring_ || idle_.empty()) return;
  expiring_ = true;
  expiry_.expires_at(idle_.front().since + options_.idle_expiry);
  expiry_.async_wait([pool = weak_from_this()](const boost::system::error_code& error) {
    const auto still = pool.lock();
    if (error || !still) return;
    still->expiring_ = false;
    still->expire();
  });
}

}  // namespace net
