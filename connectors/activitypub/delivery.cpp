#include "connectors/activitypub/delivery.hpp"

#include <algorithm>
#include <utility>

#include <boost/asio/experimental/awaitable_operators.hpp>

#include "base/base64.hpp"
#include "base/json/decode.hpp"
#include "base/json/encode.hpp"
#include "base/text.hpp"
#include "channel/http_outcome.hpp"
#include "net/http_client.hpp"

namespace activitypub {
namespace {

using channel::SendOutcome;
using channel::SendResult;
using fediverse::SignatureForm;
using std::chrono::minutes;

constexpr std::size_t kPage = 200;
constexpr std::size_t kMostForms = 1'000;
constexpr std::size_t kMostDue = 500;  // In one round.
constexpr std::chrono::hours kTried{72};
constexpr minutes kFirstPause{1};
constexpr minutes kLongestPause{12 * 60};
constexpr int kFirstFailure = 300;
constexpr int kUnauthorized = 401;
constexpr int kForbidden = 403;
constexpr int kNotFound = 404;
constexpr int kGone = 410;
constexpr std::size_t kLongestWords = 200;

net::HttpLimits limits() {
  using namespace std::chrono_literals;
  return {.connect = 8s, .first_byte = 15s, .progress = 10s, .whole = 30s, .max_body = 64UL * 1024};
}

std::string words_of(const net::HttpReply& reply) {
  const std::string text = base::to_storable(reply.body);
  return text.find('<') == std::string::npos ? base::shorten(base::trim(text), kLongestWords) : std::string();
}

minutes pause_after(std::int64_t attempts) {
  minutes pause = kFirstPause;
  for (std::int64_t i = 1; i < attempts && pause < kLongestPause; ++i) pause *= 4;
  return std::min(pause, kLongestPause);
}

channel::StateChange entry(const std::string& id, Waiting waiting, base::Time now) {
  waiting.next = now;
  waiting.since = now;
  return {kDelivery, digest_name(id + "\n" + waiting.inbox), base::encode(waiting)};
}

}  // namespace

std::string digest_name(const std::string& text) {
  return base::to_base64(fediverse::digest_of(text, fediverse::Digest::sha256), base::Base64::url);
}

net::Task<base::Result<net::HttpReply>> Deliveries::post(std::string inbox, std::string activity, SignatureForm form,
                                                         SendResult& failed /*outlives*/) {
  const auto signer = co_await account_.signer();
  if (!signer) co_return base::pass_on(signer.error());
  fediverse::Message message{.method = net::Method::post, .url = inbox, .headers = {}, .body = std::move(activity)};
  message.headers.push_back({"Content-Type", "application/activity+json"});
  auto signature = fediverse::sign(message, *signer, form, services_.clock.now());
  if (!signature) co_return base::pass_on(signature.error());
  net::HttpRequest request{.method = net::Method::post, .url = inbox, .headers = message.headers, .body = message.body};
  for (auto& header : *signature) request.headers.push_back(std::move(header));
  request.idempotent = true;  // An activity is known by its id.
  request.limits = limits();
  auto reply = co_await services_.http.send(std::move(request));
  if (reply) co_return *std::move(reply);
  failed = channel::not_sent(reply.error());
  co_return base::pass_on(reply.error().failure);
}

net::Task<Delivered> Deliveries::deliver(std::string inbox, std::string activity) {
  const std::string host = host_of(inbox);
  const auto known = forms_.find(host);
  const auto first = known == forms_.end() ? SignatureForm::draft : known->second;
  SendResult result;
  auto reply = co_await post(inbox, activity, first, result);
  if (reply && reply->status == kUnauthorized) {
    const auto other = first == SignatureForm::draft ? SignatureForm::rfc9421 : SignatureForm::draft;
    auto again = co_await post(inbox, std::move(activity), other, result);
    if (again && again->status < kFirstFailure) {
      if (forms_.size() >= kMostForms) forms_.clear();
      forms_[host] = other;
    }
    reply = std::move(again);
  }
  if (!reply) {
    if (result.reason.empty()) result.reason = reply.error().message;
    co_return Delivered{result, false};
  }
  if (reply->status < kFirstFailure) {
    result.outcome = SendOutcome::sent;
    co_return Delivered{result, false};
  }
  result = channel::not_sent(*reply, words_of(*reply), services_.clock.now(), true);
  result.needs_login = false;  // Nobody signs in there.
  if (reply->status == kUnauthorized) result.reason = host + " does not accept our signature. " + words_of(*reply);
  if (reply->status == kForbidden) result.reason = host + " takes nothing from us. " + words_of(*reply);
  const bool is_gone = reply->status == kNotFound || reply->status == kGone;
  if (is_gone) result.reason = "The account is no longer at " + host + ".";
  co_return Delivered{result, is_gone};
}

channel::StateChange Deliveries::waiting(const std::string& inbox, const boost::json::object& activity, base::Time now) {
  Waiting waiting;
  waiting.inbox = inbox;
  waiting.activity = to_document(activity);
  const auto* id = activity.if_contains("id");
  return entry(id != nullptr && id->is_string() ? std::string(id->get_string()) : waiting.activity, waiting, now);
}

channel::StateChange Deliveries::waiting_note(const std::string& inbox, const std::string& key, base::Time now) {
  Waiting waiting;
  waiting.inbox = inbox;
  waiting.note = key;
  return entry(key, waiting, now);
}

net::Task<base::Result<std::optional<base::Time>>> Deliveries::work() {
  using namespace boost::asio::experimental::awaitable_operators;
  Round round;
  if (const auto gathered = co_await gather(round); !gathered) co_return base::pass_on(gathered.error());
  // Several at a time: a server that is away takes as long as its limits.
  if (!round.due.empty()) co_await (work_off(round) && work_off(round) && work_off(round) && work_off(round));
  if (round.failed) co_return base::pass_on(*round.failed);
  co_return round.next;
}

net::Task<base::Result<void>> Deliveries::gather(Round& round /*outlives*/) {
  const base::Time now = services_.clock.now();
  std::string before;
  for (;;) {
    const auto page = co_await account_.state().list(kDelivery, before, kPage);
    if (!page) co_return base::pass_on(page.error());
    for (const auto& one : *page) {
      auto waiting = base::decode_text<Waiting>(one.value, base::UnknownMembers::ignore);
      if (!waiting) continue;
      if (waiting->next > now) round.again_at(waiting->next);
      else if (round.due.size() < kMostDue) round.due.emplace_back(one.name, *std::move(waiting));
      else round.again_at(now);
    }
    if (page->size() < kPage) co_return base::Result<void>();
    before = page->back().name;
  }
}

net::Task<void> Deliveries::work_off(Round& round /*outlives*/) {
  while (!round.due.empty() && !round.failed) {
    auto [name, waiting] = std::move(round.due.front());
    round.due.pop_front();
    const std::string host = host_of(waiting.inbox);
    if (round.away.contains(host)) {
      round.again_at(services_.clock.now() + kFirstPause);
      continue;
    }
    const auto tried = co_await attempt(std::move(name), std::move(waiting));
    if (!tried) round.failed = tried.error();
    else if (const auto& again = *tried) {
      round.again_at(*again);
      round.away.insert(host);
    }
  }
}

// When it is to be tried again; none when it is over.
net::Task<base::Result<std::optional<base::Time>>> Deliveries::attempt(std::string name, Waiting waiting) {
  const auto activity = co_await activity_of(waiting);
  if (!activity) co_return base::pass_on(activity.error());
  Delivered delivered;
  delivered.result.outcome = SendOutcome::refused;
  if (!activity->empty()) delivered = co_await deliver(waiting.inbox, *activity);
  const auto& result = delivered.result;
  const base::Time now = services_.clock.now();
  const bool is_over = result.outcome == SendOutcome::sent || result.outcome == SendOutcome::refused;
  std::vector<channel::StateChange> changes;
  std::optional<base::Time> again;
  if (is_over || now - waiting.since > kTried) {
    changes.push_back({kDelivery, name, std::nullopt});
  } else {
    ++waiting.attempts;
    waiting.next = now + pause_after(waiting.attempts);
    if (result.retry_after) waiting.next = std::max(waiting.next, now + *result.retry_after);
    again = waiting.next;
    changes.push_back({kDelivery, name, base::encode(waiting)});
  }
  const auto kept = co_await account_.state().change(std::move(changes));
  if (!kept) co_return base::pass_on(kept.error());
  if (delivered.is_gone) {
    const auto dropped = co_await drop_followers(waiting.inbox);
    if (!dropped) co_return base::pass_on(dropped.error());
  }
  co_return again;
}

// "" where it is no longer to be said.
net::Task<base::Result<std::string>> Deliveries::activity_of(Waiting waiting) {
  if (waiting.note.empty()) co_return waiting.activity;
  const auto note = co_await account_.find_note(waiting.note);
  if (!note) co_return base::pass_on(note.error());
  const auto& kept = *note;
  if (!kept || kept->deleted) co_return std::string();
  co_return to_document(create_activity(account_.us(), *kept));
}

net::Task<base::Result<void>> Deliveries::drop_followers(std::string inbox) {
  std::string before;
  for (;;) {
    const auto page = co_await account_.state().list(kFollower, before, kPage);
    if (!page) co_return base::pass_on(page.error());
    std::vector<channel::StateChange> gone;
    for (const auto& one : *page) {
      const auto follower = base::decode_text<Follower>(one.value, base::UnknownMembers::ignore);
      if (follower && (follower->inbox == inbox || follower->shared == inbox))
        gone.push_back({kFollower, one.name, std::nullopt});
    }
    if (!gone.empty()) {
      const auto kept = co_await account_.state().change(std::move(gone));
      if (!kept) co_return base::pass_on(kept.error());
    }
    if (page->size() < kPage) co_return base::Result<void>();
    before = page->back().name;
  }
}

}  // namespace activitypub
