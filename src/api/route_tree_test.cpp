#include "api/route_tree.hpp"

#include <gtest/gtest.h>

namespace api {
namespace {

using net::Method;

class RouteTreeTest : public ::testing::Test {
 protected:
  RouteTreeTest() {
    tree.add(Method::get, "/a", 0);
    tree.add(Method::get, "/a/{id}", 1);
    tree.add(Method::post, "/a/{id}", 2);
    tree.add(Method::get, "/a/new", 3);
    tree.add(Method::get, "/a/{id}/b/{other}", 4);
    tree.add(Method::del, "/a/{id}/b", 5);
    tree.add(Method::get, "/a/new/c", 6);
  }
  int find(Method method, std::string_view path) const { return tree.find(method, path).index; }
  RouteTree tree;
};

TEST_F(RouteTreeTest, FindsWordsAndPlaceholders) {
  EXPECT_EQ(find(Method::get, "/a"), 0);
  EXPECT_EQ(find(Method::get, "/a/7"), 1);
  EXPECT_EQ(find(Method::post, "/a/7"), 2);
  EXPECT_EQ(find(Method::get, "/a/new"), 3);
  EXPECT_EQ(find(Method::head, "/a/7"), 1);
  EXPECT_EQ(find(Method::get, "/a/new/c"), 6);
  const auto match = tree.find(Method::get, "/a/7/b/x%y");
  EXPECT_EQ(match.index, 4);
  ASSERT_EQ(match.values.count, 2U);
  EXPECT_EQ(match.values.values[0], "7");
  EXPECT_EQ(match.values.values[1], "x%y");
}

TEST_F(RouteTreeTest, TurnsBackFromAWordThatLeadsNowhere) {
  const auto match = tree.find(Method::get, "/a/new/b/1");
  EXPECT_EQ(match.index, 4);
  EXPECT_EQ(match.values.values[0], "new");
  EXPECT_EQ(tree.find(Method::post, "/a/new").index, RouteTree::kNone);  // the word wins, and says what it takes
}

TEST_F(RouteTreeTest, UnknownPathsAllowNothing) {
  for (const char* path :
       {"", "/", "a", "/b", "/a/", "/a//", "/a/7/", "/a/7/b/", "/a/7/b/8/9", "//a", "/A", "/a/7/b/8/9/10/11/12"}) {
    const auto match = tree.find(Method::get, path);
    EXPECT_EQ(match.index, RouteTree::kNone) << path;
    EXPECT_EQ(match.allowed, "") << path;
  }
}

TEST_F(RouteTreeTest, KnownPathsNameTheirMethods) {
  EXPECT_EQ(tree.find(Method::patch, "/a/7").allowed, "GET, HEAD, POST, OPTIONS");
  EXPECT_EQ(tree.find(Method::other, "/a/7/b").allowed, "DELETE, OPTIONS");
  EXPECT_EQ(tree.find(Method::options, "/a").allowed, "GET, HEAD, OPTIONS");
}

TEST_F(RouteTreeTest, TwoRowsOfOneAddressAreABug) {
  EXPECT_DEATH(tree.add(Method::get, "/a/{another}", 9), "bug in Heed");
  EXPECT_DEATH(tree.add(Method::get, "/a//b", 9), "bug in Heed");
}

}  // namespace
}  // namespace api
