#include "store/all_queries.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "store/store_test_kit.hpp"

namespace store {
namespace {

class AllQueriesTest : public test::StoreTest {};

TEST(AllQueries, EverySqlBlockHasItsTypesAndTheReverse) {
  std::set<std::string> blocks;
  for (const auto& query : embedded_queries()) blocks.emplace(query.name);
  std::multiset<std::string> typed;
  for (const auto& query : all_queries()) typed.emplace(query.name);
  for (const auto& name : blocks)
    EXPECT_EQ(typed.count(name), 1U) << name << " is in the SQL, and once in the list of its file";
  for (const auto& name : typed)
    EXPECT_EQ(blocks.count(name), 1U) << name << " is in the list of its file, and not in the SQL";
}

TEST_P(AllQueriesTest, EveryQueryFitsItsTypes) {
  const auto catalogue = Catalogue::embedded();
  const auto unchecked =
      std::make_shared<Catalogue>(catalogue->queries(), catalogue->migrations(), std::vector<CheckedQuery>{});
  (void)Store::open_with(unchecked, options(), clock_, ids_);
  const auto connection = database_->connect(catalogue);
  for (const auto& query : catalogue->checks()) {
    try {
      connection->check(query);
    } catch (const StoreError& error) {
      ADD_FAILURE() << catalogue->find(query.name)->place << ": " << error.what();
    }
  }
}

HEED_ON_BOTH_ENGINES(AllQueriesTest);

}  // namespace
}  // namespace store
