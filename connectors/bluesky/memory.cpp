#include "connectors/bluesky/memory.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include <boost/describe.hpp>

#include "base/json/decode.hpp"
#include "base/json/encode.hpp"
#include "connectors/bluesky/at_uri.hpp"

namespace bluesky {
namespace {

constexpr std::size_t kMostPosts = 300;
constexpr std::size_t kMostDone = 400;
constexpr std::size_t kMostAnswered = 40;
constexpr std::size_t kMostBytes = 60 * 1024;
constexpr std::chrono::minutes kOverlap{2};

struct Written {
  std::int64_t version = 1;
  base::Time notified_at{};
  base::Time own_at{};
  base::Time checked_at{};
  std::string chat_rev;
  std::vector<std::string> posts;
  std::vector<std::vector<std::string>> done;  // [uri, target]
  std::optional<std::vector<std::string>> answered;
  std::optional<std::int64_t> live_at;
  std::optional<std::string> live_url;
};
BOOST_DESCRIBE_STRUCT(Written, (),
                      (version, notified_at, own_at, checked_at, chat_rev, posts, done, answered, live_at, live_url))

// Most addresses are of a few kinds: "~l:ewvi7…/3l3qo2…" for at://did:plc:ewvi7…/app.bsky.feed.like/3l3qo2….
constexpr std::string_view kCommonBegin = "at://did:plc:";
constexpr std::array<std::pair<char, std::string_view>, 5> kShort = {
    {{'p', kPost}, {'l', kLike}, {'r', kRepost}, {'f', kFollow}, {'b', kBlock}}};

std::string shortened(const std::string& uri) {
  const auto parts = uri.starts_with(kCommonBegin) ? parse_at_uri(uri) : std::nullopt;
  if (!parts) return uri;
  for (const auto& [letter, collection] : kShort) {
    if (parts->collection != collection) continue;
    return std::string("~") + letter + ':' +
           uri.substr(kCommonBegin.size(), uri.find('/', kCommonBegin.size()) - kCommonBegin.size()) + '/' + parts->rkey;
  }
  return uri;
}

std::string lengthened(const std::string& text) {
  const auto slash = text.rfind('/');
  if (!text.starts_with('~') || text.size() < 3 || slash == std::string::npos || slash < 3) return text;
  for (const auto& [letter, collection] : kShort) {
    if (text[1] != letter) continue;
    return std::string(kCommonBegin) + text.substr(3, slash - 3) + "/" + std::string(collection) + text.substr(slash);
  }
  return text;
}

bool is_undoing(channel::ItemKind kind) {
  using enum channel::ItemKind;
  return kind == unlike || kind == unshare || kind == unfollow || kind == unblock || kind == deletion;
}

bool is_done(channel::ItemKind kind) {
  using enum channel::ItemKind;
  return kind == like || kind == share || kind == follow || kind == block;
}

}  // namespace

Memory Memory::beginning(base::Time begin) {
  Memory memory;
  memory.notified_at = memory.own_at = memory.checked_at = begin;
  return memory;
}

Memory Memory::read(const std::string& cursor, base::Time begin) {
  auto written = base::decode_text<Written>(cursor, base::UnknownMembers::ignore);
  if (!written || written->version != 1) return beginning(begin);
  Memory memory;
  memory.notified_at = written->notified_at;
  memory.own_at = written->own_at;
  memory.checked_at = written->checked_at;
  memory.chat_rev = std::move(written->chat_rev);
  for (const auto& one : written->posts) memory.posts.push_back(lengthened(one));
  for (auto& one : written->done) {
    if (one.size() == 2) memory.done.push_back({lengthened(one[0]), lengthened(one[1])});
  }
  for (const auto& one : written->answered.value_or(std::vector<std::string>())) memory.answered.push_back(lengthened(one));
  memory.live_at = written->live_at;
  memory.live_url = written->live_url.value_or("");
  return memory;
}

std::string Memory::write() const {
  Written written{1, notified_at, own_at, checked_at, chat_rev, {}, {}, {}, live_at, live_url};
  for (const auto& one : posts) written.posts.push_back(shortened(one));
  for (const auto& one : done) written.done.push_back({shortened(one.uri), shortened(one.target)});
  auto& threads = written.answered.emplace();
  for (const auto& one : answered) threads.push_back(shortened(one));
  std::string text = base::encode(written);
  while (text.size() > kMostBytes) {
    const auto drop_oldest = [](auto& list) {
      list.erase(list.begin(), list.begin() + std::ssize(list) / 4 + (list.empty() ? 0 : 1));
    };
    drop_oldest(written.posts);
    drop_oldest(written.done);
    text = base::encode(written);
  }
  return text;
}

void Memory::remember(const channel::InboundItem& item) {
  if (!item.is_public || !parse_at_uri(item.external_id)) return;
  const std::string& uri = item.external_id;
  if (is_undoing(item.kind)) return forget(uri);
  if (item.kind == channel::ItemKind::message) {
    if (item.own && item.thread_key != uri && parse_at_uri(item.thread_key)) {
      std::erase(answered, item.thread_key);
      answered.push_back(item.thread_key);
      if (answered.size() > kMostAnswered) answered.pop_front();
    }
    if (std::ranges::find(posts, uri) != posts.end()) return;
    posts.push_back(uri);
    if (posts.size() > kMostPosts) posts.pop_front();
  } else if (is_done(item.kind)) {
    if (std::ranges::find(done, uri, &Done::uri) != done.end()) return;
    done.push_back({uri, item.target_external_id});
    if (done.size() > kMostDone) done.pop_front();
  }
}

void Memory::forget(std::string_view uri) {
  std::erase(posts, uri);
  std::erase_if(done, [&](const Done& one) { return one.uri == uri; });
}

bool Memory::has_post(std::string_view uri) const { return std::ranges::find(posts, uri) != posts.end(); }

const Done* Memory::find_done(std::string_view uri) const {
  const auto found = std::ranges::find(done, uri, &Done::uri);
  return found != done.end() ? &*found : nullptr;
}

bool Memory::has_word_of(std::string_view did) const {
  const std::string begin = "at://" + std::string(did) + "/";
  return std::ranges::any_of(posts, [&](const std::string& uri) { return uri.starts_with(begin); });
}

bool Memory::has_answered(std::string_view root) const { return std::ranges::find(answered, root) != answered.end(); }

base::Time Mark::since() const { return at_ - kOverlap; }

void Mark::take(const std::string& key, base::Time at) {
  at_ = std::max(at_, at);
  seen_[key] = at;
  constexpr std::size_t kMany = 2000;
  if (seen_.size() > kMany) std::erase_if(seen_, [&](const auto& one) { return one.second < since(); });
}

}  // namespace bluesky
