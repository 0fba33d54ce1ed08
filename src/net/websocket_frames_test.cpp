#include "net/websocket_frames.hpp"

#include <random>

#include <gtest/gtest.h>

#include "net/frame_queue.hpp"

namespace net {
namespace {

using Kind = FrameReader::Kind;

constexpr std::size_t kLimit = 1000;

// As a server sends it.
std::string frame(int first_byte, const std::string& payload) {
  const Frame made(static_cast<unsigned char>(first_byte), std::make_shared<const std::string>(payload));
  return std::string(made.head()) + payload;
}

FrameReader reader_of(const std::string& bytes) {
  FrameReader reader(kLimit);
  reader.add(bytes);
  return reader;
}

TEST(WebSocketFrames, AMessageComesHoweverItIsCut) {
  const std::string bytes =
      frame(0x81, "one") + frame(0x01, "tw") + frame(0x89, "!") + frame(0x80, "o") + frame(0x82, std::string(500, '\xff'));
  for (const std::size_t step : {std::size_t{1}, std::size_t{7}, bytes.size()}) {
    FrameReader reader(kLimit);
    std::vector<FrameReader::Part> parts;
    for (std::size_t at = 0; at < bytes.size(); at += step) {
      reader.add(bytes.substr(at, step));
      for (auto part = reader.next(); part.kind != Kind::none; part = reader.next()) parts.push_back(part);
    }
    ASSERT_EQ(parts.size(), 4U);
    EXPECT_EQ(parts[0].bytes, "one");
    EXPECT_TRUE(parts[0].is_text);
    EXPECT_EQ(parts[1].kind, Kind::ping);
    EXPECT_EQ(parts[1].bytes, "!");
    EXPECT_EQ(parts[2].bytes, "two");
    EXPECT_EQ(parts[3].bytes, std::string(500, '\xff'));
    EXPECT_FALSE(parts[3].is_text);
    EXPECT_FALSE(reader.is_amid());
  }
}

TEST(WebSocketFrames, WhatAServerMayNotSendEndsIt) {
  struct Case {
    std::string bytes;
    int code;
    const char* why;
  };
  const std::string euro = "\xe2\x82\xac";
  const std::vector<Case> cases = {
      {masked_frame(FrameKind::text, "x"), 1002, "masked"},
      {frame(0xc1, "x"), 1002, "reserved"},
      {frame(0x83, "x"), 1002, "not known"},
      {frame(0x80, "x"), 1002, "had not begun"},
      {frame(0x01, "x") + frame(0x81, "y"), 1002, "inside another"},
      {frame(0x09, "x"), 1002, "control"},
      {frame(0x89, std::string(126, 'x')), 1002, "control"},
      {frame(0x81, euro.substr(0, 2)), 1007, "UTF-8"},
      {frame(0x88, "x"), 1002, "nobody may send"},
      {frame(0x88, close_payload(1005, "")), 1002, "nobody may send"},
      {frame(0x88, close_payload(1000, "") + "\xff"), 1007, "UTF-8"},
      {std::string("\x81\x7e\x00\x05hello", 9), 1002, "more bytes than it needs"},
      {std::string("\x81\x7f\x00\x00\x00\x00\x00\x00\x00\x05hello", 15), 1002, "more bytes than it needs"},
      // Before any of it came: what is announced needs no room.
      {std::string("\x82\x7f\xff\xff\xff\xff\xff\xff\xff\xff", 10), 1009, "over 1000 bytes"},
      {frame(0x01, std::string(600, 'x')) + frame(0x80, std::string(401, 'x')).substr(0, 4), 1009, "over 1000 bytes"},
  };
  for (const auto& one : cases) {
    auto reader = reader_of(one.bytes);
    const auto part = reader.next();
    EXPECT_EQ(part.kind, Kind::broken) << one.why;
    EXPECT_EQ(part.code, one.code) << one.why;
    EXPECT_NE(part.bytes.find(one.why), std::string::npos) << part.bytes;
    reader.add(frame(0x81, "more"));
    EXPECT_EQ(reader.next().kind, Kind::none) << "nothing is read after it";
  }
}

TEST(WebSocketFrames, AMessageOfTheLimitIsTaken) {
  auto reader = reader_of(frame(0x01, std::string(600, 'x')) + frame(0x80, std::string(400, 'x')));
  EXPECT_EQ(reader.next().bytes.size(), kLimit);
}

TEST(WebSocketFrames, CloseSaysWhy) {
  auto reader = reader_of(frame(0x88, close_payload(1001, "going home")));
  const auto part = reader.next();
  EXPECT_EQ(part.kind, Kind::closed);
  EXPECT_EQ(part.code, 1001);
  EXPECT_EQ(part.bytes, "going home");
  auto silent = reader_of(frame(0x88, ""));
  EXPECT_EQ(silent.next().code, close_code::kNone);
  // Cut between characters, to what a control frame holds.
  const auto longest = close_payload(1000, std::string(122, 'x') + "é");
  EXPECT_EQ(longest.size(), 124U);
}

TEST(WebSocketFrames, WhatWeSendIsMaskedAnewEachTime) {
  const auto first = masked_frame(FrameKind::text, "hello");
  const auto second = masked_frame(FrameKind::text, "hello");
  EXPECT_NE(first, second);
  ASSERT_EQ(first.size(), 2U + 4 + 5);
  EXPECT_EQ(static_cast<unsigned char>(first[1]), 0x80 | 5);
  std::string plain = first.substr(6);
  for (std::size_t i = 0; i < plain.size(); ++i) plain[i] = static_cast<char>(plain[i] ^ first[2 + i % 4]);
  EXPECT_EQ(plain, "hello");
  EXPECT_EQ(masked_frame(FrameKind::binary, std::string(126, 'x')).size(), 4U + 4 + 126);
  EXPECT_EQ(masked_frame(FrameKind::binary, std::string(70'000, 'x')).size(), 10U + 4 + 70'000);
}

// Whatever comes, nothing grows beyond the limit and nothing is made up.
TEST(WebSocketFrames, NoiseDoesNoHarm) {
  std::mt19937 random(20'261'122);
  for (int round = 0; round < 3000; ++round) {
    FrameReader reader(kLimit);
    std::size_t out = 0;
    std::size_t in = 0;
    for (int piece = 0; piece < 10; ++piece) {
      std::string bytes(random() % 60, '\0');
      for (auto& c : bytes) c = static_cast<char>(random() % 4 == 0 ? 0x81 : random());
      in += bytes.size();
      reader.add(bytes);
      for (auto part = reader.next(); part.kind != Kind::none; part = reader.next())
        if (part.kind == Kind::message) out += part.bytes.size();
    }
    EXPECT_LE(out, in);
  }
}

}  // namespace
}  // namespace net
