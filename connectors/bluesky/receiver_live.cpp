// What was heard live: which of it concerns us, and what it says. The account's own lists are asked for all the same, at
// longer intervals: what a stream did not tell is found there.
#include <string>
#include <utility>

#include "connectors/bluesky/at_uri.hpp"
#include "connectors/bluesky/json_at.hpp"
#include "connectors/bluesky/receiver.hpp"

namespace bluesky {
namespace {

namespace json = boost::json;
using channel::ItemKind;

bool mentions(const json::value& record, const std::string& did) {
  for (const auto& facet : list_at(record, "facets")) {
    for (const auto& feature : list_at(facet, "features")) {
      if (text_at(feature, "did") == did) return true;
    }
  }
  return false;
}

bool is_undoing(ItemKind kind) {
  using enum ItemKind;
  return kind == unlike || kind == unshare || kind == unfollow || kind == unblock;
}

}  // namespace

bool Receiver::is_ours(const std::string& uri) const { return uri.starts_with("at://" + client_.did() + "/"); }

bool Receiver::goes_on(const std::string& root, const std::string& parent, const std::string& author) const {
  const auto above = parse_at_uri(parent);
  if (above && above->did == author && memory_.has_post(parent)) return true;  // Under their own words that we have.
  return memory_.has_answered(root) && (memory_.has_word_of(author) || root.starts_with("at://" + author + "/"));
}

bool Receiver::is_said_to_us(const EventFacts& facts) const {
  const auto& record = *facts.record;
  const std::string root = text_at(record, "reply.root.uri");
  const std::string parent = text_at(record, "reply.parent.uri");
  if (is_ours(root) || is_ours(parent) || mentions(record, client_.did())) return true;
  if (is_ours(text_at(record, "embed.record.uri")) || is_ours(text_at(record, "embed.record.record.uri"))) return true;
  if (parent.empty()) return false;
  return goes_on(root, parent, facts.did) || (live_ && live_->has(parent) && parent.starts_with("at://" + facts.did + "/"));
}

bool Receiver::concerns_us(const EventFacts& facts) const {
  if (client_.did().empty()) return false;
  if (facts.is_account_gone) return memory_.has_word_of(facts.did);
  if (facts.operation == "delete")
    return memory_.has_post(facts.uri) || memory_.find_done(facts.uri) != nullptr || (live_ && live_->has(facts.uri));
  if (facts.record == nullptr) return false;
  const bool is_own = facts.did == client_.did();
  if (facts.collection == kPost) {
    if (facts.operation == "update") return memory_.has_post(facts.uri) || (live_ && live_->has(facts.uri));
    return is_own || is_said_to_us(facts);
  }
  if (is_own) return false;
  if (facts.collection == kLike || facts.collection == kRepost) return is_ours(text_at(*facts.record, "subject.uri"));
  return text_at(*facts.record, "subject") == client_.did();
}

void Receiver::read_live(const json::value& event, channel::InboundBatch& out) {
  const auto facts = facts_of(event);
  if (facts.is_account_gone) check_soon_ = true;  // Its posts and likes went with it.
  const std::size_t before = out.items.size();
  read_event(event, client_.now(), out);
  for (std::size_t i = before; i < out.items.size(); ++i) {
    auto& item = out.items[i];
    item.own = facts.did == client_.did();
    if (!is_undoing(item.kind)) continue;
    // Such an event names nothing but itself: what was liked is known from the like.
    if (const auto* done = memory_.find_done(item.external_id)) item.target_external_id = done->target;
    for (std::size_t k = 0; k < i; ++k) {
      if (out.items[k].external_id == item.external_id) item.target_external_id = out.items[k].target_external_id;
    }
  }
}

net::Task<Receiver::Outcome> Receiver::take_live() {
  if (!live_) co_return Outcome();
  auto news = live_->take();
  check_soon_ = check_soon_ || news.missed;
  if (news.position) memory_.live_at = news.position;
  channel::InboundBatch batch;
  for (const auto& event : news.events) read_live(event, batch);
  if (auto done = co_await know_authors(batch); !done) co_return done;
  co_return co_await take(std::move(batch));
}

}  // namespace bluesky
