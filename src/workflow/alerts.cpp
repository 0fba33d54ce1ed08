#include "workflow/alerts.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "domain/signal/spike.hpp"
#include "store/inbox_store.hpp"

namespace workflow {
namespace {

using namespace std::chrono_literals;
using signals::Alert;

constexpr auto kBefore = 24h;
constexpr auto kAfter = 3h;
constexpr std::int64_t kOwnPosts = 50;
constexpr std::int64_t kThreads = 10;
constexpr std::int64_t kTargets = 5;
constexpr std::size_t kShownPosts = 10;
constexpr std::int64_t kPeople = 20;

base::Failure no_such_alert() { return {base::FailureKind::not_found, "There is no such alert.", "", std::nullopt}; }

std::vector<AlertPoint> draw(store::Reading& reading, const Alert& alert) {
  const base::Time until = alert.ended_at ? std::min(*alert.ended_at + kAfter, reading.now()) : reading.now();
  const auto inbox = store::find_inbox(reading, alert.organization_id, alert.inbox_id);
  const std::int64_t last = signals::bucket_of(until);
  const auto rows = store::read_series(reading, alert.organization_id, alert.inbox_id, alert.signal_kind,
                                       last - signals::kPastBuckets, last + 1);
  const signals::History history(rows, inbox ? inbox->created_at : until, until);
  std::vector<AlertPoint> points;
  for (std::int64_t bucket = signals::bucket_of(alert.began_at - kBefore); bucket <= last; ++bucket) {
    const auto usual = history.usual(bucket);
    points.push_back({signals::begin_of(bucket), history.count(bucket, bucket + 1), usual.expected, usual.most()});
  }
  return points;
}

// Our posts of the day before, what most people answered in that time, and what the signals were about.
std::vector<PrecedingPost> find_posts(store::Reading& reading, const Alert& alert, base::Time until) {
  std::map<std::string, PrecedingPost> found;
  for (auto& post : store::list_own_posts(reading, alert, alert.began_at - kBefore, kOwnPosts)) {
    const std::string name = post.external_id;
    found[name].post = std::move(post);
  }
  const auto find = [&](const std::string& name) -> PrecedingPost* {
    const auto known = found.find(name);
    if (known != found.end()) return &known->second;
    auto post = store::find_alert_post(reading, alert, name);
    if (!post) return nullptr;
    PrecedingPost& added = found[name];
    added.conversation_id = post->conversation_id;
    added.post = *std::move(post);
    return &added;
  };
  for (const auto& target : store::list_alert_targets(reading, alert, until, kTargets))
    (void)find(target.target_external_id);
  for (const auto& thread : store::list_busy_threads(reading, alert, alert.began_at - kBefore, until, kThreads)) {
    PrecedingPost* post = find(thread.thread_key);
    if (post == nullptr) continue;
    post->people = thread.people;
    if (!post->conversation_id) post->conversation_id = thread.conversation_id;
  }
  std::vector<PrecedingPost> posts;
  for (auto& [name, post] : found) posts.push_back(std::move(post));
  const auto weight = [](const PrecedingPost& one) {
    return std::tuple(one.post.lost, one.people + one.post.signals, one.post.said_at);
  };
  std::ranges::sort(posts, [&](const auto& a, const auto& b) { return weight(a) > weight(b); });
  if (posts.size() > kShownPosts) posts.resize(kShownPosts);
  return posts;
}

}  // namespace

base::Result<AlertStory> tell_alert(store::Reading& reading, ids::Organization organization, ids::Alert id) {
  auto alert = store::find_alert(reading, organization, id);
  if (!alert) return base::pass_on(no_such_alert());
  const base::Time until = alert->ended_at.value_or(reading.now() + 1ms);
  AlertStory story;
  story.points = draw(reading, *alert);
  story.posts = find_posts(reading, *alert, until);
  story.people = store::list_alert_people(reading, *alert, until, kPeople);
  story.alert = *std::move(alert);
  return story;
}

base::Result<Alert> see_alert(store::Transaction& transaction, const rights::Principal& who, ids::Alert id) {
  auto alert = store::find_alert(transaction, who.organization_id, id);
  if (!alert) return base::pass_on(no_such_alert());
  if (alert->seen_at) return *std::move(alert);
  alert->seen_by = who.user_id;
  alert->seen_at = transaction.now();
  store::update_alert(transaction, *alert);
  transaction.publish(who.organization_id, event::AlertChanged{*alert});
  return *std::move(alert);
}

}  // namespace workflow
