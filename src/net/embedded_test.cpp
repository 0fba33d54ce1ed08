#include "net/embedded.hpp"

#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

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
  const auto body = [](const char* accept) {
    return serve_embedded(kFiles, request("/assets/app-1a2b.js", accept))->static_body;
  };
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

// tools/embed_assets.py on a small folder: what it lists, and that it packs only what shrinks.
class EmbedAssets : public testing::Test {
 protected:
  EmbedAssets() : folder_(std::filesystem::temp_directory_path() / ("heed_embed_" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(folder_ / "dist" / "assets");
  }
  ~EmbedAssets() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& name, const std::string& content) const {
    std::ofstream(folder_ / "dist" / name, std::ios::binary) << content;
  }
  [[nodiscard]] std::string generated(const std::string& name) const {
    std::ostringstream content;
    content << std::ifstream(folder_ / "out" / name).rdbuf();
    return content.str();
  }
  [[nodiscard]] int run(const std::string& arguments) const {
    return std::system(("python3 " SOURCE_ROOT "/tools/embed_assets.py " + arguments + " 2>/dev/null").c_str());
  }

  std::filesystem::path folder_;
};

TEST_F(EmbedAssets, ListsEveryFileSortedByPath) {
  write("index.html", std::string(4000, 'h'));
  write("assets/app-1a2b.js", std::string(4000, 'j'));
  write("empty.txt", "");
  write("odd \"name\".bin", "x");
  ASSERT_EQ(run((folder_ / "dist").string() + " " + (folder_ / "out").string()), 0);
  const auto source = generated("assets.cpp");
  const auto script =
      source.find(R"({"/assets/app-1a2b.js", "text/javascript; charset=utf-8", {heed_asset_0, 4000}, {heed_asset_0_gz, )");
  const auto empty = source.find(R"({"/empty.txt", "text/plain; charset=utf-8", {heed_asset_1, 0}, {}, {}, )");
  const auto page = source.find(R"({"/index.html", "text/html; charset=utf-8", {heed_asset_2, 4000}, {heed_asset_2_gz, )");
  const auto odd = source.find(R"({"/odd \"name\".bin", "application/octet-stream", {heed_asset_3, 1}, {}, {}, )");
  ASSERT_NE(odd, std::string::npos) << source;
  EXPECT_LT(script, empty);
  EXPECT_LT(empty, page);
  EXPECT_LT(page, odd);
  EXPECT_TRUE(source.substr(script, source.find('\n', script) - script).ends_with(", true},"));
  EXPECT_TRUE(source.substr(page, source.find('\n', page) - page).ends_with(", false},"));
  EXPECT_NE(generated("assets.S").find("heed_asset_2_gz:"), std::string::npos);
}

TEST_F(EmbedAssets, SaysWhenItIsCalledWrongly) {
  EXPECT_NE(run(""), 0);
  EXPECT_NE(run((folder_ / "nowhere").string() + " " + (folder_ / "out").string()), 0);
}

}  // namespace
}  // namespace net
