#pragma once
// For tests that need a store: a database of their own on each engine, gone with the test. SQLite always; PostgreSQL when
// HEED_TEST_POSTGRES holds the address of a server (tools/with_postgres.sh starts one).
//
//   class InboxStoreTest : public store::test::StoreTest {};
//   TEST_P(InboxStoreTest, FindsByKey) { auto store = open(); … }
//   HEED_ON_BOTH_ENGINES(InboxStoreTest);

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "base/id.hpp"
#include "store/catalogue.hpp"
#include "store/engine.hpp"
#include "store/store.hpp"

namespace store::test {

enum class Backend { sqlite, postgres };

[[nodiscard]] inline std::optional<std::string> postgres_address() {
  const char* address = std::getenv("HEED_TEST_POSTGRES");
  return address != nullptr && *address != '\0' ? std::optional<std::string>(address) : std::nullopt;
}

class TestDatabase {
 public:
  explicit TestDatabase(Backend backend) : backend_(backend) {
    std::random_device random;
    name_ = "heed_test_" + std::to_string(::getpid()) + "_" + std::to_string(random());
    if (backend == Backend::sqlite) {
      folder_ = std::filesystem::temp_directory_path() / name_;
      std::filesystem::create_directory(folder_);
      url_ = "sqlite:" + (folder_ / "heed.db").string();
    } else {
      const std::string address = postgres_address().value();
      url_ = address + (address.find('?') == std::string::npos ? "?" : "&") + "options=-csearch_path%3D" + name_;
      administer("CREATE SCHEMA " + name_);
    }
  }
  ~TestDatabase() {
    std::error_code ignored;
    if (backend_ == Backend::sqlite) std::filesystem::remove_all(folder_, ignored);
    else administer("DROP SCHEMA " + name_ + " CASCADE");
  }
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  [[nodiscard]] const std::string& url() const { return url_; }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }  // SQLite's.

  // Runs SQL beside the store, on a connection of its own.
  void administer(const std::string& sql) const { connect()->run_script(sql); }

  [[nodiscard]] std::unique_ptr<EngineConnection> connect(std::shared_ptr<const Catalogue> catalogue = nullptr) const {
    StoreOptions options;
    options.url = url_;
    if (catalogue == nullptr)
      catalogue = std::make_shared<Catalogue>(std::vector<EmbeddedQuery>{}, std::vector<EmbeddedMigration>{},
                                              std::vector<CheckedQuery>{});
    return make_engine(options, std::move(catalogue))->connect(Access::write);
  }

 private:
  Backend backend_;
  std::string name_;
  std::filesystem::path folder_;
  std::string url_;
};

class StoreTest : public ::testing::TestWithParam<Backend> {
 protected:
  void SetUp() override {
    if (GetParam() == Backend::postgres && !postgres_address()) GTEST_SKIP() << "HEED_TEST_POSTGRES is not set";
    database_ = std::make_unique<TestDatabase>(GetParam());
  }

  [[nodiscard]] StoreOptions options() const {
    StoreOptions options;
    options.url = database_->url();
    return options;
  }
  [[nodiscard]] std::unique_ptr<Store> open() { return Store::open(options(), clock_, ids_); }
  [[nodiscard]] bool is_postgres() const { return GetParam() == Backend::postgres; }

  base::FixedClock clock_{base::Time(std::chrono::milliseconds(1'795'289'000'000))};
  base::IdMaker ids_{clock_, 0};
  std::unique_ptr<TestDatabase> database_;
};

[[nodiscard]] inline std::string backend_name(const ::testing::TestParamInfo<Backend>& info) {
  return info.param == Backend::sqlite ? "sqlite" : "postgres";
}

}  // namespace store::test

#define HEED_ON_BOTH_ENGINES(Suite)                                                                                        \
  INSTANTIATE_TEST_SUITE_P(On, Suite, ::testing::Values(::store::test::Backend::sqlite, ::store::test::Backend::postgres), \
                           ::store::test::backend_name)
