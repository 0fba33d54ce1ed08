#pragma once
// The settings of an account: what a person types, and what connect() found out about the account and its server.

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include <boost/describe.hpp>
#include <boost/json/value.hpp>

#include "base/result.hpp"
#include "base/secret.hpp"

namespace mastodon {

// The form.
struct Settings {
  std::string server;
  std::optional<base::Secret> access_token;

  static std::map<std::string, std::string> help();
};
BOOST_DESCRIBE_STRUCT(Settings, (), (server, access_token))

// As they are kept. What was found out is missing until connect() ran.
struct KeptSettings {
  std::string server;                        // "https://example.social"
  std::optional<base::Secret> access_token;  // None where somebody signed in to the account instead.
  std::optional<std::string> account_id;
  std::optional<std::string> host;  // Behind the "@" of the server's own people.
  std::optional<bool> keeps_keys;   // Whether it knows a status again by its idempotency key.
  std::optional<std::int64_t> max_characters;
  std::optional<std::int64_t> max_media;
  std::optional<std::int64_t> max_image_bytes;
  std::optional<std::int64_t> max_video_bytes;
  std::optional<std::string> streaming;  // Where its stream is asked for; none where it names none.
};
BOOST_DESCRIBE_STRUCT(KeptSettings, (),
                      (server, access_token, account_id, host, keeps_keys, max_characters, max_media, max_image_bytes,
                       max_video_bytes, streaming))

// A failure names the member. The server may be typed as people know it: "example.social", its address, or "@care@example.social".
[[nodiscard]] base::Result<KeptSettings> read_settings(const boost::json::value& settings);

// What the server says about itself (GET /api/v2/instance, or v1), into the settings.
void learn_instance(KeptSettings& settings, const boost::json::value& instance);

}  // namespace mastodon
