#include "connectors/activitypub/gate.hpp"

#include <utility>

#include "base/json/decode.hpp"
#include "base/text.hpp"
#include "connectors/_fediverse/http_signature.hpp"
#include "connectors/activitypub/json.hpp"

namespace activitypub {
namespace {

using base::FailureKind;

base::Failure unproved(base::Failure failure) {
  const bool is_away = failure.kind == FailureKind::unavailable || failure.kind == FailureKind::rate_limited;
  failure.kind = is_away ? FailureKind::unavailable : FailureKind::unauthenticated;
  failure.message = "The sender's key cannot be had: " + failure.message;
  return failure;
}

base::Result<void> fits(const fediverse::Message& message, const Actor& actor, base::Time now) {
  const auto key = fediverse::RsaKey::from_public_pem(actor.key_pem);
  if (!key) return base::fail(FailureKind::unauthenticated, "The sender's key cannot be used: " + key.error().message);
  return fediverse::verify(message, *key, now);
}

// "Delete" of an account by itself: its server has it no longer, and so has no key of it.
std::string vanished_actor(const std::string& body) {
  const auto value = base::parse_json(body);
  const auto* activity = value ? value->if_object() : nullptr;
  if (activity == nullptr || !is_type(*activity, "Delete")) return {};
  const auto actor = id_at(*activity, "actor");
  return actor == id_at(*activity, "object") ? actor : std::string();
}

}  // namespace

// As the sender called it: by our own name, whatever a proxy in between makes of the request.
fediverse::Message Gate::message_of(net::Request request) const {
  fediverse::Message out;
  out.method = request.method == net::Method::head ? net::Method::get : request.method;
  out.url = account_.us().origin() + request.target;
  out.headers = std::move(request.headers);
  std::erase_if(out.headers, [](const auto& one) { return base::equal_ignoring_case(one.name, "host"); });
  out.body = std::move(request.body);
  return out;
}

net::Task<base::Result<Sender>> Gate::prove(net::Request request) {
  const auto message = message_of(std::move(request));
  const auto key_id = fediverse::read_key_id(message);
  if (!key_id) co_return base::pass_on(key_id.error());
  // Whatever is wrong already needs no asking.
  if (auto good = fediverse::check_signed(message, services_.clock.now()); !good) co_return base::pass_on(good.error());
  const auto signer = co_await account_.signer();
  if (!signer) co_return base::pass_on(signer.error());
  Sender sender;
  sender.signature = message.header("Signature");
  auto actor = co_await actors_.find_by_key(*key_id, false, *signer);
  if (!actor && actor.error().kind == FailureKind::not_found) {
    const auto vanished = vanished_actor(message.body);
    if (!vanished.empty() && without_fragment(*key_id) == vanished) {
      sender.actor.id = vanished;
      sender.is_gone = true;
      co_return sender;
    }
  }
  if (!actor) co_return base::pass_on(unproved(actor.error()));
  auto fitting = fits(message, *actor, services_.clock.now());
  if (!fitting) {
    // Keys change: what we remember may be the one before.
    actor = co_await actors_.find_by_key(*key_id, true, *signer);
    if (!actor) co_return base::pass_on(unproved(actor.error()));
    fitting = fits(message, *actor, services_.clock.now());
  }
  if (!fitting) co_return base::pass_on(fitting.error());
  sender.actor = *std::move(actor);
  co_return sender;
}

}  // namespace activitypub
