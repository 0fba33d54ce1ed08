#pragma once
// Sending: files first, then one status, once. What else is done to statuses.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "channel/channel_inbox.hpp"
#include "connectors/mastodon/client.hpp"
#include "connectors/mastodon/entities.hpp"
#include "connectors/mastodon/settings.hpp"

namespace mastodon {

class Sender {
 public:
  Sender(const channel::ChannelServices& services, KeptSettings settings);

  net::Task<channel::SendResult> send(channel::OutboundMessage message);
  net::Task<channel::SendResult> find_sent(channel::OutboundMessage message);
  net::Task<base::Result<void>> act(channel::ItemAction action);

 private:
  struct Uploads {
    std::vector<std::string> ids;
    std::optional<channel::SendResult> failed;
  };
  [[nodiscard]] std::optional<std::string> too_much(const channel::OutboundMessage& message) const;
  net::Task<Uploads> upload(std::vector<channel::OutboundAttachment> attachments);
  net::Task<channel::SendResult> upload_one(channel::OutboundAttachment attachment);  // `sent` with the id of the file.
  net::Task<base::Result<bool>> is_processed(std::string id);
  net::Task<channel::SendResult> post(std::string body, std::string key, bool answers);
  [[nodiscard]] channel::SendResult not_sent(const net::HttpReply& reply, bool answers) const;
  [[nodiscard]] channel::SendResult sent(const Status& status) const;
  net::Task<base::Result<void>> call(net::Method method, std::string path, std::string body);
  net::Task<base::Result<void>> mark_read(std::string context);

  const channel::ChannelServices services_;
  const KeptSettings settings_;
  Client client_;
};

}  // namespace mastodon
