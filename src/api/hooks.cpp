#include "api/hooks.hpp"

#include <algorithm>

#include "api/reply.hpp"
#include "base/json/encode.hpp"
#include "channel/channel.hpp"
#include "store/inbox_store.hpp"
#include "store/store.hpp"
#include "workflow/inbox_secrets.hpp"

namespace api {
namespace {

using base::FailureKind;

constexpr std::size_t kMostDoors = 10'000;  // Kept in memory; past it they are looked up anew.

base::Failure no_door() { return {FailureKind::not_found, "There is nothing at this address.", "", std::nullopt}; }

bool changes_inboxes(const store::Published& published) {
  return std::holds_alternative<event::InboxChanged>(published.event);
}

}  // namespace

Hooks::Hooks(const net::Executor& executor, const Services& services)
    : services_(services), intake_(executor, services.store) {
  services.store.on_committed([changes = changes_](const store::PublishedBatch& batch) {
    if (std::ranges::any_of(*batch, changes_inboxes)) changes->fetch_add(1, std::memory_order_release);
  });
}

net::Task<net::Response> Hooks::handle(const net::Request& request /*outlives*/) {
  auto counts = co_await take(request);
  if (!counts) co_return failure_reply(counts.error(), request.request_id);
  const HookCounts told{counts->stored, counts->known, counts->quarantined};
  co_return json_reply(base::encode(told), Caching::never);
}

net::Task<base::Result<workflow::IntakeCounts>> Hooks::take(const net::Request& request /*outlives*/) {
  const std::string_view path = std::string_view(request.path).substr(std::string_view("/hooks/").size());
  const auto slash = path.find('/');
  if (slash == std::string_view::npos) co_return base::pass_on(no_door());
  auto found = co_await find_door(std::string(path.substr(0, slash)), std::string(path.substr(slash + 1)));
  if (!found) co_return base::pass_on(found.error());
  const auto door = *found;
  const channel::WebhookRequest webhook{request, door->secret.reveal(), services_.clock.now()};
  if (auto proven = door->channel->verify_webhook(webhook); !proven) co_return base::pass_on(proven.error());
  auto items = door->channel->read_webhook(webhook);
  if (!items) co_return base::pass_on(items.error());
  for (auto& item : items->items) channel::drop_unvouched(*door->channel, item);
  workflow::Delivery delivery{*std::move(items), request.body.size()};
  co_return co_await intake_.take(door->inbox, std::move(delivery));
}

net::Task<base::Result<std::shared_ptr<const Hooks::Door>>> Hooks::find_door(std::string channel, std::string key) {
  if (const auto changes = changes_->load(std::memory_order_acquire); changes != seen_changes_) {
    doors_.clear();
    seen_changes_ = changes;
  }
  const std::string address = channel + '/' + key;
  if (const auto known = doors_.find(address); known != doors_.end()) co_return known->second;
  auto work = [key](store::Reading& reading) -> base::Result<std::optional<inbox::Inbox>> {
    return store::find_inbox_by_key(reading, key);
  };
  auto found = co_await services_.store.read(std::move(work));
  if (!found) co_return base::pass_on(found.error());
  const auto* type = channel::find_channel(services_.channels, channel);
  const auto& inbox = *found;
  if (!inbox || !inbox->enabled || inbox->channel != channel || type == nullptr || !type->verify_webhook)
    co_return base::pass_on(no_door());
  auto door = std::make_shared<Door>();
  door->secret = workflow::webhook_secret(services_.vault, *inbox);
  door->inbox = std::make_shared<const inbox::Inbox>(*inbox);
  door->channel = type;
  if (doors_.size() < kMostDoors) doors_.emplace(address, door);
  co_return std::shared_ptr<const Door>(std::move(door));
}

}  // namespace api
