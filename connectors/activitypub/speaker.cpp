#include "connectors/activitypub/speaker.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "base/json/decode.hpp"
#include "base/json/encode.hpp"
#include "connectors/activitypub/documents.hpp"
#include "connectors/activitypub/wire.hpp"

namespace activitypub {
namespace {

using base::FailureKind;
using channel::ActionKind;
using channel::SendOutcome;
using channel::SendResult;

constexpr std::size_t kPage = 500;
constexpr std::size_t kMostServers = 20'000;
constexpr std::chrono::hours kPatience{24};  // With a server that does not accept our signature.

SendResult with(SendOutcome outcome, const std::string& reason) {
  SendResult result;
  result.outcome = outcome;
  result.reason = reason;
  return result;
}

SendResult unreached(const base::Failure& failure) {
  const bool is_away = failure.kind == FailureKind::unavailable || failure.kind == FailureKind::rate_limited;
  auto result = with(is_away ? SendOutcome::later : SendOutcome::refused, failure.message);
  result.retry_after = failure.retry_after;
  if (failure.kind == FailureKind::not_found) result.reason = "The account is no longer there.";
  return result;
}

// Whatever is asked for, what was said in private stays so.
std::string visibility_of(const channel::OutboundMessage& message) {
  if (!message.is_public) return "direct";
  const auto context = read_context(message.context);
  if (message.parent_external_id.empty() || context.visibility.empty()) return "public";
  const bool is_open = context.visibility == "public" || context.visibility == "unlisted";
  return is_open ? context.visibility : "direct";
}

bool is_share(ActionKind kind) { return kind == ActionKind::share || kind == ActionKind::unshare; }

}  // namespace

net::Task<SendResult> Speaker::compose(channel::OutboundMessage message, KeptNote& out /*outlives*/) {
  const auto known = co_await account_.find_note(message.key);
  if (!known) co_return with(SendOutcome::later, known.error().message);
  if (const auto& kept = *known) {
    out = *kept;
    co_return with(SendOutcome::sent, "");
  }
  out.key = message.key;
  out.visibility = visibility_of(message);
  out.parent = message.parent_external_id;
  out.published = message.written_at;
  std::string recipient = message.recipient.external_id;
  if (recipient.empty()) recipient = read_context(message.context).actor;
  if (recipient.empty() && !out.is_public()) co_return with(SendOutcome::refused, "There is nobody it could go to.");
  if (!recipient.empty()) {
    const auto signer = co_await account_.signer();
    if (!signer) co_return with(SendOutcome::later, signer.error().message);
    const auto actor = co_await actors_.find(recipient, *signer);
    if (!actor) co_return unreached(actor.error());
    out.recipient = actor->id;
    out.handle = actor->handle;
    out.inbox = actor->inbox;
  }
  out.html = html_of(message.text, out.recipient, out.handle);
  co_return with(SendOutcome::sent, "");
}

net::Task<SendResult> Speaker::send(channel::OutboundMessage message) {
  if (!message.attachments.empty()) co_return with(SendOutcome::refused, "Files cannot be sent from this account.");
  KeptNote note;
  auto result = co_await compose(message, note);
  if (result.outcome != SendOutcome::sent) co_return result;
  // Its receiver may look it up before it has answered us.
  std::vector<channel::StateChange> kept{Account::keep(note)};
  if (const auto stored = co_await account_.state().change(kept); !stored)
    co_return with(SendOutcome::later, stored.error().message);
  if (!note.inbox.empty()) {
    auto delivered = co_await deliveries_.deliver(note.inbox, to_document(create_activity(account_.us(), note)));
    result = std::move(delivered.result);
    const bool is_over = services_.clock.now() - message.written_at > kPatience;
    if (result.outcome == SendOutcome::later && is_over && !result.retry_after) result.outcome = SendOutcome::refused;
  }
  if (result.outcome == SendOutcome::refused) {
    std::vector<channel::StateChange> forgotten{Account::forget(note)};
    (void)co_await account_.state().change(std::move(forgotten));  // It may stay where nobody knows of it.
  }
  if (result.outcome != SendOutcome::sent) co_return result;
  if (note.is_public()) {
    const auto inboxes = co_await follower_inboxes(note.inbox);
    if (!inboxes) co_return with(SendOutcome::later, inboxes.error().message);  // By the same key, all of it once more.
    std::vector<channel::StateChange> waiting;
    for (const auto& inbox : *inboxes) waiting.push_back(Deliveries::waiting_note(inbox, note.key, services_.clock.now()));
    if (const auto stored = co_await keep_waiting(std::move(waiting)); !stored)
      co_return with(SendOutcome::later, stored.error().message);
  }
  result.external_id = account_.us().note(note.key);
  result.context = base::encode(Context{note.visibility, account_.us().actor()});
  if (note.is_public()) result.url = result.external_id;
  co_return result;
}

net::Task<base::Result<std::vector<std::string>>> Speaker::follower_inboxes(std::string except) {
  std::set<std::string> inboxes;
  std::string before;
  for (;;) {
    const auto page = co_await account_.state().list(kFollower, before, kPage);
    if (!page) co_return base::pass_on(page.error());
    for (const auto& one : *page) {
      const auto follower = base::decode_text<Follower>(one.value, base::UnknownMembers::ignore);
      if (!follower) continue;
      if (inboxes.size() < kMostServers) inboxes.insert(follower->shared);
    }
    if (page->size() < kPage) break;
    before = page->back().name;
  }
  inboxes.erase(except);
  co_return std::vector<std::string>(inboxes.begin(), inboxes.end());
}

net::Task<base::Result<void>> Speaker::keep_waiting(std::vector<channel::StateChange> changes) {
  for (std::size_t from = 0; from < changes.size(); from += kPage) {
    const auto begin = changes.begin() + static_cast<std::ptrdiff_t>(from);
    const auto end = changes.begin() + static_cast<std::ptrdiff_t>(std::min(from + kPage, changes.size()));
    std::vector<channel::StateChange> piece(begin, end);
    const auto stored = co_await account_.state().change(std::move(piece));
    if (!stored) co_return stored;
  }
  co_return base::Result<void>();
}

net::Task<base::Result<void>> Speaker::act(channel::ItemAction action) {
  switch (action.kind) {
    case ActionKind::like:
    case ActionKind::unlike:
    case ActionKind::share:
    case ActionKind::unshare: co_return co_await signal(std::move(action));
    case ActionKind::remove: co_return co_await remove(std::move(action));
    default: co_return base::fail(FailureKind::invalid, "This cannot be done on the fediverse.");
  }
}

// Gone here at once; whoever has it is told until they know, or for three days.
net::Task<base::Result<void>> Speaker::remove(channel::ItemAction action) {
  const auto found = co_await account_.find_note(account_.us().note_key(action.external_id));
  if (!found) co_return base::pass_on(found.error());
  const auto& kept = *found;
  if (!kept) co_return base::fail(FailureKind::not_found, "Only what this account said can be removed.");
  KeptNote note = *kept;
  const base::Time now = services_.clock.now();
  const auto activity = delete_activity(account_.us(), note);
  std::vector<channel::StateChange> changes;
  note.deleted = true;
  note.html.clear();
  changes.push_back(Account::keep(note));
  if (!note.inbox.empty()) changes.push_back(Deliveries::waiting(note.inbox, activity, now));
  if (note.is_public()) {
    const auto inboxes = co_await follower_inboxes(note.inbox);
    if (!inboxes) co_return base::pass_on(inboxes.error());
    for (const auto& inbox : *inboxes) changes.push_back(Deliveries::waiting(inbox, activity, now));
  }
  co_return co_await keep_waiting(std::move(changes));
}

// To its author at once, so that a failure is told; to those who follow us some time.
net::Task<base::Result<void>> Speaker::signal(channel::ItemAction action) {
  const auto context = read_context(action.context);
  const std::string& author = context.actor;
  const bool shares = is_share(action.kind);
  if (shares && context.visibility != "public" && context.visibility != "unlisted")
    co_return base::fail(FailureKind::forbidden, "What was said to a few is not to be shared.");
  if (author.empty()) co_return base::fail(FailureKind::not_found, "Nobody knows who said it.");
  const auto signer = co_await account_.signer();
  if (!signer) co_return base::pass_on(signer.error());
  const auto actor = co_await actors_.find(author, *signer);
  if (!actor) co_return base::pass_on(actor.error());
  const std::string name = (shares ? "share-" : "like-") + digest_name(action.external_id);
  const auto activity = signal_activity(account_.us(), action, author, name, services_.clock.now());
  auto delivered = co_await deliveries_.deliver(actor->inbox, to_document(activity));
  if (delivered.result.outcome != SendOutcome::sent) {
    const bool is_final = delivered.result.outcome == SendOutcome::refused;
    co_return base::fail(is_final ? FailureKind::rejected : FailureKind::unavailable, delivered.result.reason);
  }
  if (!shares) co_return base::Result<void>();
  const auto inboxes = co_await follower_inboxes(actor->inbox);
  if (!inboxes) co_return base::pass_on(inboxes.error());
  std::vector<channel::StateChange> waiting;
  for (const auto& inbox : *inboxes) waiting.push_back(Deliveries::waiting(inbox, activity, services_.clock.now()));
  co_return co_await keep_waiting(std::move(waiting));
}

}  // namespace activitypub
