#include "workflow/intake.hpp"

#include <exception>
#include <functional>
#include <optional>
#include <utility>

#include <boost/asio/async_result.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "store/inbox_store.hpp"
#include "workflow/intake_lines.hpp"
#include "workflow/keep_channel_state.hpp"
#include "workflow/quarantine.hpp"
#include "workflow/receive_items.hpp"

namespace workflow {
namespace {

namespace asio = boost::asio;
using UseAwaitable = asio::use_awaitable_t<store::Executor>;

constexpr int kPumps = 2;  // One batch stands ready to be written while the one before it is committed.

template <class Handler>
class HandlerWaiter final : public IntakeWaiter {
 public:
  HandlerWaiter(const store::Executor& executor, Handler handler) : executor_(executor), handler_(std::move(handler)) {}
  void wake() override { asio::post(executor_, std::move(handler_)); }

 private:
  store::Executor executor_;
  Handler handler_;
};

using Batch = IntakeLines::Batch;

IntakeCounts receive_all(store::Transaction& transaction, Receiving& receiving, const WaitingDelivery& waiting) {
  IntakeCounts counts;
  for (const auto& item : waiting.delivery.items.items) {
    const bool stored = receiving.receive(*waiting.inbox, item);
    ++(stored ? counts.stored : counts.known);
  }
  for (const auto& report : waiting.delivery.items.reports) (void)receiving.report(*waiting.inbox, report);
  for (const auto& [raw, reason] : waiting.delivery.items.unreadable) {
    quarantine(transaction, *waiting.inbox, raw, reason);
    ++counts.quarantined;
  }
  if (waiting.delivery.cursor)
    store::set_inbox_cursor(transaction, waiting.inbox->organization_id, waiting.inbox->id, *waiting.delivery.cursor);
  keep_channel_state(transaction, *waiting.inbox, waiting.delivery.state);
  return counts;
}

base::Failure too_much() {
  return {base::FailureKind::unavailable, "More arrives than can be taken in; send this again in a moment.", "",
          std::chrono::seconds(2)};
}

}  // namespace

struct Intake::Impl : std::enable_shared_from_this<Intake::Impl> {
  Impl(const store::Executor& on, store::Store& in, const IntakeOptions& with) : executor(on), store(in), lines(with) {}

  store::Executor executor;
  store::Store& store;
  IntakeLines lines;
  int pumps = 0;

  void pump_if_needed() {
    if (pumps >= kPumps || lines.empty()) return;
    ++pumps;
    auto self = shared_from_this();
    auto ended = [self](const std::exception_ptr& error) {
      --self->pumps;
      if (error) std::rethrow_exception(error);
    };
    asio::co_spawn(executor, pump(self), std::move(ended));
  }

  static store::Task<void> pump(std::shared_ptr<Impl> self) {
    while (!self->lines.empty()) {
      Batch batch;
      co_await self->store_next(batch);
      for (const auto& waiting : batch) waiting->waiter->wake();
    }
  }

  // What one delivery cannot have stored must not keep the others from it: then each goes by itself, and at last each item.
  store::Task<void> store_next(Batch& batch /*outlives*/) {
    if (co_await try_store(batch)) co_return;
    for (const auto& waiting : batch) {
      Batch alone{waiting};
      if (batch.size() > 1 && co_await try_store(alone)) continue;
      co_await store_one_by_one(*waiting);
    }
  }

  store::Task<void> store_one_by_one(WaitingDelivery& waiting /*outlives*/) {
    waiting.broken = nullptr;
    const auto all = std::move(waiting.delivery.items);
    const auto cursor = std::exchange(waiting.delivery.cursor, std::nullopt);
    const auto state = std::exchange(waiting.delivery.state, {});
    for (std::size_t i = 0; i < all.items.size() && !waiting.failure && !waiting.broken; ++i) {
      waiting.delivery.items = {{all.items[i]}, {}, {}, {}};
      co_await store_piece(waiting, [&all, i] { return all.raw_of ? all.raw_of(i) : all.items[i].text; });
    }
    waiting.delivery.items = {{}, all.unreadable, {}, all.reports};
    waiting.delivery.cursor = cursor;
    waiting.delivery.state = state;
    if (!waiting.failure && !waiting.broken) co_await store_piece(waiting, [] { return std::string(); });
  }

  // What is in the delivery now; where the record refuses it, its bytes go to the quarantine.
  store::Task<void> store_piece(WaitingDelivery& waiting /*outlives*/, std::function<std::string()> raw) {
    const auto before = waiting.counts;
    std::string reason;
    try {
      auto work = [&waiting](store::Transaction& transaction) -> base::Result<IntakeCounts> {
        Receiving receiving(transaction);
        const auto counts = receive_all(transaction, receiving, waiting);
        receiving.finish();
        return counts;
      };
      const auto counts = co_await store.transact(std::move(work));
      if (!counts) waiting.failure = counts.error();
      else
        waiting.counts = {before.stored + counts->stored, before.known + counts->known,
                          before.quarantined + counts->quarantined};
      co_return;
    } catch (const store::StoreError& error) {
      if (error.trouble() != store::Trouble::statement) waiting.broken = std::current_exception();
      reason = error.what();
    }
    if (waiting.broken) co_return;
    auto work = [&waiting, bytes = raw(), reason](store::Transaction& transaction) -> base::Result<bool> {
      quarantine(transaction, *waiting.inbox, bytes, reason);
      return true;
    };
    const auto kept = co_await store.transact(std::move(work));
    if (!kept) waiting.failure = kept.error();
    waiting.counts.quarantined = before.quarantined + 1;
  }

  // False when the record itself refused something of it. An empty batch is gathered when its turn to be written comes:
  // all that has arrived by then shares the commit.
  store::Task<bool> try_store(Batch& batch /*outlives*/) {
    auto work = [this, &batch](store::Transaction& transaction) -> base::Result<std::vector<IntakeCounts>> {
      if (batch.empty()) batch = lines.take();
      Receiving receiving(transaction);
      for (const auto& waiting : batch) receiving.expect(*waiting->inbox, waiting->delivery.items.items);
      std::vector<IntakeCounts> counts;
      for (const auto& waiting : batch) counts.push_back(receive_all(transaction, receiving, *waiting));
      receiving.finish();
      return counts;
    };
    base::Result<std::vector<IntakeCounts>> counts;
    bool refused = false;
    std::exception_ptr broken;
    try {
      counts = co_await store.transact(std::move(work));
    } catch (const store::StoreError& error) {
      refused = error.trouble() == store::Trouble::statement;
      broken = std::current_exception();
    } catch (...) {
      broken = std::current_exception();
    }
    if (batch.empty() && (broken || !counts)) batch = lines.take();  // It never came to its turn.
    for (std::size_t i = 0; i < batch.size(); ++i) {
      batch[i]->broken = broken;
      if (broken) continue;
      if (counts) batch[i]->counts = (*counts)[i];
      else batch[i]->failure = counts.error();
    }
    co_return !refused;
  }
};

Intake::Intake(const store::Executor& executor, store::Store& store, IntakeOptions options)
    : impl_(std::make_shared<Impl>(executor, store, options)) {}
Intake::~Intake() = default;

store::Task<base::Result<IntakeCounts>> Intake::take(std::shared_ptr<const inbox::Inbox> inbox, Delivery delivery) {
  if (auto good = check_channel_state(delivery.state); !good) co_return base::pass_on(good.error());
  auto waiting = std::make_shared<WaitingDelivery>();
  waiting->inbox = std::move(inbox);
  waiting->delivery = std::move(delivery);
  if (!impl_->lines.has_room_for(*waiting)) co_return base::pass_on(too_much());
  co_await asio::async_initiate<const UseAwaitable, void()>(
      [](auto handler, Impl* impl, const std::shared_ptr<WaitingDelivery>& mine) {
        mine->waiter = std::make_unique<HandlerWaiter<decltype(handler)>>(impl->executor, std::move(handler));
        impl->lines.add(mine);
        impl->pump_if_needed();
      },
      UseAwaitable{}, impl_.get(), waiting);
  if (waiting->broken) std::rethrow_exception(waiting->broken);
  auto failure = std::move(waiting->failure);
  if (failure) co_return base::pass_on(*std::move(failure));
  co_return waiting->counts;
}

IntakeStats Intake::stats() const { return impl_->lines.stats(); }

}  // namespace workflow
