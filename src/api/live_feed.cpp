#include "api/live_feed.hpp"

#include <algorithm>
#include <unordered_map>

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "api/present_event.hpp"
#include "base/json/decode.hpp"
#include "base/json/encode.hpp"
#include "store/contact_store.hpp"
#include "store/conversation_store.hpp"
#include "store/event_log.hpp"
#include "store/store.hpp"
#include "workflow/visit.hpp"

namespace api {
namespace {

using Text = std::shared_ptr<const std::string>;
using Batch = std::shared_ptr<const std::vector<store::Published>>;

constexpr std::uint16_t kPolicy = 1008;
constexpr std::uint16_t kComeAgain = 1012;
constexpr std::int64_t kPage = 200;
constexpr std::size_t kProvedEachTick = 50;

Text to_text(const contract::FeedMessage& message) { return std::make_shared<const std::string>(base::encode(message)); }

// Constant texts: what a socket sends is never repeated back to it.
Text error_text(const char* message) {
  contract::FeedError error;
  error.message = message;
  return to_text(error);
}
constexpr const char* kNotUnderstood = "Expected {\"type\":\"subscribe\"}, once.";
constexpr const char* kSignInFirst = "Sign in first.";
constexpr const char* kNoChat = "There is no chat at this address, or its token is wrong.";

// One event, encoded for each audience when the first of it needs it.
struct Encoded {
  explicit Encoded(const Numbered& happened) : numbered(happened) {}

  const Text& whole() {
    return once(whole_, [this] { return present_whole(numbered); });
  }
  const Text& gone() {
    return once(gone_, [this] { return present_gone(numbered); });
  }

  const Numbered& numbered;

 private:
  template <class Present>
  static const Text& once(std::optional<Text>& slot, Present present) {
    if (!slot) {
      const auto message = present();
      slot = message ? to_text(*message) : nullptr;
    }
    return *slot;
  }
  std::optional<Text> whole_;
  std::optional<Text> gone_;
};

struct Subscriber {
  enum class State { waiting, catching_up, live };

  std::shared_ptr<net::WebSocket> socket;
  Proof proof;
  State state = State::waiting;
  std::int64_t sent_seq = 0;  // Events up to here were sent, or were not theirs.
  int faults = 0;
  bool closed = false;
  bool behind = false;       // Its queue overflowed: resync when it has drained.
  bool prove_again = false;  // Somebody's rights changed.
  std::chrono::steady_clock::time_point opened_at = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point proved_at = opened_at;
  std::optional<VisitorView> visitor;

  void close(std::uint16_t code, const char* reason) {
    if (closed) return;
    closed = true;
    socket->close(code, reason);
  }
};
using SubscriberPtr = std::shared_ptr<Subscriber>;

bool same_rights(const rights::Principal& a, const rights::Principal& b) {
  return a.kind == b.kind && a.organization_id == b.organization_id && a.role == b.role && a.user_id == b.user_id &&
         a.team_ids == b.team_ids;
}

base::Result<contract::Subscribe> read_frame(const std::string& text) {
  auto frame = base::decode_text<contract::Subscribe>(text);
  if (frame && frame->type != "subscribe") return base::fail(base::FailureKind::invalid, kNotUnderstood);
  if (frame && frame->after.value_or(0) < 0) return base::fail(base::FailureKind::invalid, kNotUnderstood);
  return frame;
}

struct SeenVisitor {
  VisitorView view;
  std::int64_t last_seq = 0;
};

SeenVisitor see_visitor(store::Reading& reading, const inbox::Inbox& door, ids::Identity id) {
  SeenVisitor seen{{door.organization_id, door.id, id, std::nullopt, false}, store::last_seq(reading, door.organization_id)};
  const auto identity = store::find_identity(reading, door.organization_id, id);
  if (!identity || !identity->contact_id) return seen;
  seen.view.contact_id = identity->contact_id;
  const auto newest = store::find_latest_conversation(reading, door.organization_id, *identity->contact_id, door.id, "");
  seen.view.resolved = newest && newest->status == conversation::Status::resolved;
  return seen;
}

// A store that cannot even be read is broken surroundings.
template <class T>
T value_of(base::Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return *std::move(result);
}

}  // namespace

struct LiveFeed::Impl : std::enable_shared_from_this<LiveFeed::Impl> {
  Impl(const net::Executor& on, const Services& with, Authenticator& doors, LiveFeedOptions how)
      : executor(on), services(with), authenticator(doors), options(how), timer(on) {}

  net::Executor executor;
  const Services& services;
  Authenticator& authenticator;
  LiveFeedOptions options;
  boost::asio::basic_waitable_timer<std::chrono::steady_clock, boost::asio::wait_traits<std::chrono::steady_clock>,
                                    net::Executor>
      timer;
  std::unordered_map<ids::Organization, std::vector<SubscriberPtr>> subscribers;
  std::unordered_map<ids::Organization, std::int64_t> latest;  // Number of the last event taken in.
  LiveFeedStats stats;
  bool stopping = false;

  // Keeps the subscriber among those who hear, for as long as its socket is served.
  struct Seat {
    Seat(Impl& in, SubscriberPtr who) : impl(in), subscriber(std::move(who)) {
      organization = subscriber->proof.principal.organization_id;
      impl.subscribers[organization].push_back(subscriber);
      ++impl.stats.sockets;
    }
    ~Seat() {
      subscriber->closed = true;
      const auto room = impl.subscribers.find(organization);
      std::erase(room->second, subscriber);
      if (room->second.empty()) impl.subscribers.erase(room);
      --impl.stats.sockets;
    }
    Seat(const Seat&) = delete;
    Seat& operator=(const Seat&) = delete;
    Impl& impl;
    SubscriberPtr subscriber;
    ids::Organization organization;
  };

  template <class Visit>
  void for_each(Visit visit) {
    for (auto& [organization, room] : subscribers)
      for (auto& one : room) visit(one);
  }

  void send(Subscriber& to, const Text& text) {
    if (to.closed || to.behind || !text) return;
    if (to.socket->send(text)) ++stats.messages;
    else to.behind = true;
  }

  // Shows one event to one subscriber; what is not theirs leaves no trace.
  void show(Subscriber& to, Encoded& happened) {
    to.sent_seq = happened.numbered.seq;
    if (to.visitor) {
      for (const auto& message : present_to_visitor(*to.visitor, happened.numbered)) send(to, to_text(message));
      return;
    }
    switch (share_of(to.proof.principal, happened.numbered)) {
      case Share::whole: return send(to, happened.whole());
      case Share::gone: return send(to, happened.gone());
      case Share::nothing: return;
    }
  }

  void take(const Batch& batch) {
    for (const auto& published : *batch) {
      ++stats.events;
      std::int64_t& last = latest[published.organization_id];
      last = std::max(last, published.seq);
      if (const auto* changed = std::get_if<event::TeamChanged>(&published.event))
        forget(published.organization_id, *changed);
      const auto room = subscribers.find(published.organization_id);
      if (room == subscribers.end()) continue;
      const Numbered numbered{published.organization_id, published.seq, published.at, published.event};
      Encoded encoded(numbered);
      for (auto& one : room->second)
        if (one->state == Subscriber::State::live && published.seq > one->sent_seq) show(*one, encoded);
    }
  }

  void forget(ids::Organization organization, const event::TeamChanged& changed) {
    if (changed.user_id) authenticator.forget_user(organization, *changed.user_id);
    else authenticator.forget_organization(organization);
  }

  void on_forgotten(const std::function<bool(const rights::Principal&)>& whose) {
    bool any = false;
    for_each([&](const SubscriberPtr& one) {
      if (!whose(one->proof.principal)) return;
      one->prove_again = true;
      any = true;
    });
    if (any) timer.cancel();  // at once, not at the next tick
  }

  void resync(Subscriber& to, std::int64_t seq) {
    to.behind = false;
    to.sent_seq = std::max(to.sent_seq, seq);
    contract::FeedResync message;
    message.seq = to.sent_seq;
    ++stats.resyncs;
    send(to, to_text(message));
  }

  net::Task<std::int64_t> read_last(ids::Organization organization) {
    auto work = [organization](store::Reading& reading) -> base::Result<std::int64_t> {
      return store::last_seq(reading, organization);
    };
    co_return value_of(co_await services.store.read(std::move(work)));
  }

  net::Task<std::vector<store::StoredEvent>> read_page(ids::Organization organization, std::int64_t after) {
    auto work = [organization, after](store::Reading& reading) -> base::Result<std::vector<store::StoredEvent>> {
      return store::events_after(reading, organization, after, kPage);
    };
    co_return value_of(co_await services.store.read(std::move(work)));
  }

  // From the number the client has to the present, and then live. `last` is the latest event of what was read so far.
  net::Task<void> catch_up(SubscriberPtr to, std::optional<std::int64_t> after, std::int64_t last) {
    const ids::Organization organization = to->proof.principal.organization_id;
    to->state = Subscriber::State::catching_up;
    const bool fits = !after || (*after <= last && last - *after <= options.most_behind);
    to->sent_seq = after && fits ? *after : last;
    contract::FeedHello hello;
    hello.seq = to->sent_seq;
    hello.now = services.clock.now();
    send(*to, to_text(hello));
    if (!fits) resync(*to, last);
    while (!to->closed && !to->behind) {
      const auto rows = co_await read_page(organization, to->sent_seq);
      for (const auto& row : rows) {
        if (auto happened = store::decode_event(row.type, row.body)) {
          const Numbered numbered{organization, row.seq, row.at, *happened};
          Encoded encoded(numbered);
          show(*to, encoded);
        }
        to->sent_seq = row.seq;
      }
      // Nothing of what was taken in meanwhile is missing: from here on take() goes on.
      const auto heard = latest.find(organization);
      const bool all = heard == latest.end() || heard->second <= to->sent_seq;
      if (all && static_cast<std::int64_t>(rows.size()) < kPage) break;
    }
    to->state = Subscriber::State::live;
  }

  // Reads frames until the socket ends; `subscribe` is what the first right one does. A socket that we have closed is
  // read on, because that is how the closing handshake is seen.
  net::Task<void> listen(SubscriberPtr who, std::string key) {
    for (;;) {
      auto text = co_await who->socket->read();
      if (!text) break;
      if (who->closed) continue;
      auto frame = read_frame(*text);
      if (!frame || who->state != Subscriber::State::waiting) {
        who->socket->send(error_text(kNotUnderstood));
        if (++who->faults >= options.most_faults) who->close(kPolicy, "not understood");
        continue;
      }
      if (key.empty()) {
        const std::int64_t last = co_await read_last(who->proof.principal.organization_id);
        co_await catch_up(who, frame->after, last);
        continue;
      }
      const auto last = co_await enter_as_visitor(*who, key, frame->token.value_or(""));
      if (last) co_return co_await serve_known_visitor(who, frame->after, *last, key);
      who->socket->send(error_text(kNoChat));
      who->close(kPolicy, "no such chat");
    }
  }

  // A visitor is nobody until their token is known: only then they get a seat in their organization. Gives the number of
  // the last event that the view includes; none when this is no chat of theirs.
  net::Task<std::optional<std::int64_t>> enter_as_visitor(Subscriber& who /*outlives*/, std::string key, std::string token) {
    const Proof proof = co_await authenticator.prove_visitor(std::move(token));
    if (proof.principal.kind != rights::PrincipalKind::visitor) co_return std::nullopt;
    const auto& channels = services.channels;
    auto work = [&channels, key, visitor = proof.principal](store::Reading& reading) -> base::Result<SeenVisitor> {
      const auto door = workflow::find_open_door(reading, key, channels);
      if (!door) return base::pass_on(door.error());
      if (door->id != visitor.inbox_id || !visitor.identity_id) return base::fail(base::FailureKind::not_found, kNoChat);
      return see_visitor(reading, *door, *visitor.identity_id);
    };
    auto seen = co_await services.store.read(std::move(work));
    if (!seen) co_return std::nullopt;
    who.proof = proof;
    who.visitor = seen->view;
    co_return seen->last_seq;
  }

  net::Task<void> serve_known_visitor(SubscriberPtr who, std::optional<std::int64_t> after, std::int64_t last,
                                      std::string key) {
    const Seat seat(*this, who);
    co_await catch_up(who, after, last);
    co_await listen(who, std::move(key));
  }

  // Sockets that have not said who they are wait here for their ten seconds.
  std::vector<std::weak_ptr<Subscriber>> strangers;

  void close_late(const SubscriberPtr& one, std::chrono::steady_clock::time_point now) {
    if (one->state == Subscriber::State::waiting && now - one->opened_at > options.subscribe_limit)
      one->close(kPolicy, "subscribe within ten seconds");
  }

  net::Task<void> look_after_sockets() {
    const auto now = std::chrono::steady_clock::now();
    std::erase_if(strangers, [&](const auto& weak) {
      const auto one = weak.lock();
      if (one) close_late(one, now);
      return !one || one->closed || one->state != Subscriber::State::waiting;
    });
    std::vector<SubscriberPtr> to_prove;
    for_each([&](const SubscriberPtr& one) {
      close_late(one, now);
      if (one->behind && !one->closed && one->socket->queued_bytes() == 0) {
        one->socket->clear_overflow();
        resync(*one, latest[one->proof.principal.organization_id]);
      }
      if (services.clock.now() >= one->proof.ends_at) one->prove_again = true;
      const bool due = now - one->proved_at > options.prove_again_after && to_prove.size() < kProvedEachTick;
      if (!one->closed && (one->prove_again || due)) to_prove.push_back(one);
    });
    for (auto& one : to_prove) co_await prove_again(std::move(one));
  }

  net::Task<void> prove_again(SubscriberPtr one) {
    one->prove_again = false;
    one->proved_at = std::chrono::steady_clock::now();
    const Proof proof = co_await authenticator.prove_again(one->proof.door);
    if (proof.principal.kind == rights::PrincipalKind::anonymous) {
      one->close(kPolicy, "signed out");
    } else if (!same_rights(proof.principal, one->proof.principal)) {
      resync(*one, latest[one->proof.principal.organization_id]);  // what they may see is another set now
      one->close(kComeAgain, "rights changed");
    } else {
      one->proof = proof;
    }
  }
};

LiveFeed::LiveFeed(const net::Executor& executor, const Services& services, Authenticator& authenticator,
                   LiveFeedOptions options)
    : impl_(std::make_shared<Impl>(executor, services, authenticator, options)) {
  authenticator.on_forgotten([weak = std::weak_ptr(impl_)](const auto& whose) {
    if (const auto impl = weak.lock()) impl->on_forgotten(whose);
  });
}

LiveFeed::~LiveFeed() = default;

net::Task<void> LiveFeed::serve_team(net::Request request, std::shared_ptr<net::WebSocket> socket) {
  const auto impl = impl_;
  auto who = std::make_shared<Subscriber>();
  who->socket = std::move(socket);
  who->proof = co_await impl->authenticator.prove(request);
  if (impl->stopping) co_return who->close(kComeAgain, "stopping");
  if (!rights::may(who->proof.principal, rights::Permission::conversations_read)) {
    who->socket->send(error_text(kSignInFirst));
    who->close(kPolicy, "sign in first");
    while (co_await who->socket->read()) continue;
    co_return;
  }
  const Impl::Seat seat(*impl, who);
  co_await impl->listen(who, std::string());
}

net::Task<void> LiveFeed::serve_visitor(net::Request, std::shared_ptr<net::WebSocket> socket, std::string key) {
  const auto impl = impl_;
  auto who = std::make_shared<Subscriber>();
  who->socket = std::move(socket);
  if (impl->stopping) co_return who->close(kComeAgain, "stopping");
  impl->strangers.push_back(who);
  co_await impl->listen(who, std::move(key));
}

std::function<void(const std::vector<store::Published>&)> LiveFeed::listener() const {
  return [weak = std::weak_ptr(impl_), executor = impl_->executor](const std::vector<store::Published>& batch) {
    auto copy = std::make_shared<const std::vector<store::Published>>(batch);
    boost::asio::post(executor, [weak, copy = std::move(copy)] {
      if (const auto impl = weak.lock()) impl->take(copy);
    });
  };
}

net::Task<void> LiveFeed::run() {
  const auto impl = impl_;
  while (!impl->stopping) {
    impl->timer.expires_after(impl->options.tick);
    try {
      co_await impl->timer.async_wait(boost::asio::use_awaitable_t<net::Executor>{});
    } catch (const boost::system::system_error&) {
      // Woken early: somebody's rights changed, or stop().
    }
    if (impl->stopping) break;
    try {
      co_await impl->look_after_sockets();
    } catch (const std::exception& error) {
      if (impl->services.on_error) impl->services.on_error(std::string("live feed: ") + error.what());
    }
  }
}

void LiveFeed::stop() {
  impl_->stopping = true;
  impl_->for_each([](const SubscriberPtr& one) { one->close(kComeAgain, "stopping"); });
  for (const auto& weak : impl_->strangers)
    if (const auto one = weak.lock()) one->close(kComeAgain, "stopping");
  impl_->timer.cancel();
}

LiveFeedStats LiveFeed::stats() const { return impl_->stats; }

}  // namespace api
