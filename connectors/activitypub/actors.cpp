#include "connectors/activitypub/actors.hpp"

#include <utility>

#include "base/json/decode.hpp"
#include "base/text.hpp"
#include "channel/http_outcome.hpp"
#include "connectors/activitypub/json.hpp"
#include "net/http_client.hpp"
#include "net/url.hpp"

namespace activitypub {
namespace {

using base::FailureKind;
using boost::json::object;

constexpr std::chrono::hours kRemembered{6};
constexpr std::chrono::minutes kFailureRemembered{1};
constexpr std::chrono::seconds kFreshEnough{30};  // A key that is that old is not fetched again for one that does not fit.
constexpr std::size_t kMostRemembered = 2'000;
constexpr std::size_t kLargestDocument = 512UL * 1024;
constexpr int kMostFetches = 32;  // At once: whoever sends rubbish in the names of many is not to make us call them all.
constexpr int kFirstFailure = 300;
constexpr int kNotFound = 404;
constexpr int kGone = 410;

net::HttpLimits limits() {
  using namespace std::chrono_literals;
  return {.connect = 5s, .first_byte = 8s, .progress = 5s, .whole = 12s, .max_body = kLargestDocument};
}

// Whatever else a server lets people upload is no account, though it may look like one.
bool is_activity_json(std::string_view type) {
  const std::string in = base::to_lower_ascii(type);
  if (in.starts_with("application/activity+json")) return true;
  return in.starts_with("application/ld+json") && in.find("activitystreams") != std::string::npos;
}

bool is_key_document(const object& document) {
  return !text_at(document, "publicKeyPem").empty() && find(document, "inbox") == nullptr;
}

}  // namespace

base::Result<void> Actors::check_url(const std::string& url) const {
  const auto parsed = net::parse_url(url);
  if (!parsed) return base::pass_on(parsed.error());
  if (us_.is_secure() && !parsed->endpoint.tls)
    return base::fail(FailureKind::invalid, parsed->endpoint.host + " is to be asked over https:// only.");
  return {};
}

net::Task<base::Result<object>> Actors::fetch(std::string url, const fediverse::Signer& signer /*outlives*/) {
  if (auto good = check_url(url); !good) co_return base::pass_on(good.error());
  if (fetching_ >= kMostFetches)
    co_return base::fail(FailureKind::unavailable, "Too many servers are being asked at this moment.");
  struct Fetch {
    int& count;
    explicit Fetch(int& of) : count(of) { ++count; }
    ~Fetch() { --count; }
  } const fetch(fetching_);
  fediverse::Message message{.method = net::Method::get, .url = url, .headers = {}, .body = {}};
  message.headers.push_back(
      {"Accept", "application/activity+json, application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\""});
  auto signature = fediverse::sign(message, signer, fediverse::SignatureForm::draft, services_.clock.now());
  if (!signature) co_return base::pass_on(signature.error());
  net::HttpRequest request{.method = net::Method::get, .url = url, .headers = message.headers};
  for (auto& header : *signature) request.headers.push_back(std::move(header));
  request.limits = limits();
  request.follow_redirects = false;
  const auto reply = co_await services_.http.send(std::move(request));
  const std::string host = host_of(url);
  if (!reply) co_return base::pass_on(reply.error().failure);
  if (reply->status == kNotFound || reply->status == kGone)
    co_return base::fail(FailureKind::not_found, "It is gone from " + host + ".");
  if (reply->status >= kFirstFailure) co_return base::pass_on(channel::failure_of(*reply, host, "", services_.clock.now()));
  if (!is_activity_json(reply->header("Content-Type")))
    co_return base::fail(FailureKind::rejected, host + " does not answer as a server of the fediverse.");
  auto value = base::parse_json(reply->body);
  if (!value || !value->is_object())
    co_return base::fail(FailureKind::rejected, host + " does not answer as a server of the fediverse.");
  co_return std::move(value->as_object());
}

net::Task<base::Result<Actor>> Actors::fetch_actor(std::string id, std::string wants_key,
                                                   const fediverse::Signer& signer /*outlives*/) {
  auto document = co_await fetch(id, signer);
  if (!document) co_return base::pass_on(document.error());
  if (text_at(*document, "id") != id)
    co_return base::fail(FailureKind::rejected, host_of(id) + " shows another account there.");
  auto actor = read_actor(*document, wants_key);
  if (!actor) actor.error().kind = FailureKind::rejected;
  co_return actor;
}

// A key stands in its account's document, or in one of its own that names the account; then that has to name the key too.
net::Task<base::Result<Actor>> Actors::fetch_owner(std::string key_id, const fediverse::Signer& signer /*outlives*/) {
  const std::string url = without_fragment(key_id);
  auto document = co_await fetch(url, signer);
  if (!document) co_return base::pass_on(document.error());
  std::string owner = text_at(*document, "id");
  if (is_key_document(*document)) {
    owner = id_at(*document, "owner");
    if (owner.empty()) owner = id_at(*document, "controller");
  }
  base::Result<Actor> actor;
  if (owner == url && !is_key_document(*document)) {
    actor = read_actor(*document, key_id);
    if (!actor) actor.error().kind = FailureKind::rejected;
  } else {
    if (!is_same_origin(owner, url)) co_return base::fail(FailureKind::rejected, "The key's owner is of another server.");
    actor = co_await fetch_actor(owner, key_id, signer);
  }
  if (!actor) co_return base::pass_on(actor.error());
  if (actor->key_id != key_id || actor->key_pem.empty())
    co_return base::fail(FailureKind::rejected, "The account does not name the key as its own.");
  co_return actor;
}

const Actors::Known* Actors::recall(const std::string& name) const {
  const auto found = known_.find(name);
  if (found == known_.end()) return nullptr;
  const base::Time now = services_.clock.now();
  const auto lasts = found->second.actor ? std::chrono::duration_cast<std::chrono::milliseconds>(kRemembered)
                                         : std::chrono::duration_cast<std::chrono::milliseconds>(kFailureRemembered);
  return now - found->second.at < lasts ? &found->second : nullptr;
}

void Actors::remember(const std::string& name, base::Result<Actor> found) {
  if (!found && fetching_ >= kMostFetches) return;  // Nobody was asked.
  Known known;
  known.at = services_.clock.now();
  if (found) known.actor = *std::move(found);
  else known.failure = std::move(found.error());
  if (known_.insert_or_assign(name, std::move(known)).second) order_.push_back(name);
  while (order_.size() > kMostRemembered) {
    known_.erase(order_.front());
    order_.pop_front();
  }
}

net::Task<base::Result<Actor>> Actors::find(std::string id, const fediverse::Signer& signer /*outlives*/) {
  if (const auto* known = recall(id)) {
    if (known->actor) co_return *known->actor;
    co_return base::pass_on(known->failure);
  }
  auto found = co_await fetch_actor(id, "", signer);
  remember(id, found);
  co_return found;
}

net::Task<base::Result<Actor>> Actors::find_by_key(std::string key_id, bool fresh,
                                                   const fediverse::Signer& signer /*outlives*/) {
  if (const auto* known = recall(key_id)) {
    const bool is_enough = !fresh || services_.clock.now() - known->at < kFreshEnough;
    if (is_enough && known->actor) co_return *known->actor;
    if (is_enough) co_return base::pass_on(known->failure);
  }
  auto found = co_await fetch_owner(key_id, signer);
  remember(key_id, found);
  if (found) remember(found->id, found);
  co_return found;
}

}  // namespace activitypub
