#include "connectors/telegram/client.hpp"

#include <optional>
#include <utility>

#include <boost/describe/class.hpp>
#include <boost/json/serialize.hpp>

#include "base/json/decode.hpp"
#include "channel/http_outcome.hpp"

namespace telegram {
namespace {

using base::FailureKind;
using boost::json::value;

constexpr int kFirstFault = 300;
constexpr int kUnauthorized = 401;
constexpr int kNotFound = 404;
constexpr int kConflict = 409;

struct WireFile {
  std::optional<std::int64_t> file_size;
  std::optional<std::string> file_path;
};
BOOST_DESCRIBE_STRUCT(WireFile, (), (file_size, file_path))

base::Failure too_big() {
  return {FailureKind::too_large, "Telegram hands files of at most 20 MB to bots.", "", std::nullopt};
}

// https://core.telegram.org/bots/api#getupdates: one program at a time, and none while there is a webhook.
std::string conflict(const std::string& words) {
  if (words.find("webhook") != std::string::npos)
    return "Another program has taken this bot over with a webhook of its own. Give the bot to Heed alone, then connect it again.";
  if (words.find("getUpdates") != std::string::npos)
    return "Another program asks for this bot's messages too, and Telegram gives each to one of them only. Stop it, or make "
           "a bot of its own for Heed.";
  return "Telegram refused it (409): " + words;
}

}  // namespace

Client::Client(const channel::ChannelServices& services, std::string api_url, base::Secret token)
    : http_(services.http), clock_(services.clock), api_url_(std::move(api_url)), token_(std::move(token)) {}

net::HttpRequest Client::request(const Call& call) const {
  net::HttpRequest out;
  out.method = net::Method::post;
  out.url = api_url_ + "/bot" + token_.reveal() + "/" + call.method;
  out.headers = {{"Content-Type", call.content_type}};
  out.body = call.body;
  return out;
}

net::Task<net::HttpResult<net::HttpReply>> Client::post(Call call) { co_return co_await http_.send(request(call)); }

net::Task<base::Result<value>> Client::ask(std::string method, boost::json::object parameters,
                                           std::chrono::seconds patience) {
  auto call = request({std::move(method), "application/json", boost::json::serialize(parameters), 0});
  call.limits.first_byte += patience;
  call.limits.whole += patience;
  const auto reply = co_await http_.send(std::move(call));
  if (!reply) co_return base::pass_on(reply.error().failure);
  auto answer = parse_answer(*reply);
  if (!answer || !answer->ok || reply->status >= kFirstFault) co_return base::pass_on(failure(*reply));
  co_return std::move(answer->result);
}

base::Failure Client::failure(const net::HttpReply& reply) const {
  const auto answer = parse_answer(reply);
  if (reply.status == kUnauthorized || (reply.status == kNotFound && answer && answer->description == "Not Found")) {
    return {FailureKind::unauthenticated,
            "Telegram does not accept the bot's token. Copy it again from @BotFather, or ask there for a new one.", "token",
            std::nullopt};
  }
  if (!answer && (reply.status < kFirstFault || reply.status == kNotFound)) {
    return {FailureKind::rejected,
            "What answers there is not the Bot API of Telegram: it sent something else, such as a page of HTML.", "api_url",
            std::nullopt};
  }
  const std::string words = answer ? answer->description : "";
  if (reply.status == kConflict) return {FailureKind::conflict, conflict(words), "", std::nullopt};
  auto out = channel::failure_of(reply, "Telegram", words, clock_.now());
  if (answer && answer->retry_after) out.retry_after = answer->retry_after;
  return out;
}

net::Task<base::Result<std::string>> Client::download(std::string file_id, std::size_t max_bytes) {
  boost::json::object parameters{{"file_id", file_id}};
  const auto found = co_await ask("getFile", std::move(parameters));
  if (!found) {
    if (found.error().message.find("file is too big") != std::string::npos) co_return base::pass_on(too_big());
    co_return base::pass_on(found.error());
  }
  const WireFile file = base::decode<WireFile>(*found, base::UnknownMembers::ignore).value_or(WireFile{});
  if (!file.file_path) co_return base::fail(FailureKind::unavailable, "Telegram does not say where the file is.");
  if (file.file_size.value_or(0) > static_cast<std::int64_t>(max_bytes))
    co_return base::fail(FailureKind::too_large, "The file is larger than what is kept here.");
  net::HttpRequest request;
  request.url = api_url_ + "/file/bot" + token_.reveal() + "/" + *file.file_path;
  request.limits.max_body = max_bytes;
  auto reply = co_await http_.send(std::move(request));
  if (!reply) co_return base::pass_on(reply.error().failure);
  if (reply->status >= kFirstFault) co_return base::pass_on(channel::failure_of(*reply, "Telegram", "", clock_.now()));
  co_return std::move(reply->body);
}

}  // namespace telegram
