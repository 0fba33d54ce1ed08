#include "connectors/api/outbound.hpp"

#include <utility>

#include "base/base64.hpp"
#include "base/json/decode.hpp"
#include "base/json/encode.hpp"
#include "channel/fetch_url.hpp"
#include "channel/http_outcome.hpp"
#include "channel/standard_webhooks.hpp"
#include "net/http_client.hpp"
#include "net/sleep.hpp"

namespace api_door {
namespace {

using channel::SendOutcome;
using channel::SendResult;

constexpr const char* kPlatform = "Your system";
constexpr int kFirstFailure = 300;
constexpr std::size_t kMostReplyBytes = 64UL * 1024;

struct Recipient {
  std::string external_id;
  std::string handle;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(Recipient, (), (external_id, handle, name))

struct File {
  std::string name;
  std::string type;
  std::string description;
  std::string base64;
};
BOOST_DESCRIBE_STRUCT(File, (), (name, type, description, base64))

struct Message {
  std::string type = "message";
  std::string key;
  std::string text;
  std::string parent_external_id;
  std::string thread_key;
  Recipient recipient;
  std::vector<File> attachments;
  base::Time written_at{};
};
BOOST_DESCRIBE_STRUCT(Message, (), (type, key, text, parent_external_id, thread_key, recipient, attachments, written_at))

// What the system may answer: its own id of the message, as it will name it in what it hands over.
struct Taken {
  std::optional<std::string> external_id;
};
BOOST_DESCRIBE_STRUCT(Taken, (), (external_id))

SendResult read_answer(const net::HttpReply& reply, const std::string& key) {
  SendResult result;
  result.external_id = key;
  if (!reply.body.empty()) {
    const auto taken = base::decode_text<Taken>(reply.body, base::UnknownMembers::ignore);
    if (!taken) return channel::unreadable_answer(kPlatform);
    const std::string theirs = taken->external_id.value_or("");
    if (!theirs.empty()) result.external_id = theirs;
  }
  result.outcome = SendOutcome::sent;
  return result;
}

class ApiInbox final : public channel::ChannelInbox {
 public:
  ApiInbox(Settings settings, channel::ChannelServices services)
      : settings_(std::move(settings)), services_(std::move(services)) {}

  // Its address is tried by the first answer: a message that nobody wrote would stand in the company's system.
  net::Task<base::Result<channel::ConnectedAccount>> connect() override {
    channel::ConnectedAccount account;
    account.settings = boost::json::object{};
    if (settings_.deliver_to) account.settings.as_object()["deliver_to"] = *settings_.deliver_to;
    co_return account;
  }

  // It hands over by itself.
  net::Task<base::Failure> receive(channel::ItemSink& /*outlives*/, std::string /*cursor*/) override {
    for (;;) co_await net::sleep_for(std::chrono::hours(24));
  }

  net::Task<SendResult> send(channel::OutboundMessage message) override {
    if (!settings_.deliver_to) co_return no_address();
    net::HttpRequest request;
    request.method = net::Method::post;
    request.url = *settings_.deliver_to;
    request.body = to_body(message);
    request.limits.max_body = kMostReplyBytes;
    const auto now = services_.clock.now();
    const auto now_s = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
    request.headers = {
        {"Content-Type", "application/json"},
        {"webhook-id", message.key},
        {"webhook-timestamp", std::to_string(now_s)},
        {"webhook-signature", channel::sign_standard_webhook(services_.webhook_secret, message.key, now_s, request.body)}};
    const auto reply = co_await services_.http.send(std::move(request));
    if (!reply) co_return channel::not_sent(reply.error());
    if (reply->status >= kFirstFailure) co_return channel::not_sent(*reply, {}, now, true);
    co_return read_answer(*reply, message.key);
  }

  net::Task<base::Result<std::string>> fetch(channel::Attachment attachment, std::size_t max_bytes) override {
    return channel::fetch_url(services_.http, std::move(attachment), max_bytes);
  }

 private:
  static SendResult no_address() {
    SendResult result;
    result.outcome = SendOutcome::refused;
    result.reason =
        "This inbox has no address that answers are delivered to; an administrator sets it in the inbox's settings.";
    return result;
  }

  Settings settings_;
  channel::ChannelServices services_;
};

}  // namespace

std::string to_body(const channel::OutboundMessage& message) {
  Message out;
  out.key = message.key;
  out.text = message.text;
  out.parent_external_id = message.parent_external_id;
  out.thread_key = message.thread_key;
  out.recipient = {message.recipient.external_id, message.recipient.handle, message.recipient.name};
  for (const auto& file : message.attachments)
    out.attachments.push_back({file.name, file.type, file.description, base::to_base64(file.bytes)});
  out.written_at = message.written_at;
  return base::encode(out);
}

std::unique_ptr<channel::ChannelInbox> open_inbox(Settings settings, channel::ChannelServices services) {
  return std::make_unique<ApiInbox>(std::move(settings), std::move(services));
}

}  // namespace api_door
