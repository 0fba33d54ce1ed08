#pragma once
// The settings of an account: what a person types.

#include <map>
#include <optional>
#include <string>

#include <boost/describe.hpp>
#include <boost/json/value.hpp>

#include "base/result.hpp"

namespace activitypub {

struct Settings {
  std::string username;
  std::optional<std::string> display_name;
  std::optional<std::string> summary;

  static std::map<std::string, std::string> help();
};
BOOST_DESCRIBE_STRUCT(Settings, (), (username, display_name, summary))

// A failure names the member.
[[nodiscard]] base::Result<Settings> read_settings(const boost::json::value& settings);

}  // namespace activitypub
