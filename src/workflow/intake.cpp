#include "workflow/intake.hpp"

#include <deque>
#include <exception>
#include <functional>
#include <map>
#include <optional>
#include <utility>

#include <boost/asio/async_result.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "workflow/quarantine.hpp"
#include "workflow/receive_items.hpp"

namespace workflow {
namespace {

namespace asio = boost::asio;
using UseAwaitable = asio::use_awaitable_t<store::Executor>;

constexpr int kPumps = 2;  // One batch is gathered while the one before it is committed.

struct Waiter {
  Waiter() = default;
  virtual ~Waiter() = default;
  Waiter(const Waiter&) = delete;
  Waiter& operator=(const Waiter&) = delete;
  virtual void wake() = 0;
};

template <class Handler>
class HandlerWaiter final : public Waiter {
 public:
  HandlerWaiter(const store::Executor& executor, Handler handler) : executor_(executor), handler_(std::move(handler)) {}
  void wake() override { asio::post(executor_, std::move(handler_)); }

 private:
  store::Executor executor_;
  Handler handler_;
};

// A delivery on its way: who waits, and what came of it.
struct Waiting {
  std::shared_ptr<const inbox::Inbox> inbox;
  Delivery delivery;
  std::unique_ptr<Waiter> waiter;
  IntakeCounts counts;
  std::optional<base::Failure> failure;
  std::exception_ptr broken;
};
using Batch = std::vector<std::shared_ptr<Waiting>>;

IntakeCounts receive_all(store::Transaction& transaction, Receiving& receiving, const Waiting& waiting) {
  IntakeCounts counts;
  for (const auto& item : waiting.delivery.items.items) {
    const bool stored = receiving.receive(*waiting.inbox, item);
    ++(stored ? counts.stored : counts.known);
  }
  for (const auto& [raw, reason] : waiting.delivery.items.unreadable) {
    quarantine(transaction, *waiting.inbox, raw, reason);
    ++counts.quarantined;
  }
  return counts;
}

base::Failure too_much() {
  return {base::FailureKind::unavailable, "More arrives than can be taken in; send this again in a moment.", "",
          std::chrono::seconds(2)};
}

}  // namespace

struct Intake::Impl : std::enable_shared_from_this<Intake::Impl> {
  Impl(const store::Executor& on, store::Store& in, const IntakeOptions& with) : executor(on), store(in), options(with) {}

  store::Executor executor;
  store::Store& store;
  const IntakeOptions options;
  struct Line {
    std::deque<std::shared_ptr<Waiting>> waiting;
    std::size_t bytes = 0;
  };
  std::map<ids::Inbox, Line> lines;
  ids::Inbox last_served;
  int pumps = 0;
  IntakeStats stats;

  bool queue(const std::shared_ptr<Waiting>& waiting) {
    const std::size_t bytes = waiting->delivery.bytes;
    auto& line = lines[waiting->inbox->id];
    if (stats.waiting_bytes + bytes > options.most_bytes || line.bytes + bytes > options.most_bytes_of_inbox) {
      ++stats.refused;
      return false;
    }
    line.bytes += bytes;
    stats.waiting_bytes += bytes;
    ++stats.deliveries;
    line.waiting.push_back(waiting);
    return true;
  }

  // One delivery of each inbox in turn, until the batch is full.
  Batch gather() {
    Batch batch;
    std::size_t items = 0;
    while (!lines.empty() && items < options.batch && batch.size() < options.batch) {
      auto next = lines.upper_bound(last_served);
      if (next == lines.end()) next = lines.begin();
      last_served = next->first;
      auto& line = next->second;
      if (!line.waiting.empty()) {
        auto waiting = std::move(line.waiting.front());
        line.waiting.pop_front();
        line.bytes -= waiting->delivery.bytes;
        stats.waiting_bytes -= waiting->delivery.bytes;
        items += waiting->delivery.items.items.size() + waiting->delivery.items.unreadable.size();
        batch.push_back(std::move(waiting));
      }
      if (line.waiting.empty()) lines.erase(next);
    }
    stats.items += items;
    return batch;
  }

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
      const Batch batch = self->gather();
      co_await self->store_batch(batch);
      for (const auto& waiting : batch) waiting->waiter->wake();
    }
  }

  // What one delivery cannot have stored must not keep the others from it: then each goes by itself, and at last each item.
  store::Task<void> store_batch(const Batch& batch /*outlives*/) {
    ++stats.commits;
    if (co_await try_store(batch)) co_return;
    for (const auto& waiting : batch) {
      const Batch alone{waiting};
      if (batch.size() > 1 && co_await try_store(alone)) continue;
      co_await store_one_by_one(*waiting);
    }
  }

  store::Task<void> store_one_by_one(Waiting& waiting /*outlives*/) {
    waiting.broken = nullptr;
    const auto all = std::move(waiting.delivery.items);
    for (std::size_t i = 0; i < all.items.size() && !waiting.failure && !waiting.broken; ++i) {
      waiting.delivery.items = {{all.items[i]}, {}, {}};
      co_await store_piece(waiting, [&all, i] { return all.raw_of ? all.raw_of(i) : all.items[i].text; });
    }
    waiting.delivery.items = {{}, all.unreadable, {}};
    if (!waiting.failure && !waiting.broken) co_await store_piece(waiting, [] { return std::string(); });
  }

  // What is in the delivery now; where the record refuses it, its bytes go to the quarantine.
  store::Task<void> store_piece(Waiting& waiting /*outlives*/, std::function<std::string()> raw) {
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

  // False when the record itself refused something of it.
  store::Task<bool> try_store(const Batch& batch /*outlives*/) {
    auto work = [&batch](store::Transaction& transaction) -> base::Result<std::vector<IntakeCounts>> {
      Receiving receiving(transaction);
      std::vector<IntakeCounts> counts;
      for (const auto& waiting : batch) counts.push_back(receive_all(transaction, receiving, *waiting));
      receiving.finish();
      return counts;
    };
    bool refused = false;
    std::exception_ptr broken;
    try {
      auto counts = co_await store.transact(std::move(work));
      for (std::size_t i = 0; i < batch.size(); ++i) {
        if (counts) batch[i]->counts = (*counts)[i];
        else batch[i]->failure = counts.error();
      }
    } catch (const store::StoreError& error) {
      refused = error.trouble() == store::Trouble::statement;
      broken = std::current_exception();
    } catch (...) {
      broken = std::current_exception();
    }
    for (const auto& waiting : batch) waiting->broken = broken;
    co_return !refused;
  }
};

Intake::Intake(const store::Executor& executor, store::Store& store, IntakeOptions options)
    : impl_(std::make_shared<Impl>(executor, store, options)) {}
Intake::~Intake() = default;

store::Task<base::Result<IntakeCounts>> Intake::take(std::shared_ptr<const inbox::Inbox> inbox, Delivery delivery) {
  auto waiting = std::make_shared<Waiting>();
  waiting->inbox = std::move(inbox);
  waiting->delivery = std::move(delivery);
  if (!impl_->queue(waiting)) co_return base::pass_on(too_much());
  co_await asio::async_initiate<const UseAwaitable, void()>(
      [](auto handler, Impl* impl, Waiting* mine) {
        mine->waiter = std::make_unique<HandlerWaiter<decltype(handler)>>(impl->executor, std::move(handler));
        impl->pump_if_needed();
      },
      UseAwaitable{}, impl_.get(), waiting.get());
  if (waiting->broken) std::rethrow_exception(waiting->broken);
  auto failure = std::move(waiting->failure);
  if (failure) co_return base::pass_on(*std::move(failure));
  co_return waiting->counts;
}

IntakeStats Intake::stats() const { return impl_->stats; }

}  // namespace workflow
