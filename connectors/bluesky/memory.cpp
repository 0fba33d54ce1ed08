#include "connectors/bluesky/memory.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include <boost/describe.hpp>

#include "base/json/decode.hpp"
#include "base/json/encode.hpp"
#include "connectors/bluesky/at_uri.hpp"

namespace bluesky {
namespace {

constexpr std::size_t kMostPosts = 250;
constexpr std::size_t kMostDone = 200;
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
};
BOOST_DESCRIBE_STRUCT(Written, (), (version, notified_at, own_at, checked_at, chat_rev, posts, done))

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
  memory.posts.assign(written->posts.begin(), written->posts.end());
  for (auto& one : written->done) {
    if (one.size() == 2) memory.done.push_back({std::move(one[0]), std::move(one[1])});
  }
  return memory;
}

std::string Memory::write() const {
  Written written{1, notified_at, own_at, checked_at, chat_rev, {posts.begin(), posts.end()}, {}};
  for (const auto& one : done) written.done.push_back({one.uri, one.target});
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
  if (item.kind == channel::ItemKind::message) {
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

base::Time Mark::since() const { return at_ - kOverlap; }

void Mark::take(const std::string& key, base::Time at) {
  at_ = std::max(at_, at);
  seen_[key] = at;
  constexpr std::size_t kMany = 2000;
  if (seen_.size() > kMany) std::erase_if(seen_, [&](const auto& one) { return one.second < since(); });
}

}  // namespace bluesky
