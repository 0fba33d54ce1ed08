#include "base/secret.hpp"

#include <gtest/gtest.h>

#include "base/json/encode.hpp"

namespace base {
namespace {

TEST(Secret, ShowsItselfOnlyWhenAsked) {
  const Secret secret("hunter2");
  EXPECT_EQ(secret.reveal(), "hunter2");
  EXPECT_EQ(encode(secret), "\"***\"");
  EXPECT_EQ(encode(Secret{}), "\"***\"") << "nor whether there is one";
  EXPECT_TRUE(Secret{}.empty());
}

}  // namespace
}  // namespace base
