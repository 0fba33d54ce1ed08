#include "workflow/send_pushes.hpp"

#include <algorithm>
#include <exception>
#include <list>
#include <utility>

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "workflow/pushes.hpp"

namespace workflow {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;

using Timer =
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, store::Executor>;
using UseAwaitable = asio::use_awaitable_t<store::Executor>;

constexpr std::size_t kAtOnce = 16;
constexpr milliseconds kLookAgain{5'000};  // What waits for its next attempt, and what another server wrote.
constexpr milliseconds kEndingTick{5};
constexpr milliseconds kGrace{1'000};

bool is_news(const store::Published& one) {
  const auto* changed = std::get_if<event::NotificationChanged>(&one.event);
  return changed != nullptr && !changed->notification.seen_at;
}

}  // namespace

struct PushSender::Impl : std::enable_shared_from_this<Impl> {
  Impl(const store::Executor& on, PushParts with)
      : executor(on), parts(std::move(with)), key(push_key(parts.vault)), timer(on) {}

  store::Executor executor;
  PushParts parts;
  channel::PushKey key;
  Timer timer;
  bool listening = false;
  bool woken = false;
  bool stopping = false;
  bool running = false;
  std::list<asio::cancellation_signal> under_way;

  void listen() {
    parts.store.on_committed([weak = weak_from_this(), on = executor](const store::PublishedBatch& batch) {
      if (!std::ranges::any_of(*batch, is_news)) return;
      asio::post(on, [weak] {
        if (const auto self = weak.lock()) self->wake();
      });
    });
  }

  void wake() {
    woken = true;
    timer.cancel();
  }

  store::Task<void> pause(milliseconds at_most) {
    if (woken) co_return;
    boost::system::error_code ended;
    timer.expires_after(at_most);
    co_await timer.async_wait(asio::redirect_error(UseAwaitable{}, ended));
  }

  static store::Task<void> run(std::shared_ptr<Impl> self) {
    while (!self->stopping) {
      self->woken = false;
      const bool more = co_await self->round();
      if (!self->stopping && !more) co_await self->pause(kLookAgain);
    }
  }

  // Whether to look again at once.
  store::Task<bool> round() {
    const auto room = kAtOnce - std::min(kAtOnce, under_way.size());
    if (room == 0) co_return false;  // Whoever ends wakes us.
    try {
      auto work = [this, room](store::Transaction& transaction) -> base::Result<TakenPushes> {
        return take_pushes(transaction, parts.vault, static_cast<std::int64_t>(room));
      };
      auto taken = co_await parts.store.transact(std::move(work));
      if (!taken) co_return false;
      for (auto& one : taken->items) begin(std::move(one));
      co_return taken->more;
    } catch (const store::StoreError&) {
      co_return false;
    }
  }

  void begin(TakenPush push) {
    const auto place = under_way.emplace(under_way.end());
    auto ended = [self = shared_from_this(), place](const std::exception_ptr&) {
      self->under_way.erase(place);
      self->wake();
    };
    asio::co_spawn(executor, send(shared_from_this(), std::move(push)),
                   asio::bind_cancellation_slot(place->slot(), std::move(ended)));
  }

  static store::Task<void> send(std::shared_ptr<Impl> self, TakenPush taken) {
    const auto push = taken.push;
    channel::PushCall call{std::move(taken.browser), std::move(taken.text), self->parts.contact, notification::kPushKeeps};
    const auto outcome = co_await channel::call_push(self->parts.http, self->parts.clock, self->key, std::move(call));
    if (self->stopping && !outcome.taken) co_return;  // Cut off: due again by itself.
    if (!outcome.taken && !outcome.gone) self->parts.on_trouble(outcome.reason);
    auto work = [push, outcome](store::Transaction& transaction) -> base::Result<void> {
      settle_push(transaction, push, outcome);
      return {};
    };
    (void)co_await self->parts.store.transact(std::move(work));
  }
};

PushSender::PushSender(const store::Executor& executor, PushParts parts)
    : impl_(std::make_shared<Impl>(executor, std::move(parts))) {}
PushSender::~PushSender() = default;

void PushSender::start() {
  if (!std::exchange(impl_->listening, true)) impl_->listen();
  impl_->stopping = false;
  impl_->running = true;
  asio::co_spawn(impl_->executor, Impl::run(impl_), [self = impl_](const std::exception_ptr& error) {
    self->running = false;
    if (error) self->parts.on_trouble("what is for browsers is told no longer, until the next start.");
  });
}

store::Task<void> PushSender::stop() {
  const auto self = impl_;
  self->stopping = true;
  Timer tick(self->executor);
  for (auto left = kGrace; self->running || !self->under_way.empty(); left -= kEndingTick) {
    self->wake();
    if (left <= milliseconds(0))
      for (auto& one : self->under_way) one.emit(asio::cancellation_type::terminal);
    tick.expires_after(kEndingTick);
    co_await tick.async_wait(UseAwaitable{});
  }
}

}  // namespace workflow
