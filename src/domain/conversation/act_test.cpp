#include "domain/conversation/act.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace conversation {
namespace {

std::vector<Act> acts(std::initializer_list<ActKind> kinds) {
  std::vector<Act> out;
  for (const auto kind : kinds) {
    Act act;
    act.kind = kind;
    out.push_back(act);
  }
  return out;
}

TEST(Act, OfOppositesTheLaterHolds) {
  EXPECT_FALSE(holds(ActKind::like, {}));
  EXPECT_TRUE(holds(ActKind::like, acts({ActKind::like})));
  EXPECT_FALSE(holds(ActKind::like, acts({ActKind::like, ActKind::unlike})));
  EXPECT_TRUE(holds(ActKind::unlike, acts({ActKind::like, ActKind::unlike})));
  EXPECT_TRUE(holds(ActKind::like, acts({ActKind::like, ActKind::unlike, ActKind::like, ActKind::share})));
}

TEST(Act, WhatHasNoOppositeHoldsForEver) {
  EXPECT_TRUE(holds(ActKind::remove, acts({ActKind::remove, ActKind::like})));
  EXPECT_FALSE(holds(ActKind::mark_read, acts({ActKind::remove})));
}

}  // namespace
}  // namespace conversation
