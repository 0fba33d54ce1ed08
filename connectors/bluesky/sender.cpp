#include "connectors/bluesky/sender.hpp"

#include <utility>

#include "base/json/decode.hpp"
#include "base/text.hpp"
#include "channel/http_outcome.hpp"
#include "connectors/bluesky/at_uri.hpp"
#include "connectors/bluesky/errors.hpp"
#include "connectors/bluesky/json_at.hpp"
#include "connectors/bluesky/wire.hpp"

namespace bluesky {
namespace {

namespace json = boost::json;
using base::FailureKind;
using channel::OutboundMessage;
using channel::SendOutcome;
using channel::SendResult;

constexpr int kOk = 200;
constexpr int kServerErrors = 500;
constexpr std::size_t kMostMentions = 10;
constexpr std::size_t kMostLanguages = 3;

constexpr const char* kGone =
    "The post that this answers can no longer be seen: it was deleted, or one of the two accounts blocks the other.";
constexpr const char* kGated = "The author of this thread does not let this account reply there.";

std::vector<std::string> languages_of(const Settings& settings) {
  std::vector<std::string> languages;
  if (!settings.language) return languages;
  for (const auto one : base::split(*settings.language, ',')) {
    if (languages.size() < kMostLanguages && !base::trim(one).empty()) languages.emplace_back(base::trim(one));
  }
  return languages;
}

SendResult sent_post(const StrongRef& post, const json::value& record) {
  SendResult result;
  result.outcome = SendOutcome::sent;
  result.external_id = post.uri;
  result.context = write_reference({post.cid, text_at(record, "reply.root.uri"), text_at(record, "reply.root.cid"), {}});
  result.url = web_address(post.uri);
  return result;
}

// What belongs to a chat is never said in public, whatever the message says of itself.
bool is_of_chat(const OutboundMessage& message) {
  const bool is_in_chat = !message.thread_key.empty() && !parse_at_uri(message.thread_key);
  return is_in_chat || !read_reference(message.context).convo.empty();
}

}  // namespace

SendResult with_outcome(SendOutcome outcome, std::string reason) {
  SendResult result;
  result.outcome = outcome;
  result.reason = std::move(reason);
  return result;
}

net::Task<SendResult> Sender::send(OutboundMessage message) {
  message.is_public = message.is_public && !is_of_chat(message);
  if (auto fits = check_message(message); !fits) co_return not_sent(fits.error());
  if (auto ready = co_await client_.sign_in(); !ready) co_return not_sent(ready.error());
  if (message.is_public) co_return co_await send_post(std::move(message));
  co_return co_await send_chat(std::move(message));
}

net::Task<SendResult> Sender::find_sent(OutboundMessage message) {
  message.is_public = message.is_public && !is_of_chat(message);
  if (auto ready = co_await client_.sign_in(); !ready) co_return not_sent(ready.error());
  if (message.is_public) co_return co_await find_post(std::move(message));
  co_return co_await find_chat(std::move(message));
}

net::Task<SendResult> Sender::send_post(OutboundMessage message) {
  auto plan = co_await plan_post(message);
  if (!plan) co_return not_sent(plan.error());
  const json::value record = make_post(*plan);
  Procedure create{"com.atproto.repo.createRecord",
                   {{"repo", client_.did()},
                    {"collection", kPost},
                    {"rkey", make_tid(message.key, message.written_at)},
                    {"record", record}}};
  create.repeatable = true;
  const auto reply = co_await client_.post(std::move(create));
  if (!reply) co_return channel::not_sent(reply.error());
  if (reply->status == kOk) {
    const auto body = base::parse_json(reply->body);
    const std::string uri = body ? text_at(*body, "uri") : std::string();
    if (uri.empty()) co_return channel::unreadable_answer("Bluesky");
    co_return sent_post({uri, text_at(*body, "cid")}, record);
  }
  // The server fails over a key that is there already: then an earlier attempt got through.
  if (reply->status >= kServerErrors) {
    auto found = co_await find_post(message);
    if (found.outcome == SendOutcome::sent) co_return found;
  }
  co_return not_sent(*reply, client_.now(), true);
}

net::Task<SendResult> Sender::find_post(OutboundMessage message) {
  const std::string rkey = make_tid(message.key, message.written_at);
  const auto answer = co_await client_.get(
      {"com.atproto.repo.getRecord", {{"repo", client_.did()}, {"collection", std::string(kPost)}, {"rkey", rkey}}});
  if (answer && !text_at(*answer, "uri").empty())
    co_return sent_post({text_at(*answer, "uri"), text_at(*answer, "cid")}, *find_at(*answer, "value"));
  if (!answer && answer.error().kind == FailureKind::not_found)
    co_return with_outcome(SendOutcome::refused, "Bluesky does not have it.");
  co_return with_outcome(SendOutcome::later, answer ? "Bluesky's answer cannot be read." : answer.error().message);
}

net::Task<base::Result<PostPlan>> Sender::plan_post(OutboundMessage message) {
  PostPlan plan;
  plan.text = message.text;
  plan.created_at = client_.now();  // One that had to wait is news to its reader all the same.
  plan.languages = languages_of(settings_);
  if (!message.parent_external_id.empty()) {
    auto replying = co_await replying_to(message.parent_external_id, message.context);
    if (!replying) co_return base::pass_on(std::move(replying.error()));
    plan.root = std::move(replying->root);
    plan.parent = std::move(replying->parent);
  }
  auto dids = co_await resolve_mentions(message.text, message.recipient);
  if (!dids) co_return base::pass_on(std::move(dids.error()));
  plan.facets = make_facets(message.text, *dids);
  auto quoted = co_await quoted_in(message.text);
  if (!quoted) co_return base::pass_on(std::move(quoted.error()));
  plan.quoted = *std::move(quoted);
  for (auto& attachment : message.attachments) {
    std::string description = attachment.description;
    auto blob = co_await upload(std::move(attachment));
    if (!blob) co_return base::pass_on(std::move(blob.error()));
    plan.pictures.push_back({*std::move(blob), std::move(description)});
  }
  co_return plan;
}

// What the post looks like now tells whether we may reply there: the server itself takes any reply, and nobody would see it.
// Where that cannot be asked, what came with the message is enough to reply.
net::Task<base::Result<Sender::Replying>> Sender::replying_to(std::string parent, std::string context) {
  const Reference reference = read_reference(context);
  auto view = co_await find_post_view(parent);
  if (!view && view.error().kind == FailureKind::unavailable && !reference.cid.empty()) {
    const StrongRef itself{parent, reference.cid};
    const StrongRef root{reference.root_uri, reference.root_cid};
    co_return Replying{root.uri.empty() ? itself : root, itself};
  }
  if (!view) co_return base::pass_on(std::move(view.error()));
  if (view->is_null()) co_return base::fail(FailureKind::rejected, kGone);
  if (is_true_at(*view, "viewer.replyDisabled")) co_return base::fail(FailureKind::rejected, kGated);
  const StrongRef itself{parent, text_at(*view, "cid")};
  StrongRef root{text_at(*view, "record.reply.root.uri"), text_at(*view, "record.reply.root.cid")};
  if (root.uri.empty()) root = itself;
  co_return Replying{std::move(root), itself};
}

net::Task<base::Result<json::value>> Sender::find_post_view(std::string uri) {
  if (!parse_at_uri(uri)) co_return base::fail(FailureKind::rejected, "What this answers is no post of Bluesky.");
  const auto answer = co_await client_.get({"app.bsky.feed.getPosts", {{"uris", uri}}});
  if (!answer) co_return base::pass_on(answer.error());
  const auto& posts = list_at(*answer, "posts");
  co_return posts.empty() ? json::value() : posts.front();
}

// A link to a post in the text is shown as that post, as the app itself does it.
net::Task<base::Result<std::optional<StrongRef>>> Sender::quoted_in(std::string text) {
  using Quoted = std::optional<StrongRef>;
  for (const auto& span : find_spans(text)) {
    auto post = span.kind == SpanKind::link ? parse_web_address(span.value) : std::nullopt;
    if (!post) continue;
    if (!post->did.starts_with("did:")) {
      auto did = co_await resolve(post->did);
      if (!did) co_return base::pass_on(std::move(did.error()));
      post->did = *std::move(did);
    }
    if (post->did.empty()) continue;
    const auto view = co_await find_post_view(at_uri(post->did, kPost, post->rkey));
    if (!view) co_return base::pass_on(view.error());
    if (view->is_object()) co_return Quoted(StrongRef{text_at(*view, "uri"), text_at(*view, "cid")});
  }
  co_return Quoted();
}

net::Task<base::Result<std::map<std::string, std::string>>> Sender::resolve_mentions(std::string text,
                                                                                     channel::Author recipient) {
  std::map<std::string, std::string> dids;
  const std::string known = base::to_lower_ascii(recipient.handle);
  for (const auto& span : find_spans(text)) {
    if (span.kind != SpanKind::mention || dids.contains(span.value) || dids.size() >= kMostMentions) continue;
    if (known == "@" + span.value) {
      dids[span.value] = recipient.external_id;
      continue;
    }
    auto did = co_await resolve(span.value);
    if (!did) co_return base::pass_on(std::move(did.error()));
    if (!did->empty()) dids[span.value] = *std::move(did);
  }
  co_return dids;
}

// "" for a handle that nobody has.
net::Task<base::Result<std::string>> Sender::resolve(std::string handle) {
  const auto answer = co_await client_.get({"com.atproto.identity.resolveHandle", {{"handle", std::move(handle)}}});
  if (answer) co_return text_at(*answer, "did");
  const auto kind = answer.error().kind;
  if (kind == FailureKind::rejected || kind == FailureKind::not_found) co_return std::string();
  co_return base::pass_on(answer.error());
}

net::Task<base::Result<json::value>> Sender::upload(channel::OutboundAttachment attachment) {
  Procedure put;
  put.method = "com.atproto.repo.uploadBlob";
  put.bytes = std::move(attachment.bytes);
  put.type = std::move(attachment.type);
  auto answer = co_await client_.do_again(std::move(put));
  if (!answer) co_return base::pass_on(std::move(answer.error()));
  const auto* blob = find_at(*answer, "blob");
  if (blob == nullptr) co_return base::fail(FailureKind::unavailable, "Bluesky's answer to an upload cannot be read.");
  co_return *blob;
}

}  // namespace bluesky
