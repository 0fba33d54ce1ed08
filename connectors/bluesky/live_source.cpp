#include "connectors/bluesky/live_source.hpp"

#include <chrono>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "base/json/decode.hpp"
#include "base/text.hpp"
#include "connectors/bluesky/at_uri.hpp"
#include "connectors/bluesky/json_at.hpp"
#include "connectors/bluesky/repo_frame.hpp"
#include "net/url.hpp"
#include "net/websocket_client.hpp"

namespace bluesky {
namespace {

namespace json = boost::json;
using base::FailureKind;

constexpr std::string_view kJetstreamPath = "/subscribe";
constexpr std::string_view kEventsPath = "/xrpc/network.bsky.jetstream.subscribeEvents";
constexpr std::string_view kReposPath = "/xrpc/com.atproto.sync.subscribeRepos";
constexpr Position kOverlap_us = 2'000'000;

std::string_view path_of(std::string_view target) { return target.substr(0, target.find('?')); }

LiveMessage read_jetstream(const json::value& in) {
  LiveMessage message;
  message.position = number_at(in, "time_us");
  message.events.push_back(in);
  return message;
}

LiveMessage read_jetstream_events(const json::value& in) {
  LiveMessage message;
  if (text_at(in, "$type") == "error") {
    message.refusal = text_at(in, "error");
    message.is_outdated = message.refusal == "CursorTooOld" || message.refusal == "FutureCursor";
    return message;
  }
  message.position = number_at(in, "payload.seq");
  message.is_outdated = text_at(in, "payload.name") == "OutdatedCursor";
  message.events.push_back(in);
  return message;
}

}  // namespace

base::Result<LiveSource> parse_live_source(std::string_view text) {
  std::string address(base::trim(text));
  if (address.starts_with("http")) address.replace(0, 4, "ws");
  const auto url = net::parse_websocket_url(address);
  if (!url) return base::pass_on(url.error());
  LiveSource source{LiveForm::jetstream, (url->endpoint.tls ? "wss://" : "ws://") + url->host_header()};
  std::string target = url->target == "/" ? std::string(kJetstreamPath) : url->target;
  const auto path = path_of(target);
  if (path == kEventsPath) source.form = LiveForm::jetstream_events;
  else if (path == kReposPath) source.form = LiveForm::repos;
  else if (path != kJetstreamPath)
    return base::fail(
        FailureKind::invalid,
        "expected a Jetstream, such as wss://jetstream2.us-east.bsky.network/subscribe, or the stream of a server "
        "that ends in /xrpc/com.atproto.sync.subscribeRepos");
  source.url += target;
  return source;
}

std::string listening_url(const LiveSource& source, std::optional<Position> since) {
  std::string url = source.url;
  const auto add = [&url](std::string_view name, std::string_view value) {
    url.append(url.find('?') == std::string::npos ? "?" : "&").append(name).append("=").append(value);
  };
  const std::string_view collections = source.form == LiveForm::jetstream ? "wantedCollections" : "collections";
  // Whoever wants fewer of them, since whole networks are much to listen to, has named them in the address.
  if (source.form != LiveForm::repos && url.find(collections) == std::string::npos) {
    for (const auto collection : {kPost, kLike, kRepost, kFollow, kBlock}) add(collections, collection);
  }
  if (since) add("cursor", std::to_string(source.form == LiveForm::jetstream ? *since - kOverlap_us : *since));
  return url;
}

base::Result<LiveMessage> read_live_message(LiveForm form, const net::WebSocketMessage& message) {
  if (form == LiveForm::repos) return read_repo_frame(message.bytes);
  const auto parsed = base::parse_json(message.bytes);
  if (!parsed) return base::pass_on(parsed.error());
  return form == LiveForm::jetstream ? read_jetstream(*parsed) : read_jetstream_events(*parsed);
}

EventFacts facts_of(const json::value& event) {
  EventFacts facts;
  const auto* payload = find_at(event, "payload");
  const json::value& around = payload != nullptr ? *payload : event;
  facts.did = text_at(around, "did");
  const auto* account = payload != nullptr ? payload : find_at(event, "account");
  const bool is_account = payload != nullptr ? text_at(around, "$type").ends_with("#account") : account != nullptr;
  if (is_account) {
    const auto* active = find_at(*account, "active");
    facts.is_account_gone = active != nullptr && active->is_bool() && !active->get_bool();
    return facts;
  }
  const auto* commit = payload != nullptr ? payload : find_at(event, "commit");
  if (commit == nullptr) return facts;
  facts.operation = text_at(*commit, "operation");
  facts.collection = text_at(*commit, "collection");
  facts.uri = at_uri(facts.did, facts.collection, text_at(*commit, "rkey"));
  const auto* record = find_at(*commit, "record");
  if (record != nullptr && record->is_object()) facts.record = record;
  return facts;
}

std::optional<std::chrono::seconds> time_between(LiveForm form, Position then, Position now) {
  if (form != LiveForm::jetstream) return std::nullopt;
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::microseconds(now - then));
}

}  // namespace bluesky
