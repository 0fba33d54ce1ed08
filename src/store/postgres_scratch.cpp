#include "store/postgres_scratch.hpp"

#include <unistd.h>

#include <random>

#include "store/engine.hpp"

namespace store {

PostgresScratch::PostgresScratch(const std::string& address) {
  StoreOptions options;
  options.url = address;
  auto catalogue = std::make_shared<Catalogue>(std::vector<EmbeddedQuery>{}, std::vector<EmbeddedMigration>{},
                                               std::vector<CheckedQuery>{});
  connection_ = make_engine(options, std::move(catalogue))->connect(Access::write);
  name_ = "heed_bench_" + std::to_string(::getpid()) + "_" + std::to_string(std::random_device{}());
  connection_->run_script("CREATE SCHEMA " + name_);
  url_ = address + (address.find('?') == std::string::npos ? "?" : "&") + "options=-csearch_path%3D" + name_;
}

PostgresScratch::~PostgresScratch() {
  try {
    connection_->run_script("DROP SCHEMA " + name_ + " CASCADE");
  } catch (const StoreError&) {}  // The server is gone; so is what was measured.
}

}  // namespace store
