#include "net/frame_queue.hpp"

#include <string_view>

#include <gtest/gtest.h>

namespace net {
namespace {

std::shared_ptr<const std::string> text(std::size_t size) { return std::make_shared<const std::string>(size, 'x'); }

TEST(Frame, LengthTakesTheShortestForm) {
  EXPECT_EQ(Frame(Frame::kText, text(125)).head(), std::string_view("\x81\x7d"));
  EXPECT_EQ(Frame(Frame::kText, text(126)).head(), std::string_view("\x81\x7e\x00\x7e", 4));
  EXPECT_EQ(Frame(Frame::kText, text(65'535)).head(), std::string_view("\x81\x7e\xff\xff"));
  EXPECT_EQ(Frame(Frame::kText, text(65'536)).head(), std::string_view("\x81\x7f\0\0\0\0\0\1\0\0", 10));
  EXPECT_EQ(Frame("raw").size(), 3U);
}

// Sends the whole queue `step` bytes at a time.
std::string drain(FrameQueue& queue, std::size_t step) {
  std::string sent;
  while (!queue.empty()) {
    FrameQueue::Pieces pieces;
    const auto count = queue.fill(pieces);
    EXPECT_GT(count, 0U);
    std::string all;
    for (std::size_t i = 0; i < count; ++i)
      all.append(static_cast<const char*>(pieces.at(i).iov_base), pieces.at(i).iov_len);
    const auto part = all.substr(0, step);
    sent += part;
    queue.pop(part.size());
  }
  return sent;
}

TEST(FrameQueue, GivesTheSameBytesHoweverTheyAreSent) {
  std::string expected;
  std::vector<Frame> frames;
  for (std::size_t i = 0; i < 700; ++i) {
    frames.emplace_back(Frame::kText, text(i % 130));
    expected += std::string(frames.back().head()) + std::string(frames.back().body());
  }
  for (const std::size_t step : {1U, 2U, 3U, 97U, 1000U, 1'000'000U}) {
    FrameQueue queue;
    for (const auto& frame : frames) queue.push(frame);
    EXPECT_EQ(queue.bytes(), expected.size());
    EXPECT_EQ(drain(queue, step), expected) << step;
    EXPECT_EQ(queue.bytes(), 0U);
  }
}

TEST(FrameQueue, MessagesAreSharedAndLetGo) {
  const auto message = text(10);
  FrameQueue one;
  FrameQueue other;
  one.push(Frame(Frame::kText, message));
  other.push(Frame(Frame::kText, message));
  EXPECT_EQ(message.use_count(), 3);
  drain(one, 5);
  other.clear();
  EXPECT_EQ(message.use_count(), 1);
  EXPECT_TRUE(other.empty());
}

TEST(FrameQueue, KeepsOnlyTheFrameThatIsUnderWay) {
  FrameQueue queue;
  for (int i = 0; i < 3; ++i) queue.push(Frame(Frame::kText, text(100)));
  queue.pop(102 + 10);  // the first, and a part of the second
  queue.keep_started();
  EXPECT_EQ(queue.bytes(), 92U);
  EXPECT_EQ(drain(queue, 7), std::string(92, 'x'));
  for (int i = 0; i < 3; ++i) queue.push(Frame(Frame::kText, text(100)));
  queue.keep_started();
  EXPECT_TRUE(queue.empty());
  EXPECT_EQ(queue.bytes(), 0U);
}

}  // namespace
}  // namespace net
