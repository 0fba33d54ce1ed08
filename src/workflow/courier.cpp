#include "workflow/courier.hpp"

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

namespace workflow {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;

using Timer =
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, store::Executor>;
using UseAwaitable = asio::use_awaitable_t<store::Executor>;

constexpr std::size_t kAtOnce = 16;
constexpr milliseconds kLookAgain{5'000};
constexpr milliseconds kEndingTick{5};
constexpr milliseconds kGrace{1'000};

}  // namespace

struct Courier::Impl : std::enable_shared_from_this<Impl> {
  Impl(const store::Executor& on, store::Store& record, CourierWork what)
      : executor(on), store(record), work(std::move(what)), timer(on) {}

  store::Executor executor;
  store::Store& store;
  CourierWork work;
  Timer timer;
  bool listening = false;
  bool woken = false;
  bool stopping = false;
  bool running = false;
  std::list<asio::cancellation_signal> under_way;

  void listen() {
    store.on_committed([weak = weak_from_this(), on = executor, is_news = work.is_news](const store::PublishedBatch& batch) {
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
      auto found = co_await work.look(room);
      for (auto& errand : found.items) begin(std::move(errand));
      co_return found.more;
    } catch (const store::StoreError&) {
      co_return false;
    }
  }

  void begin(store::Task<void> errand) {
    const auto place = under_way.emplace(under_way.end());
    auto ended = [self = shared_from_this(), place](const std::exception_ptr&) {
      self->under_way.erase(place);
      self->wake();
    };
    asio::co_spawn(executor, std::move(errand), asio::bind_cancellation_slot(place->slot(), std::move(ended)));
  }
};

Courier::Courier(const store::Executor& executor, store::Store& store, CourierWork work)
    : impl_(std::make_shared<Impl>(executor, store, std::move(work))) {}
Courier::~Courier() = default;

void Courier::start() {
  if (!std::exchange(impl_->listening, true)) impl_->listen();
  impl_->stopping = false;
  impl_->running = true;
  asio::co_spawn(impl_->executor, Impl::run(impl_), [self = impl_](const std::exception_ptr& error) {
    self->running = false;
    if (error) self->work.on_end();
  });
}

store::Task<void> Courier::stop() {
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
