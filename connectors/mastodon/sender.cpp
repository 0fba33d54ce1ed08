#include "connectors/mastodon/sender.hpp"

#include <cctype>
#include <chrono>
#include <utility>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "base/json/decode.hpp"
#include "base/text.hpp"
#include "channel/form_data.hpp"
#include "channel/http_outcome.hpp"
#include "connectors/mastodon/text.hpp"
#include "connectors/mastodon/wire.hpp"
#include "net/http.hpp"
#include "net/sleep.hpp"

namespace mastodon {
namespace {

using base::FailureKind;
using channel::SendOutcome;
using channel::SendResult;

constexpr int kFirstFailure = 300;
constexpr int kForbidden = 403;
constexpr int kNotFound = 404;
constexpr int kAccepted = 202;
constexpr std::int64_t kUsualCharacters = 500;
constexpr std::int64_t kUsualMedia = 4;
constexpr int kProcessingLooks = 30;
constexpr std::chrono::seconds kProcessingPause{2};
// A server's clock may be behind ours.
constexpr std::chrono::minutes kClockError{1};

SendResult with(SendOutcome outcome, std::string reason) {
  SendResult result;
  result.outcome = outcome;
  result.reason = std::move(reason);
  return result;
}

SendResult later(const base::Failure& failure) {
  SendResult result = with(SendOutcome::later, failure.message);
  result.retry_after = failure.retry_after;
  result.needs_login = failure.kind == FailureKind::unauthenticated;
  return result;
}

// What is left of a text when all that servers change in it is taken away.
std::string squeezed(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::isspace(static_cast<unsigned char>(c)) == 0) out += c;
  }
  return base::to_lower_ascii(out);
}

}  // namespace

Sender::Sender(const channel::ChannelServices& services, KeptSettings settings)
    : services_(services), settings_(std::move(settings)), client_(services, settings_) {}

net::Task<SendResult> Sender::send(channel::OutboundMessage message) {
  if (const auto why = too_much(message)) co_return with(SendOutcome::refused, *why);
  // A server that does not know a status again would say it twice.
  if (!settings_.keeps_keys.value_or(false)) {
    auto found = co_await find_sent(message);
    if (found.outcome != SendOutcome::refused) co_return found;
  }
  const auto uploads = co_await upload(message.attachments);
  if (uploads.failed) co_return *uploads.failed;
  const auto limit = settings_.max_characters.value_or(kUsualCharacters);
  co_return co_await post(status_body(message, uploads.ids, limit), message.key, !message.parent_external_id.empty());
}

std::optional<std::string> Sender::too_much(const channel::OutboundMessage& message) const {
  const auto limit = settings_.max_characters.value_or(kUsualCharacters);
  const auto length = static_cast<std::int64_t>(length_of(text_of(message)));
  if (length > limit)
    return client_.server_name() + " takes " + std::to_string(limit) + " characters; with the mention this has " +
           std::to_string(length) + ".";
  const auto most = settings_.max_media.value_or(kUsualMedia);
  if (static_cast<std::int64_t>(message.attachments.size()) > most)
    return client_.server_name() + " takes " + std::to_string(most) + " files with a post.";
  for (const auto& one : message.attachments) {
    const bool is_image = one.type.starts_with("image/");
    const auto bytes = is_image ? settings_.max_image_bytes : settings_.max_video_bytes;
    if (bytes && static_cast<std::int64_t>(one.bytes.size()) > *bytes)
      return "\"" + one.name + "\" is larger than the " + std::to_string(*bytes / 1'000'000) + " MB that " +
             client_.server_name() + " takes.";
  }
  return std::nullopt;
}

net::Task<Sender::Uploads> Sender::upload(std::vector<channel::OutboundAttachment> attachments) {
  Uploads out;
  for (auto& one : attachments) {
    const auto result = co_await upload_one(std::move(one));
    if (result.outcome != SendOutcome::sent) {
      out.failed = result;
      break;
    }
    out.ids.push_back(result.external_id);
  }
  co_return out;
}

// A file that is uploaded and not used is forgotten by the server: nothing is said by it, so a failure is never uncertain.
net::Task<SendResult> Sender::upload_one(channel::OutboundAttachment attachment) {
  channel::FormData form(services_.random());
  if (!attachment.description.empty()) form.add("description", attachment.description);
  form.add_file("file", attachment.name, attachment.type, attachment.bytes);
  auto request = client_.request(net::Method::post, "/api/v2/media");
  request.headers.push_back({"Content-Type", form.content_type()});
  request.body = form.take_body();
  request.idempotent = true;
  const auto reply = co_await services_.http.send(std::move(request));
  if (!reply) co_return later(unreachable(reply.error()));
  if (reply->status >= kFirstFailure) {
    auto result = not_sent(*reply, false);
    result.reason = "\"" + attachment.name + "\": " + result.reason;
    if (result.outcome == SendOutcome::uncertain) result.outcome = SendOutcome::later;
    co_return result;
  }
  const auto media = base::decode_text<Media>(reply->body, base::UnknownMembers::ignore);
  if (!media) co_return later(client_.unreadable(media.error()));
  SendResult result = with(SendOutcome::sent, "");
  result.external_id = media->id;
  for (int look = 0; reply->status == kAccepted && look < kProcessingLooks; ++look) {
    const auto ready = co_await is_processed(media->id);
    if (!ready) co_return later(ready.error());
    if (*ready) co_return result;
    co_await net::sleep_for(kProcessingPause);
  }
  if (reply->status != kAccepted) co_return result;
  co_return with(SendOutcome::later, client_.server_name() + " is still working on \"" + attachment.name + "\".");
}

net::Task<base::Result<bool>> Sender::is_processed(std::string id) {
  constexpr int kReady = 200;
  const auto reply =
      co_await services_.http.send(client_.request(net::Method::get, "/api/v1/media/" + net::percent_encode(id)));
  if (!reply) co_return base::pass_on(unreachable(reply.error()));
  if (reply->status >= kFirstFailure) co_return base::pass_on(client_.failure_of(*reply));
  co_return reply->status == kReady;
}

net::Task<SendResult> Sender::post(std::string body, std::string key, bool answers) {
  auto request = client_.request(net::Method::post, "/api/v1/statuses");
  request.headers.push_back({"Content-Type", "application/json"});
  request.headers.push_back({"Idempotency-Key", key});
  request.body = std::move(body);
  request.idempotent = settings_.keeps_keys.value_or(false);
  request.fresh_connection = !request.idempotent;  // snac closes a connection after its reply, without announcing it.
  const auto reply = co_await services_.http.send(std::move(request));
  if (!reply) co_return channel::not_sent(reply.error());
  if (reply->status >= kFirstFailure) co_return not_sent(*reply, answers);
  const auto status = base::decode_text<Status>(reply->body, base::UnknownMembers::ignore);
  if (!status) co_return channel::unreadable_answer(client_.server_name());
  co_return sent(*status);
}

SendResult Sender::not_sent(const net::HttpReply& reply, bool answers) const {
  const std::string words = error_words(reply.body);
  auto result = channel::not_sent(reply, words, services_.clock.now(), settings_.keeps_keys.value_or(false));
  if (result.outcome == SendOutcome::later && !result.retry_after)
    result.retry_after = wait_until_reset(reply.header("X-RateLimit-Reset"), services_.clock.now());
  if (reply.status == kForbidden && words.find("scope") != std::string::npos) {
    result = with(SendOutcome::later, "The access token of " + client_.server_name() + " may not write: " + words);
    result.needs_login = true;
  }
  if (reply.status == kNotFound && answers)
    result.reason = "What this answers is no longer there, or no longer shown to our account.";
  return result;
}

SendResult Sender::sent(const Status& status) const {
  SendResult result;
  result.outcome = SendOutcome::sent;
  result.external_id = stable_id(status.id);
  result.context = context_of(status, "");
  result.url = status.url.value_or("");
  return result;
}

net::Task<SendResult> Sender::find_sent(channel::OutboundMessage message) {
  std::string account = settings_.account_id.value_or("");
  if (account.empty()) {
    const auto us = co_await client_.get_as<Account>("/api/v1/accounts/verify_credentials");
    if (!us) co_return later(us.error());
    account = us->id;
  }
  std::vector<Status> statuses;
  if (message.parent_external_id.empty()) {
    auto own = co_await client_.get_as<std::vector<Status>>("/api/v1/accounts/" + net::percent_encode(account) +
                                                            "/statuses?exclude_reblogs=true&limit=40");
    if (!own) co_return later(own.error());
    statuses = *std::move(own);
  } else {
    auto thread = co_await client_.get_as<StatusContext>("/api/v1/statuses/" +
                                                         net::percent_encode(message.parent_external_id) + "/context");
    const bool is_gone = !thread && thread.error().kind == FailureKind::not_found;
    if (!thread && !is_gone) co_return later(thread.error());
    if (thread) statuses = std::move(thread->descendants);
  }
  const std::string wanted = squeezed(text_of(message));
  for (const auto& one : statuses) {
    const bool is_ours = one.account.id == account && one.created_at >= message.written_at - kClockError;
    if (!is_ours || stable_id(one.in_reply_to_id.value_or("")) != message.parent_external_id) continue;
    const auto mentions = one.mentions.value_or(std::vector<Mention>());
    const std::string shown = text_of_html(one.content.value_or(""), mentions, settings_.host.value_or(""));
    if (squeezed(one.text.value_or("")) == wanted || squeezed(shown) == wanted) co_return sent(one);
  }
  co_return with(SendOutcome::refused, client_.server_name() + " does not have it.");
}

net::Task<base::Result<void>> Sender::act(channel::ItemAction action) {
  using channel::ActionKind;
  const std::string status = "/api/v1/statuses/" + net::percent_encode(action.external_id);
  switch (action.kind) {
    case ActionKind::like: co_return co_await call(net::Method::post, status + "/favourite", "");
    case ActionKind::unlike: co_return co_await call(net::Method::post, status + "/unfavourite", "");
    case ActionKind::share: co_return co_await call(net::Method::post, status + "/reblog", "");
    case ActionKind::unshare: co_return co_await call(net::Method::post, status + "/unreblog", "");
    case ActionKind::remove: co_return co_await call(net::Method::del, status, "");
    case ActionKind::mark_read: co_return co_await mark_read(action.context);
    default: co_return base::fail(FailureKind::invalid, "This cannot be done on " + client_.server_name() + ".");
  }
}

net::Task<base::Result<void>> Sender::call(net::Method method, std::string path, std::string body) {
  auto request = client_.request(method, path);
  if (!body.empty()) request.headers.push_back({"Content-Type", "application/json"});
  request.body = std::move(body);
  request.idempotent = true;
  const auto reply = co_await services_.http.send(std::move(request));
  if (!reply) co_return base::pass_on(unreachable(reply.error()));
  if (reply->status >= kFirstFailure) co_return base::pass_on(client_.failure_of(*reply));
  co_return base::Result<void>();
}

// The marker only goes forward.
net::Task<base::Result<void>> Sender::mark_read(std::string context) {
  const auto known = base::decode_text<Context>(context, base::UnknownMembers::ignore);
  const std::string read = known ? known->notification.value_or("") : "";
  if (read.empty()) co_return base::Result<void>();
  const auto markers = co_await client_.get("/api/v1/markers?timeline[]=notifications");
  if (!markers) co_return base::pass_on(markers.error());
  const auto* all = markers->if_object();
  const auto* marker = all != nullptr ? all->if_contains("notifications") : nullptr;
  const auto* object = marker != nullptr ? marker->if_object() : nullptr;
  const auto* last = object != nullptr ? object->if_contains("last_read_id") : nullptr;
  if (last != nullptr && last->is_string() && !is_later(read, std::string_view(last->get_string())))
    co_return base::Result<void>();
  const boost::json::object body{{"notifications", {{"last_read_id", read}}}};
  co_return co_await call(net::Method::post, "/api/v1/markers", boost::json::serialize(body));
}

}  // namespace mastodon
