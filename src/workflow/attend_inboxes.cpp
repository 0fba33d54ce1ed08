#include "workflow/attend_inboxes.hpp"

#include <algorithm>
#include <exception>
#include <map>
#include <random>
#include <utility>

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include "store/grant_store.hpp"
#include "store/inbox_store.hpp"
#include "workflow/inbox_secrets.hpp"
#include "workflow/intake.hpp"
#include "workflow/keep_channel_state.hpp"
#include "workflow/outbox.hpp"
#include "workflow/token_keeper.hpp"

namespace workflow {
namespace {

namespace asio = boost::asio;
using base::FailureKind;
using inbox::Condition;
using std::chrono::milliseconds;
using Timer =
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, store::Executor>;
using UseAwaitable = asio::use_awaitable_t<store::Executor>;

constexpr milliseconds kNoRoom{500};           // Before a batch that found no room in the intake is handed over again.
constexpr milliseconds kSendGrace{5'000};      // What is being sent may end by itself before it is cut off.
constexpr milliseconds kEndingTick{5};         // Between two looks whether all have ended.
constexpr milliseconds kRecordTrouble{5'000};  // Before the list of inboxes is read again, where that failed.

store::Task<void> pause_for(store::Executor executor, milliseconds time) {
  Timer timer(executor, time);
  co_await timer.async_wait(UseAwaitable{});
}

// A sign-in that the platform refused is ours there, not that of whoever asks us here.
base::Failure of_platform(base::Failure failure) {
  if (failure.kind == FailureKind::unauthenticated || failure.kind == FailureKind::forbidden)
    failure.kind = FailureKind::rejected;
  return failure;
}

// Of settings over the network: the field as the API names it.
base::Failure about_settings(base::Failure failure) {
  if (!failure.field.empty()) failure.field = "settings." + failure.field;
  return of_platform(std::move(failure));
}

tl::unexpected<base::Failure> not_connected(const inbox::Inbox& in) {
  return base::fail(FailureKind::unavailable, "The inbox \"" + in.name + "\" is not connected now.");
}

std::size_t bytes_of(const channel::InboundBatch& batch) {
  constexpr std::size_t kItem = 256;
  std::size_t bytes = 0;
  for (const auto& item : batch.items) bytes += kItem + item.text.size() + item.context.size();
  for (const auto& one : batch.unreadable) bytes += kItem + one.raw.size();
  for (const auto& one : batch.state) bytes += kItem + one.value.value_or("").size();
  for (const auto& report : batch.reports) bytes += kItem + report.reason.size();
  return bytes;
}

// Of the events of one commit: where something is to be sent now.
std::vector<ids::Inbox> inboxes_with_mail(const std::vector<store::Published>& batch) {
  std::vector<ids::Inbox> out;
  const auto look = [&out](const conversation::Message& message) {
    if (message.delivery == conversation::Delivery::queued) out.push_back(message.inbox_id);
  };
  for (const auto& one : batch) {
    if (const auto* created = std::get_if<event::MessageCreated>(&one.event)) look(created->message);
    else if (const auto* updated = std::get_if<event::MessageUpdated>(&one.event)) look(updated->message);
  }
  return out;
}

inbox::Health with_sending(inbox::Health health, const Outbox* outbox) {
  if (outbox == nullptr) return health;
  const OutboxState& state = outbox->state();
  health.sending_trouble = state.reason;
  if (state.needs_login) health.condition = Condition::needs_login;
  return health;
}

}  // namespace

struct InboxAttendant::Impl : std::enable_shared_from_this<Impl> {
  // One inbox at work.
  struct Line {
    std::shared_ptr<const inbox::Inbox> inbox;
    const channel::ChannelType* type = nullptr;
    std::unique_ptr<channel::ChannelState> state;
    std::shared_ptr<TokenKeeper> tokens;  // Where somebody signed in to the account; outlives what uses it.
    std::optional<base::Time> signed_in_at;
    std::unique_ptr<channel::ChannelInbox> work;
    std::unique_ptr<Outbox> outbox;
    inbox::Health health;
    asio::cancellation_signal stop_receiving;
    asio::cancellation_signal stop_sending;
    int running = 0;         // Coroutines that receive or send.
    bool heard = false;      // The platform answered since the last failure.
    std::string impairment;  // What does not work of it while the rest does.
  };

  class Sink final : public channel::ItemSink {
   public:
    Sink(Impl& attendant /*outlives*/, Line& line /*outlives*/) : attendant_(attendant), line_(line) {}
    net::Task<base::Result<void>> take(channel::InboundBatch batch) override {
      return attendant_.take(line_, std::move(batch));
    }
    void connected() override { attendant_.note_heard(line_); }
    void impaired(const std::string& trouble) override { attendant_.note_impaired(line_, trouble); }
    net::Task<base::Result<void>> report(channel::Gap gap) override { return attendant_.report(line_, std::move(gap)); }

   private:
    Impl& attendant_;
    Line& line_;
  };

  // Of what came with a request: whoever waits for its answer is told at once when there is no room.
  class AnswerSink final : public channel::ItemSink {
   public:
    AnswerSink(Impl& attendant /*outlives*/, Line& line /*outlives*/) : attendant_(attendant), line_(line) {}
    net::Task<base::Result<void>> take(channel::InboundBatch batch) override {
      const auto newest = newest_of(batch);
      const auto stored = co_await attendant_.intake.take(line_.inbox, to_delivery(line_, std::move(batch)));
      if (!stored) co_return base::pass_on(stored.error());
      attendant_.note_item(line_, newest);
      co_return base::Result<void>();
    }
    void connected() override {}
    net::Task<base::Result<void>> report(channel::Gap gap) override { return attendant_.report(line_, std::move(gap)); }

   private:
    Impl& attendant_;
    Line& line_;
  };

  Impl(const store::Executor& on, AttendantParts with, AttendantOptions how)
      : executor(on), parts(std::move(with)), options(std::move(how)), intake(on, parts.store), changed(on) {}

  store::Executor executor;
  AttendantParts parts;
  AttendantOptions options;
  Intake intake;
  Timer changed;  // Expires never; cancelled when the list of inboxes is to be read again.
  bool look_again = false;
  bool listening = false;
  bool stopping = false;
  bool tending = false;
  int visits =
      0;  // Files fetched, acts done, requests answered; each holds on to its line, and none keeps an inbox from beginning anew.
  bool is_open = false;  // Every enabled inbox is at work.
  std::map<ids::Inbox, std::shared_ptr<Line>> lines;
  std::map<ids::Inbox, base::Time> signed_in;  // To whose account somebody did, and when; switched off ones too.
  std::mt19937_64 random{std::random_device{}()};

  // --- Which inboxes are at work

  void listen() {
    parts.store.on_committed([weak = weak_from_this(), on = executor](const store::PublishedBatch& batch) {
      const bool about_inboxes = std::ranges::any_of(
          *batch, [](const auto& one) { return std::holds_alternative<event::InboxChanged>(one.event); });
      auto leaving = inboxes_with_mail(*batch);
      if (!about_inboxes && leaving.empty()) return;
      asio::post(on, [weak, about_inboxes, leaving = std::move(leaving)] {
        const auto self = weak.lock();
        if (!self) return;
        for (const auto id : leaving) self->notify(id);
        if (!about_inboxes) return;
        self->look_again = true;
        self->changed.cancel();
      });
    });
  }

  void notify(ids::Inbox id) {
    const auto found = lines.find(id);
    if (found != lines.end() && found->second->outbox) found->second->outbox->notify();
  }

  static store::Task<void> tend(std::shared_ptr<Impl> self) {
    while (!self->stopping) {
      self->look_again = false;
      milliseconds wait = std::chrono::hours(24);
      if (!co_await self->match_inboxes()) wait = kRecordTrouble;
      if (self->look_again || self->stopping) continue;
      self->changed.expires_after(wait);
      boost::system::error_code woken;
      co_await self->changed.async_wait(asio::redirect_error(UseAwaitable{}, woken));
    }
  }

  // False when the record could not be read.
  store::Task<bool> match_inboxes() {
    struct Found {
      std::vector<inbox::Inbox> enabled;
      std::vector<store::InboxGrant> grants;
    };
    std::vector<inbox::Inbox> enabled;
    try {
      auto work = [](store::Reading& reading) -> base::Result<Found> {
        return Found{store::list_enabled_inboxes(reading), store::list_grants(reading)};
      };
      auto read = co_await parts.store.read(std::move(work));
      if (!read) co_return false;
      enabled = std::move(read->enabled);
      signed_in.clear();
      for (const auto& grant : read->grants) signed_in.emplace(grant.inbox_id, grant.signed_in_at);
    } catch (const store::StoreError&) {
      co_return false;
    }
    is_open = false;
    std::vector<std::shared_ptr<Line>> gone;
    std::erase_if(lines, [&](const auto& entry) {
      const auto now = std::ranges::find(enabled, entry.first, &inbox::Inbox::id);
      if (now != enabled.end() && now->settings == entry.second->inbox->settings &&
          sign_in_of(entry.first) == entry.second->signed_in_at) {
        entry.second->inbox = std::make_shared<const inbox::Inbox>(*now);  // Its team or its target may be others.
        return false;
      }
      gone.push_back(entry.second);
      return true;
    });
    for (const auto& line : gone) co_await end(line);
    std::erase_if(enabled, [&](const auto& one) { return lines.contains(one.id) || type_of(one) == nullptr; });
    for (const auto& one : enabled) {
      if (!stopping) begin(one, begin_after(options, enabled.size(), draw()));
    }
    is_open = !stopping;
    co_return true;
  }

  [[nodiscard]] std::optional<base::Time> sign_in_of(ids::Inbox id) const {
    const auto found = signed_in.find(id);
    return found == signed_in.end() ? std::nullopt : std::optional(found->second);
  }

  [[nodiscard]] std::shared_ptr<TokenKeeper> make_keeper(const inbox::Inbox& in) {
    if (!sign_in_of(in.id)) return nullptr;
    const TokenKeeperParts with{parts.store, parts.vault, parts.clock, parts.http};
    return std::make_shared<TokenKeeper>(executor, with, in.organization_id, in.id);
  }

  // Null where its channel calls nobody.
  [[nodiscard]] const channel::ChannelType* type_of(const inbox::Inbox& in) const {
    const auto* type = channel::find_channel(parts.channels, in.channel);
    return type != nullptr && type->open ? type : nullptr;
  }

  std::uint64_t draw() { return options.random ? options.random() : random(); }

  void begin(const inbox::Inbox& in, milliseconds wait) {
    auto line = std::make_shared<Line>();
    line->inbox = std::make_shared<const inbox::Inbox>(in);
    line->type = type_of(in);
    line->signed_in_at = sign_in_of(in.id);
    line->tokens = make_keeper(in);
    lines.emplace(in.id, line);
    line->state = make_channel_state(parts.store, in);
    auto work = open(*line);
    if (!work) {
      set_condition(*line, Condition::needs_login, work.error().message, std::nullopt);
      return;
    }
    line->work = *std::move(work);
    set_condition(*line, Condition::connecting, {}, std::nullopt);
    line->outbox = std::make_unique<Outbox>(
        executor, parts.store, parts.clock, *line->work, *line->type, in, [this] { return random(); },
        [this, inbox = line->inbox](const std::string& sentence) { parts.on_trouble(*inbox, sentence); });
    spawn(line, line->stop_receiving, attend(shared_from_this(), line, wait));
    spawn(line, line->stop_sending, deliver(shared_from_this(), line));
  }

  // The record may be away for a while; what was begun is settled when it is back.
  static store::Task<void> deliver(std::shared_ptr<Impl> self, std::shared_ptr<Line> line) {
    for (;;) {
      std::string broken;
      try {
        co_await line->outbox->run();
        co_return;
      } catch (const store::StoreError& error) {
        broken = error.what();
      }
      self->parts.on_trouble(*line->inbox, "nothing can be sent: " + broken);
      co_await pause_for(self->executor, kRecordTrouble);
    }
  }

  base::Result<std::unique_ptr<channel::ChannelInbox>> open(const Line& line) {
    auto settings = open_settings(parts.vault, *line.type, *line.inbox);
    if (!settings) return base::pass_on(settings.error());
    return line.type->open(*settings, services_of(line.inbox.get(), line.state.get(), line.tokens.get()));
  }

  channel::ChannelServices services_of(const inbox::Inbox* in, channel::ChannelState* state, channel::TokenSource* tokens) {
    std::string url;
    std::string secret;
    if (in != nullptr) secret = webhook_secret(parts.vault, *in).reveal();
    if (in != nullptr && !parts.public_url.empty()) url = parts.public_url + "/hooks/" + in->channel + "/" + in->key;
    // The attendant outlives what it opened.
    return {parts.http,       parts.dialer, parts.clock, [this] { return random(); }, std::move(url), std::move(secret),
            parts.public_url, state,        tokens};
  }

  void spawn(const std::shared_ptr<Line>& line, asio::cancellation_signal& stop, store::Task<void> work) {
    ++line->running;
    auto ended = [self = shared_from_this(), line](const std::exception_ptr& error) {
      --line->running;
      if (!error || self->stopping) return;
      try {
        std::rethrow_exception(error);
      } catch (const std::exception& what) {
        self->parts.on_trouble(*line->inbox, std::string("it is no longer attended to: ") + what.what());
      }
    };
    asio::co_spawn(executor, std::move(work), asio::bind_cancellation_slot(stop.slot(), std::move(ended)));
  }

  static void begin_to_end(Line& line) {
    line.stop_receiving.emit(asio::cancellation_type::terminal);
    if (line.outbox) line.outbox->stop();
  }

  store::Task<void> end(std::shared_ptr<Line> line) {
    begin_to_end(*line);
    for (auto left = kSendGrace; line->running > 0; left -= kEndingTick) {
      if (left <= milliseconds(0)) line->stop_sending.emit(asio::cancellation_type::terminal);
      co_await pause_for(executor, kEndingTick);
    }
    if (line->tokens) co_await line->tokens->stop();
  }

  // --- One inbox

  static store::Task<void> attend(std::shared_ptr<Impl> self, std::shared_ptr<Line> line, milliseconds wait_first) {
    if (wait_first.count() > 0) co_await pause_for(self->executor, wait_first);
    milliseconds pause = self->options.first_pause;
    for (;;) {
      line->heard = false;
      line->impairment.clear();
      const base::Failure failure = co_await self->receive(*line);
      if (line->heard) pause = self->options.first_pause;
      const milliseconds wait = self->pause_after(failure, pause);
      self->note_failure(*line, failure, wait);
      co_await pause_for(self->executor, wait);
      pause = std::min(pause * 2, self->options.longest_pause);
    }
  }

  // Cancellation goes through as an exception; everything else is a failure to be waited upon.
  store::Task<base::Failure> receive(Line& line /*outlives*/) {
    Sink sink(*this, line);
    std::string what;
    try {
      auto cursor = co_await read_cursor(*line.inbox);
      if (!cursor) co_return cursor.error();
      co_return co_await line.work->receive(sink, *std::move(cursor));
    } catch (const boost::system::system_error& error) {
      if (error.code() == asio::error::operation_aborted) throw;
      what = error.what();
    } catch (const std::exception& error) {
      what = error.what();
    }
    co_return base::Failure{FailureKind::unavailable, what, "", std::nullopt};
  }

  store::Task<base::Result<std::string>> read_cursor(inbox::Inbox in) {
    auto work = [in = std::move(in)](store::Reading& reading) -> base::Result<std::string> {
      const auto found = store::find_inbox(reading, in.organization_id, in.id);
      if (!found) return base::fail(FailureKind::not_found, "The inbox is gone.");
      return found->cursor;
    };
    co_return co_await parts.store.read(std::move(work));
  }

  milliseconds pause_after(const base::Failure& failure, milliseconds usual) {
    if (failure.retry_after) return std::max<milliseconds>(*failure.retry_after, options.first_pause);
    if (failure.kind == FailureKind::unauthenticated) return options.login_pause;
    // Spread, so that inboxes of one platform do not all come back at once.
    return usual + milliseconds(random() % (static_cast<std::uint64_t>(usual.count()) / 4 + 1));
  }

  store::Task<base::Result<void>> take(Line& line /*outlives*/, channel::InboundBatch batch) {
    note_heard(line);
    const auto newest = newest_of(batch);
    auto cursor = batch.cursor;
    auto delivery = to_delivery(line, std::move(batch));
    delivery.cursor = std::move(cursor);
    for (;;) {
      const auto stored = co_await intake.take(line.inbox, delivery);
      if (stored) break;
      if (stored.error().kind != FailureKind::unavailable) co_return base::pass_on(stored.error());
      co_await pause_for(executor, kNoRoom);
    }
    note_item(line, newest);
    co_return base::Result<void>();
  }

  // Without a cursor.
  static Delivery to_delivery(const Line& line, channel::InboundBatch batch) {
    for (auto& item : batch.items) channel::drop_unvouched(*line.type, item);
    Delivery delivery;
    delivery.bytes = bytes_of(batch);
    delivery.items.items = std::move(batch.items);
    delivery.items.unreadable = std::move(batch.unreadable);
    delivery.items.reports = std::move(batch.reports);
    delivery.state = std::move(batch.state);
    return delivery;
  }

  static std::optional<base::Time> newest_of(const channel::InboundBatch& batch) {
    std::optional<base::Time> newest;
    for (const auto& item : batch.items) newest = std::max(newest.value_or(item.said_at), item.said_at);
    return newest;
  }

  // Of what is stored.
  void note_item(Line& line, std::optional<base::Time> newest) const {
    if (!newest) return;
    const base::Time now = parts.clock.now();
    line.health.last_item_at = now;
    line.health.lag_s = std::max<std::int64_t>(0, std::chrono::duration_cast<std::chrono::seconds>(now - *newest).count());
  }

  store::Task<base::Result<void>> report(Line& line /*outlives*/, channel::Gap gap) {
    const auto& in = *line.inbox;
    parts.on_trouble(in, gap.reason);
    auto work = [organization = in.organization_id, id = in.id,
                 gap = std::move(gap)](store::Transaction& transaction) -> base::Result<bool> {
      store::insert_gap(transaction,
                        {transaction.new_id<ids::Gap>(), organization, id, gap.from, gap.to, gap.reason, transaction.now()});
      transaction.publish(organization, event::InboxChanged{id});
      return true;
    };
    const auto kept = co_await parts.store.transact(std::move(work));
    if (!kept) co_return base::pass_on(kept.error());
    co_return base::Result<void>();
  }

  // --- What is asked of it beside that

  // Counted, so that stop() awaits its end.
  struct Visit {
    explicit Visit(Impl& of) : attendant(of.shared_from_this()) { ++attendant->visits; }
    ~Visit() { --attendant->visits; }
    Visit(const Visit&) = delete;
    Visit& operator=(const Visit&) = delete;
    std::shared_ptr<Impl> attendant;
  };

  // Null while it is not connected.
  [[nodiscard]] std::shared_ptr<Line> at_work(const inbox::Inbox& of) const {
    const auto found = lines.find(of.id);
    return found == lines.end() || !found->second->work ? nullptr : found->second;
  }

  // --- How it fares

  void set_condition(Line& line, Condition condition, std::string trouble, std::optional<base::Time> retry_at) {
    if (line.health.condition != condition || !line.health.since) line.health.since = parts.clock.now();
    line.health.condition = condition;
    line.health.trouble = std::move(trouble);
    line.health.retry_at = retry_at;
  }

  void note_heard(Line& line) {
    line.heard = true;
    line.health.last_heard = parts.clock.now();
    set_condition(line, Condition::connected, line.impairment, std::nullopt);
  }

  void note_impaired(Line& line, const std::string& trouble) {
    if (!trouble.empty() && line.impairment != trouble) parts.on_trouble(*line.inbox, trouble);
    line.impairment = trouble;
    if (line.health.condition == Condition::connected) line.health.trouble = line.impairment;
  }

  void note_failure(Line& line, const base::Failure& failure, milliseconds wait) {
    const bool login = failure.kind == FailureKind::unauthenticated;
    if (line.health.trouble != failure.message) parts.on_trouble(*line.inbox, failure.message);
    set_condition(line, login ? Condition::needs_login : Condition::interrupted, failure.message, parts.clock.now() + wait);
  }
};

milliseconds begin_after(const AttendantOptions& options, std::size_t together, std::uint64_t random) {
  if (together <= options.at_once) return milliseconds(0);
  const auto wanted = options.spread_each * static_cast<std::int64_t>(together);
  const auto window = std::clamp<milliseconds>(wanted, options.least_spread, options.longest_spread);
  return milliseconds(random % static_cast<std::uint64_t>(window.count() + 1));
}

InboxAttendant::InboxAttendant(const store::Executor& executor, AttendantParts parts, AttendantOptions options)
    : impl_(std::make_shared<Impl>(executor, std::move(parts), std::move(options))) {}
InboxAttendant::~InboxAttendant() = default;

void InboxAttendant::start() {
  if (!std::exchange(impl_->listening, true)) impl_->listen();
  impl_->stopping = false;
  impl_->tending = true;
  asio::co_spawn(impl_->executor, Impl::tend(impl_), [self = impl_](const std::exception_ptr& error) {
    self->tending = false;
    if (error) std::rethrow_exception(error);
  });
}

store::Task<void> InboxAttendant::stop() {
  impl_->stopping = true;
  impl_->changed.cancel();
  while (impl_->tending) {
    impl_->changed.cancel();
    co_await pause_for(impl_->executor, kEndingTick);
  }
  for (auto& [id, line] : impl_->lines) Impl::begin_to_end(*line);
  for (auto& [id, line] : impl_->lines) co_await impl_->end(line);
  while (impl_->visits > 0) co_await pause_for(impl_->executor, kEndingTick);
  impl_->lines.clear();
}

inbox::Health InboxAttendant::health(const inbox::Inbox& of) const {
  const auto found = impl_->lines.find(of.id);
  if (found != impl_->lines.end()) return with_sending(found->second->health, found->second->outbox.get());
  inbox::Health health;
  health.condition = of.enabled ? Condition::told : Condition::off;
  return health;
}

store::Task<base::Result<channel::ConnectedAccount>> InboxAttendant::connect(const channel::ChannelType& type /*outlives*/,
                                                                             boost::json::value settings,
                                                                             std::optional<inbox::Inbox> inbox,
                                                                             channel::TokenSource* tokens /*outlives*/) {
  auto kept = type.check_settings(settings);
  if (!kept) co_return base::pass_on(about_settings(kept.error()));
  if (!type.open) {
    channel::ConnectedAccount account;
    account.settings = *std::move(kept);
    co_return account;
  }
  const auto state = inbox ? make_channel_state(impl_->parts.store, *inbox) : nullptr;
  // One keeper an inbox: its own, where it is at work.
  std::shared_ptr<TokenKeeper> keeper;
  if (tokens == nullptr && inbox) {
    const auto line = impl_->lines.find(inbox->id);
    keeper = line != impl_->lines.end() ? line->second->tokens : impl_->make_keeper(*inbox);
    tokens = keeper.get();
  }
  auto work = type.open(*kept, impl_->services_of(inbox ? &*inbox : nullptr, state.get(), tokens));
  if (!work) co_return base::pass_on(about_settings(work.error()));
  auto account = co_await (*work)->connect();
  if (!account) co_return base::pass_on(about_settings(account.error()));
  co_return account;
}

store::Task<std::optional<net::Response>> InboxAttendant::answer(net::Request request) {
  const Impl::Visit visit(*impl_);
  std::vector<std::shared_ptr<Impl::Line>> asked;
  for (const auto& [id, line] : impl_->lines) {
    if (line->work && channel::serves_path(*line->type, request.path)) asked.push_back(line);
  }
  const bool is_open = impl_->is_open;
  for (const auto& line : asked) {
    Impl::AnswerSink sink(*impl_, *line);
    if (auto response = co_await line->work->answer(request, sink)) co_return response;
  }
  if (is_open) co_return std::nullopt;
  net::Response response{.status = 503, .headers = {}, .body = "Not at work yet; come again in a moment.\n"};
  response.with("Content-Type", "text/plain; charset=utf-8").with("Retry-After", "5");
  co_return response;
}

channel::ChannelServices InboxAttendant::services(const std::optional<inbox::Inbox>& inbox) const {
  return impl_->services_of(inbox ? &*inbox : nullptr, nullptr, nullptr);
}

bool InboxAttendant::is_signed_in(ids::Inbox inbox) const { return impl_->signed_in.contains(inbox); }

store::Task<base::Result<std::string>> InboxAttendant::fetch(inbox::Inbox of, channel::Attachment file,
                                                             std::size_t max_bytes) {
  const auto line = impl_->at_work(of);
  if (!line) co_return not_connected(of);
  const Impl::Visit visit(*impl_);
  auto bytes = co_await line->work->fetch(std::move(file), max_bytes);
  if (!bytes) co_return base::pass_on(of_platform(std::move(bytes.error())));
  co_return bytes;
}

store::Task<channel::SendResult> InboxAttendant::send(inbox::Inbox through, channel::OutboundMessage message) {
  const auto line = impl_->at_work(through);
  if (!line) {
    channel::SendResult result;
    result.reason = not_connected(through).value().message;
    co_return result;
  }
  const Impl::Visit visit(*impl_);
  co_return co_await line->work->send(std::move(message));
}

store::Task<base::Result<void>> InboxAttendant::act(inbox::Inbox on, channel::ItemAction action) {
  const auto line = impl_->at_work(on);
  if (!line) co_return not_connected(on);
  const Impl::Visit visit(*impl_);
  auto done = co_await line->work->act(std::move(action));
  if (!done) co_return base::pass_on(of_platform(std::move(done.error())));
  co_return base::Result<void>();
}

}  // namespace workflow
