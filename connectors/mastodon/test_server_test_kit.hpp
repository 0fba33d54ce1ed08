#pragma once
// A server of the Mastodon API with one account, for tests: lists that are paged, statuses that change, a stream.

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "channel/fake_platform_test_kit.hpp"
#include "connectors/mastodon/settings.hpp"
#include "connectors/mastodon/wire.hpp"

namespace mastodon {

inline std::string query_of(const std::string& url, const std::string& name) {
  for (const char* mark : {"?", "&"}) {
    const auto at = url.find(mark + name + "=");
    if (at == std::string::npos) continue;
    const auto begin = at + name.size() + 2;
    return url.substr(begin, url.find('&', begin) - begin);
  }
  return {};
}

struct TestServer {
  enum class Paging { earliest, latest };  // What a page is of all that is later than min_id.

  struct Entry {
    std::string id;
    std::string json;
  };

  std::vector<Entry> notifications;
  std::vector<Entry> own;
  std::map<std::string, std::string> statuses;  // By id; what is not there is gone.
  std::map<std::string, std::string> lists;     // "/favourited_by" …, by path.
  std::string stream;                           // What it says before it ends.
  bool has_stream = true;
  bool has_batches = true;
  int followers = 10;
  Paging paging = Paging::earliest;

  static std::string account(const std::string& id, const std::string& acct, int followers = 0) {
    return R"({"id":")" + id + R"(","acct":")" + acct + R"(","followers_count":)" + std::to_string(followers) + "}";
  }
  static std::string status(const std::string& id, const std::string& by, const std::string& text,
                            const std::string& more = "") {
    return R"({"id":")" + id + R"(","created_at":"2026-11-22T10:00:00.000Z","visibility":"public","content":"<p>)" + text +
           R"(</p>","account":)" + by + more + "}";
  }
  static std::string notification(const std::string& id, const std::string& type, const std::string& by,
                                  const std::string& status = "") {
    return R"({"id":")" + id + R"(","type":")" + type + R"(","created_at":"2026-11-22T10:00:00.000Z","account":)" + by +
           (status.empty() ? "" : R"(,"status":)" + status) + "}";
  }

  // Ann says something to us: a notification of that number.
  void ann_says(int number, const std::string& text) {
    const std::string ann = account("5", "ann@a.example");
    const std::string id = std::to_string(1000 + number);
    statuses[id] = status(id, ann, text);
    notifications.push_back({std::to_string(number), notification(std::to_string(number), "mention", ann, statuses[id])});
  }
  void notify(int number, const std::string& type, const std::string& acct, const std::string& status = "") {
    const std::string id = std::to_string(number);
    notifications.push_back({id, notification(id, type, account(acct.substr(0, acct.find('@')), acct), status)});
  }

  void serve(channel::FakePlatform& platform) {
    using Request = net::HttpRequest;
    const auto get = [&](const std::string& part, channel::FakePlatform::Answer answer) {
      platform.on(net::Method::get, part, std::move(answer));
    };
    get("/api/v1/statuses", [this](const Request& request) { return answer_status(request.url); });
    get("/api/v1/notifications", [this](const Request& request) { return page(notifications, request.url); });
    get("/api/v1/accounts/7/statuses", [this](const Request& request) { return page(own, request.url); });
    get("/api/v1/accounts/verify_credentials",
        [this](const Request&) { return net::HttpReply{200, {}, account("7", "care", followers)}; });
    get("/api/v1/accounts/relationships",
        [this](const Request&) { return net::HttpReply{200, {}, lists["relationships"]}; });
    get("/api/v1/streaming/user", [this](const Request&) {
      if (!has_stream) return net::HttpReply{404, {}, "<html></html>"};
      return net::HttpReply{200, {{"Content-Type", "text/event-stream"}}, stream};
    });
  }

  static constexpr std::string_view kSettings =
      R"({"server":"https://care.example","access_token":"kept-secret","account_id":"7","host":"care.example",)"
      R"("keeps_keys":true,"max_characters":500,"max_media":4,"max_image_bytes":1000,"streaming":"https://stream.care.example"})";

 private:
  [[nodiscard]] net::HttpReply page(const std::vector<Entry>& all, const std::string& url) const {
    const std::string min = query_of(url, "min_id");
    const std::string max = query_of(url, "max_id");
    std::vector<Entry> fitting;
    for (const auto& one : all) {
      if ((min.empty() || is_later(one.id, min)) && (max.empty() || is_later(max, one.id))) fitting.push_back(one);
    }
    std::ranges::sort(fitting, [](const auto& a, const auto& b) { return is_later(a.id, b.id); });
    std::size_t limit = 20;
    const std::string asked = query_of(url, "limit");
    std::from_chars(asked.data(), asked.data() + asked.size(), limit);
    limit = std::min<std::size_t>(limit, 40);
    const bool from_below = paging == Paging::earliest && !min.empty();
    if (fitting.size() > limit) {
      if (from_below) fitting.erase(fitting.begin(), fitting.end() - static_cast<std::ptrdiff_t>(limit));
      else fitting.resize(limit);
    }
    std::string body;
    for (const auto& one : fitting) body += (body.empty() ? "[" : ",") + one.json;
    return {200, {}, body.empty() ? "[]" : body + "]"};
  }

  [[nodiscard]] net::HttpReply answer_status(const std::string& url) const {
    const auto begin = url.find("/api/v1/statuses") + std::string_view("/api/v1/statuses").size();
    if (url.substr(begin).starts_with("?id[]=")) {
      if (!has_batches) return {404, {}, "{}"};
      std::string body;
      for (const auto& [id, json] : statuses) {
        if (url.find("id[]=" + id) != std::string::npos) body += (body.empty() ? "[" : ",") + json;
      }
      return {200, {}, body.empty() ? "[]" : body + "]"};
    }
    const std::string rest = url.substr(begin + 1, url.find('?', begin) - begin - 1);
    if (const auto list = lists.find(rest); list != lists.end()) return {200, {}, list->second};
    const auto found = statuses.find(rest);
    if (found == statuses.end()) return {404, {}, R"({"error":"Record not found"})"};
    return {200, {}, found->second};
  }
};

}  // namespace mastodon
