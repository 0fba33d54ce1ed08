#include "connectors/bluesky/receiver.hpp"

#include <algorithm>
#include <chrono>

#include <boost/json/serialize.hpp>

#include "connectors/bluesky/json_at.hpp"

namespace bluesky {
namespace {

namespace json = boost::json;
using base::FailureKind;

constexpr std::chrono::hours kBeginning{24};  // A new inbox begins with what was said since.
constexpr std::int64_t kPollSeconds = 15;
constexpr std::int64_t kOwnEvery = 4;     // Rounds.
constexpr std::int64_t kCheckEvery = 20;  // Rounds: every five minutes.
constexpr std::int64_t kLiveEvery = 4;    // Rounds, while what is said is heard live.
constexpr int kMostPages = 200;           // Of a hundred entries each.
constexpr int kDeepPages = 5;
constexpr std::chrono::minutes kDatedBack{2};  // What stands so much further down than when it came.
constexpr std::size_t kBatch = 100;
constexpr std::size_t kMostAuthors = 1000;
constexpr std::size_t kProfilesAtOnce = 25;  // Of app.bsky.actor.getProfiles.
constexpr std::size_t kMostAnswered = 20;    // Threads, in one check: the latest.
constexpr const char* kPageSize = "100";

// The platform sorts by the earlier of the two: createdAt is the writer's and may lie far back.
base::Time sorted_at(const json::value& entry, const std::string& place, base::Time otherwise) {
  const auto indexed = time_at(entry, place + "indexedAt");
  const auto created = time_at(entry, place + "record.createdAt");
  return std::min(indexed.value_or(otherwise), created.value_or(otherwise));
}

bool wants_profile(const channel::InboundItem& item) {
  using enum channel::ItemKind;
  if (item.own || item.author.external_id.empty()) return false;
  const bool is_made =
      item.kind == like || item.kind == share || item.kind == follow || item.kind == block || item.kind == edit;
  return item.kind == message || (is_made && item.author.handle.empty());
}

std::string key_of(const json::value& entry, const std::string& place) {
  std::string uri = text_at(entry, place + "uri");
  return uri.empty() ? json::serialize(entry) : uri;
}

}  // namespace

Receiver::Receiver(Client& client, const Settings& settings, const channel::ChannelServices& services,
                   channel::ItemSink& sink, const std::string& cursor)
    : client_(client),
      settings_(settings),
      sink_(sink),
      begin_(client.now() - kBeginning),
      memory_(Memory::read(cursor, begin_)),
      stored_rev_(memory_.chat_rev),
      notified_(memory_.notified_at),
      own_(memory_.own_at) {
  const auto source = parse_live_source(settings_.live.value_or(""));
  if (!source) return;
  if (std::exchange(memory_.live_url, source->url) != source->url) memory_.live_at.reset();
  live_.emplace(services, *source, memory_.live_at, [this](const EventFacts& facts) { return concerns_us(facts); }, bell_);
}

net::Task<base::Failure> Receiver::run() {
  // What concerns us is known when we know who we are.
  if (auto ready = co_await client_.sign_in(); !ready) co_return std::move(ready.error());
  if (!live_) co_return co_await rounds();
  co_return co_await net::first_of(rounds(), live_->run());
}

net::Task<base::Failure> Receiver::rounds() {
  const std::chrono::seconds pause(settings_.poll_seconds.value_or(kPollSeconds));
  for (std::int64_t number = 0;; ++number) {
    if (auto done = co_await round(number); !done) co_return std::move(done.error());
    sink_.connected();
    tell_parts();
    if (auto done = co_await rest(pause); !done) co_return std::move(done.error());
  }
}

net::Task<Receiver::Outcome> Receiver::rest(std::chrono::milliseconds pause) {
  const auto until = client_.now() + pause;
  for (auto left = pause; left.count() > 0; left = until - client_.now()) {
    if (!co_await bell_.wait(left)) co_return Outcome();
    if (auto done = co_await take_live(); !done) co_return done;
    tell_parts();
  }
  co_return Outcome();
}

void Receiver::tell_parts() {
  std::string troubles = chat_trouble_;
  if (live_ && !live_->trouble().empty()) {
    troubles +=
        (troubles.empty() ? "" : " ") + std::string("What is said is not heard live, only asked for: ") + live_->trouble();
  }
  sink_.impaired(troubles);
}

net::Task<Receiver::Outcome> Receiver::round(std::int64_t number) {
  if (auto ready = co_await client_.sign_in(); !ready) co_return ready;
  if (auto done = co_await take_live(); !done) co_return done;
  const bool has_missed = number % kOwnEvery == 0 && std::exchange(check_soon_, false);
  const bool deep = number % kCheckEvery == 0 || has_missed;
  const bool heard_already = live_ && live_->hears() && number % kLiveEvery != 0;
  std::vector<Fresh> fresh;
  if (!heard_already) {
    if (auto done = co_await read_notifications(deep, fresh); !done) co_return done;
  }
  if (number % kOwnEvery == 0) {
    if (auto done = co_await read_own_posts(fresh); !done) co_return done;
  }
  if (deep) {
    if (auto done = co_await check_posts(); !done) co_return done;
    if (auto done = co_await read_own_threads(fresh); !done) co_return done;
    if (auto done = co_await read_answered_threads(fresh); !done) co_return done;
  }
  if (auto done = co_await hand_over(std::move(fresh), deep); !done) co_return done;
  if (deep) {
    if (auto done = co_await check_signals(); !done) co_return done;
    if (auto done = co_await check_people(); !done) co_return done;
    if (memory_.live_at) {
      if (auto done = co_await store({}); !done) co_return done;  // How far the live source was heard, items or none.
    }
  }
  co_return co_await read_chat();
}

net::Task<Receiver::Outcome> Receiver::read_notifications(bool deep, std::vector<Fresh>& fresh /*outlives*/) {
  Listing listing;
  listing.method = "app.bsky.notification.listNotifications";
  listing.member = "notifications";
  listing.mark = &notified_;
  listing.since = notified_.since();
  listing.dated_back_since = deep ? std::min(listing.since, memory_.checked_at) : listing.since;
  listing.at_least_pages = deep ? kDeepPages : 1;
  listing.read = [this](const json::value& entry, channel::InboundBatch& out) {
    read_notification(entry, client_.did(), client_.now(), out);
  };
  co_return co_await read_back(std::move(listing), fresh);
}

net::Task<Receiver::Outcome> Receiver::read_own_posts(std::vector<Fresh>& fresh /*outlives*/) {
  Listing listing;
  listing.method = "app.bsky.feed.getAuthorFeed";
  listing.member = "feed";
  listing.entry_at = "post.";
  listing.parameters = {{"actor", client_.did()}, {"filter", "posts_with_replies"}};
  listing.mark = &own_;
  listing.since = listing.dated_back_since = own_.since();
  listing.read = [this](const json::value& entry, channel::InboundBatch& out) {
    // What we passed on was said by others.
    if (text_at(entry, "post.author.did") != client_.did()) return;
    read_post(*find_at(entry, "post"), client_.did(), client_.now(), out);
  };
  co_return co_await read_back(std::move(listing), fresh);
}

net::Task<Receiver::Outcome> Receiver::read_back(Listing listing, std::vector<Fresh>& fresh /*outlives*/) {
  std::string cursor;
  base::Time oldest = client_.now();
  for (int page = 1;; ++page) {
    Query query{listing.method, listing.parameters};
    query.parameters.emplace_back("limit", kPageSize);
    if (!cursor.empty()) query.parameters.emplace_back("cursor", cursor);
    const auto answer = co_await client_.get(std::move(query));
    if (!answer) co_return base::pass_on(answer.error());
    const auto& entries = list_at(*answer, listing.member);
    for (const auto& entry : entries) {
      // What has no time is not to be passed over, nor to move the mark.
      const auto at = time_at(entry, listing.entry_at + "indexedAt").value_or(listing.since);
      const std::string key = key_of(entry, listing.entry_at);
      const bool is_dated_back = sorted_at(entry, listing.entry_at, at) < at - kDatedBack;
      const auto since = is_dated_back ? listing.dated_back_since : listing.since;
      if (at < since || !listing.mark->is_new(key)) continue;
      Fresh one{{}, key, at, listing.mark};
      listing.read(entry, one.what);
      fresh.push_back(std::move(one));
    }
    if (!entries.empty()) oldest = sorted_at(entries.back(), listing.entry_at, oldest);
    std::string next = text_at(*answer, "cursor");
    if (entries.empty() || next.empty() || next == cursor) co_return Outcome();
    if (oldest < listing.dated_back_since && page >= listing.at_least_pages) co_return Outcome();
    if (page == kMostPages) {
      channel::Gap gap{listing.since, oldest, "More happened on Bluesky than can be asked for after so long a time."};
      co_return co_await sink_.report(std::move(gap));
    }
    cursor = std::move(next);
  }
}

net::Task<Receiver::Outcome> Receiver::read_own_threads(std::vector<Fresh>& fresh /*outlives*/) {
  const auto since = memory_.checked_at;
  // Bluesky tells of replies to our posts and to what is near them; what is said further down is found here.
  for (const auto& post : std::exchange(own_threads_, {})) {
    auto found = co_await read_replies(post);
    if (!found) co_return base::pass_on(found.error());
    for (auto& item : found->items) {
      if (item.own || item.said_at < since) continue;
      Fresh one{{}, item.external_id, item.said_at, nullptr};
      one.what.items.push_back(std::move(item));
      fresh.push_back(std::move(one));
    }
  }
  co_return Outcome();
}

// In threads of others Bluesky tells us only of what answers us directly: whoever writes on under their own words is found here.
net::Task<Receiver::Outcome> Receiver::read_answered_threads(std::vector<Fresh>& fresh /*outlives*/) {
  const auto since = memory_.checked_at;
  std::vector<std::string> threads;
  for (auto one = memory_.answered.rbegin(); one != memory_.answered.rend() && threads.size() < kMostAnswered; ++one) {
    if (!is_ours(*one)) threads.push_back(*one);
  }
  for (const auto& root : threads) {
    auto found = co_await read_replies(root);
    if (!found) co_return base::pass_on(found.error());
    for (auto& item : found->items) {
      if (item.own || item.said_at < since) continue;
      if (!goes_on(item.thread_key, item.parent_external_id, item.author.external_id)) continue;
      Fresh one{{}, item.external_id, item.said_at, nullptr};
      one.what.items.push_back(std::move(item));
      fresh.push_back(std::move(one));
    }
  }
  co_return Outcome();
}

// Nothing of a thread that cannot be seen.
net::Task<base::Result<channel::InboundBatch>> Receiver::read_replies(std::string root) {
  if (auto done = co_await take_live(); !done) co_return base::pass_on(done.error());
  Query query{"app.bsky.feed.getPostThread", {{"uri", root}, {"depth", "8"}, {"parentHeight", "0"}}};
  const auto answer = co_await client_.get(std::move(query));
  if (!answer && is_passing(answer.error())) co_return base::pass_on(answer.error());
  const auto* thread = answer ? find_at(*answer, "thread") : nullptr;
  channel::InboundBatch found;
  if (thread != nullptr) read_thread(*thread, client_.did(), client_.now(), found);
  co_return found;
}

net::Task<Receiver::Outcome> Receiver::hand_over(std::vector<Fresh> fresh, bool deep) {
  std::ranges::stable_sort(fresh, {}, &Fresh::at);
  std::set<std::string> handed;
  channel::InboundBatch batch;
  for (std::size_t i = 0; i < fresh.size(); ++i) {
    auto& one = fresh[i];
    if (one.mark != nullptr) one.mark->take(one.key, one.at);
    if (handed.insert(one.key).second) {
      for (auto& item : one.what.items) batch.items.push_back(std::move(item));
      for (auto& item : one.what.unreadable) batch.unreadable.push_back(std::move(item));
    }
    const bool is_full = batch.items.size() + batch.unreadable.size() >= kBatch;
    const bool is_last = i + 1 == fresh.size();
    if (is_last && deep) memory_.checked_at = memory_.notified_at;
    if (!is_full && !is_last) continue;
    if (auto done = co_await know_authors(batch); !done) co_return done;
    if (auto done = co_await take(std::exchange(batch, {})); !done) co_return done;
  }
  co_return Outcome();
}

// How many people see what somebody says, which notifications do not tell; and what they are called, which a live source does
// not.
net::Task<Receiver::Outcome> Receiver::know_authors(channel::InboundBatch& batch /*outlives*/) {
  if (authors_.size() > kMostAuthors) authors_.clear();
  std::set<std::string> unknown;
  for (const auto& item : batch.items) {
    if (wants_profile(item) && !authors_.contains(item.author.external_id)) unknown.insert(item.author.external_id);
  }
  while (!unknown.empty()) {
    Query query{"app.bsky.actor.getProfiles", {}};
    while (!unknown.empty() && query.parameters.size() < kProfilesAtOnce)
      query.parameters.emplace_back("actors", unknown.extract(unknown.begin()).value());
    const auto answer = co_await client_.get(std::move(query));
    if (!answer && is_passing(answer.error())) co_return base::pass_on(answer.error());
    if (!answer) continue;  // It can be said without.
    for (const auto& profile : list_at(*answer, "profiles")) {
      auto author = read_author(profile);
      authors_[author.external_id] = std::move(author);
    }
  }
  for (auto& item : batch.items) {
    if (item.own && item.author.handle.empty()) item.author.handle = "@" + client_.handle();
    const auto known = authors_.find(item.author.external_id);
    if (known == authors_.end()) continue;
    if (item.author.handle.empty()) item.author.handle = known->second.handle;
    if (item.author.name.empty()) item.author.name = known->second.name;
    item.author.followers = known->second.followers;
    item.author.verified = known->second.verified;
  }
  co_return Outcome();
}

net::Task<Receiver::Outcome> Receiver::take(channel::InboundBatch batch) {
  if (batch.items.empty() && batch.unreadable.empty()) co_return Outcome();
  co_return co_await store(std::move(batch));
}

net::Task<Receiver::Outcome> Receiver::store(channel::InboundBatch batch) {
  for (const auto& item : batch.items) memory_.remember(item);
  batch.cursor = memory_.write();
  auto done = co_await sink_.take(std::move(batch));
  is_lost_ = !done;
  stored_rev_ = memory_.chat_rev;
  co_return done;
}

}  // namespace bluesky
