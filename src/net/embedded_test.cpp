#include "net/embedded.hpp"

#include <array>

#include <gtest/gtest.h>

namespace net {
namespace {

constexpr std::array<EmbeddedFile, 3> kFiles = {{
    {"/assets/app-1a2b.js", "text/javascript; charset=utf-8", "identity form", "gzip form", "br form", "\"t1\"", true},
    {"/index.html", "text/html; charset=utf-8", "home page", {}, {}, "\"t2\"", false},
    {"/widget/index.html", "text/html; charset=utf-8", "widget page", "packed", {}, "\"t3\"", false},
}};

Request request(std::string path, std::string accept_encoding = {}, std::string if_none_match = {}) {
  Request made;
  made.path = std::move(path);
  if (!accept_encoding.empty()) made.headers.push_back({"Accept-Encoding", std::move(accept_encoding)});
  if (!if_none_match.empty()) made.headers.push_back({"If-None-Match", std::move(if_none_match)});
  return made;
}

std::string value(const Response& response, std::string_view name) {
  for (const auto& header : response.headers) {
    if (header.name == name) return header.value;
  }
  return {};
}

TEST(Embedded, ServesTheFormTheClientLikesBest) {
  const auto body = [](const char* accept) { return serve_embedded(kFiles, request("/assets/app-1a2b.js", accept))->static_body; };
  EXPECT_EQ(body(""), "identity form");
  EXPECT_EQ(body("gzip, deflate, br"), "br form");
  EXPECT_EQ(body("gzip"), "gzip form");
  EXPECT_EQ(body("br;q=0.5, gzip;q=0.8, identity;q=0.1"), "gzip form");
  EXPECT_EQ(body("br;q=0.5, gzip;q=0.5"), "identity form");  // It weighs 1 when it is not named.
  EXPECT_EQ(body("br;q=0, *"), "gzip form");
  EXPECT_EQ(body("identity;q=0, zstd"), "identity form");
}

TEST(Embedded, HashedNamesMayBeKeptForEver) {
  const auto hashed = serve_embedded(kFiles, request("/assets/app-1a2b.js", "br"));
  EXPECT_EQ(value(*hashed, "Cache-Control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(value(*hashed, "Content-Encoding"), "br");
  EXPECT_EQ(value(*hashed, "Content-Type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(value(*hashed, "Vary"), "Accept-Encoding");
  EXPECT_EQ(value(*hashed, "ETag"), "\"t1-br\"");

  const auto page = serve_embedded(kFiles, request("/index.html", "br"));
  EXPECT_EQ(value(*page, "Cache-Control"), "no-cache");
  EXPECT_EQ(value(*page, "Content-Encoding"), "");
  EXPECT_EQ(value(*page, "Vary"), "");
}

TEST(Embedded, AnswersNotModifiedForTheSameFormOnly) {
  EXPECT_EQ(serve_embedded(kFiles, request("/assets/app-1a2b.js", "br", "\"t1-br\""))->status, 304);
  EXPECT_EQ(serve_embedded(kFiles, request("/assets/app-1a2b.js", "gzip", "\"t1-br\""))->status, 200);
  EXPECT_EQ(serve_embedded(kFiles, request("/assets/app-1a2b.js", "", "\"x\", \"t1\""))->status, 304);
}

TEST(Embedded, AFolderIsItsIndex) {
  EXPECT_EQ(serve_embedded(kFiles, request("/"))->static_body, "home page");
  EXPECT_EQ(serve_embedded(kFiles, request("/widget/"))->static_body, "widget page");
  EXPECT_FALSE(serve_embedded(kFiles, request("/widget")).has_value());
}

TEST(Embedded, OtherPathsAndMethodsAreNotItsOwn) {
  for (const char* path : {"", "/x", "/assets/", "/assets/app-1a2b.j", "/assets/app-1a2b.jsx", "/~"}) {
    EXPECT_FALSE(serve_embedded(kFiles, request(path)).has_value()) << path;
  }
  auto posted = request("/index.html");
  posted.method = Method::post;
  EXPECT_FALSE(serve_embedded(kFiles, posted).has_value());
  EXPECT_EQ(find_embedded({}, "/"), nullptr);
}

}  // namespace
}  // namespace net
