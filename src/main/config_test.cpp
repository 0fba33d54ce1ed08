#include "main/config.hpp"

#include <fstream>
#include <map>
#include <sstream>

#include <gtest/gtest.h>
#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>

#include "main/test_folder.hpp"

namespace heed {
namespace {

using Variables = std::map<std::string, std::string>;

Environment environment(const Variables& variables = {}) {
  return [variables](const std::string& name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  };
}

class ConfigFile : public ::testing::Test {
 protected:
  base::Result<Config> load(const std::string& toml, const Variables& variables = {},
                            const std::vector<Override>& overrides = {}) {
    std::ofstream(path) << toml;
    return load_config(path, environment(variables), overrides);
  }

  std::string fault(const std::string& toml, const Variables& variables = {}, const std::vector<Override>& overrides = {}) {
    const auto loaded = load(toml, variables, overrides);
    if (loaded) return "";
    auto message = loaded.error().message;
    if (const auto at = message.find(path); at != std::string::npos) message.replace(at, path.size(), "FILE");
    return message;
  }

  TestFolder folder;
  std::string path = folder.path() + "/heed.toml";
};

TEST(Config, EveryMemberHasItsParagraphInOrder) {
  std::vector<std::string> members;
  using Members = boost::describe::describe_members<Config, boost::describe::mod_public>;
  boost::mp11::mp_for_each<Members>([&](auto member) { members.emplace_back(member.name); });
  std::vector<std::string> documented;
  for (const auto& key : config_keys()) {
    documented.push_back(key.name);
    EXPECT_GT(key.help.size(), 40U) << key.name;
  }
  EXPECT_EQ(members, documented);
}

TEST_F(ConfigFile, DefaultsHoldWithoutAnything) {
  const auto config = load("");
  ASSERT_TRUE(config);
  EXPECT_EQ(config->listen, "127.0.0.1:8080");
  EXPECT_EQ(config->data, "data");
  EXPECT_TRUE(config->store.empty());
  EXPECT_EQ(store_url(*config).reveal(), "sqlite:data/heed.db");
}

TEST_F(ConfigFile, LaterSourcesWin) {
  const std::string toml = "listen = \"127.0.0.1:1\"\nworkers = 3\nlog_level = \"error\"\nsecond_tier = false\n";
  const auto config = load(toml, {{"HEED_LISTEN", "127.0.0.1:2"}, {"HEED_WORKERS", "5"}, {"HEED_LOG_LEVEL", ""}},
                           {{"listen", "127.0.0.1:3", "--listen"}});
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(config->listen, "127.0.0.1:3");
  EXPECT_EQ(config->workers, 5);
  EXPECT_FALSE(config->second_tier);
  EXPECT_EQ(config->log_level, "error");  // An empty variable changes nothing.
}

TEST_F(ConfigFile, HeedConfigNamesTheFile) {
  std::ofstream(path) << "workers = 7\n";
  const auto config = load_config(std::nullopt, environment({{"HEED_CONFIG", path}}), {});
  ASSERT_TRUE(config);
  EXPECT_EQ(config->workers, 7);
}

TEST_F(ConfigFile, AMissingFileIsNamed) {
  const auto config = load_config(folder.path() + "/none.toml", environment(), {});
  ASSERT_FALSE(config);
  EXPECT_NE(config.error().message.find("none.toml"), std::string::npos);
}

TEST_F(ConfigFile, AnUnknownKeyIsNamedWithItsLineAndTheNearest) {
  EXPECT_EQ(fault("# x\nlisten = \"127.0.0.1:1\"\nworker = 2\n"),
            "FILE line 3: unknown key 'worker'; did you mean 'workers'?");
  EXPECT_EQ(fault("zebra = 1"), "FILE line 1: unknown key 'zebra'; `heed config` lists the keys.");
  EXPECT_EQ(fault("[server]\nlisten = \"x\""), "FILE line 1: unknown key 'server'; `heed config` lists the keys.");
}

TEST_F(ConfigFile, AWrongTypeIsNamed) {
  EXPECT_EQ(fault("workers = \"two\""), "FILE line 1: workers must be a whole number, and this is a text.");
  EXPECT_EQ(fault("workers = 2.5"), "FILE line 1: workers must be a whole number, and this is a number with a point.");
  EXPECT_EQ(fault("listen = 8080"), "FILE line 1: listen must be a text in quotes, and this is a whole number.");
  EXPECT_EQ(fault("[listen]\na = 1"), "FILE line 1: listen must be a text in quotes, and this is a section.");
  EXPECT_EQ(fault("store = true"), "FILE line 1: store must be a text in quotes, and this is true or false.");
  EXPECT_EQ(fault("trusted_proxies = [1]"),
            "FILE line 1: trusted_proxies must be a list of texts, [\"…\", \"…\"], and this is a list.");
  EXPECT_EQ(fault("", {{"HEED_WORKERS", "2x"}}), "HEED_WORKERS must be a whole number, not '2x'.");
  EXPECT_EQ(fault("", {}, {{"workers", "", "--workers"}}), "--workers must be a whole number, not ''.");
}

TEST_F(ConfigFile, BrokenTomlNamesTheLine) {
  EXPECT_EQ(fault("workers = 1\nlisten = \n").substr(0, 24), "FILE line 2 is not TOML:");
  EXPECT_EQ(fault("workers = 1\nworkers = 2\n").substr(0, 24), "FILE line 2 is not TOML:");
  EXPECT_EQ(fault("workers = 99999999999999999999").substr(0, 24), "FILE line 1 is not TOML:");
}

TEST_F(ConfigFile, WrongValuesNameTheirSource) {
  EXPECT_EQ(fault("\nworkers = 100"), "FILE line 2: workers must be between 0 and 64.");
  EXPECT_EQ(fault("undo_seconds = 61"), "FILE line 1: undo_seconds must be between 0 and 60.");
  EXPECT_EQ(fault("", {{"HEED_LOG_LEVEL", "warn"}}),
            "HEED_LOG_LEVEL: log_level must be debug, info, warning or error, not 'warn'");
  EXPECT_EQ(fault("log_level = \"eror\""),
            "FILE line 1: log_level must be debug, info, warning or error, not 'eror'; did you mean 'error'?");
  EXPECT_EQ(fault("", {}, {{"listen", "8080", "--listen"}}),
            "--listen: listen must be an address and a port, like 127.0.0.1:8080 or [::1]:8080, not '8080'.");
  EXPECT_NE(fault("store = \"mysql://x\""), "");
  EXPECT_NE(fault("public_url = \"care.example.com\""), "");
  EXPECT_NE(fault("public_url = \"https://\""), "");
  EXPECT_NE(fault("trusted_proxies = [\"10.0.0.0/33\"]"), "");
  EXPECT_NE(fault("trusted_proxies = [\"proxy\"]"), "");
  EXPECT_NE(fault("data = \"\""), "");
}

TEST_F(ConfigFile, AListFromTheEnvironmentIsSeparatedByCommas) {
  const auto config = load("", {{"HEED_TRUSTED_PROXIES", "10.0.0.0/8, ::1,"}});
  ASSERT_TRUE(config);
  EXPECT_EQ(config->trusted_proxies, (std::vector<std::string>{"10.0.0.0/8", "::1"}));
}

TEST_F(ConfigFile, AClosingSlashOfThePublicUrlIsDropped) {
  EXPECT_EQ(load("public_url = \"https://care.example.com/\"")->public_url, "https://care.example.com");
}

TEST_F(ConfigFile, WhatIsPrintedReadsBackAsTheSame) {
  Config config;
  config.data = "/srv/\"heed\"\n";
  config.listen = "[::1]:9";
  config.workers = 4;
  config.trusted_proxies = {"::1", "10.0.0.0/8"};
  const auto again = load(documented_toml(config));
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->data, config.data);
  EXPECT_EQ(again->listen, config.listen);
  EXPECT_EQ(again->workers, config.workers);
  EXPECT_EQ(again->trusted_proxies, config.trusted_proxies);
}

TEST_F(ConfigFile, UncommentingEveryDefaultIsAccepted) {
  std::string toml;
  std::istringstream lines(documented_toml(Config{}));
  for (std::string line; std::getline(lines, line);) {
    const bool is_key = line.starts_with("# ") && line.find(" = ") < line.find(' ', 2) + 1;
    toml += (is_key ? line.substr(2) : line) + "\n";
  }
  const auto config = load(toml);
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(config->public_url, "https://care.example.com");
}

TEST(ShownStore, HidesThePassword) {
  Config config;
  for (const auto& [url, shown] : Variables{
           {"postgresql://heed:s3cret@db/heed", "postgresql://heed:***@db/heed"},
           {"postgresql://heed:a@b:c@db/heed", "postgresql://heed:***@db/heed"},
           {"postgresql://heed@db:5432/heed", "postgresql://heed@db:5432/heed"},
           {"postgresql://db:5432/heed?user=x@y", "postgresql://db:5432/heed?user=x@y"},
           {"postgresql:///heed", "postgresql:///heed"},
           {"postgresql:///heed?password=s3cret&user=x", "postgresql:///heed?password=***&user=x"},
           {"postgresql://:s3cret@/heed?password=s3cret", "postgresql://:***@/heed?password=***"},
       }) {
    config.store = base::Secret(url);
    EXPECT_EQ(shown_store(config), shown);
    EXPECT_EQ(documented_toml(config).find("s3cret"), std::string::npos);
  }
}

TEST(ParseListen, TakesAddressesWithPorts) {
  EXPECT_EQ(parse_listen("0.0.0.0:0")->port, 0);
  EXPECT_EQ(parse_listen("[::1]:8080")->host, "::1");
  EXPECT_EQ(parse_listen("localhost:80")->host, "127.0.0.1");
  for (const auto* wrong : {"", ":", ":80", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:8080 ",
                            "::1:80", "[127.0.0.1]:80", "[::1]", "example.com:80", "127.0.0.1:+80", "[]:80"}) {
    EXPECT_FALSE(parse_listen(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace heed
