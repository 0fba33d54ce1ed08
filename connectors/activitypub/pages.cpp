#include "connectors/activitypub/pages.hpp"

#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "base/json/decode.hpp"
#include "connectors/activitypub/documents.hpp"

namespace activitypub {
namespace {

using base::FailureKind;
using boost::json::object;
using net::Method;

constexpr std::size_t kShown = 20;  // Of the outbox.

net::Response reply(int status, std::string type, std::string body) {
  net::Response out{.status = status, .headers = {}, .body = std::move(body)};
  out.with("Content-Type", std::move(type)).with("Vary", "Accept");
  return out;
}

net::Response activity(object document, int status = 200) {
  return reply(status, "application/activity+json; charset=utf-8", to_document(std::move(document)));
}

// For anybody's page to read (RFC 7033 §5).
net::Response open_to_all(const std::string& type, const object& document) {
  auto out = reply(200, type, boost::json::serialize(document));
  out.with("Access-Control-Allow-Origin", "*");
  return out;
}

net::Response html(std::string body) { return reply(200, "text/html; charset=utf-8", std::move(body)); }

bool wants_page(const net::Request& request) {
  const auto accept = request.header("Accept");
  return accept.find("text/html") != std::string_view::npos && accept.find("json") == std::string_view::npos;
}

net::Response nothing_there() { return refusal({FailureKind::not_found, "There is nothing at this address.", "", {}}); }

int status_of(FailureKind kind) {
  switch (kind) {
    case FailureKind::unauthenticated: return 401;
    case FailureKind::forbidden: return 403;
    case FailureKind::not_found: return 404;
    case FailureKind::conflict: return 409;
    case FailureKind::too_large: return 413;
    case FailureKind::rate_limited: return 429;
    case FailureKind::unavailable: return 503;
    default: return 400;
  }
}

}  // namespace

net::Response refusal(const base::Failure& failure) {
  net::Response out = reply(status_of(failure.kind), "text/plain; charset=utf-8", failure.message + "\n");
  if (out.status == 503 || out.status == 429)
    out.with("Retry-After", std::to_string(failure.retry_after.value_or(std::chrono::seconds(60)).count()));
  return out;
}

net::Task<std::optional<net::Response>> Pages::answer(net::Request request) {
  const Addresses& us = account_.us();
  if (request.path == "/.well-known/nodeinfo") co_return open_to_all("application/json", nodeinfo_links(us));
  if (request.path == "/.well-known/webfinger") {
    std::string resource;
    for (const auto& [name, value] : net::parse_query(request.query)) {
      if (name == "resource") resource = value;
    }
    const auto found = webfinger_document(us, resource);
    if (!found) co_return std::nullopt;
    co_return open_to_all("application/jrd+json", *found);
  }
  const std::string path = us.path();
  if (request.path != path && !request.path.starts_with(path + "/")) co_return std::nullopt;
  const std::string rest = request.path.substr(path.size());
  if (request.method != Method::get && request.method != Method::head) {
    auto wrong = refusal({FailureKind::invalid, "This address can only be read.", "", {}});
    wrong.status = 405;
    wrong.with("Allow", "GET, HEAD");
    co_return wrong;
  }
  if (rest.empty()) co_return co_await actor(std::move(request));
  if (rest == "/outbox") co_return co_await outbox();
  if (rest == "/followers") co_return co_await count(kFollower, us.followers());
  if (rest == "/following") co_return activity(collection_document(us.following(), 0, {}));
  if (rest == "/nodeinfo") {
    const auto posts = co_await account_.state().count(kNote);
    co_return open_to_all("application/json", nodeinfo_document(posts.value_or(0)));
  }
  std::string id = us.origin() + request.path;
  const bool is_create = id.ends_with("/create");
  if (is_create) id.resize(id.size() - std::string_view("/create").size());
  const auto key = us.note_key(id);
  if (!key.empty()) co_return co_await note(key, is_create, std::move(request));
  co_return nothing_there();
}

net::Task<net::Response> Pages::actor(net::Request request) {
  if (wants_page(request)) co_return html(actor_page(account_.us(), account_.settings()));
  const auto signer = co_await account_.signer();
  if (!signer) co_return refusal(signer.error());
  co_return activity(actor_document(account_.us(), account_.settings(), signer->key.public_pem()));
}

net::Task<net::Response> Pages::note(std::string key, bool is_create, net::Request request) {
  const auto found = co_await account_.find_note(key);
  if (!found) co_return refusal({FailureKind::unavailable, found.error().message, "", {}});
  const auto& known = *found;
  if (!known) co_return nothing_there();
  const KeptNote& kept = *known;
  if (!kept.is_public() && !co_await may_see(kept, request)) co_return nothing_there();
  if (kept.deleted) co_return activity(tombstone_document(account_.us().note(key)), 410);
  if (wants_page(request)) co_return html(note_page(account_.us(), account_.settings(), kept));
  co_return activity(is_create ? create_activity(account_.us(), kept) : note_object(account_.us(), kept));
}

// Whom it was for asks with a signature.
net::Task<bool> Pages::may_see(KeptNote note, net::Request request) {
  if (request.header("Signature").empty() || note.recipient.empty()) co_return false;
  const auto sender = co_await gate_.prove(std::move(request));
  co_return sender && !sender->is_gone && sender->actor.id == note.recipient;
}

net::Task<net::Response> Pages::outbox() {
  const auto total = co_await account_.state().count(kNote);
  const auto latest = co_await account_.state().list(kNote, "", kShown);
  if (!total || !latest) co_return refusal({FailureKind::unavailable, "The record cannot be read now.", "", {}});
  boost::json::array items;
  for (const auto& one : *latest) {
    const auto note = base::decode_text<KeptNote>(one.value, base::UnknownMembers::ignore);
    if (note && !note->deleted) items.push_back(create_activity(account_.us(), *note));
  }
  co_return activity(collection_document(account_.us().outbox(), *total, items));
}

// Who they are is nobody's business.
net::Task<net::Response> Pages::count(std::string kind, std::string id) {
  const auto total = co_await account_.state().count(std::move(kind));
  if (!total) co_return refusal({FailureKind::unavailable, "The record cannot be read now.", "", {}});
  co_return activity(collection_document(id, *total, {}));
}

}  // namespace activitypub
