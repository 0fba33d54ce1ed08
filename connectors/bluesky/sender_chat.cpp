// Direct messages, and what is done to a message.
#include <chrono>
#include <utility>

#include "base/json/decode.hpp"
#include "channel/http_outcome.hpp"
#include "connectors/bluesky/at_uri.hpp"
#include "connectors/bluesky/errors.hpp"
#include "connectors/bluesky/json_at.hpp"
#include "connectors/bluesky/sender.hpp"
#include "connectors/bluesky/wire.hpp"

namespace bluesky {
namespace {

namespace json = boost::json;
using base::FailureKind;
using channel::ActionKind;
using channel::OutboundMessage;
using channel::SendOutcome;
using channel::SendResult;

constexpr int kOk = 200;
// How much the chat service's clock may lag behind ours.
constexpr std::chrono::seconds kClocksDiffer{5};

std::string chat_method(const char* name) { return std::string("chat.bsky.convo.") + name; }

Procedure create_record(const std::string& did, std::string_view collection, const StrongRef& subject, base::Time now) {
  return {"com.atproto.repo.createRecord",
          {{"repo", did},
           {"collection", collection},
           {"record", {{"$type", collection}, {"subject", to_json(subject)}, {"createdAt", base::to_rfc3339(now)}}}}};
}

SendResult sent_chat(const json::value& message, const std::string& convo) {
  SendResult result;
  result.outcome = SendOutcome::sent;
  result.external_id = text_at(message, "id");
  result.context = write_reference({{}, {}, {}, convo});
  return result;
}

}  // namespace

net::Task<SendResult> Sender::send_chat(OutboundMessage message) {
  const auto convo = co_await convo_of(message);
  if (!convo) co_return not_sent(convo.error());
  const auto earlier = co_await find_in_chat(*convo, message.text, message.written_at);
  if (!earlier) co_return not_sent(earlier.error());
  if (earlier->is_object()) co_return sent_chat(*earlier, *convo);
  auto dids = co_await resolve_mentions(message.text, message.recipient);
  if (!dids) co_return not_sent(dids.error());
  json::object words = {{"text", message.text}};
  if (auto facets = make_facets(message.text, *dids); !facets.empty()) words["facets"] = std::move(facets);
  Procedure tell{chat_method("sendMessage"), {{"convoId", *convo}, {"message", std::move(words)}}, Service::chat};
  const auto reply = co_await client_.post(std::move(tell));
  if (!reply) co_return channel::not_sent(reply.error());
  if (reply->status != kOk) co_return not_sent(*reply, client_.now(), false);
  const auto body = base::parse_json(reply->body);
  if (!body || text_at(*body, "id").empty()) co_return channel::unreadable_answer("Bluesky");
  co_return sent_chat(*body, *convo);
}

net::Task<SendResult> Sender::find_chat(OutboundMessage message) {
  const auto convo = co_await convo_of(message);
  if (!convo) co_return with_outcome(SendOutcome::later, convo.error().message);
  const auto found = co_await find_in_chat(*convo, message.text, message.written_at);
  if (!found) co_return with_outcome(SendOutcome::later, found.error().message);
  if (found->is_object()) co_return sent_chat(*found, *convo);
  co_return with_outcome(SendOutcome::refused, "The chat does not have it.");
}

// The chat that the customer wrote in; who was only met in public has one made with them.
net::Task<base::Result<std::string>> Sender::convo_of(OutboundMessage message) {
  std::string convo = read_reference(message.context).convo;
  if (convo.empty() && !parse_at_uri(message.thread_key)) convo = message.thread_key;
  if (!convo.empty()) co_return convo;
  if (message.recipient.external_id.empty())
    co_return base::fail(FailureKind::rejected, "It is not known whom this is for.");
  Query query{chat_method("getConvoForMembers"), {{"members", message.recipient.external_id}}, Service::chat};
  const auto answer = co_await client_.get(std::move(query));
  if (!answer) co_return base::pass_on(answer.error());
  std::string made = text_at(*answer, "convo.id");
  if (made.empty()) co_return base::fail(FailureKind::unavailable, "Bluesky's answer cannot be read.");
  co_return made;
}

net::Task<base::Result<json::value>> Sender::find_in_chat(std::string convo, std::string text, base::Time since) {
  Query query{chat_method("getMessages"), {{"convoId", convo}, {"limit", "50"}}, Service::chat};
  const auto answer = co_await client_.get(std::move(query));
  if (!answer) co_return base::pass_on(answer.error());
  for (const auto& one : list_at(*answer, "messages")) {
    const bool ours = text_at(one, "sender.did") == client_.did() && text_at(one, "text") == text;
    if (ours && time_at(one, "sentAt").value_or(base::Time{}) >= since - kClocksDiffer) co_return one;
  }
  co_return json::value();
}

net::Task<base::Result<void>> Sender::act(channel::ItemAction action) {
  switch (action.kind) {
    case ActionKind::mark_read: return mark_read(std::move(action));
    case ActionKind::remove: return remove_record(std::move(action.external_id));
    default: return mark(std::move(action));
  }
}

// What stands on the post now is asked first, so that a second like is no second like.
net::Task<base::Result<void>> Sender::mark(channel::ItemAction action) {
  const bool likes = action.kind == ActionKind::like || action.kind == ActionKind::unlike;
  const bool undoes = action.kind == ActionKind::unlike || action.kind == ActionKind::unshare;
  if (!likes && action.kind != ActionKind::share && action.kind != ActionKind::unshare)
    co_return base::fail(FailureKind::invalid, "Bluesky cannot do that.");
  const auto view = co_await find_post_view(action.external_id);
  if (!view) co_return base::pass_on(view.error());
  if (view->is_null()) co_return base::fail(FailureKind::rejected, "The post can no longer be seen.");
  std::string ours = text_at(*view, likes ? "viewer.like" : "viewer.repost");
  if (ours.empty() == undoes) co_return base::Result<void>();
  if (undoes) co_return co_await remove_record(std::move(ours));
  const StrongRef subject{action.external_id, text_at(*view, "cid")};
  auto done = co_await client_.do_again(create_record(client_.did(), likes ? kLike : kRepost, subject, client_.now()));
  if (!done) co_return base::pass_on(std::move(done.error()));
  co_return base::Result<void>();
}

net::Task<base::Result<void>> Sender::mark_read(channel::ItemAction action) {
  const std::string convo = read_reference(action.context).convo;
  // Bluesky knows only until when everything was seen.
  Procedure seen{"app.bsky.notification.updateSeen", {{"seenAt", base::to_rfc3339(client_.now())}}};
  if (!convo.empty())
    seen = {chat_method("updateRead"), {{"convoId", convo}, {"messageId", action.external_id}}, Service::chat};
  auto done = co_await client_.do_again(std::move(seen));
  if (!done) co_return base::pass_on(std::move(done.error()));
  co_return base::Result<void>();
}

net::Task<base::Result<void>> Sender::remove_record(std::string uri) {
  if (auto ready = co_await client_.sign_in(); !ready) co_return ready;
  const auto parts = parse_at_uri(uri);
  if (!parts || parts->did != client_.did())
    co_return base::fail(FailureKind::invalid, "Only posts of this account can be removed.");
  Procedure remove{"com.atproto.repo.deleteRecord",
                   {{"repo", parts->did}, {"collection", parts->collection}, {"rkey", parts->rkey}}};
  auto done = co_await client_.do_again(std::move(remove));
  if (!done) co_return base::pass_on(std::move(done.error()));
  co_return base::Result<void>();
}

}  // namespace bluesky
