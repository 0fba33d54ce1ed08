// A disk that fails: the store stops, says so once, and leaves the file alone from then on, also when it is closed.

#include "store/crash_disk_test_kit.hpp"

#include <gtest/gtest.h>

#include "store/things_test_kit.hpp"

namespace store {
namespace {

class CrashDiskTest : public test::ThingsTest {
 protected:
  static base::Result<int> add(Store& store, std::int64_t id) {
    return store.transact_blocking([id](Transaction& transaction) -> base::Result<int> {
      test::add_thing(transaction, id, std::to_string(id));
      return 0;
    });
  }
  // How many were acknowledged until the disk failed.
  static std::int64_t add_until_it_fails(Store& store) {
    std::int64_t kept = 0;
    try {
      while (kept < 1000 && add(store, kept)) ++kept;
    } catch (const StoreError& error) {
      EXPECT_EQ(error.trouble(), Trouble::broken) << error.what();
    }
    return kept;
  }
};

TEST_P(CrashDiskTest, AfterAnErrorNothingIsWrittenAnyMore) {
  for (const std::int64_t changes : {1, 2, 7, 30, 31, 32, 33, 100}) {
    store_.reset();
    database_ = std::make_unique<test::TestDatabase>(GetParam());
    test::CrashDisk disk;
    std::vector<std::string> told;
    auto how = options();
    how.on_trouble = [&](const std::string& sentence) { told.push_back(sentence); };
    store_ = Store::open_with(test::things_catalogue(), how, clock_, ids_);
    disk.fail_after(changes);
    const auto kept = add_until_it_fails(*store_);
    EXPECT_FALSE(add(*store_, 1'000'000));
    ASSERT_EQ(told.size(), 1U);
    EXPECT_NE(told[0].find("cannot be read or written"), std::string::npos) << told[0];
    EXPECT_EQ(store_->read_blocking(test::count_things), kept) << "reads go on";
    store_.reset();
    EXPECT_EQ(disk.tries_since(), 0) << "after change " << changes;
  }
}

INSTANTIATE_TEST_SUITE_P(On, CrashDiskTest, ::testing::Values(test::Backend::sqlite), test::backend_name);

}  // namespace
}  // namespace store
