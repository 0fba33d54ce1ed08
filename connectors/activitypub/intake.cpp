#include "connectors/activitypub/intake.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/json/decode.hpp"
#include "base/json/encode.hpp"
#include "connectors/activitypub/delivery.hpp"
#include "connectors/activitypub/json.hpp"

namespace activitypub {
namespace {

using base::FailureKind;
using boost::json::object;

// Longer than a signature counts (_fediverse/http_signature.hpp): an hour and five minutes.
constexpr std::chrono::minutes kRemembered{90};
constexpr std::size_t kPage = 500;

channel::InboundItem unfollowed(const Actor& by, base::Time now) {
  channel::InboundItem item;
  item.kind = channel::ItemKind::unfollow;
  item.external_id = "vanished " + by.id;
  item.author.external_id = by.id;
  item.author.handle = by.handle;
  item.said_at = now;
  return item;
}

bool blocks(const Understood& understood) {
  return !understood.items.empty() && understood.items.front().kind == channel::ItemKind::block;
}

}  // namespace

net::Task<base::Result<bool>> Intake::take(net::Request request, channel::ItemSink& sink /*outlives*/) {
  const std::string body = request.body;
  auto sender = co_await gate_.prove(std::move(request));
  if (!sender) co_return base::pass_on(sender.error());
  const auto seen = co_await account_.state().find(kSeen, digest_name(sender->signature));
  if (!seen) co_return base::pass_on(seen.error());
  if (*seen) co_return base::fail(FailureKind::conflict, "This delivery was taken before.");
  auto value = base::parse_json(body);
  if (!value) co_return base::pass_on(value.error());
  if (!value->is_object()) co_return base::fail(FailureKind::invalid, "Expected an object.");
  object activity = std::move(value->as_object());
  Understood understood;
  if (sender->is_gone) {
    understood.effect = Effect::vanish;
  } else {
    auto read = co_await understand_fully(activity, sender->actor);
    if (!read) co_return base::pass_on(read.error());
    understood = *std::move(read);
  }
  auto batch = co_await to_batch(std::move(understood), std::move(activity), *std::move(sender));
  if (!batch) co_return base::pass_on(batch.error());
  if (batch->items.empty() && batch->state.empty()) co_return false;  // None of our business.
  const auto delivers = [](const channel::StateChange& one) { return one.kind == kDelivery; };
  const bool has_answer = std::ranges::any_of(batch->state, delivers);
  const auto taken = co_await sink.take(*std::move(batch));
  if (!taken) co_return base::pass_on(taken.error());
  co_return has_answer;
}

net::Task<base::Result<Understood>> Intake::understand_fully(object activity, Actor by) {
  const base::Time now = services_.clock.now();
  auto understood = understand(activity, by, account_.us(), now);
  if (!understood || understood->object_id.empty()) co_return understood;
  const std::string id = understood->object_id;
  const auto signer = co_await account_.signer();
  if (!signer) co_return base::pass_on(signer.error());
  const auto fetched = co_await actors_.fetch(id, *signer);
  if (!fetched && fetched.error().kind == FailureKind::not_found) co_return Understood{};  // Taken back in the meantime.
  if (!fetched) co_return base::pass_on(fetched.error());
  if (text_at(*fetched, "id") != id)
    co_return base::fail(FailureKind::forbidden, "object: there is another at its address", "object");
  co_return understand_with(std::move(activity), *fetched, by, account_.us(), now);
}

// The items, what is kept of who sent them, and what is to be answered: all in one transaction.
net::Task<base::Result<channel::InboundBatch>> Intake::to_batch(Understood understood, object activity, Sender sender) {
  const base::Time now = services_.clock.now();
  const Actor& by = sender.actor;
  channel::InboundBatch batch;
  batch.items = understood.items;
  for (const auto& item : understood.items) {
    using channel::ItemKind;
    if (item.kind == ItemKind::message) batch.state.push_back({kHeard, digest_name(item.external_id), by.id});
    if (item.kind != ItemKind::edit && item.kind != ItemKind::deletion) continue;
    const auto heard = co_await account_.state().find(kHeard, digest_name(item.target_external_id));
    if (!heard) co_return base::pass_on(heard.error());
    // Servers tell everybody of what they take back; most of it was never said to us.
    const auto& author = *heard;
    if (!author) co_return channel::InboundBatch{};
    if (*author != by.id) co_return base::fail(FailureKind::forbidden, "object: somebody else said it", "object");
  }
  if (understood.effect == Effect::follow) {
    batch.state.push_back({kFollower, by.id, base::encode(Follower{by.inbox, by.shared(), now})});
    const std::string name = "accept-" + digest_name(sender.signature);
    batch.state.push_back(Deliveries::waiting(by.inbox, accept_activity(account_.us(), activity, name), now));
  } else if (understood.effect == Effect::unfollow || blocks(understood)) {
    batch.state.push_back({kFollower, by.id, std::nullopt});
  } else if (understood.effect == Effect::vanish) {
    const auto follower = co_await account_.state().find(kFollower, by.id);
    if (!follower) co_return base::pass_on(follower.error());
    if (!*follower) co_return batch;
    batch.state.push_back({kFollower, by.id, std::nullopt});
    batch.items.push_back(unfollowed(by, now));
  }
  if (!batch.items.empty() || !batch.state.empty())
    batch.state.push_back({kSeen, digest_name(sender.signature), base::to_rfc3339(now)});
  co_return batch;
}

net::Task<base::Result<void>> Intake::forget_old() {
  const base::Time oldest = services_.clock.now() - kRemembered;
  std::string before;
  for (;;) {
    const auto page = co_await account_.state().list(kSeen, before, kPage);
    if (!page) co_return base::pass_on(page.error());
    std::vector<channel::StateChange> gone;
    for (const auto& one : *page) {
      const auto at = base::parse_rfc3339(one.value);
      if (!at || *at < oldest) gone.push_back({kSeen, one.name, std::nullopt});
    }
    if (!gone.empty()) {
      const auto kept = co_await account_.state().change(std::move(gone));
      if (!kept) co_return kept;
    }
    if (page->size() < kPage) co_return base::Result<void>();
    before = page->back().name;
  }
}

}  // namespace activitypub
