#include "workflow/webhook_line.hpp"

#include <algorithm>
#include <deque>
#include <iterator>
#include <utility>
#include <vector>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/json/decode.hpp"
#include "base/json/encode.hpp"
#include "channel/webhook_call.hpp"
#include "domain/webhook/retry.hpp"
#include "store/webhook_store.hpp"

namespace workflow {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using Timer =
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, store::Executor>;
using webhook::DeadEvents;
using webhook::Webhook;

constexpr std::int64_t kPage = 100;              // Events read at once.
constexpr std::int64_t kSkippedUnwritten = 500;  // Events that were not asked for, before their number is written.
constexpr milliseconds kStorePause{1'000};
constexpr milliseconds kLongestSleep{5 * 60'000};

struct Body {
  std::string id;
  std::string type;
  base::Time timestamp{};
  std::int64_t seq = 0;  // Rises with each event; not every number is told.
  boost::json::value data;
};
BOOST_DESCRIBE_STRUCT(Body, (), (id, type, timestamp, seq, data))

std::string id_of(const Webhook& to, std::int64_t seq) {
  return "evt_" + std::to_string(to.organization_id.value) + "_" + std::to_string(seq);
}

// What there is to do, as the record has it.
struct Look {
  std::optional<Webhook> row;
  std::vector<store::StoredEvent> events;
  std::optional<DeadEvents> replay;  // Only where there are no events.
  std::vector<store::StoredEvent> again;
};

base::Secret secret_of(const Vault& vault, const Webhook& of, std::int64_t version) {
  return vault.secret_of("webhook " + std::to_string(of.id.value) + " version " + std::to_string(version));
}

void put(std::deque<store::StoredEvent>& into, std::vector<store::StoredEvent> events) {
  if (!events.empty()) into.assign(std::move_iterator(events.begin()), std::move_iterator(events.end()));
}

}  // namespace

base::Secret secret_of(const Vault& vault, const Webhook& of) { return secret_of(vault, of, of.secret_version); }

std::vector<base::Secret> secrets_of(const Vault& vault, const Webhook& of, base::Time now) {
  std::vector<base::Secret> out;
  for (const auto version : webhook::live_secrets(of, now)) out.push_back(secret_of(vault, of, version));
  return out;
}

bool is_asked_for(const Webhook& by, std::string_view type) {
  const auto kinds = base::decode_text<std::vector<std::string>>(by.kinds);
  return !kinds || kinds->empty() || std::ranges::find(*kinds, type) != kinds->end();
}

struct WebhookLine::Impl {
  Impl(const store::Executor& executor, const WebhookParts& with, const Webhook& its)
      : parts(with), organization(its.organization_id), id(its.id), timer(executor) {}

  const WebhookParts& parts;
  const ids::Organization organization;
  const ids::Webhook id;
  Timer timer;
  std::deque<store::StoredEvent> page;   // What comes next, read already.
  std::deque<store::StoredEvent> again;  // The same of what is replayed.
  std::int64_t skipped_to = 0;           // Nothing up to here was asked for; not all of it is written.
  bool woken = false;
  bool pausing = false;  // After a failure: what happens meanwhile changes nothing.
  bool stopping = false;

  store::Task<void> sleep(milliseconds time) {
    timer.expires_after(std::clamp<milliseconds>(time, milliseconds(1), kLongestSleep));
    (void)co_await timer.async_wait(asio::as_tuple(asio::use_awaitable_t<store::Executor>()));
  }

  store::Task<base::Result<Look>> look() {
    const auto replaying = again.empty() ? std::nullopt : std::optional(again.front().seq);
    auto work = [organization = organization, id = id, skipped = skipped_to, is_read = !page.empty(),
                 replaying](store::Reading& reading) -> base::Result<Look> {
      Look out;
      out.row = store::find_webhook(reading, organization, id);
      if (!out.row || !out.row->enabled || is_read) return out;
      out.events = store::events_after(reading, organization, std::max(out.row->position, skipped), kPage);
      if (!out.events.empty()) return out;
      out.replay = store::next_replay(reading, organization, id);
      if (out.replay && replaying != out.replay->from_seq)
        out.again = store::events_after(reading, organization, out.replay->from_seq - 1, kPage);
      return out;
    };
    co_return co_await parts.store.read(std::move(work));
  }

  // Until it is written. What was told to an address that is another one by now, or none any more, is not noted.
  template <class Change>
  store::Task<void> write(const Webhook& told /*outlives*/, Change change) {
    while (!stopping) {
      auto work = [told, change](store::Transaction& transaction) -> base::Result<bool> {
        const auto now = store::find_webhook(transaction, told.organization_id, told.id);
        if (now && now->url == told.url) change(transaction, *now);
        return true;
      };
      if (co_await parts.store.transact(std::move(work))) co_return;
      co_await sleep(kStorePause);
    }
  }

  [[nodiscard]] std::optional<std::string> body_of(const Webhook& to, const store::StoredEvent& event) const {
    if (!is_asked_for(to, event.type)) return std::nullopt;
    auto data = parts.present(organization, event);
    if (!data) return std::nullopt;
    auto value = base::parse_json(*data);
    if (!value) return std::nullopt;
    return base::encode(Body{id_of(to, event.seq), event.type, event.at, event.seq, *std::move(value)});
  }

  store::Task<std::optional<base::Time>> step() {
    auto found = co_await look();
    if (!found) co_return parts.clock.now() + kStorePause;
    auto& row = found->row;
    if (!row || !row->enabled) {
      stopping = true;
      co_return std::nullopt;
    }
    const Webhook to = *std::move(row);
    const base::Time not_before = to.retry_at.value_or(base::Time{});
    pausing = parts.clock.now() < not_before;
    if (pausing) {
      // Read again when it goes on: what is told is what is in the record then.
      page.clear();
      again.clear();
      co_return not_before;
    }
    put(page, std::move(found->events));
    if (!page.empty()) co_return co_await tell_next(to);
    const auto& run = found->replay;
    if (!run) co_return std::nullopt;
    put(again, std::move(found->again));
    co_return co_await replay(to, *run);
  }

  store::Task<std::optional<base::Time>> tell_next(const Webhook& to /*outlives*/) {
    while (!page.empty()) {
      const store::StoredEvent event = std::move(page.front());
      page.pop_front();
      if (event.seq <= to.position) continue;
      if (auto body = body_of(to, event)) co_return co_await tell(to, event, *std::move(body));
      skipped_to = event.seq;
    }
    if (const auto seq = skipped_to; seq - to.position >= kSkippedUnwritten)
      co_await write(to, [seq](store::Transaction& t, const Webhook& now) { store::move_webhook(t, now, seq); });
    co_return parts.clock.now();
  }

  store::Task<channel::WebhookOutcome> post(const Webhook& to /*outlives*/, std::int64_t seq, std::string body) {
    channel::WebhookCall call{to.url, secrets_of(parts.vault, to, parts.clock.now()), id_of(to, seq), std::move(body)};
    co_return co_await channel::call_webhook(parts.http, parts.clock, std::move(call));
  }

  store::Task<std::optional<base::Time>> tell(const Webhook& to /*outlives*/, const store::StoredEvent& event /*outlives*/,
                                              std::string body) {
    const auto outcome = co_await post(to, event.seq, std::move(body));
    if (outcome.taken) {
      co_await write(
          to, [seq = event.seq](store::Transaction& t, const Webhook& now) { store::note_webhook_success(t, now, seq); });
      if (to.failures > 0) parts.on_trouble(to, "it takes events again.");
      co_return parts.clock.now();
    }
    page.clear();
    if (outcome.gone) co_return co_await switch_off(to, outcome.reason);
    co_return co_await fail(to, &event, nullptr, outcome);
  }

  store::Task<std::optional<base::Time>> switch_off(const Webhook& to /*outlives*/, std::string why) {
    co_await write(to, [why](store::Transaction& t, const Webhook& now) { store::switch_webhook_off(t, now, why); });
    parts.on_trouble(to, "it was switched off: " + why);
    co_return parts.clock.now();
  }

  // An event that was not taken, or the rest of a run that somebody asked for again.
  store::Task<std::optional<base::Time>> fail(const Webhook& to /*outlives*/, const store::StoredEvent* event,
                                              const DeadEvents* run, const channel::WebhookOutcome& outcome /*outlives*/) {
    if (stopping) co_return std::nullopt;
    const base::Time now = parts.clock.now();
    const std::string& why = outcome.reason;
    const base::Time retry_at = now + webhook::pause_after(to.failures + 1, parts.random(), outcome.retry_after);
    const base::Time happened = event != nullptr ? event->at : base::Time{};
    const bool is_over = to.failing_since && webhook::is_given_up(happened, *to.failing_since, now);
    if (to.last_error != why || to.failures == 0) parts.on_trouble(to, "it does not take events: " + why);
    const auto seq = event != nullptr ? std::optional(event->seq) : std::nullopt;
    const auto rest = run != nullptr ? std::optional(*run) : std::nullopt;
    co_await write(to, [=](store::Transaction& t, const Webhook& as_is) {
      store::note_webhook_failure(t, as_is, retry_at, why);
      if (rest) store::update_dead_events(t, *rest);
      if (rest && is_over) store::set_replaying(t, as_is.organization_id, as_is.id, false);
      if (seq && is_over) give_up(t, as_is, *seq, why);
    });
    if (is_over) parts.on_trouble(to, "events that it did not take for three days were given up.");
    pausing = true;
    co_return retry_at;
  }

  // This one, and all that are as old. One run, for as long as nothing is taken in between.
  static void give_up(store::Transaction& transaction, const Webhook& to, std::int64_t seq, const std::string& why) {
    const auto last = store::last_event_until(transaction, to.organization_id, seq, transaction.now() - webhook::kPatience);
    const std::int64_t to_seq = std::max(seq, last.value_or(seq));
    store::move_webhook(transaction, to, to_seq);
    auto run = store::latest_dead_events(transaction, to.organization_id, to.id);
    if (run && !run->replaying && to.failing_since && run->died_at >= *to.failing_since) {
      run->to_seq = to_seq;
      store::update_dead_events(transaction, *run);
      return;
    }
    store::insert_dead_events(transaction, {transaction.new_id<ids::DeadEvents>(), to.organization_id, to.id, seq, to_seq,
                                            why, transaction.now(), false});
  }

  // The next of a run that somebody asked for again.
  store::Task<std::optional<base::Time>> replay(const Webhook& to /*outlives*/, DeadEvents run) {
    std::int64_t done = run.from_seq - 1;
    const bool is_missing = again.empty();
    while (!again.empty() && again.front().seq <= run.to_seq) {
      const store::StoredEvent event = std::move(again.front());
      again.pop_front();
      auto body = body_of(to, event);
      const bool is_told = body.has_value();
      if (body) {
        const auto outcome = co_await post(to, event.seq, *std::move(body));
        if (!outcome.taken) {
          again.clear();
          if (outcome.gone) co_return co_await switch_off(to, outcome.reason);
          run.from_seq = done + 1;
          co_return co_await fail(to, nullptr, &run, outcome);
        }
      }
      done = event.seq;
      if (is_told) break;
    }
    run.from_seq = done + 1;
    const bool is_done = is_missing || done >= run.to_seq;
    if (is_done) again.clear();
    co_await write(to, [run, is_done](store::Transaction& t, const Webhook& now) {
      if (is_done) store::delete_dead_events(t, run);
      else store::update_dead_events(t, run);
      store::note_webhook_success(t, now, now.position);
    });
    co_return parts.clock.now();
  }
};

WebhookLine::WebhookLine(const store::Executor& executor, const WebhookParts& parts, const Webhook& of)
    : impl_(std::make_unique<Impl>(executor, parts, of)) {}
WebhookLine::~WebhookLine() = default;

store::Task<void> WebhookLine::run() {
  while (!impl_->stopping) {
    impl_->woken = false;
    const auto next = co_await impl_->step();
    const auto now = impl_->parts.clock.now();
    if (impl_->stopping || impl_->woken || (next && *next <= now)) continue;
    co_await impl_->sleep(next ? *next - now : kLongestSleep);
  }
}

store::Task<std::optional<base::Time>> WebhookLine::step() { return impl_->step(); }

void WebhookLine::notify() {
  if (!impl_->pausing) look_again();
}

void WebhookLine::look_again() {
  impl_->woken = true;
  impl_->timer.cancel();
}

void WebhookLine::stop() {
  impl_->stopping = true;
  impl_->timer.cancel();
}

}  // namespace workflow
