// What was taken back, by difference: Bluesky tells nobody of deleted posts, likes and follows that are undone, and blocks.
//
// Every few minutes what the memory holds is compared with what can be seen now. Whatever is missing there is believed to be
// gone only once its record is gone too: posts also vanish for an account that is blocked.
#include <algorithm>
#include <span>
#include <utility>

#include "connectors/bluesky/at_uri.hpp"
#include "connectors/bluesky/json_at.hpp"
#include "connectors/bluesky/receiver.hpp"

namespace bluesky {
namespace {

using base::FailureKind;
using channel::ItemKind;

constexpr std::size_t kPostsAtOnce = 25;   // Of app.bsky.feed.getPosts.
constexpr std::size_t kPeopleAtOnce = 30;  // Of app.bsky.graph.getRelationships.
constexpr std::size_t kMostPeople = 90;    // In one check: the latest.
constexpr std::size_t kMostSubjects = 40;  // In one check: by turns.
constexpr int kActorPages = 2;
constexpr std::size_t kMostThreads = 10;

std::string did_of(const std::string& uri) {
  const auto parts = parse_at_uri(uri);
  return parts ? parts->did : std::string();
}

ItemKind undone(std::string_view collection) { return collection == kLike ? ItemKind::unlike : ItemKind::unshare; }

}  // namespace

bool is_passing(const base::Failure& failure) {
  return failure.kind == FailureKind::unavailable || failure.kind == FailureKind::rate_limited ||
         failure.kind == FailureKind::unauthenticated;
}

net::Task<base::Result<bool>> Receiver::is_deleted(std::string uri) {
  const auto parts = parse_at_uri(uri);
  if (!parts) co_return false;
  const auto answer = co_await client_.get(
      {"com.atproto.repo.getRecord", {{"repo", parts->did}, {"collection", parts->collection}, {"rkey", parts->rkey}}});
  if (!answer && is_passing(answer.error())) co_return base::pass_on(answer.error());
  co_return !answer && answer.error().kind == FailureKind::not_found;
}

// Looks at the record itself; what is not deleted is only not shown to us, and is looked for no more.
net::Task<Receiver::Outcome> Receiver::take_back(std::string uri, ItemKind kind, std::string target) {
  const auto deleted = co_await is_deleted(uri);
  if (!deleted) co_return base::pass_on(deleted.error());
  memory_.forget(uri);
  if (!*deleted) co_return Outcome();
  channel::InboundItem item;
  item.external_id = uri;
  item.kind = kind;
  item.author.external_id = did_of(uri);
  item.own = item.author.external_id == client_.did();
  item.is_public = true;
  item.target_external_id = std::move(target);
  item.said_at = client_.now();
  channel::InboundBatch batch;
  batch.items.push_back(std::move(item));
  co_return co_await take(std::move(batch));
}

net::Task<Receiver::Outcome> Receiver::check_posts() {
  const std::vector<std::string> all(memory_.posts.rbegin(), memory_.posts.rend());
  for (std::size_t at = 0; at < all.size(); at += kPostsAtOnce) {
    const auto some = std::span(all).subspan(at, std::min(kPostsAtOnce, all.size() - at));
    if (auto done = co_await check_posts_of({some.begin(), some.end()}); !done) co_return done;
  }
  co_return Outcome();
}

net::Task<Receiver::Outcome> Receiver::check_posts_of(std::vector<std::string> uris) {
  if (auto done = co_await take_live(); !done) co_return done;
  Query query{"app.bsky.feed.getPosts", {}};
  for (const auto& uri : uris) query.parameters.emplace_back("uris", uri);
  const auto answer = co_await client_.get(std::move(query));
  if (!answer && !is_passing(answer.error())) co_return Outcome();
  if (!answer) co_return base::pass_on(answer.error());
  std::set<std::string> there;
  for (const auto& post : list_at(*answer, "posts")) {
    std::string uri = text_at(post, "uri");
    const bool begins_thread = find_at(post, "record.reply") == nullptr && number_at(post, "replyCount").value_or(0) > 0;
    if (begins_thread && did_of(uri) == client_.did() && own_threads_.size() < kMostThreads) own_threads_.push_back(uri);
    there.insert(std::move(uri));
  }
  for (const auto& uri : uris) {
    if (there.contains(uri)) continue;
    if (auto done = co_await take_back(uri, ItemKind::deletion, uri); !done) co_return done;
  }
  co_return Outcome();
}

net::Task<Receiver::Outcome> Receiver::check_signals() {
  std::set<Subject> subjects;
  for (const auto& one : memory_.done) {
    const auto parts = parse_at_uri(one.uri);
    if (parts && !one.target.empty()) subjects.insert({parts->collection, one.target});
  }
  auto next = subjects.upper_bound(last_checked_);
  for (std::size_t i = 0; i < std::min(subjects.size(), kMostSubjects); ++i) {
    if (next == subjects.end()) next = subjects.begin();
    last_checked_ = *next++;
    if (auto done = co_await check_signals_on(last_checked_); !done) co_return done;
  }
  co_return Outcome();
}

net::Task<Receiver::Outcome> Receiver::check_signals_on(Subject subject) {
  if (auto done = co_await take_live(); !done) co_return done;
  const auto actors = co_await actors_of(subject);
  if (!actors && !is_passing(actors.error())) co_return Outcome();
  if (!actors) co_return base::pass_on(actors.error());
  const auto all = memory_.done;
  for (const auto& one : all) {
    const auto parts = parse_at_uri(one.uri);
    if (!parts || one.target != subject.post || parts->collection != subject.collection) continue;
    if (actors->contains(parts->did)) continue;
    if (auto done = co_await take_back(one.uri, undone(subject.collection), one.target); !done) co_return done;
  }
  co_return Outcome();
}

net::Task<base::Result<std::set<std::string>>> Receiver::actors_of(Subject subject) {
  const bool likes = subject.collection == kLike;
  std::set<std::string> actors;
  std::string cursor;
  for (int page = 0; page < kActorPages; ++page) {
    Query query{likes ? "app.bsky.feed.getLikes" : "app.bsky.feed.getRepostedBy", {{"uri", subject.post}, {"limit", "100"}}};
    if (!cursor.empty()) query.parameters.emplace_back("cursor", cursor);
    const auto answer = co_await client_.get(std::move(query));
    if (!answer) co_return base::pass_on(answer.error());
    for (const auto& one : list_at(*answer, likes ? "likes" : "repostedBy"))
      actors.insert(text_at(one, likes ? "actor.did" : "did"));
    cursor = text_at(*answer, "cursor");
    if (cursor.empty()) break;
  }
  co_return actors;
}

net::Task<Receiver::Outcome> Receiver::check_people() {
  std::vector<std::string> people;
  const auto add = [&](const std::string& uri) {
    std::string did = did_of(uri);
    if (did.empty() || did == client_.did() || people.size() == kMostPeople) return;
    if (std::ranges::find(people, did) == people.end()) people.push_back(std::move(did));
  };
  for (auto one = memory_.done.rbegin(); one != memory_.done.rend(); ++one) {
    if (one->target.empty()) add(one->uri);
  }
  for (auto one = memory_.posts.rbegin(); one != memory_.posts.rend(); ++one) add(*one);
  for (std::size_t at = 0; at < people.size(); at += kPeopleAtOnce) {
    Query query{"app.bsky.graph.getRelationships", {{"actor", client_.did()}}};
    for (std::size_t i = at; i < std::min(people.size(), at + kPeopleAtOnce); ++i)
      query.parameters.emplace_back("others", people[i]);
    const auto answer = co_await client_.get(std::move(query));
    if (!answer && is_passing(answer.error())) co_return base::pass_on(answer.error());
    if (!answer) co_return Outcome();
    for (const auto& one : list_at(*answer, "relationships")) {
      auto done = co_await check_relationship(text_at(one, "did"), text_at(one, "followedBy"), text_at(one, "blockedBy"));
      if (!done) co_return done;
    }
  }
  co_return Outcome();
}

net::Task<Receiver::Outcome> Receiver::check_relationship(std::string did, std::string followed_by, std::string blocked_by) {
  if (auto done = co_await check_still(did, std::string(kFollow), followed_by, ItemKind::unfollow); !done) co_return done;
  if (auto done = co_await check_still(did, std::string(kBlock), blocked_by, ItemKind::unblock); !done) co_return done;
  const bool known = std::ranges::find(memory_.done, blocked_by, &Done::uri) != memory_.done.end();
  if (blocked_by.empty() || known) co_return Outcome();
  channel::InboundItem item;
  item.external_id = blocked_by;
  item.kind = ItemKind::block;
  item.author.external_id = did;
  item.is_public = true;
  item.said_at = client_.now();
  channel::InboundBatch batch;
  batch.items.push_back(std::move(item));
  co_return co_await take(std::move(batch));
}

// Whether the follows, or blocks, of that person which the memory holds are still the one that is there now.
net::Task<Receiver::Outcome> Receiver::check_still(std::string did, std::string collection, std::string now_uri,
                                                   ItemKind undone) {
  const auto all = memory_.done;
  for (const auto& one : all) {
    const auto parts = parse_at_uri(one.uri);
    if (!parts || parts->did != did || parts->collection != collection || one.uri == now_uri) continue;
    if (auto done = co_await take_back(one.uri, undone, {}); !done) co_return done;
  }
  co_return Outcome();
}

}  // namespace bluesky
