#include "api/live_feed.hpp"

#include <algorithm>
#include <unordered_map>

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "api/present_event.hpp"
#include "base/json/decode.hpp"
#include "store/contact_store.hpp"
#include "store/conversation_store.hpp"
#include "store/event_log.hpp"
#include "store/store.hpp"
#include "workflow/visit.hpp"

namespace api {
namespace {

constexpr std::uint16_t kPolicy = 1008;
constexpr std::uint16_t kComeAgain = 1012;
constexpr std::int64_t kPage = 200;
constexpr std::size_t kLookedAtTicks = 4;  // Each socket is looked at in one tick of so many.

using Clock = std::chrono::steady_clock;
using Timer = boost::asio::basic_waitable_timer<Clock, boost::asio::wait_traits<Clock>, net::Executor>;

// Constant texts: what a socket sends is never repeated back to it.
FeedText error_text(const char* message) {
  contract::FeedError error;
  error.message = message;
  return to_text(error);
}
constexpr const char* kNotUnderstood = "Expected {\"type\":\"subscribe\"}, once.";
constexpr const char* kSignInFirst = "Sign in first.";
constexpr const char* kNoChat = "There is no chat at this address, or its token is wrong.";

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
      : executor(on), services(with), authenticator(doors), options(how), timer(on), tell_timer(on) {}

  net::Executor executor;
  const Services& services;
  Authenticator& authenticator;
  LiveFeedOptions options;
  Timer timer;
  Timer tell_timer;
  std::unordered_map<ids::Organization, FeedRoom> rooms;  // Those with somebody in them.
  LiveFeedStats stats;
  std::unordered_map<ids::User, int> people;  // Sockets of each that are open.
  std::function<void(ids::Organization, ids::User, bool)> on_people;
  Clock::time_point tell_next{};
  bool is_telling = false;  // tell_timer runs.
  std::size_t ticks = 0;
  bool look_at_all = false;  // Somebody's rights changed.
  bool stopping = false;

  // Keeps the subscriber in its organization's room for as long as its socket is served.
  struct Seat {
    Seat(Impl& in, SubscriberPtr who)
        : impl(in), subscriber(std::move(who)), organization(subscriber->proof.principal.organization_id) {
      impl.rooms.try_emplace(organization, organization, impl.stats).first->second.enter(subscriber);
      ++impl.stats.sockets;
      impl.count(*subscriber, 1);
    }
    ~Seat() {
      subscriber->closed = true;
      const auto room = impl.rooms.find(organization);
      room->second.leave(subscriber);
      if (room->second.members().empty()) impl.rooms.erase(room);
      --impl.stats.sockets;
      impl.count(*subscriber, -1);
    }
    Seat(const Seat&) = delete;
    Seat& operator=(const Seat&) = delete;
    Impl& impl;
    SubscriberPtr subscriber;
    ids::Organization organization;
  };

  void count(const Subscriber& who, int more) {
    const auto& principal = who.proof.principal;
    if (!principal.user_id) return;
    int& sockets = people[*principal.user_id];
    const bool was_here = sockets > 0;
    sockets += more;
    const bool is_here = sockets > 0;
    if (!is_here) people.erase(*principal.user_id);
    if (was_here != is_here && on_people) on_people(principal.organization_id, *principal.user_id, is_here);
  }

  FeedRoom& room_of(const Subscriber& who) { return rooms.at(who.proof.principal.organization_id); }

  template <class Visit>
  void for_each(Visit visit) {
    for (auto& [organization, room] : rooms)
      for (const auto& one : room.members()) visit(one);
  }

  // The more listen, the less each of them gets.
  [[nodiscard]] std::size_t bytes_per_s() const {
    return std::min(options.bytes_per_s, options.bytes_per_s_in_all / std::max<std::size_t>(1, stats.listeners));
  }

  void take(const store::PublishedBatch& batch) {
    bool any = false;
    for (const auto& published : *batch) {
      ++stats.events;
      if (const auto* changed = std::get_if<event::TeamChanged>(&published.event))
        forget(published.organization_id, *changed);
      const auto room = rooms.find(published.organization_id);
      if (room == rooms.end()) continue;
      room->second.take(batch, published);
      any = any || room->second.has_news();
    }
    if (any && !is_telling) tell_soon();
  }

  void tell_soon() {
    if (Clock::now() >= tell_next) return tell();
    is_telling = true;
    tell_timer.expires_at(tell_next);
    tell_timer.async_wait([weak = weak_from_this()](const boost::system::error_code&) {
      const auto impl = weak.lock();
      if (!impl) return;
      impl->is_telling = false;
      impl->tell();
    });
  }

  void tell() {
    const auto now = Clock::now();
    const std::uint64_t before = stats.messages;
    for (auto& [organization, room] : rooms) room.tell(bytes_per_s(), now);
    const auto told = static_cast<std::int64_t>(stats.messages - before);
    tell_next = now + std::max<Clock::duration>(options.between_messages, options.between_messages_each * told);
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
    look_at_all = look_at_all || any;
    if (any) timer.cancel();  // at once, not at the next tick
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

  // Shows a page of stored events to one subscriber; what is not theirs leaves no trace.
  void show_page(Subscriber& to, const std::vector<store::StoredEvent>& rows) {
    const ids::Organization organization = to.proof.principal.organization_id;
    FeedRoom& room = room_of(to);
    FeedBundle bundle;
    for (const auto& row : rows) {
      to.sent_seq = row.seq;
      const auto happened = store::decode_event(row.type, row.body);
      if (!happened) continue;
      EncodedEvent event({organization, row.seq, row.at, *happened});
      if (to.visitor) room.show_visitor(to, event.numbered());
      else if (const auto& text = event.text_for(share_of(to.proof.principal, event.numbered()))) bundle.add(text);
    }
    room.send(to, bundle.take());
  }

  // From the number the client has to the present, and then live. `last` is the latest event of what was read so far.
  // Who cannot be brought there in most_behind events, because so much happens meanwhile, is told to load anew.
  net::Task<void> catch_up(SubscriberPtr to, std::optional<std::int64_t> after, std::int64_t last) {
    FeedRoom& room = room_of(*to);  // There as long as we have our seat.
    to->state = Subscriber::State::catching_up;
    const bool fits = !after || (*after <= last && last - *after <= options.most_behind);
    to->sent_seq = after && fits ? *after : last;
    const std::int64_t from = to->sent_seq;
    contract::FeedHello hello;
    hello.seq = to->sent_seq;
    hello.now = services.clock.now();
    room.send(*to, to_text(hello));
    if (!fits) room.resync(*to, last);
    while (!to->closed && !to->behind) {
      const auto rows = co_await read_page(to->proof.principal.organization_id, to->sent_seq);
      show_page(*to, rows);
      // Nothing of what was taken in meanwhile is missing: from here on the room goes on.
      if (room.latest() <= to->sent_seq && static_cast<std::int64_t>(rows.size()) < kPage) break;
      if (to->sent_seq - from <= options.most_behind + kPage) continue;
      room.resync(*to, to->sent_seq);
      break;
    }
    room.go_live(to, bytes_per_s(), Clock::now());
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
    who.visitor = std::make_unique<VisitorView>(seen->view);
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
    const auto now = Clock::now();
    std::erase_if(strangers, [&](const auto& weak) {
      const auto one = weak.lock();
      if (one) close_late(one, now);
      return !one || one->closed || one->state != Subscriber::State::waiting;
    });
    for (auto& [organization, room] : rooms) room.tick(bytes_per_s(), now);
    const bool all = std::exchange(look_at_all, false);
    std::vector<SubscriberPtr> to_prove;
    for (auto& [organization, room] : rooms) {
      const auto& members = room.members();
      const std::size_t step = all ? 1 : kLookedAtTicks;
      for (std::size_t seat = all ? 0 : ticks % kLookedAtTicks; seat < members.size(); seat += step)
        if (is_to_prove(members[seat], now)) to_prove.push_back(members[seat]);
    }
    ++ticks;
    if (!to_prove.empty()) co_await prove_again(std::move(to_prove));
  }

  bool is_to_prove(const SubscriberPtr& one, Clock::time_point now) {
    close_late(one, now);
    if (one->closed) return false;
    return one->prove_again || now - one->proved_at > options.prove_again_after ||
           services.clock.now() >= one->proof.ends_at;
  }

  net::Task<void> prove_again(std::vector<SubscriberPtr> those) {
    std::vector<std::string> doors;
    for (const auto& one : those) {
      one->prove_again = false;
      one->proved_at = Clock::now();
      doors.push_back(one->proof.door);
    }
    auto proofs = co_await authenticator.prove_again(std::move(doors));
    for (std::size_t i = 0; i < those.size(); ++i) accept(*those[i], proofs[i]);
  }

  void accept(Subscriber& one, const Proof& proof) {
    if (one.closed) return;
    if (proof.principal.kind == rights::PrincipalKind::anonymous) return one.close(kPolicy, "signed out");
    if (same_rights(proof.principal, one.proof.principal)) {
      one.proof.ends_at = proof.ends_at;
      return;
    }
    FeedRoom& room = room_of(one);
    room.tell(bytes_per_s(), Clock::now());
    room.resync(one, 0);  // what they may see is another set now
    one.close(kComeAgain, "rights changed");
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
  who->proof = value_of(co_await impl->authenticator.prove(request));
  request = {};  // For the rest of the day it would only be kept.
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

net::Task<void> LiveFeed::serve_visitor(net::Request request, std::shared_ptr<net::WebSocket> socket, std::string key) {
  const auto impl = impl_;
  auto who = std::make_shared<Subscriber>();
  who->socket = std::move(socket);
  if (impl->stopping) co_return who->close(kComeAgain, "stopping");
  impl->strangers.push_back(who);
  request = {};
  co_await impl->listen(who, std::move(key));
}

std::function<void(const store::PublishedBatch&)> LiveFeed::listener() const {
  return [weak = std::weak_ptr(impl_), executor = impl_->executor](const store::PublishedBatch& batch) {
    boost::asio::post(executor, [weak, batch] {
      if (const auto impl = weak.lock()) impl->take(batch);
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
  impl_->tell_timer.cancel();
}

LiveFeedStats LiveFeed::stats() const { return impl_->stats; }

void LiveFeed::on_people(std::function<void(ids::Organization, ids::User, bool)> told) {
  impl_->on_people = std::move(told);
}

}  // namespace api
