#include "workflow/tell_webhooks.hpp"

#include <algorithm>
#include <exception>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/object.hpp>

#include "base/json/encode.hpp"
#include "channel/webhook_call.hpp"
#include "store/webhook_store.hpp"

namespace workflow {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using Timer =
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, store::Executor>;
using UseAwaitable = asio::use_awaitable_t<store::Executor>;

constexpr milliseconds kRecordTrouble{5'000};
constexpr milliseconds kEndingTick{5};
constexpr milliseconds kGrace{1'000};  // What is being told may end by itself before it is cut off; it is told again later.

store::Task<void> pause_for(store::Executor executor, milliseconds time) {
  Timer timer(executor, time);
  co_await timer.async_wait(UseAwaitable{});
}

}  // namespace

struct WebhookTeller::Impl : std::enable_shared_from_this<Impl> {
  struct Entry {
    webhook::Webhook of;
    std::unique_ptr<WebhookLine> line;
    bool leaving = false;
    asio::cancellation_signal cut;
    bool running = false;
  };

  Impl(const store::Executor& on, WebhookParts with) : executor(on), parts(std::move(with)), changed(on) {}

  store::Executor executor;
  WebhookParts parts;
  Timer changed;
  bool look_again = false;
  bool listening = false;
  bool stopping = false;
  bool tending = false;
  std::map<ids::Webhook, std::shared_ptr<Entry>> entries;

  void listen() {
    parts.store.on_committed([weak = weak_from_this(), on = executor](const store::PublishedBatch& batch) {
      std::set<ids::Organization> told;
      for (const auto& one : *batch) told.insert(one.organization_id);
      asio::post(on, [weak, told = std::move(told)] {
        const auto self = weak.lock();
        if (!self) return;
        for (const auto& [id, entry] : self->entries) {
          if (told.contains(entry->of.organization_id)) entry->line->notify();
        }
      });
    });
  }

  static store::Task<void> tend(std::shared_ptr<Impl> self) {
    while (!self->stopping) {
      self->look_again = false;
      milliseconds wait = std::chrono::hours(24);
      if (!co_await self->match()) wait = kRecordTrouble;
      if (self->look_again || self->stopping) continue;
      self->changed.expires_after(wait);
      boost::system::error_code woken;
      co_await self->changed.async_wait(asio::redirect_error(UseAwaitable{}, woken));
    }
  }

  // False when the record could not be read.
  store::Task<bool> match() {
    std::vector<webhook::Webhook> enabled;
    try {
      auto work = [](store::Reading& reading) -> base::Result<std::vector<webhook::Webhook>> {
        return store::list_enabled_webhooks(reading);
      };
      auto read = co_await parts.store.read(std::move(work));
      if (!read) co_return false;
      enabled = *std::move(read);
    } catch (const store::StoreError&) {
      co_return false;
    }
    std::erase_if(entries, [](const auto& entry) { return !entry.second->running; });
    for (const auto& [id, entry] : entries) {
      if (std::ranges::find(enabled, id, &webhook::Webhook::id) == enabled.end()) leave(*entry);
      else if (!entry->leaving) entry->line->look_again();
    }
    // One that is switched on again while its line ends gets the next line: two at once would mix up the order.
    for (const auto& one : enabled) {
      if (!entries.contains(one.id) && !stopping) begin(one);
    }
    co_return true;
  }

  void begin(const webhook::Webhook& of) {
    auto entry = std::make_shared<Entry>();
    entry->of = of;
    entry->line = std::make_unique<WebhookLine>(executor, parts, of);
    entry->running = true;
    entries.emplace(of.id, entry);
    // Holds on to the entry, and to the parts, until it has ended.
    auto ended = [self = shared_from_this(), entry](const std::exception_ptr& error) {
      entry->running = false;
      if (self->stopping) return;
      if (error && !entry->leaving) self->come_back(entry->of);
      else self->wake();
    };
    asio::co_spawn(executor, entry->line->run(), asio::bind_cancellation_slot(entry->cut.slot(), std::move(ended)));
  }

  // What is being told is cut off: a dead address would hold the end up, and whoever is switched on again is told of it again.
  void leave(Entry& entry) {
    if (std::exchange(entry.leaving, true)) return;
    entry.line->stop();
    asio::post(executor, [weak = weak_from_this(), id = entry.of.id] {
      const auto self = weak.lock();
      if (!self) return;
      const auto found = self->entries.find(id);
      if (found != self->entries.end()) found->second->cut.emit(asio::cancellation_type::terminal);
    });
  }

  // The record broke under it.
  void come_back(const webhook::Webhook& of) {
    parts.on_trouble(of, "it is told of nothing while the record cannot be used.");
    asio::co_spawn(executor, pause_for(executor, kRecordTrouble), [weak = weak_from_this()](const std::exception_ptr&) {
      if (const auto self = weak.lock()) self->wake();
    });
  }

  void wake() {
    look_again = true;
    changed.cancel();
  }
};

WebhookTeller::WebhookTeller(const store::Executor& executor, WebhookParts parts)
    : impl_(std::make_shared<Impl>(executor, std::move(parts))) {}
WebhookTeller::~WebhookTeller() = default;

void WebhookTeller::start() {
  if (!std::exchange(impl_->listening, true)) impl_->listen();
  impl_->stopping = false;
  impl_->tending = true;
  asio::co_spawn(impl_->executor, Impl::tend(impl_), [self = impl_](const std::exception_ptr& error) {
    self->tending = false;
    if (error) std::rethrow_exception(error);
  });
}

void WebhookTeller::look_again() { impl_->wake(); }

store::Task<void> WebhookTeller::stop() {
  const auto self = impl_;
  self->stopping = true;
  while (self->tending) {
    self->changed.cancel();
    co_await pause_for(self->executor, kEndingTick);
  }
  for (const auto& [id, entry] : self->entries) entry->line->stop();
  const auto is_running = [](const auto& one) { return one.second->running; };
  for (auto left = kGrace; std::ranges::any_of(self->entries, is_running); left -= kEndingTick) {
    for (const auto& [id, entry] : self->entries) {
      if (left <= milliseconds(0) && entry->running) entry->cut.emit(asio::cancellation_type::terminal);
    }
    co_await pause_for(self->executor, kEndingTick);
  }
  self->entries.clear();
}

store::Task<std::string> WebhookTeller::test(webhook::Webhook to) {
  const auto self = impl_;
  const base::Time now = self->parts.clock.now();
  const std::string id = "test_" + std::to_string(to.id.value) + "_" + std::to_string(now.time_since_epoch().count());
  const boost::json::object body{
      {"id", id}, {"type", "webhook.tested"}, {"timestamp", base::to_rfc3339(now)}, {"data", boost::json::object{}}};
  channel::WebhookCall call{to.url, secrets_of(self->parts.vault, to, now), id, base::encode(boost::json::value(body))};
  const auto outcome = co_await channel::call_webhook(self->parts.http, self->parts.clock, std::move(call));
  co_return outcome.reason;
}

store::Task<base::Result<void>> WebhookTeller::check(std::string url) {
  const auto self = impl_;
  const auto allowed = co_await channel::check_webhook_address(self->parts.dialer, std::move(url));
  if (allowed) co_return base::Result<void>();
  co_return base::fail(base::FailureKind::invalid, "url: " + allowed.error().message, "url");
}

}  // namespace workflow
