#include "net/chunk_decoder.hpp"

#include <gtest/gtest.h>

namespace net {
namespace {

using State = ChunkDecoder::State;

struct Decoded {
  State state;
  std::string body;
  std::size_t taken;
};

Decoded decode(std::string_view bytes, std::size_t step, std::size_t limit = 1000) {
  ChunkDecoder decoder(limit);
  std::string body;
  std::size_t taken = 0;
  while (taken < bytes.size() && decoder.state() == State::more) taken += decoder.put(bytes.substr(taken, step), body);
  return {decoder.state(), body, taken};
}

TEST(ChunkDecoder, GivesTheSameHoweverTheBytesArrive) {
  const std::string coded =
      "5\r\nhello\r\n00A;name;n=value;q=\"a;\\\"b\"\r\n, world!!!\r\n1\r\n\n\r\n000\r\nTrailer: x\r\nEmpty:\r\n\r\n";
  for (std::size_t step = 1; step <= coded.size(); ++step) {
    const auto decoded = decode(coded + "GET /next", step);
    EXPECT_EQ(decoded.state, State::done) << step;
    EXPECT_EQ(decoded.body, "hello, world!!!\n") << step;
    EXPECT_EQ(decoded.taken, coded.size()) << step;
  }
}

TEST(ChunkDecoder, AnEmptyBodyIsABody) { EXPECT_EQ(decode("0\r\n\r\n", 100).state, State::done); }

TEST(ChunkDecoder, StopsAtTheLimitBeforeTheDataOfTheChunk) {
  EXPECT_EQ(decode("3e8\r\n", 100).state, State::more);
  EXPECT_EQ(decode("3e9\r\n", 100).state, State::too_large);
  EXPECT_EQ(decode("5\r\nhello\r\n6\r\n", 100, 10).state, State::too_large);
  EXPECT_EQ(decode("5\r\nhello\r\n5\r\n", 100, 10).state, State::more);
  EXPECT_EQ(decode("fffffffffffffff\r\n", 100).state, State::too_large);
}

TEST(ChunkDecoder, ExtensionsAndTrailersAreLimitedTogether) {
  EXPECT_EQ(decode("1;" + std::string(9000, 'x') + "\r\na\r\n0\r\n\r\n", 4096).state, State::malformed);
  std::string many;
  for (int i = 0; i < 3000; ++i) many += "1;abc\r\nx\r\n";
  EXPECT_EQ(decode(many + "0\r\n\r\n", 4096, 10'000).state, State::malformed);
  EXPECT_EQ(decode("0\r\nX: " + std::string(9000, 'x') + "\r\n\r\n", 4096).state, State::malformed);
}

TEST(ChunkDecoder, ManySmallChunksAreNoTrouble) {
  std::string coded;
  for (int i = 0; i < 20'000; ++i) coded += "1\r\nx\r\n";
  const auto decoded = decode(coded + "0\r\n\r\n", 777, 20'000);
  EXPECT_EQ(decoded.state, State::done);
  EXPECT_EQ(decoded.body.size(), 20'000U);
}

class MalformedChunks : public testing::TestWithParam<std::string> {};

TEST_P(MalformedChunks, AreRefused) {
  EXPECT_EQ(decode(GetParam(), 1).state, State::malformed);
  EXPECT_EQ(decode(GetParam(), 1000).state, State::malformed);
}

INSTANTIATE_TEST_SUITE_P(All, MalformedChunks,
                         testing::Values("\r\n", "x\r\n", "-1\r\n", "+1\r\n", "0x1\r\n", " 1\r\n", "1 \r\n", "1 ;a\r\n",
                                         "1 a\r\n", "1\n", "1\r1", "1\r\r;A", "1\r\nab", "1\r\na\n", "1\r\na\rb",
                                         "1\r\na1\r\n", "3\r\nfoo\r\n\r\n", "1;\r\n", "1;=a\r\n", "1;a=\r\n", "1;a b\r\n",
                                         "1;a\n", "1;a=\"b\r\n", "1;a=\"b\"c\r\n", "1;a=\"\\\r\n", "1;a=\"b\nc\"\r\n",
                                         "0\r\n\n", "0\r\n\r\r", "0\r\nX\r\n", "0\r\nX : a\r\n", "0\r\n: a\r\n",
                                         "0\r\n X: a\r\n", "0\r\nX: a\n", "0\r\nX: a\r\n b\r\n", "0\r\nX: \x01\r\n",
                                         "10000000000000000\r\n", "00000000000000001\r\n", std::string("1\0\r\n", 4)));

}  // namespace
}  // namespace net
