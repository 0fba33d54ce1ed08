// heed connector decode.
#include <boost/describe.hpp>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "base/json/encode.hpp"
#include "channel/channel.hpp"
#include "main/command_input.hpp"
#include "main/commands.hpp"
#include "main/did_you_mean.hpp"
#include "main/record.hpp"
#include "main/system_clock.hpp"

namespace heed {
namespace {

constexpr std::size_t kMostPayloadBytes = 64UL * 1024 * 1024;

// An item as it is shown to somebody who checks a payload from outside. Empty members of an item are left out where the
// description of the output says that they may be missing.
class ItemLine {
 public:
  explicit ItemLine(const channel::InboundItem& item) {
    add("external_id", item.external_id);
    add("kind", item.kind);
    member("author");
    add_author(item.author);
    add("text", item.text);
    if (!item.parent_external_id.empty()) add("parent_external_id", item.parent_external_id);
    if (!item.thread_key.empty()) add("conversation_key", item.thread_key);
    add("private", !item.is_public);
    add("at", item.said_at);
    member("attachments");
    add_attachments(item.attachments);
    if (!item.target_external_id.empty()) add("target", item.target_external_id);
    out_ += '}';
  }
  [[nodiscard]] const std::string& text() const { return out_; }

 private:
  void member(std::string_view name) { out_.append(out_.ends_with('{') ? "" : ",").append("\"").append(name).append("\":"); }
  template <class T>
  void add(std::string_view name, const T& value) {
    member(name);
    base::encode_to(out_, value);
  }
  void add_attachments(const std::vector<channel::Attachment>& attachments) {
    out_ += '[';
    for (const auto& one : attachments) {
      if (!out_.ends_with('[')) out_ += ',';
      out_ += '{';
      if (!one.external_id.empty()) add("external_id", one.external_id);
      add("name", one.name);
      add("type", one.type);
      if (one.size) add("size", *one.size);
      if (!one.url.empty()) add("url", one.url);
      if (!one.description.empty()) add("description", one.description);
      out_ += '}';
    }
    out_ += ']';
  }
  void add_author(const channel::Author& author) {
    out_ += '{';
    add("id", author.external_id);
    add("handle", author.handle);
    add("name", author.name);
    if (author.followers) add("followers", *author.followers);
    out_ += '}';
  }

  std::string out_ = "{";
};

bool can_decode(const channel::ChannelType& type) { return type.decode || type.read_webhook; }

base::Result<channel::WebhookItems> decode(const channel::ChannelType& type, std::string payload) {
  const base::Time now = SystemClock().now();
  if (type.decode) return type.decode(payload, now);
  net::Request request;
  request.method = net::Method::post;
  request.body = std::move(payload);
  return type.read_webhook({.request = request, .secret = {}, .now = now});
}

base::Result<const channel::ChannelType*> find_decoder(const std::vector<channel::ChannelType>& channels,
                                                       const std::string& id) {
  std::vector<std::string> able;
  for (const auto& one : channels) {
    if (can_decode(one)) able.push_back(one.id);
  }
  const auto* found = channel::find_channel(channels, id);
  if (found != nullptr && can_decode(*found)) return found;
  std::string names;
  for (const auto& one : able) names += (names.empty() ? "" : ", ") + one;
  const std::string why =
      found == nullptr ? "There is no channel '" + id + "'" : "Nothing is sent to the channel '" + id + "'";
  const std::string hint = did_you_mean(id, able);
  return base::fail(base::FailureKind::not_found,
                    why + (hint.empty() ? "." : hint) + " These can be decoded: " + names + ".", "CHANNEL");
}

}  // namespace

int run_connector_decode(const Invocation& call) {
  const auto channels = channel::all_channel_types();
  const auto type = find_decoder(channels, call.positionals.at(0));
  if (!type) return say_failure(type.error());
  auto payload = read_command_input(call.positional(1), kMostPayloadBytes);
  if (!payload) return say_failure(payload.error());
  const auto items = decode(**type, *std::move(payload));
  if (!items) return say_failure(items.error());
  for (const auto& item : items->items) std::cout << ItemLine(item).text() << "\n";
  for (const auto& one : items->unreadable) std::cerr << "heed: not an item: " << one.reason << "\n";
  return items->unreadable.empty() ? kDone : kFailed;
}

}  // namespace heed
