#include "workflow/outbox.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "store/outbound_store.hpp"
#include "workflow/deliver.hpp"
#include "workflow/delivery_rules.hpp"
#include "workflow/uploads.hpp"

namespace workflow {
namespace {

namespace asio = boost::asio;
using channel::SendOutcome;
using channel::SendResult;
using std::chrono::milliseconds;
using Timer =
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, store::Executor>;

// The record is asked at least so often, whatever nobody told us.
constexpr std::chrono::minutes kLongestSleep{5};
// A platform may ask us to wait; not for longer than this.
constexpr std::chrono::hours kLongestRetryAfter{24};
constexpr std::chrono::minutes kLoginPause{15};
// While the record takes nothing in.
constexpr milliseconds kStorePause{1000};
// A message that was put off so often lets others go before it: it may be the only one that does not get through.
constexpr std::int64_t kPatience = 3;

SendResult broken(const std::exception_ptr& error) {
  SendResult result;
  result.outcome = SendOutcome::uncertain;
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& exception) {
    result.reason = std::string("Sending broke off: ") + exception.what();
  } catch (...) {
    result.reason = "Sending broke off.";
  }
  return result;
}

}  // namespace

struct Outbox::Impl {
  Impl(const store::Executor& executor, store::Store& in, const base::Clock& by, channel::ChannelInbox& through,
       const channel::ChannelType& of, inbox::Inbox its, std::function<std::uint64_t()> dice,
       std::function<void(const std::string&)> tell)
      : store(in),
        clock(by),
        at_work(through),
        channel(of),
        inbox(std::move(its)),
        random(std::move(dice)),
        log(std::move(tell)),
        timer(executor) {}

  store::Store& store;
  const base::Clock& clock;
  channel::ChannelInbox& at_work;
  const channel::ChannelType& channel;
  const inbox::Inbox inbox;
  const std::function<std::uint64_t()> random;
  const std::function<void(const std::string&)> log;
  Timer timer;
  OutboxState state;
  bool notified = false;
  bool stopping = false;

  [[nodiscard]] bool is_held() const { return state.held_until && clock.now() < *state.held_until; }

  store::Task<void> sleep(milliseconds time) {
    timer.expires_after(std::clamp<milliseconds>(time, milliseconds(1), kLongestSleep));
    (void)co_await timer.async_wait(asio::as_tuple(asio::use_awaitable_t<store::Executor>()));
  }

  // Why, once for each reason.
  void hold(milliseconds pause, const std::string& reason) {
    const std::string said = reason.empty() ? "the platform does not take messages." : reason;
    if (state.reason != said) log("Inbox \"" + inbox.name + "\": nothing can be sent for now: " + said);
    state.held_until = clock.now() + pause;
    state.reason = said;
  }

  void let_go() {
    if (state.failures > 0) log("Inbox \"" + inbox.name + "\": messages get through again.");
    state.failures = 0;
    state.held_until.reset();
    state.reason.clear();
    state.needs_login = false;
  }

  // What the outcome says of the platform; how long the message has to wait, if it has to.
  milliseconds learn_from(const SendResult& result, std::int64_t attempts) {
    if (result.outcome == SendOutcome::sent || result.outcome == SendOutcome::refused) {
      let_go();
      if (result.outcome == SendOutcome::sent) state.sent_at = clock.now();
      return milliseconds(0);
    }
    state.needs_login = result.needs_login;
    ++state.failures;
    milliseconds pause = pause_after(state.failures, random());
    if (result.needs_login) pause = kLoginPause;
    if (result.retry_after)
      pause = std::clamp<milliseconds>(*result.retry_after, milliseconds(1000), milliseconds(kLongestRetryAfter));
    hold(pause, result.reason);
    return attempts > kPatience ? pause * 2 : pause;
  }

  // An exception of the connector is an outcome too, unless we are being cancelled.
  store::Task<SendResult> ask(Claim claim) {
    std::exception_ptr error;
    try {
      if (claim.is_look_up) co_return co_await at_work.find_sent(std::move(claim.message));
      co_return co_await at_work.send(std::move(claim.message));
    } catch (...) {
      error = std::current_exception();
    }
    const auto cancellation = co_await asio::this_coro::cancellation_state;
    if (cancellation.cancelled() != asio::cancellation_type::none) std::rethrow_exception(error);
    co_return broken(error);
  }

  // Only now, and beside the writer: what waits is not kept in memory. A reason where they could not be had.
  store::Task<std::string> load(channel::OutboundMessage& message /*outlives*/, ids::Message id) {
    auto work = [id, organization = inbox.organization_id](
                    store::Reading& reading) -> base::Result<std::vector<channel::OutboundAttachment>> {
      return load_files(reading, organization, id);
    };
    try {
      auto files = co_await store.read(std::move(work));
      if (!files) co_return files.error().message;
      message.attachments = *std::move(files);
    } catch (const store::StoreError& error) {
      co_return std::string("Its files could not be read: ") + error.what();
    }
    co_return std::string();
  }

  store::Task<SendResult> ask_with_files(Claim claim) {
    if (!claim.is_look_up) {
      SendResult result;
      result.reason = co_await load(claim.message, claim.outbound.message_id);
      if (!result.reason.empty()) co_return result;  // `later`.
    }
    co_return co_await ask(std::move(claim));
  }

  // Comes back when it is on disk: until then nothing else may be sent.
  store::Task<void> record(ids::Message message, Standing standing, SendResult result) {
    while (true) {
      auto work = [this, message, &standing, &result](store::Transaction& transaction) -> base::Result<bool> {
        record_delivery(transaction, inbox, message, standing, result);
        return true;
      };
      const auto done = co_await store.transact(std::move(work));
      if (done) co_return;
      log("Inbox \"" + inbox.name + "\": what was sent could not be recorded, and is tried again: " + done.error().message);
      co_await sleep(kStorePause);
      const auto cancellation = co_await asio::this_coro::cancellation_state;
      if (cancellation.cancelled() != asio::cancellation_type::none) co_return;  // In doubt: the next run settles it.
    }
  }

  store::Task<void> attempt(Claim claim) {
    const auto outbound = claim.outbound;
    const bool is_look_up = claim.is_look_up;
    const auto result = co_await ask_with_files(std::move(claim));
    // What is known now is to be recorded, even if we are cancelled from here on.
    co_await asio::this_coro::throw_if_cancelled(false);
    const auto now = clock.now();
    Standing standing;
    if (is_look_up) {
      if (result.outcome == SendOutcome::sent) state.sent_at = now;
      const auto pause = pause_after(state.failures + 1, random());
      standing = after_look_up(outbound, result, channel.capabilities, now, pause);
    } else {
      const auto pause = learn_from(result, outbound.attempts);
      standing = after_send(outbound, result, channel.capabilities, now, pause);
    }
    co_await record(outbound.message_id, std::move(standing), result);
    co_await asio::this_coro::throw_if_cancelled(true);
  }

  store::Task<std::optional<base::Time>> step() {
    const bool only_doubts = is_held();
    const auto at = co_await next_time(only_doubts);
    if (!at) co_return std::nullopt;
    if (*at > clock.now()) co_return *at;
    auto work = [this, only_doubts](store::Transaction& transaction) -> base::Result<NextDelivery> {
      return claim_next(transaction, inbox, channel, only_doubts);
    };
    auto next = co_await store.transact(std::move(work));
    if (!next) co_return clock.now() + kStorePause;
    auto claim = std::move(next->claim);
    if (!claim) co_return only_doubts ? earlier(next->at, state.held_until) : next->at;
    co_await attempt(*std::move(claim));
    co_return clock.now();
  }

  static std::optional<base::Time> earlier(std::optional<base::Time> left, std::optional<base::Time> right) {
    if (!left || !right) return left ? left : right;
    return std::min(*left, *right);
  }

  // When there is something to do, as far as the record knows; looked up without keeping others from writing.
  store::Task<std::optional<base::Time>> next_time(bool only_doubts) {
    auto work = [this](bool only) {
      return [this, only](store::Reading& reading) -> base::Result<std::optional<base::Time>> {
        return store::next_outbound_time(reading, inbox.organization_id, inbox.id, only);
      };
    };
    const auto at = co_await store.read(work(only_doubts));
    if (!at) co_return clock.now() + kStorePause;
    if (!only_doubts) co_return *at;
    co_return earlier(*at, state.held_until);
  }
};

Outbox::Outbox(const store::Executor& executor, store::Store& store, const base::Clock& clock,
               channel::ChannelInbox& at_work, const channel::ChannelType& channel, inbox::Inbox inbox,
               std::function<std::uint64_t()> random, std::function<void(const std::string&)> log)
    : impl_(std::make_unique<Impl>(executor, store, clock, at_work, channel, std::move(inbox), std::move(random),
                                   std::move(log))) {}
Outbox::~Outbox() = default;

store::Task<void> Outbox::begin() {
  auto work = [this](store::Transaction& transaction) -> base::Result<bool> {
    store::wait_no_more(transaction, impl_->inbox.organization_id, impl_->inbox.id);
    return true;
  };
  while (!impl_->stopping) {
    if (co_await impl_->store.transact(work)) co_return;
    co_await impl_->sleep(kStorePause);
  }
}

store::Task<void> Outbox::run() {
  co_await asio::this_coro::throw_if_cancelled(true);  // Where an earlier run broke off while it recorded.
  co_await begin();
  while (!impl_->stopping) {
    impl_->notified = false;
    const auto next = co_await impl_->step();
    const auto now = impl_->clock.now();
    if (impl_->stopping || impl_->notified || (next && *next <= now)) continue;
    co_await impl_->sleep(next ? *next - now : milliseconds(kLongestSleep));
  }
}

store::Task<std::optional<base::Time>> Outbox::step() { return impl_->step(); }

void Outbox::notify() {
  impl_->notified = true;
  impl_->timer.cancel();
}

void Outbox::stop() {
  impl_->stopping = true;
  impl_->timer.cancel();
}

const OutboxState& Outbox::state() const { return impl_->state; }

}  // namespace workflow
