#pragma once
// What whoever sets up a Bluesky inbox is asked for.

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include <boost/describe.hpp>

#include "base/secret.hpp"

namespace bluesky {

struct Settings {
  std::string handle;
  base::Secret app_password;
  std::optional<std::string> service;
  std::optional<bool> chat;
  std::optional<std::string> language;
  std::optional<std::int64_t> poll_seconds;
  std::optional<std::string> chat_service;
  std::optional<std::string> live;

  static std::map<std::string, std::string> help() {
    return {
        {"handle", "The account's handle, such as care.example.com or example.bsky.social."},
        {"app_password",
         "Not the account's own password. In Bluesky: Settings, Privacy and security, App passwords, Add app password; tick "
         "\"Allow access to your direct messages\" to answer those too. It looks like abcd-efgh-ijkl-mnop."},
        {"service",
         "The server that the account is on; https://bsky.social when left out, which is right unless it is hosted "
         "elsewhere."},
        {"chat", "Whether direct messages are taken in. When left out: if the app password may read them."},
        {"language", "The language that answers are written in, as en or pt-BR; up to three, with commas between."},
        {"poll_seconds", "How often Bluesky is asked for news: every 15 seconds when left out."},
        {"chat_service", "Who keeps the direct messages; to be left out unless the network has a service of its own."},
        {"live",
         "Where all that is said can be listened to, so that it is here within a second: a Jetstream such as "
         "wss://jetstream2.us-east.bsky.network/subscribe (some gigabytes a day), or a server's own stream, which ends in "
         "/xrpc/com.atproto.sync.subscribeRepos. Left out, Bluesky is only asked."},
    };
  }
};
BOOST_DESCRIBE_STRUCT(Settings, (), (handle, app_password, service, chat, language, poll_seconds, chat_service, live))

inline constexpr const char* kDefaultService = "https://bsky.social";
inline constexpr const char* kDefaultChatService = "did:web:api.bsky.chat#bsky_chat";

}  // namespace bluesky
