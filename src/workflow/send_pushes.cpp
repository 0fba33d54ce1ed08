#include "workflow/send_pushes.hpp"

#include <memory>
#include <utility>
#include <variant>

#include "workflow/pushes.hpp"

namespace workflow {
namespace {

bool is_news(const store::Published& one) {
  const auto* changed = std::get_if<event::NotificationChanged>(&one.event);
  return changed != nullptr && !changed->notification.seen_at;
}

}  // namespace

struct PushSender::Work {
  PushParts parts;
  channel::PushKey key;

  static store::Task<Errands> look(std::shared_ptr<Work> self, std::size_t room) {
    auto take = [self, room](store::Transaction& transaction) -> base::Result<TakenPushes> {
      return take_pushes(transaction, self->parts.vault, static_cast<std::int64_t>(room));
    };
    auto taken = co_await self->parts.store.transact(std::move(take));
    Errands out;
    if (!taken) co_return out;
    for (auto& one : taken->items) out.items.push_back(send(self, std::move(one)));
    out.more = taken->more;
    co_return out;
  }

  static store::Task<void> send(std::shared_ptr<Work> self, TakenPush taken) {
    const auto push = taken.push;
    channel::PushCall call{std::move(taken.browser), std::move(taken.text), self->parts.contact, notification::kPushKeeps};
    const auto outcome = co_await channel::call_push(self->parts.http, self->parts.clock, self->key, std::move(call));
    if (!outcome.taken && !outcome.gone) self->parts.on_trouble(outcome.reason);
    auto settle = [push, outcome](store::Transaction& transaction) -> base::Result<void> {
      settle_push(transaction, push, outcome);
      return {};
    };
    (void)co_await self->parts.store.transact(std::move(settle));
  }
};

PushSender::PushSender(const store::Executor& executor, PushParts parts)
    : work_(std::make_shared<Work>(Work{parts, push_key(parts.vault)})),
      courier_(executor, parts.store,
               {[work = work_](std::size_t room) { return Work::look(work, room); }, is_news,
                [work = work_] { work->parts.on_trouble("browsers are told of nothing until the next start."); }}) {}

}  // namespace workflow
