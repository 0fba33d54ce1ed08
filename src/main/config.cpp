#include "main/config.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <type_traits>

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include "base/text.hpp"
#include "main/config_members.hpp"
#include "main/did_you_mean.hpp"
#include "net/dial.hpp"

namespace heed {
namespace {

using base::FailureKind;
using Sources = std::map<std::string, std::string>;  // key → where its value came from, for messages

template <class T>
std::string wanted() {
  if constexpr (std::is_same_v<T, std::int64_t>) return "a whole number";
  else if constexpr (std::is_same_v<T, bool>) return "true or false";
  else if constexpr (std::is_same_v<T, std::vector<std::string>>) return "a list of texts, [\"…\", \"…\"]";
  else return "a text in quotes";
}

bool take(std::string& into, const toml::node& node) {
  const auto text = node.value_exact<std::string>();
  if (text) into = *text;
  return text.has_value();
}

bool take(base::Secret& into, const toml::node& node) {
  std::string text;
  if (!take(text, node)) return false;
  into = base::Secret(std::move(text));
  return true;
}

bool take(std::int64_t& into, const toml::node& node) {
  const auto number = node.value_exact<std::int64_t>();
  if (number) into = *number;
  return number.has_value();
}

bool take(bool& into, const toml::node& node) {
  const auto yes = node.value_exact<bool>();
  if (yes) into = *yes;
  return yes.has_value();
}

bool take(std::vector<std::string>& into, const toml::node& node) {
  const auto* list = node.as_array();
  if (list == nullptr) return false;
  std::vector<std::string> texts;
  for (const auto& entry : *list) {
    if (!take(texts.emplace_back(), entry)) return false;
  }
  into = std::move(texts);
  return true;
}

// The same from the environment or an option, where everything is text.
bool take(std::string& into, const std::string& text) {
  into = text;
  return true;
}

bool take(base::Secret& into, const std::string& text) {
  into = base::Secret(text);
  return true;
}

bool take(std::int64_t& into, const std::string& text) {
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, into);
  return read.ec == std::errc{} && read.ptr == end;
}

bool take(bool& into, const std::string& text) {
  into = text == "true";
  return into || text == "false";
}

bool take(std::vector<std::string>& into, const std::string& text) {
  into.clear();
  for (const auto part : base::split(text, ',')) {
    if (const auto entry = base::trim(part); !entry.empty()) into.emplace_back(entry);
  }
  return true;
}

std::string type_name(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::string: return "a text";
    case toml::node_type::integer: return "a whole number";
    case toml::node_type::floating_point: return "a number with a point";
    case toml::node_type::boolean: return "true or false";
    case toml::node_type::array: return "a list";
    case toml::node_type::table: return "a section";
    default: return "a date or time";
  }
}

std::vector<std::string> key_names() {
  std::vector<std::string> names;
  for (const auto& key : config_keys()) names.push_back(key.name);
  return names;
}

base::Result<void> read_file(Config& config, Sources& sources, const std::string& path) {
  std::ifstream stream(path);
  if (!stream || std::filesystem::is_directory(path)) {
    return base::fail(FailureKind::invalid, "The configuration file " + path + " cannot be read.");
  }
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  const auto parsed = toml::parse(text, path);
  if (!parsed) {
    return base::fail(FailureKind::invalid, path + " line " + std::to_string(parsed.error().source().begin.line) +
                                                " is not TOML: " + std::string(parsed.error().description()));
  }
  for (const auto& entry : parsed.table()) {
    const std::string name(entry.first.str());
    const toml::node& node = entry.second;
    const std::string place = path + " line " + std::to_string(node.source().begin.line);
    std::string problem = ": unknown key '" + name + "'" + did_you_mean(name, key_names());
    if (problem.back() != '?') problem += "; `heed config` lists the keys.";
    for_each_key(config, [&](const std::string& known, auto& member) {
      if (known != name) return;
      using Type = std::decay_t<decltype(member)>;
      problem =
          take(member, node) ? "" : ": " + name + " must be " + wanted<Type>() + ", and this is " + type_name(node) + ".";
      sources[name] = place;
    });
    if (!problem.empty()) return base::fail(FailureKind::invalid, place + problem, name);
  }
  return {};
}

base::Result<void> read_text(Config& config, Sources& sources, const Override& given) {
  base::Result<void> outcome;
  for_each_key(config, [&](const std::string& known, auto& member) {
    if (known != given.key) return;
    using Type = std::decay_t<decltype(member)>;
    if (!take(member, given.text)) {
      outcome = base::fail(FailureKind::invalid, given.source + " must be " + wanted<Type>() + ", not '" + given.text + "'.",
                           known);
    }
    sources[known] = given.source;
  });
  return outcome;
}

bool is_address(std::string_view text) {
  const std::string address(text);
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  return inet_pton(AF_INET, address.c_str(), bytes.data()) == 1 || inet_pton(AF_INET6, address.c_str(), bytes.data()) == 1;
}

bool is_network(const std::string& text) {
  const auto slash = text.find('/');
  if (slash == std::string::npos) return is_address(text);
  std::int64_t bits = -1;
  const bool six = text.find(':') != std::string::npos;
  return is_address(text.substr(0, slash)) && take(bits, text.substr(slash + 1)) && bits >= 0 && bits <= (six ? 128 : 32);
}

bool begins_with(const std::string& text, std::initializer_list<std::string_view> beginnings) {
  return std::any_of(beginnings.begin(), beginnings.end(), [&](auto beginning) { return text.starts_with(beginning); });
}

const std::vector<std::string>& log_levels() {
  static const std::vector<std::string> kLevels = {"debug", "info", "warning", "error"};
  return kLevels;
}

// What is wrong with the value of one key: "" when nothing is.
std::string fault_in(const Config& config, const std::string& key) {
  if (key == "data" && config.data.empty()) return "data must name a folder.";
  if (key == "listen") {
    if (const auto address = parse_listen(config.listen); !address) return address.error().message;
  }
  if (key == "store" && !config.store.empty() && !begins_with(config.store.reveal(), {"postgresql://", "postgres://"})) {
    return "store must begin with postgresql:// (or be left out for the embedded database in the data folder).";
  }
  if (key == "public_url" && !config.public_url.empty()) {
    const auto host = config.public_url.find("://");
    if (!begins_with(config.public_url, {"http://", "https://"}) || host + 3 == config.public_url.size() ||
        config.public_url.find_first_of(" ?#") != std::string::npos) {
      return "public_url must be an address like https://care.example.com, not '" + config.public_url + "'.";
    }
  }
  if (key == "log_level" && std::ranges::find(log_levels(), config.log_level) == log_levels().end()) {
    return "log_level must be debug, info, warning or error, not '" + config.log_level + "'" +
           did_you_mean(config.log_level, log_levels());
  }
  if (key == "workers" && (config.workers < 0 || config.workers > 64)) return "workers must be between 0 and 64.";
  if (key == "undo_seconds" && (config.undo_seconds < 0 || config.undo_seconds > 60))
    return "undo_seconds must be between 0 and 60.";
  if (key == "trusted_proxies") {
    const auto wrong = std::ranges::find_if_not(config.trusted_proxies, is_network);
    if (wrong != config.trusted_proxies.end()) {
      return "trusted_proxies takes addresses like 10.0.0.5 or networks like 10.0.0.0/8, not '" + *wrong + "'.";
    }
  }
  if (key == "allowed_networks") {
    const auto wrong = std::ranges::find_if_not(config.allowed_networks, is_network);
    if (wrong != config.allowed_networks.end())
      return "allowed_networks takes addresses like 10.0.0.5 or networks like 10.0.0.0/8, not '" + *wrong + "'.";
  }
  if (key == "connect_to") {
    const auto wrong =
        std::ranges::find_if_not(config.connect_to, [](const auto& one) { return net::parse_detour(one).has_value(); });
    if (wrong != config.connect_to.end())
      return "connect_to takes entries like shop.example.com:443=10.1.2.3:8443, not '" + *wrong + "'.";
  }
  return {};
}

base::Result<void> validate(const Config& config, const Sources& sources) {
  for (const auto& key : config_keys()) {
    const auto fault = fault_in(config, key.name);
    if (fault.empty()) continue;
    const auto source = sources.find(key.name);
    return base::fail(FailureKind::invalid, (source == sources.end() ? "" : source->second + ": ") + fault, key.name);
  }
  return {};
}

}  // namespace

std::string environment_name(std::string_view key) {
  std::string name = "HEED_";
  for (const char c : key) name += (c >= 'a' && c <= 'z') ? static_cast<char>(c - 'a' + 'A') : c;
  return name;
}

std::optional<std::string> process_environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr) return std::nullopt;
  return value;
}

base::Result<Config> load_config(const std::optional<std::string>& file, const Environment& environment,
                                 const std::vector<Override>& overrides) {
  Config config;
  Sources sources;
  auto path = file ? file : environment("HEED_CONFIG");
  if (!path && std::filesystem::exists("heed.toml")) path = "heed.toml";
  if (path && !path->empty()) {
    if (auto read = read_file(config, sources, *path); !read) return base::pass_on(read.error());
  }
  for (const auto& key : config_keys()) {
    const auto name = environment_name(key.name);
    const auto text = environment(name);
    if (!text || text->empty()) continue;  // An empty variable is how a service file unsets one.
    if (auto read = read_text(config, sources, {key.name, *text, name}); !read) return base::pass_on(read.error());
  }
  for (const auto& given : overrides) {
    if (auto read = read_text(config, sources, given); !read) return base::pass_on(read.error());
  }
  if (auto valid = validate(config, sources); !valid) return base::pass_on(valid.error());
  while (config.public_url.ends_with('/')) config.public_url.pop_back();
  return config;
}

base::Result<ListenAddress> parse_listen(std::string_view text) {
  const auto wrong = [&] {
    return base::fail(
        FailureKind::invalid,
        "listen must be an address and a port, like 127.0.0.1:8080 or [::1]:8080, not '" + std::string(text) + "'.",
        "listen");
  };
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return wrong();
  auto host = text.substr(0, colon);
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  if (host == "localhost") host = "127.0.0.1";
  std::int64_t port = -1;
  const bool six = host.find(':') != std::string_view::npos;
  if (bracketed != six || !is_address(host) || !take(port, std::string(text.substr(colon + 1))) || port < 0 ||
      port > 65535) {
    return wrong();
  }
  return ListenAddress{std::string(host), static_cast<std::uint16_t>(port)};
}

}  // namespace heed
