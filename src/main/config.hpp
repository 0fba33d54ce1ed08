#pragma once
// The settings of a running Heed, read once: defaults, then heed.toml, then HEED_… in the environment, then options on
// the command line; later ones win. Every key is a member here and has its paragraph in config_keys(); `heed config`
// prints both. What people set while it runs (clocks, teams, inboxes) lives in the record, not here.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe/class.hpp>

#include "base/result.hpp"
#include "base/secret.hpp"

namespace heed {

struct Config {
  std::string data = "data";
  base::Secret store;  // The URL may hold a password.
  std::string listen = "127.0.0.1:8080";
  std::string public_url;
  std::string log_level = "info";
  std::int64_t workers = 0;
  std::vector<std::string> trusted_proxies;
  std::string models;
  bool second_tier = true;
  std::int64_t undo_seconds = 5;
  std::vector<std::string> allowed_networks;
  std::string extra_ca_file;
  std::vector<std::string> connect_to;
};
BOOST_DESCRIBE_STRUCT(Config, (),
                      (data, store, listen, public_url, log_level, workers, trusted_proxies, models, second_tier,
                       undo_seconds, allowed_networks, extra_ca_file, connect_to))

struct ConfigKey {
  std::string name;     // "listen" in heed.toml, HEED_LISTEN in the environment
  std::string help;     // A paragraph: what it does, when to change it.
  std::string example;  // As it would stand in heed.toml.
};

// One entry per member of Config, in the same order.
[[nodiscard]] const std::vector<ConfigKey>& config_keys();

// "listen" → "HEED_LISTEN".
[[nodiscard]] std::string environment_name(std::string_view key);

using Environment = std::function<std::optional<std::string>(const std::string& name)>;
[[nodiscard]] std::optional<std::string> process_environment(const std::string& name);

// A value given on the command line: key and text, as in the environment.
struct Override {
  std::string key;
  std::string text;
  std::string source;  // "--listen", for messages
};

// `file`: the path given with --config; without it HEED_CONFIG, else heed.toml in the working folder if there is one.
// Failures name the file with the line, the variable or the option, what is wrong, and the nearest right key.
[[nodiscard]] base::Result<Config> load_config(const std::optional<std::string>& file, const Environment& environment,
                                               const std::vector<Override>& overrides);

// The text of a heed.toml: every key with its paragraph; keys at their default are commented out.
[[nodiscard]] std::string documented_toml(const Config& config);

struct ListenAddress {
  std::string host;  // "127.0.0.1", "::1"
  std::uint16_t port = 0;
};
// "127.0.0.1:8080", "[::1]:8080", "0.0.0.0:0" (0: any free port).
[[nodiscard]] base::Result<ListenAddress> parse_listen(std::string_view text);

// Where triage models are looked for: config.models, or "DATA/models".
[[nodiscard]] std::string models_folder(const Config& config);

// True where the record is the SQLite database in the data folder.
[[nodiscard]] inline bool is_embedded(const Config& config) { return config.store.empty(); }
// What the store opens: config.store, or "sqlite:DATA/heed.db".
[[nodiscard]] base::Secret store_url(const Config& config);
// The same for people: without the password.
[[nodiscard]] std::string shown_store(const Config& config);

}  // namespace heed
