#pragma once
// A Bluesky for tests, by script: sessions are given, lists are empty, until a test says more.

#include <string>
#include <string_view>

#include "base/base64.hpp"
#include "channel/fake_platform_test_kit.hpp"

namespace bluesky::test {

inline constexpr const char* kOwnDid = "did:plc:brand";
inline constexpr const char* kSettings =
    R"({"handle":"care.example.com","app_password":"abcd-efgh-ijkl-mnop","service":"https://social.example","chat":false})";

// As far as a client reads it.
inline std::string token(std::int64_t ends_at_s, const std::string& name = "a") {
  return name + "." + base::to_base64(R"({"exp":)" + std::to_string(ends_at_s) + "}", base::Base64::url) + ".s";
}
inline constexpr std::int64_t kNowS = 500'000LL * 3600;  // Of channel::FakeWorld.

inline std::string session(const std::string& access = token(kNowS + 7200), const std::string& refresh = "r") {
  return R"({"did":"did:plc:brand","handle":"care.example.com","accessJwt":")" + access + R"(","refreshJwt":")" + refresh +
         R"(","active":true,"didDoc":{"service":[{"id":"#atproto_pds","serviceEndpoint":"https://pds.example"}]}})";
}

inline void prepare(channel::FakePlatform& platform) {
  using net::Method;
  platform.on(Method::post, "createSession", 200, session());
  platform.on(Method::post, "refreshSession", 200, session());
  platform.on(Method::get, "listNotifications", 200, R"({"notifications":[]})");
  platform.on(Method::get, "getAuthorFeed", 200, R"({"feed":[]})");
  platform.on(Method::get, "getPosts", 200, R"({"posts":[]})");
  platform.on(Method::get, "getRelationships", 200, R"({"relationships":[]})");
  platform.on(Method::get, "getProfile", 200, R"({"did":"did:plc:brand","displayName":"Brand Care"})");
  platform.on(Method::get, "getRecord", 400, R"({"error":"RecordNotFound","message":"Could not locate record"})");
  platform.on(Method::get, "resolveHandle", 400, R"({"error":"InvalidRequest","message":"Unable to resolve handle"})");
}

inline std::string post_uri(std::string_view rkey, std::string_view did = "did:plc:jane") {
  return "at://" + std::string(did) + "/app.bsky.feed.post/" + std::string(rkey);
}

inline std::string notification(const std::string& reason, const std::string& uri, const std::string& record,
                                const std::string& at) {
  return R"({"uri":")" + uri + R"(","cid":"bafy1","author":{"did":"did:plc:jane","handle":"jane.example"},"reason":")" +
         reason + R"(","record":)" + record + R"(,"isRead":false,"indexedAt":")" + at + R"("})";
}
inline std::string said(const std::string& text, const std::string& at) {
  return R"({"$type":"app.bsky.feed.post","text":")" + text + R"(","createdAt":")" + at + R"("})";
}

}  // namespace bluesky::test
