#include "base/blank.hpp"

#include <gtest/gtest.h>

namespace base {
namespace {

TEST(Blank, IsWhatHasNothingToBeSeen) {
  for (const char* blank : {"", " \t\r\n\v\f", "\u00A0", "\u00A0 \u2003\u3000\n", "\u200B", "\uFEFF\u2060", "\u0085\u1680"})
    EXPECT_TRUE(is_blank(blank)) << blank;
  for (const char* said : {".", "\u00A0x", " \u200D👩\u200D🚀", "。", "\u0301", "\xC2", "\xE2\x80", "\x01"})
    EXPECT_FALSE(is_blank(said)) << said;
  EXPECT_FALSE(is_blank(std::string_view("\0", 1)));
}

}  // namespace
}  // namespace base
