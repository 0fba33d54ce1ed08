#pragma once
// Answers to the company's own system: one signed POST each, to the address in the inbox's settings.

#include <map>
#include <memory>
#include <optional>
#include <string>

#include <boost/describe.hpp>

#include "channel/channel_inbox.hpp"

namespace api_door {

struct Settings {
  std::optional<std::string> deliver_to;

  static std::map<std::string, std::string> help() {
    return {
        {"deliver_to",
         "Where your system takes answers: an https:// address. Each is a POST, signed with the inbox's secret. Left out: "
         "answers cannot be written here."}};
  }
};
BOOST_DESCRIBE_STRUCT(Settings, (), (deliver_to))

// The body of the POST. Pure.
[[nodiscard]] std::string to_body(const channel::OutboundMessage& message);

[[nodiscard]] std::unique_ptr<channel::ChannelInbox> open_inbox(Settings settings, channel::ChannelServices services);

}  // namespace api_door
