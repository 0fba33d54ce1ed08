#include "store/open.hpp"

#include <algorithm>
#include <chrono>
#include <string_view>
#include <thread>
#include <utility>

namespace store {

std::unique_ptr<Engine> make_engine(const StoreOptions& options, std::shared_ptr<const Catalogue> catalogue) {
  constexpr std::string_view kSqlite = "sqlite:";
  const std::string& url = options.url;
  if (url.starts_with(kSqlite)) return make_sqlite(url.substr(kSqlite.size()), std::move(catalogue));
  if (url.starts_with("postgresql://") || url.starts_with("postgres://")) return make_postgres(url, std::move(catalogue));
  throw StoreError(Trouble::setup,
                   "The store's address begins with \"sqlite:\" (sqlite:/var/lib/heed/heed.db) or with "
                   "\"postgresql://\" (postgresql://user@host/database).");
}

std::unique_ptr<EngineConnection> connect_waiting(Engine& engine, const StoreOptions& options) {
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + options.connect_limit;
  std::chrono::milliseconds pause{100};
  while (true) {
    try {
      return engine.connect(Access::write);
    } catch (const StoreError& error) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
      if (error.trouble() != Trouble::away) throw;
      if (left <= std::chrono::milliseconds(0)) {
        throw StoreError(Trouble::setup,
                         std::string(error.what()) + " Waited " + std::to_string(options.connect_limit.count()) +
                             " s. Check that the server runs, that its address is right, and that it lets this machine in.");
      }
      if (options.on_wait) options.on_wait(error.what());
      std::this_thread::sleep_for(std::min(pause, left));
      pause = std::min(pause * 2, std::chrono::milliseconds(2000));
    }
  }
}

}  // namespace store
