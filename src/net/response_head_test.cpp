#include "net/response_head.hpp"

#include <gtest/gtest.h>

namespace net {
namespace {

TEST(ResponseHead, IsRead) {
  const auto head = parse_response_head(
      "HTTP/1.1 429 Too Many\r\nRetry-After:  7 \r\ncontent-length: 5\r\nContent-Length: 5\r\nContent-Encoding: GZip\r\n\r\n");
  ASSERT_TRUE(head);
  EXPECT_EQ(head->status, 429);
  EXPECT_EQ(head->headers[0].name, "Retry-After");
  EXPECT_EQ(head->headers[0].value, "7");
  EXPECT_EQ(head->length, 5U);
  EXPECT_EQ(head->coding, "gzip");
  EXPECT_TRUE(head->keep_alive);
  EXPECT_FALSE(head->chunked);
  EXPECT_EQ(parse_response_head("HTTP/1.1 200\r\n\r\n").value().status, 200);
  EXPECT_TRUE(parse_response_head("HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n").value().chunked);
  EXPECT_FALSE(parse_response_head("HTTP/1.1 200 OK\r\nConnection: x, Close\r\n\r\n").value().keep_alive);
  EXPECT_FALSE(parse_response_head("HTTP/1.0 200 OK\r\n\r\n").value().keep_alive);
}

TEST(ResponseHead, WhatCouldBeReadInTwoWaysIsRefused) {
  for (const char* text : {"",
                           "\r\n",
                           "HTTP/2 200 OK\r\n\r\n",
                           "HTTP/1.2 200 OK\r\n\r\n",
                           "HTTP/1.1 20 OK\r\n\r\n",
                           "HTTP/1.1 2x0 OK\r\n\r\n",
                           "HTTP/1.1 099 OK\r\n\r\n",
                           "HTTP/1.1 2000 OK\r\n\r\n",
                           "ICY 200 OK\r\n\r\n",
                           "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                           "HTTP/1.1 200 OK\r\nName : x\r\n\r\n",
                           "HTTP/1.1 200 OK\r\n: x\r\n\r\n",
                           "HTTP/1.1 200 OK\r\nA: x\x01y\r\n\r\n",
                           "HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\n",
                           "HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\n",
                           "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
                           "HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n",
                           "HTTP/1.1 200 OK\r\nContent-Length: 9999999999999999999\r\n\r\n",
                           "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
                           "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
                           "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n"}) {
    EXPECT_FALSE(parse_response_head(text)) << text;
  }
}

}  // namespace
}  // namespace net
