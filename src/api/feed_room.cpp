#include "api/feed_room.hpp"

#include <algorithm>

#include "base/json/encode.hpp"

namespace api {
namespace {

constexpr std::chrono::milliseconds kBetweenNotices{1'000};
constexpr double kForgetUsual = 64;  // Events after which the usual size is mostly theirs.

std::string key_of(const rights::Principal& audience) {
  std::string key = std::to_string(static_cast<int>(audience.kind)) + "." + std::to_string(static_cast<int>(audience.role));
  if (audience.user_id) key += " user " + std::to_string(audience.user_id->value);
  for (const auto team : audience.team_ids) key += " " + std::to_string(team.value);
  return key;
}

}  // namespace

FeedText to_text(const contract::FeedMessage& message) { return std::make_shared<const std::string>(base::encode(message)); }

const FeedText& EncodedEvent::text_for(Share share) {
  static const FeedText kNothing;
  if (share == Share::nothing) return kNothing;
  auto& slot = share == Share::whole ? whole_ : gone_;
  if (!slot) {
    const auto message = share == Share::whole ? present_whole(numbered_) : present_gone(numbered_);
    slot = message ? to_text(*message) : nullptr;
  }
  return *slot;
}

void FeedBundle::add(const FeedText& event) {
  if (!first_) {
    first_ = event;
    return;
  }
  if (text_.empty()) text_ = "[" + *first_;
  text_ += ',';
  text_ += *event;
}

FeedText FeedBundle::take() {
  FeedText first = std::exchange(first_, nullptr);
  if (text_.empty()) return first;
  text_ += ']';
  return std::make_shared<const std::string>(std::exchange(text_, {}));
}

FeedRoom::FeedRoom(ids::Organization organization, LiveFeedStats& stats) : organization_(organization), stats_(stats) {}

void FeedRoom::enter(const SubscriberPtr& who) {
  who->seat = members_.size();
  members_.push_back(who);
}

void FeedRoom::leave(const SubscriberPtr& who) {
  if (auto* audience = std::exchange(who->audience, nullptr)) {
    auto& listeners = audience->listeners;
    listeners[who->place] = listeners.back();
    listeners[who->place]->place = who->place;
    listeners.pop_back();
    --stats_.listeners;
    if (listeners.empty()) audiences_.erase(key_of(audience->principal));
  }
  for (const auto key : who->visitor_keys) {
    const auto [begin, end] = visitors_.equal_range(key);
    const auto found = std::find_if(begin, end, [&](const auto& entry) { return entry.second == who.get(); });
    if (found != end) visitors_.erase(found);
  }
  std::erase(slow_, who);
  const SubscriberPtr last = members_.back();
  last->seat = who->seat;
  members_[who->seat] = last;
  members_.pop_back();
}

void FeedRoom::take(const store::PublishedBatch& batch, const store::Published& published) {
  latest_ = std::max(latest_, published.seq);
  if (audiences_.empty() && visitors_.empty()) return;
  news_.push_back({batch, EncodedEvent({organization_, published.seq, published.at, published.event})});
}

void FeedRoom::tell(std::size_t bytes_per_s, Instant now) {
  if (news_.empty()) return;
  for (auto& [key, audience] : audiences_) tell_audience(audience, bytes_per_s, now);
  if (!visitors_.empty())
    for (const auto& one : news_) tell_visitors(one.event.numbered());
  news_.clear();
}

void FeedRoom::tell_audience(FeedAudience& audience, std::size_t bytes_per_s, Instant now) {
  const bool was_over = audience.pace.is_over();
  FeedBundle bundle;
  for (auto& one : news_) {
    if (addressee_of(one.event.numbered().event)) {
      if (audience.pace.is_over()) continue;
      if (const FeedText before = bundle.take()) send_all(audience, before);
      send_to_addressee(audience, one.event);
      continue;
    }
    const Share share = share_of(audience.principal, one.event.numbered());
    if (share == Share::nothing) continue;
    if (audience.pace.is_over()) {
      audience.pace.pass_over(static_cast<std::size_t>(usual_bytes_));
      continue;
    }
    const FeedText& text = one.event.text_for(share);
    if (!text) continue;
    usual_bytes_ += (static_cast<double>(text->size()) - usual_bytes_) / kForgetUsual;
    if (!audience.pace.take(text->size(), bytes_per_s, now)) continue;
    bundle.add(text);
    if (bundle.is_full()) send_all(audience, bundle.take());
  }
  // What is in the bundle still is part of what they will load.
  if (audience.pace.is_over()) return was_over ? void() : notice(audience, now);
  if (const FeedText text = bundle.take()) send_all(audience, text);
}

void FeedRoom::send_to_addressee(FeedAudience& audience, EncodedEvent& event) {
  for (auto* one : audience.listeners)
    if (const FeedText& text = event.text_for(share_of(one->proof.principal, event.numbered()))) send(*one, text);
}

void FeedRoom::send_all(FeedAudience& audience, const FeedText& text) {
  for (auto* one : audience.listeners) send(*one, text);
}

void FeedRoom::notice(FeedAudience& audience, Instant now) {
  audience.noticed_at = now;
  audience.noticed_seq = latest_;
  contract::FeedResync message;
  message.seq = latest_;
  stats_.resyncs += audience.listeners.size();
  send_all(audience, to_text(message));
}

void FeedRoom::tick(std::size_t bytes_per_s, Instant now) {
  tell(bytes_per_s, now);
  for (auto& [key, audience] : audiences_) {
    if (!audience.pace.is_over()) continue;
    const bool is_calm = audience.pace.calms_down(bytes_per_s, now);
    const bool is_due = is_calm || now - audience.noticed_at >= kBetweenNotices;
    if (is_due && audience.noticed_seq < latest_) notice(audience, now);
  }
  catch_slow_readers();
}

void FeedRoom::catch_slow_readers() {
  std::vector<SubscriberPtr> drained;
  std::erase_if(slow_, [&](const SubscriberPtr& one) {
    const bool is_drained = !one->closed && one->socket->queued_bytes() == 0;
    if (is_drained) drained.push_back(one);
    return is_drained || one->closed;
  });
  for (const auto& one : drained) {
    one->socket->clear_overflow();
    one->behind = false;
    resync(*one, 0);
  }
}

void FeedRoom::send(Subscriber& to, const FeedText& text) {
  if (to.closed || to.behind || !text) return;
  if (to.socket->send(text)) {
    ++stats_.messages;
    return;
  }
  to.behind = true;
  slow_.push_back(members_[to.seat]);
}

void FeedRoom::resync(Subscriber& to, std::int64_t seq) {
  to.sent_seq = std::max({to.sent_seq, seq, latest_});
  contract::FeedResync message;
  message.seq = to.sent_seq;
  ++stats_.resyncs;
  send(to, to_text(message));
}

void FeedRoom::go_live(const SubscriberPtr& who, std::size_t bytes_per_s, Instant now) {
  tell(bytes_per_s, now);
  who->state = Subscriber::State::live;
  if (who->visitor) return index_visitor(*who);
  rights::Principal audience = audience_of(who->proof.principal);
  const std::string key = key_of(audience);
  FeedAudience& found = audiences_.try_emplace(key, std::move(audience), now).first->second;
  who->audience = &found;
  who->place = found.listeners.size();
  found.listeners.push_back(who.get());
  ++stats_.listeners;
}

void FeedRoom::index_visitor(Subscriber& who) {
  const auto add = [&](std::int64_t key) {
    if (std::ranges::find(who.visitor_keys, key) != who.visitor_keys.end()) return;
    who.visitor_keys.push_back(key);
    visitors_.emplace(key, &who);
  };
  add(who.visitor->identity_id.value);
  if (const auto contact = who.visitor->contact_id) add(contact->value);
}

void FeedRoom::tell_visitors(const Numbered& happened) {
  const auto concerned = visitor_keys_of(happened.event);
  std::vector<Subscriber*> found;
  for (const auto key : concerned) {
    const auto [begin, end] = visitors_.equal_range(key);
    for (auto entry = begin; entry != end; ++entry)
      if (std::ranges::find(found, entry->second) == found.end()) found.push_back(entry->second);
  }
  for (auto* one : found) show_visitor(*one, happened);
}

void FeedRoom::show_visitor(Subscriber& to, const Numbered& happened) {
  for (const auto& message : present_to_visitor(*to.visitor, happened)) send(to, to_text(message));
  if (to.state == Subscriber::State::live) index_visitor(to);
}

}  // namespace api
