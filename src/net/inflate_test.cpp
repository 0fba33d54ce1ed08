#include "net/inflate.hpp"

#include <string_view>

#include <gtest/gtest.h>

#include "net/peer_test_kit.hpp"

namespace net {
namespace {

const std::string kText = [] {
  std::string text;
  for (int i = 0; i < 5000; ++i) text += "line " + std::to_string(i * 7919) + "\n";
  return text;
}();

std::string unpack(std::string_view packed, std::size_t step, Inflate& inflate) {
  std::string plain;
  std::string waiting;
  for (std::size_t at = 0; at < packed.size(); at += step) {
    waiting += packed.substr(at, step);
    for (auto piece = inflate.take(waiting, 100); !piece.empty(); piece = inflate.take(waiting, 100)) {
      EXPECT_LE(piece.size(), 100U);
      plain += piece;
    }
  }
  return plain;
}

TEST(Inflate, TakesEveryFormInAnySteps) {
  for (const int window : {15 + 16, 15, -15}) {  // gzip, deflate as it should be, and as some send it.
    const auto packed = test::pack(kText, window);
    for (const std::size_t step : {std::size_t{1}, std::size_t{7}, packed.size()}) {
      Inflate inflate;
      EXPECT_EQ(unpack(packed, step, inflate), kText) << window << " " << step;
      EXPECT_EQ(inflate.state(), Inflate::State::done);
    }
  }
}

TEST(Inflate, SeesWhatIsMissingOrDamaged) {
  const auto packed = test::pack(kText, 15 + 16);
  Inflate cut;
  unpack(std::string_view(packed).substr(0, packed.size() - 1), 4096, cut);
  EXPECT_EQ(cut.state(), Inflate::State::more);
  auto wrong = packed;
  wrong[wrong.size() - 6] ^= 1;  // Of the checksum.
  Inflate damaged;
  unpack(wrong, 4096, damaged);
  EXPECT_EQ(damaged.state(), Inflate::State::malformed);
  Inflate text;
  EXPECT_EQ(unpack("<html>not packed at all</html>", 4096, text), "");
  EXPECT_EQ(text.state(), Inflate::State::malformed);
}

}  // namespace
}  // namespace net
