#pragma once
// One attempt at an answer, and what is done to a message.
//
// A post gets a record key made from OutboundMessage::key, so that a second createRecord with it makes no second post: the server
// fails, and the record tells that it is there. A chat message has no such key; before it is sent, and when asked
// afterwards, the chat is read for the same words of ours since they were written.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "channel/channel_inbox.hpp"
#include "connectors/bluesky/client.hpp"
#include "connectors/bluesky/record.hpp"
#include "connectors/bluesky/settings.hpp"
#include "net/task.hpp"

namespace bluesky {

[[nodiscard]] channel::SendResult with_outcome(channel::SendOutcome outcome, std::string reason);

class Sender {
 public:
  Sender(Client& client, const Settings& settings) : client_(client), settings_(settings) {}

  net::Task<channel::SendResult> send(channel::OutboundMessage message);
  net::Task<channel::SendResult> find_sent(channel::OutboundMessage message);
  net::Task<base::Result<void>> act(channel::ItemAction action);

 private:
  struct Replying {
    StrongRef root;
    StrongRef parent;
  };
  net::Task<channel::SendResult> send_post(channel::OutboundMessage message);
  net::Task<channel::SendResult> find_post(channel::OutboundMessage message);
  net::Task<base::Result<PostPlan>> plan_post(channel::OutboundMessage message);
  net::Task<base::Result<Replying>> replying_to(std::string parent, std::string context);
  net::Task<base::Result<boost::json::value>> find_post_view(std::string uri);
  net::Task<base::Result<std::optional<StrongRef>>> quoted_in(std::string text);
  net::Task<base::Result<std::map<std::string, std::string>>> resolve_mentions(std::string text, channel::Author recipient);
  net::Task<base::Result<std::string>> resolve(std::string handle);
  net::Task<base::Result<boost::json::value>> upload(channel::OutboundAttachment attachment);

  net::Task<channel::SendResult> send_chat(channel::OutboundMessage message);
  net::Task<channel::SendResult> find_chat(channel::OutboundMessage message);
  net::Task<base::Result<std::string>> convo_of(channel::OutboundMessage message);
  // Null where there is none.
  net::Task<base::Result<boost::json::value>> find_in_chat(std::string convo, std::string text, base::Time since);

  net::Task<base::Result<void>> mark(channel::ItemAction action);
  net::Task<base::Result<void>> mark_read(channel::ItemAction action);
  net::Task<base::Result<void>> remove_record(std::string uri);

  Client& client_;
  const Settings& settings_;
};

}  // namespace bluesky
